"""Seals on a sheet: where they are, of which form, and what is written in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from models.mark import Mark, Shape
from parser.readers.scan_arrays import Gray
from parser.readers.scan_engine import Session
from parser.readers.scan_seal_text import INK, RADIUS, read_round, read_square, unrolled
from parser.readers.scan_sheet import Sheet

_LOOK = 150
"""Dots per inch at which seals are looked for."""
_LEAST_MM, _MOST_MM, _EDGE_MM = 9.0, 75.0, 4.0
"""Sizes of seals; and how near to the paper's edge a part of one was stamped across the edges of several pages."""
_CUT, _ROUND, _OVAL = 0.8, 1.18, 1.9
"""Width over height: of a part of a round seal at most, of a round and of an oval one at most."""
_RIM, _RIM_SHARE = (0.9, 1.04), 0.55
"""Where the rim of a round seal lies (in its radii), and how much of the way around it there is ink."""
_SQUARE = 0.9
"""Share of the least rectangle around it that a square fills: a round seal fills 0.79."""
_UNSURE = 0.7

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class _Stamp:
    """The ink of one seal, 0 to 255, and its box in pixels of the sheet."""

    ink: Gray
    box: Box


def find_seals(session: Session, sheet: Sheet, *, coloured: bool) -> list[Mark]:
    """Every seal on the sheet, in points of the sheet, from top to bottom. Without colour print may hide a character of
    what a seal says: that is never sure then."""
    most = 1.0 if coloured else _UNSURE
    return [_mark(session, stamp, sheet, most) for stamp in _stamps(sheet)]


def _stamps(sheet: Sheet) -> Iterator[_Stamp]:
    if not sheet.ink.any():
        return
    factor = min(1.0, _LOOK / (sheet.scale * 72))
    small = cv2.resize(sheet.ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    mask = cv2.morphologyEx((small > INK).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
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


def _mark(session: Session, stamp: _Stamp, sheet: Sheet, most: float) -> Mark:
    shape = _shape(stamp, sheet)
    name, score = "", 0.0
    if shape in ("round", "oval"):
        name, score = read_round(session, stamp.ink)
    elif shape == "square":
        name, score = read_square(session, stamp.ink)
    x0, top, x1, bottom = (round(side / sheet.scale, 2) for side in stamp.box)
    return Mark("seal", shape, 0, (x0, top, x1, bottom), name, round(min(score, most), 4))


def _shape(stamp: _Stamp, sheet: Sheet) -> Shape:
    high, wide = stamp.ink.shape
    edge = _EDGE_MM / 25.4 * 72 * sheet.scale
    beside = stamp.box[0] < edge or stamp.box[2] > sheet.gray.shape[1] - edge
    if beside and wide < _CUT * high:
        return "straddle"
    long, short, fill = _outline(stamp.ink)
    if long > _OVAL * short or fill > _SQUARE or _rim(stamp.ink) < _RIM_SHARE:
        return "square"
    return "round" if long <= _ROUND * short else "oval"


def _outline(ink: Gray) -> tuple[float, float, float]:
    """The sides of the least rectangle around the ink, and the share of it that the ink's hull takes."""
    hull = cv2.convexHull(np.stack(np.nonzero(ink > INK), 1).astype(np.float32))
    short, long = sorted(cv2.minAreaRect(hull)[1])
    return long, short, cv2.contourArea(hull) / max(long * short, 1.0)


def _rim(ink: Gray) -> float:
    """How much of the way around there is ink where the rim of a round seal would be."""
    rolled = unrolled(ink)
    rim = rolled[:, int(_RIM[0] * RADIUS) : int(_RIM[1] * RADIUS)]
    return float((rim.max(1) > INK).mean())
