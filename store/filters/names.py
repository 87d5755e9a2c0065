"""A filter's names as the store has them: what is no field's name, or compared with a value of another kind, is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from sqlalchemy import Connection, exists, select

from models.errors import BadFilter
from store.connect import Store
from store.filters.sql import ALIASES, ATTRIBUTES
from store.filters.tree import (
    And,
    Compare,
    Condition,
    Day,
    Duration,
    Filter,
    Money,
    Not,
    Number,
    OneOf,
    Or,
    Value,
    conditions,
)  # fmt: skip
from store.schema import fields

_COLUMNS = {"number": fields.c.number, "seconds": fields.c.seconds, "day": fields.c.day}
_LIKE = {
    "number": "a number, a share or an amount: 3, 30%, 100万元",
    "seconds": "a length of time: 12个月, 5个工作日",
    "day": "a date: 2026-03-02",
}


def settled(asked: Filter, store: Store, *, more: Callable[[], Mapping[str, str]] = dict) -> Filter:
    """The filter with each field by its name, also where it was given by its Chinese title (违约金比例 > 30%).

    `more` gives name -> title of fields that no contract of the store has, and is called only where one is not known
    otherwise. Raises BadFilter for a name that is none, with those like it, and for a value that the field never has.
    """
    with store.reading() as connection:
        known = names_of(connection)
        strangers = [one for one in conditions(asked) if _name(one.name.text, known) is None]
        if strangers:
            known = {**more(), **known}
        asked = _renamed(asked, known)
        for one in conditions(asked):
            _require_kind(one, connection)
    return asked


def names_of(connection: Connection) -> dict[str, str]:
    """Name -> title of every field that the store has; it leaps from name to name, and does not read the table."""
    found: dict[str, str] = {}
    last = ""
    while True:
        asked = select(fields.c.name, fields.c.title).where(fields.c.name > last).order_by(fields.c.name).limit(1)
        row = connection.execute(asked).one_or_none()
        if row is None:
            return found
        last, found[row.name] = row.name, row.title


def _name(asked: str, known: Mapping[str, str]) -> str | None:
    if asked in known or asked in ATTRIBUTES:
        return asked
    return next((name for name, title in known.items() if title == asked), None)


def _renamed(asked: Filter, known: Mapping[str, str]) -> Filter:
    match asked:
        case Not(part):
            return Not(_renamed(part, known))
        case And(parts):
            return And(tuple(_renamed(part, known) for part in parts))
        case Or(parts):
            return Or(tuple(_renamed(part, known) for part in parts))
    name = _name(asked.name.text, known)
    if name is None:
        near = get_close_matches(asked.name.text, [*known, *known.values(), *ATTRIBUTES], n=4, cutoff=0.5)
        hint = f"Did you mean {', '.join(near)}?" if near else "`qiyue rules list --kind field` names them."
        raise BadFilter(f"Filter, column {asked.name.column}: no field is called `{asked.name.text}`.", remedy=hint)
    return replace(asked, name=replace(asked.name, text=name))


def _require_kind(asked: Condition, connection: Connection) -> None:
    """A length of time compared with a bare number would never be found, and nobody would know why."""
    if asked.name.text in ATTRIBUTES and asked.name.text not in ALIASES:
        return
    name = ALIASES.get(asked.name.text, asked.name.text)
    for value in asked.values if isinstance(asked, OneOf) else (asked.value,) if isinstance(asked, Compare) else ():
        column = _column(value)
        if column is None or _has(connection, name, column):
            continue
        others = [other for other in _COLUMNS if other != column and _has(connection, name, other)]
        if others or _is_words(connection, name):
            should = " or ".join(_LIKE[other] for other in others) or "words"
            raise BadFilter(
                f"Filter, column {getattr(asked, 'column', asked.name.column)}: `{name}` has no such values.",
                remedy=f"Compare it with {should}.",
            )


def _column(value: Value) -> str | None:
    match value:
        case Number() | Money():
            return "number"
        case Duration():
            return "seconds"
        case Day():
            return "day"
        case _:
            return None


def _has(connection: Connection, name: str, column: str) -> bool:
    there = select(exists().where(fields.c.name == name, _COLUMNS[column].is_not(None)))
    return bool(connection.execute(there).scalar())


def _is_words(connection: Connection, name: str) -> bool:
    there = select(exists().where(fields.c.name == name, fields.c.status == "found", fields.c.kind == "text"))
    return bool(connection.execute(there).scalar())
