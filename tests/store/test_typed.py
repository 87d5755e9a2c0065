"""A field's columns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.report import Field
from store.typed import Typed, typed

PLAIN: dict[str, Any] = dict.fromkeys(("role", "object", "unit", "qualifier", "clock", "anchor", "clause", "rule"))


@pytest.mark.parametrize(
    ("norm", "value", "columns"),
    [
        ("PT2H", {"n": "2", "unit": "H"}, Typed("duration", seconds=7200)),
        ("PT30M", {"n": "30", "unit": "MIN"}, Typed("duration", seconds=1800)),
        ("P12M", {"n": "12", "unit": "M"}, Typed("duration", seconds=365 * 86_400)),
        ("P365D", {"n": "365", "unit": "D"}, Typed("duration", seconds=365 * 86_400)),
        ("PT1.5H", {"n": "1.5", "unit": "H"}, Typed("duration", seconds=5400)),
        ("P" + "9" * 30 + "D", {"n": "9" * 30, "unit": "D"}, Typed("duration")),
        (
            "514484.00 CNY",
            {"amount": "514484.00", "currency": "CNY", "per": None, "form": "formal"},
            Typed("money", number=514484.0, fen=51448400, currency="CNY"),
        ),
        (
            "3500.00 USD/M",
            {"amount": "3500.00", "currency": "USD", "per": "M", "form": "digits"},
            Typed("money", number=3500.0, fen=350000, currency="USD", per="M"),
        ),
        ("0.0005/D", {"rate": "0.0005", "per": "D", "base": "欠付金额"}, Typed("rate", number=0.0005, per="D")),
        ("LPR*4", {"base": "LPR", "op": "*", "rate": "4"}, Typed("rate")),
        ("2026-03-02", {"date": "2026-03-02", "precision": "D"}, Typed("date", day=date(2026, 3, 2))),
        ("2026-03", {"date": "2026-03", "precision": "M"}, Typed("date")),
        ("86.5", {"n": "86.5"}, Typed("number", number=86.5)),
        ("lease", "lease", Typed("text")),
        (None, None, Typed()),
        (None, {"proposal": "P12M", "why": ["unsure"]}, Typed()),
    ],
)
def test_columns(norm: str | None, value: Any, columns: Typed) -> None:
    status = "found" if norm else "unreadable"
    field = Field(name="f", title="f", status=status, norm=norm, value=value, confidence=1, evidence=(), **PLAIN)
    assert typed(field) == columns
