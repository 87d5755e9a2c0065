"""Which characters read off a picture are in doubt, and why. A digit is never guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from models.reading import CUT, SEALED, WEAK
from parser.readers.scan_arrays import Gray
from parser.readers.scan_engine import TWINS, Glyph
from parser.readers.scan_glyphs import Placed
from parser.readers.scan_sheet import Sheet

Box = tuple[float, float, float, float]

_FIGURES = frozenset("0123456789〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟元角分年月日%‰Xx")
_SURE, _SURE_FIGURE, _SURE_SEALED = 0.9, 0.95, 0.97
"""Scores under which a character is in doubt: any, one of a figure or its unit, one with a seal's ink on it."""
_COVERED = 0.08
"""Share of a character's box that ink covers before it counts as under the seal."""
_HIDDEN, _HIDDEN_GAP = 0.4, 0.4
"""A gap so many heights of the line wide, so much of it covered by ink, may hide a character."""
_MARGIN = 2
"""Pixels from the picture's edge at which a character is cut."""
_WIDE_STEP = 1.6
"""A step between two digits so many times the usual one may have swallowed a third."""
_AGREED = 0.8


def doubts_of(
    placed: Sequence[Placed], boxes: Sequence[Box], sheet: Sheet, again: Callable[[], Sequence[Placed]]
) -> bytes:
    """A byte of doubts (models.reading) for each character of a line. `boxes` are in pixels of the sheet; `again` reads
    the line a second time, from the sheet with the seal's ink left in."""
    high, wide = sheet.gray.shape
    ink = sheet.ink
    doubts = [_own(one.glyph, box, wide, high) for one, box in zip(placed, boxes, strict=True)]
    for at in _swallowed(placed):
        doubts[at] |= WEAK
    covered = [at for at, box in enumerate(boxes) if placed[at].glyph.char != " " and _share(ink, box) > _COVERED]
    if covered:
        second = again()
        for at in covered:
            one = placed[at]
            if one.glyph.score < _SURE_SEALED or not any(_same(one, other) for other in second):
                doubts[at] |= SEALED
    for at in () if sheet.pierced else _hidden(placed, boxes, ink):
        doubts[at] |= SEALED
    return bytes(doubts)


def _own(glyph: Glyph, box: Box, wide: int, high: int) -> int:
    if glyph.char == " ":
        return 0
    doubts = WEAK if glyph.score < (_SURE_FIGURE if glyph.char in _FIGURES else _SURE) else 0
    if box[0] < _MARGIN or box[1] < _MARGIN or box[2] > wide - _MARGIN or box[3] > high - _MARGIN:
        doubts |= CUT
    return doubts


def _share(ink: Gray, box: Box) -> float:
    x0, top, x1, bottom = (max(round(side), 0) for side in box)
    part = ink[top:bottom, x0:x1]
    return float(part.mean()) / 255 if part.size else 0.0


def _same(one: Placed, other: Placed) -> bool:
    """Whether the second reading has this character at this place."""
    char, seen = one.glyph.char, other.glyph.char
    if not other.x0 - 1 <= (one.x0 + one.x1) / 2 <= other.x1 + 1:
        return False
    return (seen == char or TWINS.get(char) == seen) and other.glyph.score >= _AGREED


def _hidden(placed: Sequence[Placed], boxes: Sequence[Box], ink: Gray) -> set[int]:
    """The neighbours of gaps that a seal fills: ink that is not pierced by print may lie over some."""
    solid = [at for at, one in enumerate(placed) if one.glyph.char != " "]
    found: set[int] = set()
    for left, right in zip(solid, solid[1:], strict=False):
        x0, x1 = boxes[left][2], boxes[right][0]
        top, bottom = boxes[left][1], boxes[left][3]
        if x1 - x0 > _HIDDEN_GAP * (bottom - top) and _share(ink, (x0, top, x1, bottom)) > _HIDDEN:
            found |= {left, right}
    return found


def _swallowed(placed: Sequence[Placed]) -> set[int]:
    """Digits that stand too far apart for their run: the recogniser takes two equal ones for one at times."""
    steps: list[tuple[int, float]] = []
    for at, (one, after) in enumerate(zip(placed, placed[1:], strict=False)):
        if one.glyph.char.isdigit() and after.glyph.char.isdigit():
            steps.append((at, (after.x0 + after.x1 - one.x0 - one.x1) / 2))
    if len(steps) < 2:
        return set()
    usual = float(np.median([step for _, step in steps]))
    return {n for at, step in steps if step > _WIDE_STEP * usual for n in (at, at + 1)}
