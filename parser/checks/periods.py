"""A length and the days that it runs from and to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from models.check_rule import CheckRule
from models.report import Field, Finding
from models.value import Value
from parser.contract import Contract, compiled, named, sentence_at, spans_of
from parser.findings import finding, shown

Span = tuple[int, int]

_LENGTH = re.compile(r"P([0-9]{1,5})([DM])")
_DAY = len("2026-03-02")
_LATEST = 9000
"""A year from which a length may lead behind the last day that a calendar has."""


class Period(NamedTuple):
    """Where it is said, its length as a norm (P12M, P30D), and its first and last day."""

    spans: tuple[Span, ...]
    length: str
    first: date
    last: date


def term_and_dates(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A length that does not lead from the first day to the last (PRC Civil Code, articles 201 and 202).

    Both days count: a year from the 1st of January ends on the 31st of December. One that ends on the same day of the next
    year is custom, and no finding. `fields` name lengths with their first and last days; others stand side by side in a
    sentence, parted by `onward` (a length and its first day), `through` (the two days), `total` (the last day and a length).
    """
    seen: set[tuple[date, date]] = set()
    for period in (*_beside(rule, contract), *_named(rule, contract)):
        if (period.first, period.last) in seen:
            continue
        seen.add((period.first, period.last))
        ends = _ends(period.length, period.first)
        if ends and period.first < period.last and period.last not in ends:
            yield finding(
                rule, contract, spans=list(period.spans), length=shown(period.length), start=period.first,
                end=period.last, due=ends[0],
            )  # fmt: skip


def _ends(length: str, first: date) -> tuple[date, ...]:
    """The days on which such a length may end, the one that the law counts first: the day before the corresponding one,
    and that by custom. Where a month has no such day, and from the last day of a month, its last day is one."""
    found = _LENGTH.fullmatch(length)
    if found is None or int(found[1]) == 0 or first.year > _LATEST:
        return ()
    count = int(found[1])
    if found[2] == "D":
        return first + timedelta(days=count - 1), first + timedelta(days=count)
    year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    if year >= date.max.year:
        return ()
    last_of_month = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)
    if first.day > last_of_month.day:
        return last_of_month, last_of_month - timedelta(days=1)
    due = date(year, month + 1, first.day)
    before = due - timedelta(days=1)
    ends_of_month = (last_of_month,) if (first + timedelta(days=1)).day == 1 else ()
    # The last day of February, written without asking whether the year is a leap year.
    leap = (before - timedelta(days=1),) if (before.month, before.day) == (2, 29) else ()
    return before, due, *ends_of_month, *leap


def _named(rule: CheckRule, contract: Contract) -> Iterator[Period]:
    for names in rule.params["fields"].values():
        length, first, last = (_only(named(contract, name)) for name in names)
        if length is None or first is None or last is None or length.qualifier or length.clock == "workday":
            continue
        yield Period(tuple(spans_of([length, first, last])), str(length.norm), _date(first.norm), _date(last.norm))


def _only(fields: list[Field]) -> Field | None:
    """The field that all places agree on."""
    return fields[0] if len({field.norm for field in fields}) == 1 else None


def _date(norm: str | None) -> date:
    return date.fromisoformat(str(norm))


def _beside(rule: CheckRule, contract: Contract) -> Iterator[Period]:
    """自DATE至DATE with a length right before or behind it."""
    values = [v for v in contract.values if v.kind in ("duration", "date") and not v.blank]
    for at in range(len(values) - 2):
        three = values[at : at + 3]
        kinds = [value.kind for value in three]
        if kinds == ["duration", "date", "date"]:
            length, first, last = three
            joints = ("onward", "through")
        elif kinds == ["date", "date", "duration"]:
            first, last, length = three
            joints = ("through", "total")
        else:
            continue
        if _is_whole(length) and all(v.norm and len(v.norm) == _DAY for v in (first, last)):
            between = [(a.end, b.start) for a, b in zip(three, three[1:], strict=False)]
            if all(_joins(rule, contract, joint, *gap) for joint, gap in zip(joints, between, strict=True)):
                span = sentence_at(contract, three[0].start, three[-1].end)
                yield Period((span,), str(length.norm), _date(first.norm), _date(last.norm))


def _is_whole(length: Value) -> bool:
    return length.qualifier is None and length.clock not in ("workday", "7x24") and length.norm is not None


def _joins(rule: CheckRule, contract: Contract, joint: str, start: int, end: int) -> bool:
    return end - start <= 24 and compiled(rule.params[joint]).fullmatch(contract.text.text, start, end) is not None
