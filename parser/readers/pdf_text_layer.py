"""Whether a PDF page must be read from its picture: its text layer is missing, or not to be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pypdfium2.raw as c
import regex

Layer = Literal["trusted", "missing", "garbled", "hidden", "scant"]
"""What a page's text layer is: fit to be read; not there, on a page that shows something; not the text that is shown;
laid unseen over a picture by somebody's recognition; a stamp or a page number on a page that is a picture."""

_PICTURE_SHARE, _WHOLE_SHARE = 0.03, 0.5
"""Shares of a page's area that pictures cover before they can hold text, and before the page is a picture."""
_MANY_PATHS = 60
"""A page of so many paths and no character may be text turned into outlines."""
_DEEPEST = 3
_SCANT = 80
"""Characters beside a picture of the whole page that are no more than a stamp, a page number, a scanner's name."""
_LATIN, _HAN = regex.compile(r"[\xa1-\xff]"), regex.compile(r"[\u3400-\u9fff]")
_MOJIBAKE_SHARE = 0.3
_COMMON, _COMMON_SHARE, _ENOUGH_HAN = "的方不合同一人本有应付及定日", 0.03, 150
"""Characters that make up a fifth of any contract's; a page of many others shows something else than its layer says."""
_UNSEEN = frozenset((c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a page draws: the area its pictures cover, of the whole page's, how many paths, how much of its text unseen."""

    pictures: float
    paths: int
    texts: int
    unseen: int


def judge_layer(page: Any, text: str, garbled: bool, kinds: bytes) -> Layer:
    """`text` is what the layer says, blanks aside; `garbled`, whether many of its characters stand for nothing; `kinds`
    are those of the objects that the page paints."""
    if text and (garbled or is_mojibake(text)):
        return "garbled"
    if text and not _may_be_picture(kinds):
        return "trusted"
    drawn = _drawn(page)
    if not text:
        return "missing" if drawn.pictures >= _PICTURE_SHARE or drawn.paths >= _MANY_PATHS else "trusted"
    if drawn.pictures < _WHOLE_SHARE:
        return "trusted"
    if drawn.unseen * 2 > drawn.texts:
        return "hidden"
    return "scant" if len(text) <= _SCANT else "trusted"


def is_mojibake(text: str) -> bool:
    """Whether characters are there and say nothing: bytes taken for Latin letters, or glyphs under wrong names."""
    latin = len(_LATIN.findall(text))
    if latin > _MOJIBAKE_SHARE * len(text):
        return True
    # Counting the few common ones is quicker than counting all that are Chinese: mostly it settles the question.
    common = sum(map(text.count, _COMMON))
    if common >= _COMMON_SHARE * len(text):
        return False
    han = len(_HAN.findall(text))
    return han >= _ENOUGH_HAN and common < _COMMON_SHARE * han


def _may_be_picture(kinds: bytes) -> bool:
    """Whether a page draws a picture, or a form that may hold one."""
    return c.FPDF_PAGEOBJ_IMAGE in kinds or c.FPDF_PAGEOBJ_FORM in kinds


def _drawn(page: Any) -> _Drawn:
    wide, high = page.get_size()
    covered, paths, texts, unseen = 0.0, 0, 0, 0
    for thing in page.get_objects(max_depth=_DEEPEST):
        if thing.type == c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            area = max(right - left, 0.0) * max(top - bottom, 0.0)
            covered += area
            if area >= _WHOLE_SHARE * wide * high and not c.FPDFPageObj_HasTransparency(thing.raw):
                # What was drawn before it lies behind it.
                unseen = texts
        elif thing.type in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_SHADING):
            paths += 1
        elif thing.type == c.FPDF_PAGEOBJ_TEXT:
            texts += 1
            unseen += c.FPDFTextObj_GetTextRenderMode(thing.raw) in _UNSEEN
    return _Drawn(covered / max(wide * high, 1.0), paths, texts, unseen)
