"""What a reviewer is told in words, for every code that a report may hold."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from exports.rows.spoken import WHY_UNREADABLE
from models.value import Unclear
from parser.unreadable import WHY

VIEWER = Path(__file__).resolve().parents[2] / "exports" / "viewer" / "words.js"


def test_why_a_field_is_unreadable_is_said_in_words() -> None:
    codes = {*(word for _, word in WHY), *get_args(Unclear)}
    assert set(WHY_UNREADABLE) == codes
    words = VIEWER.read_text("utf-8")
    for code in codes:
        assert words.count(f"why_{code}:") == 2, "in Chinese and in English"
        assert f'why_{code}: "{WHY_UNREADABLE[code]}"' in words
