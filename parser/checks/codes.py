"""Codes and numbers whose own form shows that they are wrong, and what a birth date in one says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, compiled, named, spans_of
from parser.findings import finding
from parser.values.idcode import id_number_check, uscc_check

Fault = tuple[str, Mapping[str, object]]
"""Which of a rule's `says` tells what is wrong with a code, and the words for its slots."""

_LOOKALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"}
"""Letters that a social credit code never has (GB 32100-2015), and what was probably meant."""
_PHONE = re.compile(
    r"(?:\+?86|0086)?1[3-9][0-9]{9}|0[0-9]{2,3}[0-9]{7,8}(?:转?[0-9]{1,6})?|[2-9][0-9]{6,7}(?:转[0-9]{1,6})?|[48]00[0-9]{7}|(?:95|96|10|12)[0-9]{3,4}"
)
_SEPARATORS = re.compile(r"[\s\-—()]+")


def _uscc(code: str) -> Fault | None:
    if len(code) in (15, 20) and code.isdigit():
        return None  # a registration or tax number from before 2015
    if len(code) != 18:
        return "length", {"length": len(code)}
    strange = [char for char in code if char in _LOOKALIKES]
    if strange:
        return "letters", {"letter": strange[0], "meant": _LOOKALIKES[strange[0]]}
    right = uscc_check(code)
    if right is None or (code.isdigit() and id_number_check(code) == code[-1]):
        return None
    return None if right == code[-1] else ("digit", {"right": right})


def _id(code: str) -> Fault | None:
    if len(code) == 15 and code.isdigit():
        return None  # the first generation of cards
    if len(code) != 18:
        return "length", {"length": len(code)}
    if birth_date(code) is None:
        return "birth", {}
    return None if id_number_check(code) == code[-1] else ("digit", {})


def _unborn(code: str, day: date) -> Fault | None:
    born = birth_date(code) if len(code) == 18 else None
    return ("birth", {}) if born is not None and born > day else None


def birth_date(code: str) -> date | None:
    """The birth date that an identity card number of 18 characters gives; None where that is no day."""
    try:
        return date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return None


def _phone(code: str) -> Fault | None:
    plain = _SEPARATORS.sub("", code)
    if plain.startswith(("+", "00")) and not plain.startswith(("+86", "0086")):
        return None
    return None if _PHONE.fullmatch(plain) else ("form", {"length": sum(char.isdigit() for char in plain)})


def _card(code: str) -> Fault | None:
    digits = [int(char) for char in _SEPARATORS.sub("", code)]
    if not 16 <= len(digits) <= 19:
        return "length", {"length": len(digits)}
    doubled = [n if at % 2 == 0 else sum(divmod(2 * n, 10)) for at, n in enumerate(reversed(digits))]
    return ("digit", {}) if sum(doubled) % 10 else None


def _account(code: str) -> Fault | None:
    length = len(_SEPARATORS.sub("", code))
    return None if 9 <= length <= 30 else ("length", {"length": length})


CODES: dict[str, Callable[[str], Fault | None]] = {
    "uscc": _uscc, "id": _id, "phone": _phone, "card": _card, "account": _account,
}  # fmt: skip


def codes(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Codes behind a label that are not of their form; masked ones are none.

    `private`: the message names no more than the last four characters, and the evidence leads to the label and the
    beginning only.
    """
    params, text = rule.params, contract.text.text
    private = bool(params.get("private"))
    spans, faults = [], []
    for match in compiled(params["cue"]).finditer(text):
        code = match["code"].strip().upper()
        if compiled(params["masked"]).search(match["code"]):
            continue
        fault = CODES[params["code"]](code) or (params["code"] == "id" and _unborn(code, contract.day)) or None
        if fault is None or fault[0] not in params["says"]:
            continue
        spans.append((match.start(), match.start("code") + 6) if private else match.span())
        shown = f"尾号{code[-4:]}" if private else f"「{code}」"
        faults.append(shown + params["says"][fault[0]].format(**fault[1]))
    if spans:
        yield finding(rule, contract, spans=spans, count=len(spans), what="、".join(dict.fromkeys(faults)))


def code_kinds(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A social credit code of another kind than the party it stands behind: `kinds` give for names what it begins with."""
    text = contract.text.text
    parties = [(span, str(f.norm)) for f in named(contract, "party") for span in spans_of([f])]
    for match in compiled(rule.params["cue"]).finditer(text):
        before = [(span, name) for span, name in parties if 0 <= match.start() - span[1] < int(rule.params["reach"])]
        if not before:
            continue
        span, name = max(before)
        for kind in rule.params["kinds"].values():
            if compiled(kind["name"]).search(name) and not compiled(kind["code"]).match(match["code"]):
                yield finding(rule, contract, spans=[span, match.span()], name=name, start=match["code"][:2])
                break


def ages(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A natural person who is under age on the signing date, by an identity card number whose check digit holds."""
    spans, youngest = [], int(rule.params["years"])
    for match in compiled(rule.params["cue"]).finditer(contract.text.text):
        code = match["code"].upper()
        born = birth_date(code) if len(code) == 18 and id_number_check(code) == code[-1] else None
        if born is None:
            continue
        age = contract.day.year - born.year - ((contract.day.month, contract.day.day) < (born.month, born.day))
        if 0 <= age < int(rule.params["years"]):
            spans.append((match.start(), match.start("code") + 6))
            youngest = min(youngest, age)
    if spans:
        facts = ["age:child"] if youngest < int(rule.params["child"]) else []
        yield finding(rule, contract, spans=spans, facts=facts, age=youngest)
