"""Where each character read off a strip stands: the recogniser says about where, the ink says exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import regex

from parser.readers.scan_arrays import Gray, Points
from parser.readers.scan_engine import Glyph

_EM = 0.8
"""Height of the strip that a full-width character takes, where the characters themselves do not tell."""
_DARK = 0.45
"""Share of the way from paper to print at which a pixel is ink."""
_RULE = 0.6
"""A row of pixels with more ink than this is an underline, not print."""
_SEEK = 0.3
"""How far (in em) around the middle between two characters the gap between them is looked for."""
_REACH = 0.75
_SPACE, _HAN_SPACE, _SAID_SPACE, _SLOT = 0.25, 0.19, 0.08, 1.4
"""Gaps (in em, beyond what the characters leave beside them) that are a blank: unasked, between two full-width ones,
where the recogniser saw one or a label ends; and from where on they are several."""
_OPENING, _CLOSING, _WIDE_SIDE = frozenset("（(《〈【「『“‘[<"), frozenset("，。；：、！？）)》〉】」』”’·•,.;:]>"), 0.6
_MARKS = frozenset("，。；：、！？")
"""Some fonts set these in the middle of their square, others to its left."""
_PLAIN_SIDE, _NARROW_SIDE = 0.08, 0.14
_NARROW = frozenset("1iIlj.,:;'|")
_LEAN = 0.18
"""Share of a character's height by which the middles of its upper and lower third lie apart when it is a slash."""
_LABEL = regex.compile(r"第[〇零一二两三四五六七八九十百0-9]{1,5}[编章节条]")
_MOST_BLANKS = 12
_LEAST_PRINT, _LEAST_INKED = 0.06, 0.5
"""A faint character has to show its print: so much of a column is ink, in so many columns about its middle."""
_PART = 0.85
"""Share of an upright strip's width that the parts of one character take at most from top to bottom."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A character with its span along the strip, in pixels."""

    glyph: Glyph
    x0: float
    x1: float


def place(strip: Gray, glyphs: Sequence[Glyph]) -> list[Placed]:
    """The characters from left to right, with blanks where the gaps between them are wide."""
    said = {at for at, glyph in enumerate(glyphs) if glyph.char.isspace()}
    solid = [glyph for glyph in glyphs if not glyph.char.isspace()]
    after_blank = {at - sum(1 for blank in said if blank < at) for at in range(len(glyphs)) if at - 1 in said}
    label = _LABEL.match("".join(glyph.char for glyph in solid))
    if label:
        after_blank.add(label.end())
    high, wide = strip.shape
    centres = [(glyph.start + glyph.end) / 2 * wide for glyph in solid]
    em = _em(solid, centres, high)
    spans = list(_spans(_ink(strip), solid, centres, em))
    placed: list[Placed] = []
    for at, (glyph, (x0, x1)) in enumerate(zip(solid, spans, strict=True)):
        if at:
            before = placed[-1].x1
            step = (x0 + x1 - placed[-1].x0 - before) / (2 * em)
            count = _blanks(solid[at - 1].char, glyph.char, (x0 - before) / em, step, at in after_blank)
            wide_blank = max(x0 - before, 0.0) / max(count, 1)
            for n in range(count):
                blank = Glyph(" ", 0.0, 0.0, 1.0, "", 0.0)
                placed.append(Placed(blank, before + n * wide_blank, before + (n + 1) * wide_blank))
        placed.append(Placed(glyph, x0, x1))
    return placed


def with_print(strip: Gray, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters without faint ones that stand where there is no print."""
    if not any(glyph.faint for glyph in glyphs):
        return list(glyphs)
    high, wide = strip.shape
    inked = _ink(strip) > _LEAST_PRINT * high
    near = high * _EM / 4

    def is_there(glyph: Glyph) -> bool:
        middle = (glyph.start + glyph.end) / 2 * wide
        return float(inked[max(int(middle - near), 0) : int(middle + near) + 1].mean()) >= _LEAST_INKED

    return [glyph for glyph in glyphs if not glyph.faint or (is_there(glyph) and not glyph.char.isspace())]


def _em(glyphs: Sequence[Glyph], centres: Sequence[float], high: int) -> float:
    """The width of a full-width character in pixels: the usual step from one to the next."""
    steps = sorted(
        centres[at + 1] - centres[at]
        for at in range(len(glyphs) - 1)
        if _is_wide(glyphs[at].char) and _is_wide(glyphs[at + 1].char)
    )
    usual = steps[len(steps) // 2] if len(steps) >= 3 else high * _EM
    return min(max(usual, high * 0.5), high * 1.1)


def _is_wide(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _ink(strip: Gray) -> Gray:
    """How many pixels of each column are ink, underlines aside."""
    paper, print_ = np.percentile(strip[::2, ::2], (85, 2))
    dark = strip < paper - _DARK * max(paper - print_, 30.0)
    dark = dark[dark.mean(1) < _RULE]
    counts: Gray = dark.sum(0)
    return counts


def _spans(ink: Gray, glyphs: Sequence[Glyph], centres: Sequence[float], em: float) -> Iterator[tuple[float, float]]:
    wide = len(ink)
    cuts = [0.0]
    for at in range(len(glyphs) - 1):
        left, right = _width(glyphs[at]), _width(glyphs[at + 1])
        middle = centres[at] + (centres[at + 1] - centres[at]) * left / (left + right)
        cuts.append(_gap_near(ink, middle, centres[at], centres[at + 1], em))
    cuts.append(float(wide))
    for at, centre in enumerate(centres):
        first = int(max(cuts[at], centre - _REACH * em, 0.0))
        last = int(min(cuts[at + 1], centre + _REACH * em, wide))
        inked = np.flatnonzero(ink[first:last] > 0)
        if len(inked) and glyphs[at].char != "_":
            yield float(first + inked[0]), float(first + inked[-1] + 1)
        else:
            half = em / 4
            yield max(centre - half, cuts[at]), max(min(centre + half, cuts[at + 1]), max(centre - half, cuts[at]) + 1)


def leans(strip: Gray) -> bool:
    """Whether the one character of a strip leans to the right from bottom to top, as a slash does."""
    paper, print_ = np.percentile(strip, (85, 2))
    ys, xs = np.nonzero(strip < paper - _DARK * max(paper - print_, 30.0))
    if len(ys) < 8:
        return False
    high = ys.max() - ys.min() + 1
    top, bottom = xs[ys < ys.min() + high / 3], xs[ys > ys.max() - high / 3]
    return bool(len(top) and len(bottom) and top.mean() - bottom.mean() > _LEAN * high)


def _width(glyph: Glyph) -> float:
    return 1.0 if ord(glyph.char) > 0xFF else 0.55


def _gap_near(ink: Gray, middle: float, left: float, right: float, em: float) -> float:
    """The emptiest column near the middle between two characters; the middle of them, where several are."""
    first = int(max(middle - _SEEK * em, left + 1, 0))
    last = int(min(middle + _SEEK * em, right - 1, len(ink) - 1))
    if last <= first:
        return middle
    window = ink[first : last + 1]
    empty = np.flatnonzero(window == window.min())
    nearest = int(empty[np.abs(empty + first - middle).argmin()])
    start = end = nearest
    while start > 0 and window[start - 1] == window[nearest]:
        start -= 1
    while end < len(window) - 1 and window[end + 1] == window[nearest]:
        end += 1
    return first + (start + end + 1) / 2


def _blanks(before: str, after: str, gap: float, step: float, said: bool) -> int:
    """How many blanks a gap of so many em is, between characters whose middles stand `step` em apart."""
    if before == "_" or after == "_":
        return 0
    if _is_wide(before) and _is_wide(after):
        # A narrow character (目, 了) stands in the middle of its square, with more room beside it.
        gap = min(gap, step - 1 + 2 * _PLAIN_SIDE)
    beyond = gap - _side(before, _CLOSING) - _side(after, _OPENING | _MARKS)
    if beyond > _SLOT:
        return min(round(gap * 2), _MOST_BLANKS)
    if said:
        return int(beyond > _SAID_SPACE)
    return int(beyond > (_HAN_SPACE if _is_wide(before) and _is_wide(after) else _SPACE))


def _side(char: str, bearing: frozenset[str]) -> float:
    """The room that a character leaves beside it, in em: full-width punctuation stands in half of its square."""
    if char in bearing:
        return _WIDE_SIDE
    return _NARROW_SIDE if char in _NARROW else _PLAIN_SIDE


@dataclass(frozen=True, slots=True, eq=False)
class Pile:
    """Characters that stand one below the other, laid side by side in one strip to be read. Each `tile` is where a
    character came from: its span down the upright strip, and its span along `strip`."""

    strip: Gray
    tiles: tuple[tuple[float, float, float, float], ...]

    def back(self, placed: Placed, corners: Points) -> tuple[float, float, float, float]:
        """The box of a character in pixels of the sheet; `corners` are those of the upright strip."""
        middle = (placed.x0 + placed.x1) / 2
        top, bottom, _, _ = min(self.tiles, key=lambda tile: abs((tile[2] + tile[3]) / 2 - middle))
        (x0, y0), (x1, _) = corners[0], corners[1]
        return float(x0), float(y0) + top, float(x1), float(y0) + bottom


def stacked(strip: Gray) -> Pile:
    """The characters of an upright strip side by side."""
    high, wide = strip.shape
    rows = np.flatnonzero(_ink(np.ascontiguousarray(strip.T)) > 0)
    if not len(rows):
        return Pile(strip, ((0.0, float(high), 0.0, float(wide)),))
    breaks = np.flatnonzero(np.diff(rows) > 1)
    starts = [int(rows[0]), *(int(rows[at + 1]) for at in breaks)]
    ends = [*(int(rows[at]) + 1 for at in breaks), int(rows[-1]) + 1]
    spans: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        # The parts of one character (三, 二) are not more than its width from top to bottom.
        if spans and end - spans[-1][0] <= wide * _PART:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    paper = int(np.percentile(strip, 85))
    tiles, parts, at = [], [], 0
    gap = np.full((wide, max(wide // 8, 1)), paper, strip.dtype)
    for start, end in spans:
        inner = strip[start:end][:wide]
        tile = np.full((wide, wide), paper, strip.dtype)
        top = (wide - len(inner)) // 2
        tile[top : top + len(inner)] = inner
        parts += [tile, gap]
        tiles.append((float(start), float(end), float(at), float(at + wide)))
        at += wide + gap.shape[1]
    return Pile(np.ascontiguousarray(np.concatenate(parts, 1)), tuple(tiles))
