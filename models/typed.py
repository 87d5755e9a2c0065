"""The typed value of a field, for columns that sort, compare and add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from models.report import Field

Kind = Literal["duration", "money", "rate", "date", "number", "text"]


@dataclass(frozen=True, slots=True)
class Typed:
    """`number` in `unit` (CNY; M months, D days, H, MIN, S; 份) and `per` period (D, W, M, Q, Y, T an occasion), a rate
    as a share; or a `day`. All but `kind` are None where the value is a text, or is not whole (2026-03, LPR*4); `kind`
    is None too where nothing was found."""

    kind: Kind | None = None
    number: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    day: date | None = None


_NOTHING, _TEXT = Typed(), Typed("text")


def typed(field: Field) -> Typed:
    """What a found field comes to."""
    value = field.value
    if field.status != "found" or field.norm is None:
        return _NOTHING
    if isinstance(value, int):
        return Typed("number", Decimal(value), field.unit)
    if not isinstance(value, dict):
        return _TEXT
    per = field.norm.partition("/")[2] or None
    if "unit" in value:
        return Typed("duration", _decimal(value["n"]), value["unit"])
    if "amount" in value:
        return Typed("money", _decimal(value["amount"]), value["currency"], per)
    if "rate" in value:
        # A factor of the LPR is no number to compare with a plain rate.
        plain = "op" not in value and value.get("base") != "LPR"
        return Typed("rate", _decimal(value["rate"]) if plain else None, per=per)
    if "date" in value:
        return Typed("date", day=date.fromisoformat(value["date"]) if value.get("precision") == "D" else None)
    if "n" in value:
        return Typed("number", _decimal(value["n"]), field.unit)
    return _TEXT


def _decimal(digits: object) -> Decimal | None:
    try:
        return Decimal(str(digits))
    except InvalidOperation:
        return None
