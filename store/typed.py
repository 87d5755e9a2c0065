"""A field's value in columns that sort and compare, from its canonical norm and its typed value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from models.report import Field

SECONDS = {
    "S": 1, "MIN": 60, "H": 3_600, "D": 86_400, "W": 604_800, "M": 2_628_000, "Q": 7_884_000, "Y": 31_536_000,
}  # fmt: skip
"""Seconds of a unit of time. A month is a twelfth of 365 days, so that 12个月, 一年 and 365日 are equal."""

Kind = Literal["duration", "money", "rate", "date", "number", "text"]

_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Typed:
    """`number`: a rate as a share, an amount in its currency's units, a count. `fen`: an amount in hundredths, exact.
    `seconds`: a duration (see SECONDS). What a column cannot hold exactly it does not hold; the norm has it."""

    kind: Kind | None = None
    number: float | None = None
    fen: int | None = None
    currency: str | None = None
    per: str | None = None
    day: date | None = None
    seconds: int | None = None


def typed(field: Field) -> Typed:
    """What a found field is, by its norm; nothing but its kind, if that can be told, where it has none.

    An LPR's factor (`LPR*4`) is no number to compare with a plain rate.
    """
    value, norm = field.value, field.norm
    if norm is None:
        return Typed()
    if isinstance(value, int) or (isinstance(value, dict) and set(value) == {"n"}):
        return Typed("number", number=_float(norm))
    if not isinstance(value, dict):
        return Typed("text")
    plain, _, per = norm.partition("/")
    if "unit" in value:
        return Typed("duration", seconds=_held(Decimal(str(value["n"])) * SECONDS[value["unit"]]))
    if "amount" in value:
        amount, _, currency = plain.partition(" ")
        fen = _held(Decimal(amount) * 100)
        return Typed("money", number=_float(amount), fen=fen, currency=currency, per=per or None)
    if "rate" in value:
        return Typed("rate", number=None if value.get("base") == "LPR" else _float(plain), per=per or None)
    if "date" in value:
        return Typed("date", day=date.fromisoformat(norm) if value.get("precision") == "D" else None)
    return Typed("text")


def _float(digits: str) -> float | None:
    try:
        return float(digits)
    except ValueError:
        return None


def _held(number: Decimal) -> int | None:
    return int(number) if number == number.to_integral_value() and abs(number) <= _MOST else None
