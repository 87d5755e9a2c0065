"""Seals on a sheet: where they are, of which form, and what is written in them.

A round or oval seal is unrolled: its ring of characters becomes one line, which begins behind the widest gap between
them; then the seal is turned so that this gap lies below, and the line at its foot is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from models.mark import Mark, Shape
from parser.readers.scan_arrays import Gray
from parser.readers.scan_engine import Session, read_strip
from parser.readers.scan_sheet import Sheet

_LOOK, _INK = 150, 70
"""Dots per inch at which seals are looked for, and how much ink is ink."""
_LEAST_MM, _MOST_MM, _EDGE_MM = 9.0, 75.0, 4.0
"""Sizes of seals; and how near to the paper's edge a part of one was stamped across the edges of several pages."""
_CUT, _ROUND, _OVAL = 0.8, 1.18, 1.9
"""Width over height: of a part of a round seal at most, of a round and of an oval one at most."""
_RIM, _RIM_SHARE = (0.9, 1.04), 0.55
"""Where the rim of a round seal lies (in its radii), and how much of the way around it there is ink."""
_CORNER = 0.1
_BAND, _GAP_BAND = (0.6, 0.93), (0.76, 0.9)
"""Where the characters of the ring stand; and what of it the line at the foot does not reach into."""
_FOOT_TOP, _FOOT_BOTTOM, _FOOT_SIDE = 0.36, 0.74, 0.72
_FRAME = 0.08
"""Share of a square seal that its frame takes at each side."""
_RADIUS = 160
"""Pixels of a seal's radius to read from."""
_LEAST_NAME, _SURE_NAME, _SURE_FOOT = 4, 0.7, 0.6
_PURPOSES = ("合同专用章", "业务专用章", "财务专用章", "发票专用章", "人事专用章", "投标专用章", "行政专用章", "公章")
"""What stands at the foot of seals. Its last character often runs into the ring."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class _Stamp:
    """The ink of one seal, 0 to 255, and its box in pixels of the sheet."""

    ink: Gray
    box: Box


def find_seals(session: Session, sheet: Sheet) -> list[Mark]:
    """Every seal on the sheet, in points of the sheet, from top to bottom."""
    return [_mark(session, stamp, sheet) for stamp in _stamps(sheet)]


def _stamps(sheet: Sheet) -> Iterator[_Stamp]:
    if not sheet.ink.any():
        return
    factor = min(1.0, _LOOK / (sheet.scale * 72))
    small = cv2.resize(sheet.ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    mask = cv2.morphologyEx((small > _INK).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    millimetre = 72 / 25.4 * sheet.scale * factor
    boxes = [tuple(int(side) for side in stats[at, :4]) for at in range(1, count)]
    for x, y, wide, high in sorted(_outermost(boxes), key=lambda box: (box[1], box[0])):
        if _LEAST_MM * millimetre <= high <= _MOST_MM * millimetre and wide >= _LEAST_MM / 3 * millimetre:
            box = (x / factor, y / factor, (x + wide) / factor, (y + high) / factor)
            yield _Stamp(small[y : y + high, x : x + wide], box)


def _outermost(boxes: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The boxes that lie in no other: the characters and the star of a seal lie within its rim."""
    return [
        box
        for box in boxes
        if not any(
            other is not box
            and other[0] <= box[0] + box[2] / 2 <= other[0] + other[2]
            and other[1] <= box[1] + box[3] / 2 <= other[1] + other[3]
            and other[2] * other[3] > box[2] * box[3]
            for other in boxes
        )
    ]


def _mark(session: Session, stamp: _Stamp, sheet: Sheet) -> Mark:
    shape = _shape(stamp, sheet)
    name, score = "", 0.0
    if shape in ("round", "oval"):
        name, score = _read_round(session, stamp.ink)
    elif shape == "square":
        name, score = _read_square(session, stamp.ink)
    x0, top, x1, bottom = (round(side / sheet.scale, 2) for side in stamp.box)
    return Mark("seal", shape, 0, (x0, top, x1, bottom), name, round(score, 4))


def _shape(stamp: _Stamp, sheet: Sheet) -> Shape:
    high, wide = stamp.ink.shape
    edge = _EDGE_MM / 25.4 * 72 * sheet.scale
    beside = stamp.box[0] < edge or stamp.box[2] > sheet.gray.shape[1] - edge
    if beside and wide < _CUT * high:
        return "straddle"
    ratio = max(wide, high) / min(wide, high)
    if ratio > _OVAL or _has_corners(stamp.ink) or _rim(stamp.ink) < _RIM_SHARE:
        return "square"
    return "round" if ratio <= _ROUND else "oval"


def _has_corners(ink: Gray) -> bool:
    """Whether there is ink in the corners of the box, where a round seal has none."""
    high, wide = (max(round(side * _CORNER), 1) for side in ink.shape)
    corners = (ink[:high, :wide], ink[:high, -wide:], ink[-high:, :wide], ink[-high:, -wide:])
    return sum(bool((corner > _INK).any()) for corner in corners) >= 3


def _rim(ink: Gray) -> float:
    """How much of the way around there is ink where the rim of a round seal would be."""
    rolled = _unrolled(ink)
    rim = rolled[:, int(_RIM[0] * _RADIUS) : int(_RIM[1] * _RADIUS)]
    return float((rim.max(1) > _INK).mean())


def _unrolled(ink: Gray, *, turned: float = 0.0) -> Gray:
    """(angles, radii): clockwise from the right, from the middle outwards to 1.1 radii; an oval made round."""
    side = round(2.2 * _RADIUS)
    square = _square(ink, turned)
    around = round(2 * np.pi * _RADIUS * (_BAND[0] + _BAND[1]) / 2)
    return cv2.warpPolar(
        square, (side // 2, around), (side / 2, side / 2), side / 2, cv2.INTER_LINEAR | cv2.WARP_POLAR_LINEAR
    )


def _square(ink: Gray, turned: float) -> Gray:
    """The seal with a radius of `_RADIUS` in the middle of a square, turned by so many degrees counterclockwise."""
    high, wide = ink.shape
    side = 2.2 * _RADIUS
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), turned, 1.0)
    fit = np.array([[2 * _RADIUS / wide, 0, 0.1 * _RADIUS], [0, 2 * _RADIUS / high, 0.1 * _RADIUS], [0, 0, 1]])
    return cv2.warpAffine(ink, turn @ fit, (round(side), round(side)), flags=cv2.INTER_AREA)


def _read_round(session: Session, ink: Gray) -> tuple[str, float]:
    """The name along the ring, with what stands at the foot behind a blank; and the score of its least sure character."""
    rolled = _unrolled(ink)
    around = rolled.shape[0]
    band = rolled[:, int(_GAP_BAND[0] * _RADIUS) : int(_GAP_BAND[1] * _RADIUS)]
    start, length = _widest_gap((band > _INK).any(1))
    ring = np.roll(rolled, -(start + length), axis=0)[: around - length]
    strip = np.rot90(ring[:, int(_BAND[0] * _RADIUS) : int(_BAND[1] * _RADIUS)])
    glyphs = [glyph for glyph in read_strip(session, _print(strip)) if not glyph.char.isspace()]
    if len(glyphs) < _LEAST_NAME or sum(glyph.score for glyph in glyphs) / len(glyphs) < _SURE_NAME:
        return "", 0.0
    name, score = "".join(glyph.char for glyph in glyphs), min(glyph.score for glyph in glyphs)
    below = (start + length / 2) / around * 360 - 90
    middle = round(1.1 * _RADIUS)
    square = _square(ink, below)
    foot = square[
        middle + round(_FOOT_TOP * _RADIUS) : middle + round(_FOOT_BOTTOM * _RADIUS),
        middle - round(_FOOT_SIDE * _RADIUS) : middle + round(_FOOT_SIDE * _RADIUS),
    ]
    read = "".join(glyph.char for glyph in read_strip(session, _print(foot)) if glyph.score >= _SURE_FOOT)
    purpose = next((known for known in _PURPOSES if len(read) + 1 >= len(known) and known.startswith(read)), "")
    return f"{name} {purpose}".strip(), score


def _read_square(session: Session, ink: Gray) -> tuple[str, float]:
    """The four characters of a person's seal: the right column from top to bottom, then the left one."""
    high, wide = ink.shape
    inner = ink[round(high * _FRAME) : round(high * (1 - _FRAME)), round(wide * _FRAME) : round(wide * (1 - _FRAME))]
    tiles = [tile for row in np.array_split(inner, 2, axis=0) for tile in np.array_split(row, 2, axis=1)]
    size = (min(tile.shape[1] for tile in tiles), min(tile.shape[0] for tile in tiles))
    strip = np.concatenate([cv2.resize(tiles[at], size) for at in (1, 3, 0, 2)], axis=1)
    glyphs = read_strip(session, _print(strip))
    score = min((glyph.score for glyph in glyphs), default=0.0)
    return ("".join(glyph.char for glyph in glyphs), score) if score >= _SURE_NAME else ("", 0.0)


def _widest_gap(inked: Any) -> tuple[int, int]:
    """Start and length of the longest run without ink, around the end and on from the beginning."""
    count = len(inked)
    best, run = (0, 0), 0
    for at, is_inked in enumerate(np.concatenate([inked, inked])):
        run = 0 if is_inked else min(run + 1, count)
        if run > best[1]:
            best = ((at - run + 1) % count, run)
    return best


def _print(ink: Gray) -> Gray:
    """Ink as dark print on white paper."""
    return np.ascontiguousarray(255 - ink)
