"""A character that the model rather takes for a blank is given all the same where its print is seen, with the score it has."""

from __future__ import annotations

import numpy as np
from drawn_pages import blank, write

from parser.readers.scan_engine import Glyph
from parser.readers.scan_glyphs import with_print

WIDE = 400


def strip() -> np.ndarray:
    page = blank((WIDE, 40))
    write(page, "开发计划※", 20, 30, size=28)
    return page[:, :, 0]


def glyph(char: str, x: int, *, faint: bool = False, score: float = 0.06) -> Glyph:
    return Glyph(char, (x - 2) / WIDE, (x + 2) / WIDE, score, "", 0.0, faint)


def test_faint_characters_are_kept_where_there_is_print() -> None:
    sure, there, nowhere = glyph("划", 118, score=1.0), glyph("※", 146, faint=True), glyph("1", 300, faint=True)
    assert with_print(strip(), [sure, there, nowhere]) == [sure, there]


def test_what_the_model_took_for_a_character_needs_no_proof() -> None:
    low = glyph("/", 300)
    assert with_print(strip(), [low, glyph("　", 146, faint=True)]) == [low]
