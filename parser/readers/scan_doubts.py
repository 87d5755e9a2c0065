"""Which characters read off a picture are in doubt, and why. A digit is never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from models.reading import COVERED, CUT, SEALED, WEAK
from parser.readers.scan_arrays import Gray
from parser.readers.scan_engine import TWINS, Glyph
from parser.readers.scan_glyphs import Placed
from parser.readers.scan_sheet import Sheet

Box = tuple[float, float, float, float]
Span = tuple[float, float]

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
_WIDE_DIGIT, _WIDE_GAP, _COLUMN = 1.6, 0.95, 2.6
"""In usual steps: ink too wide for a digit, a gap as wide as one, and one that parts two columns."""
_FEW_STEPS, _DIGIT = 3, 0.5
"""From so few steps the usual one is not told: it is at most so much of the line's height."""
_WITHIN = ".,，．:：-"
_BLOTS = "■█▇▆▊▌▪◼●"
_AGREED = 0.8


def doubts_of(
    placed: Sequence[Placed],
    boxes: Sequence[Box],
    sheet: Sheet,
    again: Callable[[], Sequence[Placed]],
    covers: Sequence[Span],
) -> bytes:
    """A byte of doubts (models.reading) for each character of a line. `boxes` are in pixels of the sheet; `again` reads
    the line a second time, from the sheet with the seal's ink left in; `covers` are what lies over it, along the line."""
    high, wide = sheet.gray.shape
    ink = sheet.ink
    doubts = [_own(one.glyph, box, wide, high) for one, box in zip(placed, boxes, strict=True)]
    for at in _swallowed(placed, max((box[3] - box[1] for box in boxes), default=0.0)):
        doubts[at] |= WEAK
    for at in _beside(placed, covers):
        doubts[at] |= COVERED
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


def _beside(placed: Sequence[Placed], covers: Sequence[Span]) -> set[int]:
    """The characters under a cover, and the nearest on both sides of it: what they are part of may be longer."""
    solid = [at for at, one in enumerate(placed) if one.glyph.char != " " and one.glyph.char not in _BLOTS]
    found: set[int] = set()
    for x0, x1 in covers:
        before = [at for at in solid if placed[at].x0 + placed[at].x1 < 2 * x0]
        behind = [at for at in solid if placed[at].x0 + placed[at].x1 > 2 * x1]
        found |= {*before[-1:], *behind[:1], *(set(solid) - set(before) - set(behind))}
    return found


def _swallowed(placed: Sequence[Placed], high: float) -> set[int]:
    """Figures between which another may have stood, or that may be two: the recogniser takes two equal ones for one at
    times, and passes over what it cannot read. A digit's ink is not wider than its step, nor is the gap behind it."""
    found: set[int] = set()
    for run in _figure_runs(placed):
        pairs = list(zip(run, run[1:], strict=False))
        steps = [_middle(placed[after]) - _middle(placed[at]) for at, after in pairs]
        usual = float(np.median(steps))
        if len(steps) < _FEW_STEPS:
            usual = min(usual, _DIGIT * high)
        found |= {at for at in run if placed[at].x1 - placed[at].x0 > _WIDE_DIGIT * usual}
        gaps = [placed[after].x0 - placed[at].x1 for at, after in pairs]
        far = [n for n, gap in enumerate(gaps) if _WIDE_GAP * usual < gap < _COLUMN * usual]
        if far and not _grouped(placed, run, far):
            found |= {at for n in far for at in pairs[n]}
        found |= {
            at
            for pair, step in zip(pairs, steps, strict=True)
            if step > _WIDE_STEP * usual and pair[1] == pair[0] + 1
            for at in pair
        }
    return found


def _figure_runs(placed: Sequence[Placed]) -> Iterator[list[int]]:
    """The numbers of the characters of each figure of two or more: digits and the marks within them, blanks aside."""
    run: list[int] = []
    for at, one in enumerate(placed):
        if one.glyph.char.isdigit() or (run and one.glyph.char in _WITHIN):
            run.append(at)
        elif one.glyph.char != " ":
            if len(run) > 1:
                yield run
            run = []
    if len(run) > 1:
        yield run


def _grouped(placed: Sequence[Placed], run: Sequence[int], far: Sequence[int]) -> bool:
    """Whether the gaps part a number into its groups: an account's, a telephone's."""
    cuts = [0, *(n + 1 for n in far), len(run)]
    groups = ["".join(placed[at].glyph.char for at in run[a:b]) for a, b in zip(cuts, cuts[1:], strict=False)]
    if len(groups) == 2:
        return groups[0].startswith("0") and len(groups[0]) in (3, 4)
    inner = {len(group) for group in groups[1:-1]}
    return len(inner) == 1 and inner <= {3, 4, 8} and len(groups[-1]) <= max(inner) and "".join(groups).isdigit()


def _middle(one: Placed) -> float:
    return (one.x0 + one.x1) / 2
