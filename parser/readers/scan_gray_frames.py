"""Frames of square seals (a person's) on a page without colour: four lines of ink that end where they meet."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from parser.readers.scan_arrays import Gray, Points
from parser.readers.scan_gray_rims import Rim, Tone

_LEAST_MM, _MOST_MM, _MOST_RATIO = 11.0, 30.0, 1.2
"""Sides of square seals, and how many times longer than the other one may be."""
_LINE_MM, _BREAK_MM = 4.8, 5.5
"""The shortest line that is part of a frame, and how far print on it may break it."""
_INSETS_MM, _OUTSIDE_MM, _INSIDE_MM = (0.1, 0.4, 0.7, 1.0), (-0.8, -1.3, -1.8), 1.9
"""How far within a frame's outer edge its line is looked for; how far outside nothing stands, and inside there is room."""
_JOINED_MM = 1.5
"""Print is taken together over so much: its strokes seldom lie one behind the other."""
_BEYOND_MM = (1.2, 4.0)
"""How far beyond its corners a side goes on where it is a table's rule."""
_SAMPLES = 60
_SIDE, _WHOLE, _STRAY = 0.6, 0.8, 0.35
"""Shares of a side, and of the whole frame, that meet ink where print leaves it to be seen; and of what lies around it."""
_LEAST_FILL, _MOST_FILL, _LEAST_QUARTER = 0.1, 0.7, 0.05
"""Shares of what is within that is ink: characters fill a seal, and stand in each quarter of it."""


def find_frames(tone: Tone) -> Iterator[Rim]:
    lines = _lines(tone)
    if not lines.any():
        return
    reach = round(_BREAK_MM * tone.millimetre)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.dilate(lines, np.ones((reach, reach), np.uint8)), connectivity=8
    )
    for at in range(1, count):
        x, y, wide, high, _ = stats[at].tolist()
        if all(_LEAST_MM <= (side - reach) / tone.millimetre <= _MOST_MM * 1.25 for side in (wide, high)):
            part = np.s_[y : y + high, x : x + wide]
            ys, xs = np.nonzero(lines[part] * (labels[part] == at))
            frame = _frame(tone, np.stack([xs + x, ys + y], 1).astype(np.float32))
            if frame is not None:
                yield frame


def _lines(tone: Tone) -> Gray:
    long = round(_LINE_MM * tone.millimetre)
    level, upright = (
        cv2.morphologyEx(tone.ink, cv2.MORPH_OPEN, np.ones(way, np.uint8)) for way in ((1, long), (long, 1))
    )
    lines: Gray = np.maximum(level, upright)
    return lines


def _frame(tone: Tone, ink: Points) -> Rim | None:
    """The square around these points of ink, where it is a seal's."""
    rectangle = cv2.minAreaRect(ink)
    short, long = sorted(side / tone.millimetre for side in rectangle[1])
    if short < _LEAST_MM or long > _MOST_MM or long > _MOST_RATIO * short:
        return None
    corners = cv2.boxPoints(rectangle)
    joined = round(_JOINED_MM * tone.millimetre) | 1
    printed_lines = cv2.dilate(tone.print_near, np.ones((joined, joined), np.uint8))
    sides = [_side(tone, printed_lines, corners, at) for at in range(4)]
    inked, clear = (sum(side[at] for side in sides) for at in (0, 1))
    if inked < _WHOLE * clear or clear < 4 * 0.35 or any(side[0] < _SIDE * side[1] for side in sides):
        return None
    if any(side[2] > _STRAY for side in sides) or not _is_filled(tone, corners):
        return None
    return Rim(corners.astype(np.float32), sum(side[3] for side in sides) / 4)


def _side(tone: Tone, printed_lines: Gray, corners: Points, at: int) -> tuple[float, float, float, float]:
    """Of a side: the share that meets ink, that print leaves to be seen, of what lies around it that is ink, and the share
    that print runs across."""
    start, end, middle = corners[at], corners[(at + 1) % 4], corners.mean(0)
    long = float(np.hypot(*(end - start)))
    along = (end - start) / long
    inwards = np.array([-along[1], along[0]])
    if (middle - start) @ inwards < 0:
        inwards = -inwards
    ways = np.linspace(0.04, 0.96, _SAMPLES)[:, None] * long * along
    unit = tone.millimetre

    def on(mask: Gray, inset: float, places: Points = ways) -> Gray:
        return _at(mask, start + places + inwards * inset * unit)

    inked = np.any([on(tone.all, inset) for inset in _INSETS_MM], axis=0)
    printed = on(tone.print_near, _INSETS_MM[1]) & ~inked
    outside = np.mean([on(tone.ink, inset) for inset in _OUTSIDE_MM], axis=0)
    reach = np.linspace(*_BEYOND_MM, 12)[:, None] * unit
    beyond = [
        np.any([on(tone.ink, inset, places) for inset in _INSETS_MM], axis=0).mean()
        for places in (-reach * along, (long + reach) * along)
    ]
    across = np.all([on(printed_lines, inset) for inset in (_OUTSIDE_MM[1], _INSETS_MM[1], _INSIDE_MM)], axis=0)
    return float(inked.mean()), float(1 - printed.mean()), float(max(outside.mean(), *beyond)), float(across.mean())


def _at(mask: Gray, places: Points) -> Gray:
    """Whether the mask is set there; nothing is beyond its edges."""
    xs, ys = np.round(places[:, 0]).astype(int), np.round(places[:, 1]).astype(int)
    high, wide = mask.shape
    inside = (xs >= 0) & (xs < wide) & (ys >= 0) & (ys < high)
    found: Gray = (mask[ys.clip(0, high - 1), xs.clip(0, wide - 1)] > 0) & inside
    return found


def _is_filled(tone: Tone, corners: Points) -> bool:
    """Whether there are characters in each quarter, and paper between them."""
    side = round(float(np.hypot(*(corners[1] - corners[0]))))
    square = np.array([[0, 0], [side, 0], [side, side]], np.float32)
    turn = cv2.getAffineTransform(corners[:3].astype(np.float32), square)
    inner = round(_INSIDE_MM * tone.millimetre)
    part, printed = (
        cv2.warpAffine(mask, turn, (side, side), flags=cv2.INTER_NEAREST)[inner:-inner, inner:-inner] > 0
        for mask in (tone.all, tone.print_near)
    )
    clear = ~printed
    if not part.size or clear.mean() < _LEAST_FILL:
        return False
    halves = np.array_split(np.arange(part.shape[0]), 2)
    quarters = [(part[np.ix_(rows, columns)], clear[np.ix_(rows, columns)]) for rows in halves for columns in halves]
    fill = part.sum() / clear.sum()
    return bool(
        _LEAST_FILL <= fill <= _MOST_FILL
        and all(ink.sum() >= _LEAST_QUARTER * max(seen.sum(), 1) for ink, seen in quarters)
    )
