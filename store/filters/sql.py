"""A filter as a condition over the tables. Names and values are bound, never part of the statement."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, collate, false, func, literal, not_, or_, select

from models.errors import BadFilter
from store.filters.tree import (
    And,
    Compare,
    Condition,
    Contains,
    Day,
    Duration,
    Filter,
    Money,
    Not,
    Number,
    OneOf,
    Operator,
    Or,
    Status,
    Value,
    Words,
)  # fmt: skip
from store.schema import contracts, fields, findings, paths
from store.search import saying
from store.search_index import BLANKS, folded

Clause = ColumnElement[bool]

OPERATORS: Mapping[Operator, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip

COUNTS: Mapping[str, ColumnElement[int]] = {
    name: contracts.c[name]
    for name in ("pages", "bytes", "characters", "clauses", "errors", "warnings", "infos", "notices")
}
MOMENTS: Mapping[str, ColumnElement[datetime]] = {"added": contracts.c.added_at, "read": contracts.c.read_at}
TEXTS: Mapping[str, ColumnElement[str]] = {"file": contracts.c.name, "reader": contracts.c.reader, "path": paths.c.path}
FINDINGS: Mapping[str, ColumnElement[str]] = {"finding": findings.c.check, "severity": findings.c.severity}
ALIASES: Mapping[str, str] = {"type": "contract_type", "title": "contract_title"}
ATTRIBUTES = (*COUNTS, *MOMENTS, *TEXTS, *FINDINGS, *ALIASES, "missing", "text")
"""What can be asked besides the fields."""


def condition(asked: Filter, *, sqlite: bool) -> Clause:
    """The condition over `contracts` that a filter means, in the words of SQLite or of PostgreSQL. Raises BadFilter where
    a value does not go with its name; names of fields are taken as they are (see `store.filters.names`)."""
    match asked:
        case Not(part):
            return not_(condition(part, sqlite=sqlite))
        case And(parts):
            return and_(*(condition(part, sqlite=sqlite) for part in parts))
        case Or(parts):
            return or_(*(condition(part, sqlite=sqlite) for part in parts))
        case _:
            return _condition(asked, sqlite)


def _condition(asked: Condition, sqlite: bool) -> Clause:
    name = asked.name.text
    if name in ATTRIBUTES and name not in ALIASES:
        if asked.name.about is not None or isinstance(asked, Status):
            raise _wrong(asked, f"`{name}` is no field, and has neither role nor status", "Compare it with a value.")
        return _attribute(asked, name, sqlite)
    of_field = [fields.c.name == ALIASES.get(name, name)]
    if asked.name.about is not None:
        of_field.append(about(asked.name.about))
    if isinstance(asked, Status):
        of_field.append(fields.c.status == asked.status)
    else:
        of_field += [fields.c.status == "found", _any(asked, fields.c.norm, sqlite)]
    return contracts.c.id.in_(select(fields.c.contract_id).where(*of_field))


def _attribute(asked: Condition, name: str, sqlite: bool) -> Clause:
    if name == "text":
        if not isinstance(asked, Contains):
            raise _wrong(asked, "clauses are asked what they contain", "Write `text contains '违约金'`.")
        if not folded(asked.text):
            raise _wrong(asked, "there are no words to look for", "Put some between the quotes.")
        return saying(asked.text, sqlite=sqlite)
    if name in COUNTS:
        # What is unknown to SQL stays unknown behind NOT: a contract without pages must answer no.
        counted = or_(*(OPERATORS[how](COUNTS[name], value) for how, value in _figures(asked)))
        return and_(COUNTS[name].is_not(None), counted)
    if name in MOMENTS:
        return or_(*(_on_day(MOMENTS[name], how, value) for how, value in _days(asked)))
    if name == "path":
        return contracts.c.id.in_(select(paths.c.contract_id).where(_any(asked, paths.c.path, sqlite)))
    told = of_findings(asked, sqlite=sqlite)
    if told is not None:
        return contracts.c.id.in_(select(findings.c.contract_id).where(told))
    return _any(asked, TEXTS[name], sqlite)


def about(words: str) -> Clause:
    """The condition on an entry of a field that it has this role, or this object."""
    return or_(fields.c.role == words, fields.c.object == words)


def of_findings(asked: Condition, *, sqlite: bool) -> Clause | None:
    """The condition on one finding that a condition on findings means; None for a condition on something else."""
    name = asked.name.text
    if name == "missing":
        return or_(*(_missing(words, sqlite) for words in _equal(asked)))
    if name == "finding" and isinstance(asked, Contains):
        return or_(*(_said(column, asked.text, sqlite) for column in (findings.c.title, findings.c.message)))
    if name in FINDINGS:
        _require_severity(asked, name)
        return _any(asked, FINDINGS[name], sqlite)
    return None


def _any(asked: Condition, words: ColumnElement[Any], sqlite: bool) -> Clause:
    """The condition on one row: `words` is its text, for values that are text."""
    match asked:
        case Contains(_, text, _):
            return _said(words, text, sqlite)
        case Compare(_, how, value, _):
            return _compared(asked, how, value, words, sqlite)
        case OneOf(_, values, _):
            return or_(*(_compared(asked, "=", value, words, sqlite) for value in values))
        case _:
            return false()


def _compared(asked: Condition, how: Operator, value: Value, words: ColumnElement[Any], sqlite: bool) -> Clause:
    of_field = words is fields.c.norm
    match value:
        case Words(text):
            if how not in ("=", "!="):
                raise _wrong(asked, "words are not larger or smaller", "Compare them by = or !=, or write `contains`.")
            return OPERATORS[how](_plain(words, sqlite), folded(text))  # type: ignore[no-any-return]
        case Number(number, per) if of_field:
            same = [fields.c.per == per] if per is not None else []
            return and_(OPERATORS[how](fields.c.number, number), *same)
        case Money(number, currency, per) if of_field:
            same = [fields.c.per == per] if per is not None else []
            return and_(OPERATORS[how](fields.c.number, number), fields.c.currency == currency, *same)
        case Duration(seconds, clock) if of_field:
            same = [fields.c.clock == clock] if clock is not None else []
            return and_(OPERATORS[how](fields.c.seconds, seconds), *same)
        case Day(day) if of_field:
            return OPERATORS[how](fields.c.day, day)  # type: ignore[no-any-return]
    raise _wrong(asked, f"`{asked.name.text}` is words", "Compare it with words, in quotes where they have digits.")


def _plain(words: ColumnElement[Any], sqlite: bool) -> ColumnElement[str]:
    """Text as `folded` makes it: both databases then know only the letters of ASCII."""
    plain: Any = func.lower(words if sqlite else collate(words, "C"))
    for blank in BLANKS:
        plain = func.replace(plain, blank, "")
    return plain  # type: ignore[no-any-return]


def _said(words: ColumnElement[Any], text: str, sqlite: bool) -> Clause:
    found = func.instr if sqlite else func.strpos
    return found(_plain(words, sqlite), literal(folded(text))) > 0


def _missing(words: str, sqlite: bool) -> Clause:
    """A finding of what is missing whose id has these words (`dispute` in missing-dispute-clause), or its title."""
    dashed = literal("-") + findings.c.check + literal("-")
    by_id = (func.instr if sqlite else func.strpos)(dashed, f"-{words}-") > 0
    return and_(findings.c.kind == "missing", or_(by_id, _said(findings.c.title, words, sqlite)))


def _equal(asked: Condition) -> list[str]:
    values = asked.values if isinstance(asked, OneOf) else (asked.value,) if isinstance(asked, Compare) else ()
    words = [value.text for value in values if isinstance(value, Words) and value.text.strip()]
    if len(words) != len(values) or not words or (isinstance(asked, Compare) and asked.operator != "="):
        raise _wrong(asked, "what is missing is named by words", "Write `missing = dispute`, or `missing = 争议`.")
    return words


def _figures(asked: Condition) -> list[tuple[Operator, float]]:
    found = [(how, value.number) for how, value in _values(asked) if isinstance(value, Number) and value.per is None]
    if len(found) != len(_values(asked)) or not found:
        raise _wrong(asked, f"`{asked.name.text}` is a number", f"Write `{asked.name.text} > 3`.")
    return found


def _days(asked: Condition) -> list[tuple[Operator, datetime]]:
    found = [
        (how, datetime(value.day.year, value.day.month, value.day.day, tzinfo=UTC))
        for how, value in _values(asked)
        if isinstance(value, Day)
    ]
    if len(found) != len(_values(asked)) or not found:
        raise _wrong(asked, f"`{asked.name.text}` is a day", f"Write `{asked.name.text} >= 2026-03-02`.")
    return found


def _values(asked: Condition) -> list[tuple[Operator, Value]]:
    match asked:
        case Compare(_, how, value, _):
            return [(how, value)]
        case OneOf(_, values, _):
            return [("=", value) for value in values]
        case _:
            return []


def _on_day(moment: ColumnElement[datetime], how: Operator, day: datetime) -> Clause:
    """Whole days in UTC: `=` is within the day, `>` after its end."""
    try:
        end = day + timedelta(days=1)
    except OverflowError:
        end = day
    match how:
        case "<":
            return moment < day
        case "<=":
            return moment < end
        case ">":
            return moment >= end
        case ">=":
            return moment >= day
        case "=":
            return and_(moment >= day, moment < end)
        case _:
            return or_(moment < day, moment >= end)


def _require_severity(asked: Condition, name: str) -> None:
    known = ("error", "warning", "info")
    if name == "severity" and any(not isinstance(v, Words) or v.text not in known for _, v in _values(asked)):
        raise _wrong(asked, "that is no severity", f"Write one of {', '.join(known)}.")


def _wrong(asked: Condition, what: str, remedy: str) -> BadFilter:
    return BadFilter(f"Filter, column {getattr(asked, 'column', asked.name.column)}: {what}.", remedy=remedy)
