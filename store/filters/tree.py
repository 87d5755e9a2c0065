"""A filter as a tree: what was asked, with the column of each name and value for messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.report import FieldStatus

Operator = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Number:
    """A figure, a share (30% is 0.3) or an amount of any currency; with `per`, of that period alone (`D`, `M` ...)."""

    number: float
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in units of a currency."""

    number: float
    currency: str
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; with `clock`, of that clock alone (workday)."""

    seconds: int
    clock: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    day: date


@dataclass(frozen=True, slots=True)
class Words:
    text: str


Value = Number | Money | Duration | Day | Words


@dataclass(frozen=True, slots=True)
class Name:
    """A field, or one of `names.ATTRIBUTES`; `about` is the role or object that its entry must have. `column` counts
    from 1."""

    text: str
    about: str | None
    column: int


@dataclass(frozen=True, slots=True)
class Compare:
    """Some entry that is found has such a value. `column` is the value's."""

    name: Name
    operator: Operator
    value: Value
    column: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """Some entry that is found has one of the values."""

    name: Name
    values: tuple[Value, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Contains:
    """Some entry that is found says these words, blanks and the case of Latin letters aside."""

    name: Name
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class Status:
    """Some entry has this status."""

    name: Name
    status: FieldStatus


@dataclass(frozen=True, slots=True)
class Not:
    part: Filter


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Filter, ...]


Condition = Compare | OneOf | Contains | Status
Filter = Condition | Not | And | Or


def conditions(asked: Filter) -> tuple[Condition, ...]:
    """The conditions of a filter, in reading order."""
    match asked:
        case Not(part):
            return conditions(part)
        case And(parts) | Or(parts):
            return tuple(one for part in parts for one in conditions(part))
        case _:
            return (asked,)
