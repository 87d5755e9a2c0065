"""A field's value in columns that sort and compare, whatever the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.report import Field
from models.typed import Kind, typed

SECONDS = {
    "S": 1, "MIN": 60, "H": 3_600, "D": 86_400, "W": 604_800, "M": 2_628_000, "Q": 7_884_000, "Y": 31_536_000,
}  # fmt: skip
"""Seconds of a unit of time. A month is a twelfth of 365 days, so that 12个月, 一年 and 365日 are equal."""

_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Columns:
    """`number`: a rate as a share, an amount in its currency's units, a count. `fen`: an amount in hundredths, exact.
    `seconds`: a duration (see SECONDS). What a column cannot hold exactly it does not hold; the norm has it."""

    kind: Kind | None = None
    number: float | None = None
    fen: int | None = None
    currency: str | None = None
    per: str | None = None
    day: date | None = None
    seconds: int | None = None


_PLAIN: dict[Kind | None, Columns] = {None: Columns(), "text": Columns("text")}
"""What most fields are, made once."""


def columns(field: Field) -> Columns:
    """What a found field is; nothing but its kind, if that can be told, where it has no such value."""
    value = typed(field)
    if (plain := _PLAIN.get(value.kind)) is not None:
        return plain
    if value.kind == "duration" and value.number is not None:
        return Columns("duration", seconds=_held(value.number * SECONDS[value.unit or ""]))
    number = None if value.number is None else float(value.number)
    if value.kind == "money" and value.number is not None:
        return Columns("money", number, _held(value.number * 100), value.unit, value.per)
    return Columns(value.kind, number, per=value.per, day=value.day)


def _held(number: Decimal) -> int | None:
    return int(number) if number == number.to_integral_value() and abs(number) <= _MOST else None
