"""Every rule of filled.yaml opens the brackets that it shows, and leaves alone what it must."""

from __future__ import annotations

import pytest
import regex

from models.reading import Paragraph, Piece, Reading
from parser.filled import Filled, filled
from parser.normalise import normalise


def normal(text: str) -> str:
    return normalise(Reading("text", "text/plain", (Paragraph((Piece(text, None),)),))).text


@pytest.mark.parametrize("rule", filled(), ids=lambda rule: rule.id)
def test_rule(rule: Filled) -> None:
    for written, read in rule.hit:
        assert regex.search(rule.pattern, written), written
        assert normal(written) == read
    for text in rule.miss:
        assert regex.search(rule.pattern, text) is None, text
        assert normal(text) == text


def test_an_opened_bracket_leads_back_to_what_was_written() -> None:
    text = normalise(Reading("text", "text/plain", (Paragraph((Piece("付款期为【 30 】日", None),)),)))
    at = text.text.index("30")
    assert (text.starts[at], text.ends[at + 1]) == (6, 8)
