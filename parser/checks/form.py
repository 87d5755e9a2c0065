"""Slots left blank, placeholders, options, codes, copies, dates, the end of the text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, clause_at, compiled, finding, named, sentence_at
from parser.ending import signing_lines
from parser.values.idcode import id_number_check, uscc_check
from parser.values.numerals import parse_number


def blanks(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Slots of the head and body that are printed and empty; those of the signature block do not count."""
    text = contract.text.text
    spans: list[tuple[int, int]] = []
    unless = compiled(rule.params["unless"])
    for match in compiled(rule.params["cue"]).finditer(text):
        clause = clause_at(contract, match.start())
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.end() + 12].split("\n")[0]
        if (clause is not None and clause.kind == "signature") or unless.search(line):
            continue
        spans.append((max(match.start() - 16, text.rfind("\n", 0, match.start()) + 1), min(match.end() + 2, len(text))))
    for field in contract.fields:
        if field.status == "blank" and field.name != "sign_date" and field.evidence and field.evidence[0].span:
            clause = clause_at(contract, field.evidence[0].span[0])
            if clause is None or clause.kind != "signature":
                spans.append(field.evidence[0].span)
    if spans:
        spans = sorted(set(spans))
        yield finding(rule, contract, spans=spans[:40], count=len(spans))


def options(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Boxes none of which is ticked, and a number of a choice left blank."""
    text = contract.text.text
    spans = [m.span() for m in compiled(rule.params["number"]).finditer(text)]
    if not compiled(rule.params["ticked"]).search(text):
        spans += [sentence_at(contract, *m.span()) for m in compiled(rule.params["boxes"]).finditer(text)]
    else:
        for m in compiled(rule.params["boxes"]).finditer(text):
            start, end = sentence_at(contract, *m.span())
            if not compiled(rule.params["ticked"]).search(text, start, end):
                spans.append((start, end))
    if spans:
        yield finding(rule, contract, spans=list(dict.fromkeys(spans))[:12])


def codes(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Codes behind a label whose check digit or length is wrong; masked ones are none. Numbers of persons are not shown."""
    check = {"uscc": uscc_check, "id": id_number_check}[rule.params["code"]]
    text = contract.text.text
    spans = []
    for match in compiled(rule.params["cue"]).finditer(text):
        code = match["code"].upper()
        if compiled(rule.params["masked"]).search(code):
            continue
        right = check(code)
        if right is None or right != code[-1]:
            spans.append(match.span())
    if spans:
        yield finding(rule, contract, spans=spans, count=len(spans))


def copies(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """一式N份 against what the parties get."""
    text = contract.text.text
    for match in compiled(rule.params["cue"]).finditer(text):
        start, end = sentence_at(contract, *match.span())
        total = parse_number(match["n"])
        each = compiled(rule.params["each"]).search(text, match.end(), end)
        parts = [parse_number(m["n"]) for m in compiled(rule.params["part"]).finditer(text, match.end(), end)]
        if total is None:
            continue
        if each:
            share = parse_number(each["n"]) or Decimal(0)
            parties = max(len({f.role for f in contract.fields if f.name == "party"}), 2)
            listed = len(set(regex.findall(r"[甲乙丙丁]", each["who"])))
            given = share * (listed if listed >= 2 else parties) + sum(p for p in parts if p is not None)
        elif len(parts) >= 2 and None not in parts:
            given = sum((p for p in parts if p is not None), Decimal(0))
        else:
            continue
        if given != total:
            yield finding(rule, contract, spans=[(start, end)], total=total, given=given)
            return


def invalid_dates(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Days that no calendar has."""
    text = contract.text.text
    spans = [(v.start, v.end) for v in contract.values if v.kind == "date" and v.value and v.value.get("invalid")]
    if spans:
        yield finding(rule, contract, spans=spans, quote=text[slice(*spans[0])])


def truncated(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """The last clause breaks off, and no place to sign follows."""
    if contract.truncated:
        last = contract.clauses[-1]
        yield finding(rule, contract, spans=[last.span], label=f"{last.label}{last.heading}")


def unsigned(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """No place to sign, in a text that does not break off; or none for one of the parties that letters name.

    It leads to the last line, behind which it belongs. `says` holds the words for {what}, `sides` with {who}.
    """
    if contract.truncated or not contract.types:
        return
    lines = signing_lines(contract.text.text, contract.clauses)
    starts = [clause.span[0] for clause in contract.clauses if clause.kind == "signature"] + [s for s, _ in lines]
    last = contract.text.blocks[-1]
    place = sentence_at(contract, last.end - 1, last.end)
    if not starts:
        yield finding(rule, contract, spans=[place], searched=contract.clauses, what=rule.params["says"]["none"])
        return
    signed = contract.text.text[min(starts) :]
    named_by = {str(f.role)[0] for f in contract.fields if f.name == "party" and f.role and f.role[-1] == "方"}
    letters = {letter for letter in "甲乙丙丁" if letter in named_by}
    lost = sorted(letter for letter in letters if not regex.search(rf"{letter}\s{{0,4}}方", signed))
    if lost and len(lost) < len(letters):
        who = "、".join(f"{letter}方" for letter in "甲乙丙丁" if letter in lost)
        what = rule.params["says"]["sides"].format(who=who)
        yield finding(rule, contract, spans=[place], searched=contract.clauses, subject="sides", what=what)


def sign_place(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A court chosen by the place of signing, and no such place."""
    if named(contract, "sign_place"):
        return
    spans = [sentence_at(contract, *m.span()) for m in compiled(rule.params["cue"]).finditer(contract.text.text)]
    if spans:
        yield finding(rule, contract, spans=spans)
