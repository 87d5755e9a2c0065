"""A value as it stands in the text: what parser.values finds and parser.extract names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ValueKind = Literal["duration", "money", "rate", "date", "number", "gap"]
"""`gap` is a slot without a unit, which is always blank; the others may be."""

Unclear = Literal["ambiguous", "impossible"]


@dataclass(frozen=True, slots=True)
class Value:
    """`start:end` in the scanned text. A blank slot (`____年`, `【 】%`, `    元`) has `blank=True` and no norm.

    `norm` and `value` are as docs/report.md has them: `PT2H`, `514484.00 CNY`, `0.0005/D`, `2026-03-02`.
    `unclear` says why a value that stands there is not given, and has no norm: its digits can be meant in more ways than
    one (ambiguous), or no calendar has the day (impossible).
    `qualifier`: le, ge, about, range or None. `clock`: workday, calendar, workhours, 7x24 or None.
    """

    kind: ValueKind
    start: int
    end: int
    norm: str | None
    value: dict[str, Any] | None = field(hash=False, default=None)
    unit: str | None = None
    qualifier: str | None = None
    clock: str | None = None
    blank: bool = False
    unclear: Unclear | None = None
