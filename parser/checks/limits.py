"""Numbers that the law bounds: shares of the price, terms, probation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from models.check_rule import CheckRule
from models.report import Field, Finding
from models.value import Value
from parser.contract import Contract, compiled, named, price_of, sentence_at, spans_of
from parser.findings import finding, shown
from parser.values.numerals import parse_number

_MONTHS = re.compile(r"P([0-9]+)M")
_DAYS = re.compile(r"P([0-9]{1,5})D")
_LONGEST_MONTH = 31
_TO = re.compile(r" ?起?[,，]? ?(?:至|到|[-~—–]) ?")
_BEHIND = 8
"""Characters behind a length that may say that something is let for it."""
_LEAST_SHARE = Decimal("0.2")
"""A smaller share behind words for the pay in probation is no part of it, but what is taken off."""


def months_of(norm: str | None) -> int | None:
    """A duration in months (P24M), None for one in days or hours."""
    found = _MONTHS.fullmatch(norm or "")
    return int(found[1]) if found else None


def _months(norm: str | None) -> int | None:
    """The same, of a duration in calendar days the months that it is longer than, and one."""
    found = _DAYS.fullmatch(norm or "")
    return -(-int(found[1]) // _LONGEST_MONTH) if found else months_of(norm)


def _around(contract: Contract, field: Field) -> str:
    spans = spans_of([field])
    return contract.text.cut(sentence_at(contract, *spans[0])) if spans else ""


def limit(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A field above `most`: months where `unit` is M, a share where it is `share`. `unless` excuses its sentence."""
    over = []
    for field in named(contract, rule.params["field"]):
        norm = str(field.norm).split("/")[0]
        number = _months(norm) if rule.params["unit"] == "M" else _share(norm)
        if number is None or number <= Decimal(str(rule.params["most"])):
            continue
        if "unless" in rule.params and compiled(rule.params["unless"]).search(_around(contract, field)):
            continue
        over.append(field)
    if over:
        yield finding(rule, contract, spans=spans_of(over), value=_list(over))


def _share(norm: str) -> Decimal | None:
    return Decimal(norm) if re.fullmatch(r"[0-9.]+", norm) else None


def _list(fields: list[Field]) -> str:
    return "、".join(dict.fromkeys(shown(str(f.norm)) for f in fields))


def share_of_price(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A field that is more than `most` of the contract's price, as a share or as an amount.

    `base` are words of another base than the price; `unless` of another thing than the field.
    """
    over, price = [], price_of(contract)
    for field in named(contract, rule.params["field"]):
        norm, around = str(field.norm), _around(contract, field)
        if any(key in rule.params and compiled(rule.params[key]).search(around) for key in ("unless", "base")):
            continue
        share = _share(norm)
        if share is None and price and norm.endswith(" CNY"):
            share = Decimal(norm[:-4]) / price
        if share is not None and Decimal(str(rule.params["most"])) < share <= 1:
            over.append(field)
    if over:
        yield finding(rule, contract, spans=spans_of([*over, *named(contract, "total_price")]), value=_list(over))


def lease_length(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A lease for more than `most` months, by its term or by its first and last day; or with the years for which it is
    prolonged by itself (`renewed`, the group `years`; not in a sentence with `renewed_not`), which the law counts with it
    when they are agreed at once. `let` is what stands before a length for which something is let,
    `let_for` what stands behind one."""
    if compiled(rule.params["unless"]).search(contract.text.text[:1500]):
        return
    most, renewed = int(rule.params["most"]), _renewed(rule, contract)
    terms = [*_terms(contract), *_let(rule, contract)]
    long = [term for term in terms if term[0] > most]
    if not long and renewed is not None:
        more, span = renewed
        longer = [term for term in terms if most < term[0] + more]
        if longer:
            value = f"（{_lengths(longer)}，自动续{shown(f'P{more}M')}）"
            yield finding(rule, contract, spans=[*(term[1] for term in longer), span], value=value)
            return
    if long:
        yield finding(rule, contract, spans=[term[1] for term in long], value=f"（{_lengths(long)}）")
        return
    months = _months_by_days(contract)
    if months is not None and months > most:
        ends = [named(contract, name)[0] for name in ("term_start", "term_end")]
        yield finding(rule, contract, spans=spans_of(ends), value=f"（{ends[0].norm}至{ends[1].norm}）")


def _renewed(rule: CheckRule, contract: Contract) -> tuple[int, tuple[int, int]] | None:
    """The months for which a lease is prolonged by itself, and the sentence that says so."""
    for found in compiled(rule.params["renewed"]).finditer(contract.text.text):
        years, span = parse_number(found["years"]), sentence_at(contract, *found.span())
        if years is not None and not compiled(rule.params["renewed_not"]).search(contract.text.text, *span):
            return int(years * 12), span
    return None


def _terms(contract: Contract) -> list[tuple[int, tuple[int, int]]]:
    """The lengths of the contract's term in months, and where each stands."""
    fields = [(months, f) for f in named(contract, "term") if (months := months_of(f.norm)) is not None]
    return [(months, span) for months, f in fields for span in spans_of([f])]


def _let(rule: CheckRule, contract: Contract) -> list[tuple[int, tuple[int, int]]]:
    """The same of lengths for which something is let in so many words."""
    terms = {span for _, span in _terms(contract)}
    return [
        (months, span)
        for value, months in _durations(contract)
        if (span := (value.start, value.end)) not in terms
        and (
            _before(contract, value, rule.params["let"])
            or compiled(rule.params["let_for"]).search(contract.text.text[value.end : value.end + _BEHIND])
        )
    ]


def _lengths(terms: list[tuple[int, tuple[int, int]]]) -> str:
    return "、".join(dict.fromkeys(shown(f"P{months}M") for months, _ in terms))


def probation(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A probation longer than the term allows, one that may be prolonged, and too low a pay in it.

    PRC Labour Contract Law, articles 19, 20 and 70: `bounds` are the longest probation by the term, `least_pay` the share
    of the pay. `says` holds the messages.
    """
    text, params = contract.text.text, rule.params
    tried = [
        (months, (v.start, v.end)) for v, months in _durations(contract) if _before(contract, v, params["cue"], params)
    ]
    tried = tried or [
        (_months_between(start, end), (first.start, last.end))
        for first, last in pairwise(v for v in contract.values if v.kind == "date")
        if (start := _day(first)) and (end := _day(last)) and _TO.fullmatch(text, first.end, last.start)
        if _before(contract, first, params["cue"], params)
    ]
    tried = tried or [
        (months, span)
        for field in named(contract, "probation")
        for span in spans_of([field])
        if (months := _months(field.norm)) is not None
    ]
    most, term = _longest(contract, params)
    over = [(months, span) for months, span in tried if months > most]
    if over:
        spans = [sentence_at(contract, *span) for _, span in over] + spans_of(named(contract, "term")[:1])
        what = params["says"]["length"].format(
            term=term, probation=f"{max(months for months, _ in over)}个月", most=f"{most}个月"
        )
        yield finding(rule, contract, spans=spans, subject="length", what=what)
    for match in compiled(params["extended"]).finditer(text):
        span = sentence_at(contract, *match.span())
        if not compiled(params["extended_not"]).search(text, *span):
            yield finding(rule, contract, spans=[span], subject="extended", what=params["says"]["extended"])
            break
    for value in contract.values:
        share = Decimal(str((value.value or {}).get("rate", "1"))) if value.kind == "rate" else Decimal(1)
        if _LEAST_SHARE <= share < Decimal(str(params["least_pay"])) and _before(contract, value, params["pay"]):
            what = params["says"]["pay"].format(share=shown(str(share)))
            yield finding(
                rule, contract, spans=[sentence_at(contract, value.start, value.end)], subject="pay", what=what
            )
            break


def _day(value: Value) -> date | None:
    norm = value.norm or ""
    return date.fromisoformat(norm) if len(norm) == len("2026-03-02") else None


def _months_between(first: date, last: date) -> int:
    """The whole months from one day to another, both counted."""
    behind = last + timedelta(days=1)
    return (behind.year - first.year) * 12 + behind.month - first.month - (behind.day < first.day)


def _months_by_days(contract: Contract) -> int | None:
    """The whole months from the term's first day to its last, both counted; None where one of them is not given."""
    ends = [*named(contract, "term_start")[:1], *named(contract, "term_end")[:1]]
    days = [date.fromisoformat(str(f.norm)) for f in ends if len(str(f.norm)) == 10]
    if len(days) < 2:
        return None
    return _months_between(*days)


def _durations(contract: Contract) -> Iterator[tuple[Value, int]]:
    for value in contract.values:
        months = months_of(value.norm) if value.kind == "duration" else None
        if months is not None:
            yield value, months


def _before(contract: Contract, value: Value, cue: str, params: Mapping[str, Any] | None = None) -> bool:
    """Whether a cue that ends at the value stands before it in its sentence, without the words of `not` between."""
    left = contract.text.text[max(value.start - 48, 0) : value.start]
    found = compiled(cue).search(left)
    return found is not None and not (params and compiled(params["not"]).search(found.group()))


def _longest(contract: Contract, params: Mapping[str, Any]) -> tuple[int, str]:
    """The longest lawful probation in months, and the term that decides it. Of `bounds`, in their order, the first is the
    one for whose `below` months the term is too short; the last is also for a term without end."""
    text = contract.text.text
    if compiled(params["part_time"]).search(text[:400]):
        return 0, params["says"]["part_time"]
    if compiled(params["task"]).search(text):
        return 0, params["says"]["task"]
    term = next((m for f in named(contract, "term") if (m := months_of(f.norm)) is not None), _months_by_days(contract))
    bounds = list(params["bounds"].values())
    if term is None:
        return bounds[-1]["most"], params["says"]["open"]
    short = (bound["most"] for bound in bounds if "below" in bound and term < bound["below"])
    return next(short, bounds[-1]["most"]), f"{term}个月"
