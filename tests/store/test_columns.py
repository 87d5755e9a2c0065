"""A field's columns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.report import Field
from store.columns import Columns, columns

PLAIN: dict[str, Any] = dict.fromkeys(("role", "object", "unit", "qualifier", "clock", "anchor", "clause", "rule"))


@pytest.mark.parametrize(
    ("norm", "value", "expected"),
    [
        ("PT2H", {"n": "2", "unit": "H"}, Columns("duration", seconds=7200)),
        ("PT30M", {"n": "30", "unit": "MIN"}, Columns("duration", seconds=1800)),
        ("P12M", {"n": "12", "unit": "M"}, Columns("duration", seconds=365 * 86_400)),
        ("P365D", {"n": "365", "unit": "D"}, Columns("duration", seconds=365 * 86_400)),
        ("PT1.5H", {"n": "1.5", "unit": "H"}, Columns("duration", seconds=5400)),
        ("P" + "9" * 30 + "D", {"n": "9" * 30, "unit": "D"}, Columns("duration")),
        (
            "514484.00 CNY",
            {"amount": "514484.00", "currency": "CNY", "per": None, "form": "formal"},
            Columns("money", number=514484.0, fen=51448400, currency="CNY"),
        ),
        (
            "3500.00 USD/M",
            {"amount": "3500.00", "currency": "USD", "per": "M", "form": "digits"},
            Columns("money", number=3500.0, fen=350000, currency="USD", per="M"),
        ),
        ("0.0005/D", {"rate": "0.0005", "per": "D", "base": "欠付金额"}, Columns("rate", number=0.0005, per="D")),
        ("LPR*4", {"base": "LPR", "op": "*", "rate": "4"}, Columns("rate")),
        ("2026-03-02", {"date": "2026-03-02", "precision": "D"}, Columns("date", day=date(2026, 3, 2))),
        ("2026-03", {"date": "2026-03", "precision": "M"}, Columns("date")),
        ("86.5", {"n": "86.5"}, Columns("number", number=86.5)),
        ("lease", "lease", Columns("text")),
        (None, None, Columns()),
        (None, {"proposal": "P12M", "why": ["unsure"]}, Columns()),
    ],
)
def test_columns(norm: str | None, value: Any, expected: Columns) -> None:
    status = "found" if norm else "unreadable"
    field = Field(name="f", title="f", status=status, norm=norm, value=value, confidence=1, evidence=(), **PLAIN)
    assert columns(field) == expected
