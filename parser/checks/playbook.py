"""What one side wants of a contract: a clause that must be there, a limit, a wording that must not, a wording it prefers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import regex

from models.check_rule import CheckRule
from models.report import Clause, Field, Finding
from parser.contract import Contract, clause_at, compiled, named, sentence_at, spans_of
from parser.findings import called, finding
from parser.matching import Pattern

_HOURS = {"H": Decimal(1), "D": Decimal(24), "W": Decimal(168), "M": Decimal(730), "Y": Decimal(8760)}
_DURATION = regex.compile(r"P(?:(?P<n>\d+)(?P<unit>[DWMY])|T(?P<n>\d+)(?P<unit>[HM]))")
_NUMBER = re.compile(r"(?P<n>-?\d+(?:\.\d+)?)(?: (?P<unit>[A-Z]{3}))?(?:/(?P<per>[A-Z]+))?")
_NEAR = Decimal("0.02")
"""Months and days do not convert exactly: values within this share of a limit keep to it."""


def require(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A clause on `topic`, a wording `pattern` (in such a clause where both are given), a value for `field`."""
    topic, pattern, field = (str(rule.params.get(key, "")) for key in ("topic", "pattern", "field"))
    if field and named(contract, field):
        return
    clauses = [c for c in contract.clauses if topic in c.topics] if topic else list(contract.clauses)
    if pattern:
        wanted = _pattern(pattern, contract)
        if any(wanted.search(contract.text.text, *clause.span) for clause in clauses if _top(clause, clauses)):
            return
    elif topic and clauses:
        return
    near = [_head(clause) for clause in clauses[:3]] if topic else []
    yield finding(rule, contract, spans=near, searched=contract.clauses, where=_where(contract, near))


def limit(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """The values of `field` against `at_most`, `at_least`, `one_of`, `none_of`; of `role` (us, them) only where given."""
    params = rule.params
    roles = {"us": contract.us, "them": contract.them}.get(str(params.get("role", "")))
    over = [
        found
        for found in named(contract, params["field"])
        if (roles is None or found.role in roles) and not _keeps(str(found.norm), params)
    ]
    if over:
        spans = spans_of(over)
        yield finding(
            rule, contract, spans=spans, subject=params["field"], where=_where(contract, spans),
            found="、".join(dict.fromkeys(_said(f) for f in over)), limit=_limit(params),
        )  # fmt: skip


def forbid(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A sentence that `pattern` matches and `unless` does not, in a clause on `topic` where one is given."""
    text, params = contract.text.text, rule.params
    unless = _pattern(params["unless"], contract) if params.get("unless") else None
    spans: list[tuple[int, int]] = []
    for match in _pattern(params["pattern"], contract).finditer(text):
        clause = clause_at(contract, match.start())
        if params.get("topic") and (clause is None or params["topic"] not in clause.topics):
            continue
        span = sentence_at(contract, *match.span())
        if unless is None or not unless.search(text, *span):
            spans.append(span)
    if spans:
        spans = list(dict.fromkeys(spans))
        quote = text[slice(*spans[0])].strip()[:60]
        yield finding(rule, contract, spans=spans[:12], where=_where(contract, spans), quote=quote)


def prefer(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A clause on `topic` that is not worded as `pattern` has it."""
    clauses = [clause for clause in contract.clauses if rule.params["topic"] in clause.topics]
    tops = [clause for clause in clauses if _top(clause, clauses)]
    wanted = _pattern(rule.params["pattern"], contract)
    if tops and not any(wanted.search(contract.text.text, *clause.span) for clause in tops):
        spans = [_head(clause) for clause in tops[:3]]
        yield finding(rule, contract, spans=spans, where=_where(contract, spans))


def _pattern(text: str, contract: Contract) -> Pattern:
    """A pattern, with the names of both sides in it."""
    for word, names in (("{us}", contract.us), ("{them}", contract.them)):
        if word in text:
            alternatives = "|".join(regex.escape(name) for name in sorted(names))
            text = text.replace(word, f"(?:{alternatives})" if names else "(?!)")
    return compiled(text)


def _top(clause: Clause, clauses: list[Clause]) -> bool:
    """Whether no clause of the list stands around it: its span holds those below."""
    return all(clause.parent != other.id for other in clauses)


def _head(clause: Clause) -> tuple[int, int]:
    start, end = clause.span
    return start, min(end, start + len(clause.label) + len(clause.heading) + 60)


def _where(contract: Contract, spans: list[tuple[int, int]]) -> str:
    return "、".join(dict.fromkeys(called(contract, clause_at(contract, span[0])) for span in spans))


def _said(field: Field) -> str:
    return "".join(field.evidence[0].quote.split())[:40] if field.evidence else str(field.norm)


def _limit(params: dict[str, object]) -> str:
    words = (("at_most", "不超过"), ("at_least", "不低于"), ("one_of", "限于"), ("none_of", "不得为"))
    said = [
        f"{word}{'、'.join(map(str, value)) if isinstance(value, (list, tuple)) else value}"
        for key, word in words
        if (value := params.get(key))
    ]
    return ",".join(said)


def _keeps(norm: str, params: dict[str, object]) -> bool:
    one_of, none_of = params.get("one_of"), params.get("none_of")
    if isinstance(one_of, (list, tuple)) and one_of and norm not in one_of:
        return False
    if isinstance(none_of, (list, tuple)) and norm in none_of:
        return False
    for key, sign in (("at_most", 1), ("at_least", -1)):
        bound = params.get(key)
        if not bound:
            continue
        pair = measure(norm), measure(str(bound))
        if pair[0] is None or pair[1] is None or pair[0][1] != pair[1][1]:
            continue
        value, edge = pair[0][0], pair[1][0]
        if (value - edge) * sign > abs(edge) * (_NEAR if _unlike(norm, str(bound)) else 0):
            return False
    return True


@lru_cache(maxsize=2048)
def measure(norm: str) -> tuple[Decimal, str] | None:
    """A norm as an amount and its unit: hours for a duration; a rate or sum by the day where it has a period; days of
    a date. None for what cannot be compared. (Kept: contracts and playbooks say the same periods again and again.)"""
    duration = _DURATION.fullmatch(norm)
    if duration:
        minutes = norm.startswith("PT") and duration["unit"] == "M"
        hours = Decimal(duration["n"]) * (Decimal(1) / 60 if minutes else _HOURS[duration["unit"]])
        return hours, "h"
    number = _NUMBER.fullmatch(norm)
    if number is None or (number["per"] and number["per"] not in _HOURS):
        return _day(norm)
    try:
        amount = Decimal(number["n"])
    except InvalidOperation:
        return None
    if number["per"]:
        amount = amount / _HOURS[number["per"]] * 24
    return amount, f"{number['unit'] or ''}{'/D' if number['per'] else ''}"


def _day(norm: str) -> tuple[Decimal, str] | None:
    parts = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", norm)
    return (Decimal("".join(parts.groups())), "date") if parts else None


def _unlike(a: str, b: str) -> bool:
    return a[-1] != b[-1]
