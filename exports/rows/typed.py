"""The typed value of a field, for columns that sort, compare and add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from models.report import Field

_NUMBERS = ("amount", "rate", "n")
"""Where the value of an amount, a share, and a duration or count has its number."""


@dataclass(frozen=True, slots=True)
class Typed:
    """`number` in `unit` (CNY; M months, D days, H, MIN, S; 份) and `per` period (D, W, M, Q, Y, T an occasion), or a
    `day`. All are None where the value is a text, is not whole (2026-03, LPR*4), or was not found."""

    number: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    day: date | None = None


def typed(field: Field) -> Typed:
    """What a found field comes to."""
    value = field.value
    if field.status != "found" or not isinstance(value, dict):
        return Typed()
    if value.get("precision") == "D":
        return Typed(day=date.fromisoformat(value["date"]))
    digits = next((value[key] for key in _NUMBERS if value.get(key) is not None), None)
    if digits is None or "op" in value:
        return Typed()
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return Typed()
    return Typed(number=number, unit=field.unit, per=value.get("per"))
