"""Print that the detector passed over: bullets, a lone full stop, a stroke in a cell. Nothing on a page may be lost."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parser.readers.pdf_frame import Box
from parser.readers.scan_arrays import Gray, Points
from parser.readers.scan_engine import Outline
from parser.readers.scan_sheet import Sheet

_LOOK = 120
"""Dots per inch at which it is looked for."""
_DARKER = 45
_EM = 0.8
"""A full-width character's share of a line's grown outline."""
_SMALLEST, _LARGEST = 0.22, 1.3
"""Sizes (in em) of what is no speck and no drawing."""
_NEAR = 1.6
"""How far (in em) from a line what belongs to it may stand."""
_MOST = 60


def with_leftovers(sheet: Sheet, level: Sequence[Box], upright: Sequence[Box]) -> list[Outline]:
    """The sheet's outlines, drawn out to print beside them, and new ones around print that stands alone. `level` and
    `upright` are the rules, in points."""
    outlines = list(sheet.outlines)
    heights = sorted(float(np.ptp(outline.points[:, 1])) + 2 * outline.grow for outline in outlines)
    if not heights:
        return outlines
    em = heights[len(heights) // 2] * _EM
    alone: list[Points] = []
    for box in _pieces(sheet, outlines, level, upright, em):
        home = _beside(outlines, box, em)
        if home is None:
            alone.append(box)
        else:
            outlines[home] = Outline(np.concatenate([outlines[home].points, box]), outlines[home].grow)
    outlines.extend(_around(box, em) for box in alone)
    return outlines


def _pieces(
    sheet: Sheet, outlines: Sequence[Outline], level: Sequence[Box], upright: Sequence[Box], em: float
) -> list[Points]:
    """Top left and bottom right corner of each piece of print in no outline, in pixels of the sheet, left to right."""
    factor = min(1.0, _LOOK / (sheet.scale * 72))
    small = cv2.resize(sheet.gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    around = cv2.blur(small, (round(em * factor * 1.5) | 1, round(em * factor * 1.5) | 1))
    dark = (cv2.subtract(around, small) > _DARKER).astype(np.uint8)
    _wipe(dark, outlines, level, upright, sheet.scale, factor)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    found: list[Points] = []
    for x, y, wide, high, area in stats[1:count].tolist():
        long = max(wide, high) / factor
        if _SMALLEST * em <= long <= _LARGEST * em and area >= 0.15 * wide * high:
            corners = np.array([[x, y], [x + wide, y + high]], np.float32) / factor
            if not _sealed(sheet.ink, corners):
                found.append(corners)
    found.sort(key=lambda box: (float(box[0, 0]), float(box[0, 1])))
    return found if len(found) <= _MOST else []


def _wipe(
    dark: Gray, outlines: Sequence[Outline], level: Sequence[Box], upright: Sequence[Box], scale: float, factor: float
) -> None:
    """Take what is accounted for out of the mask: text and rules."""
    for outline in outlines:
        (x0, y0), (x1, y1) = (
            (outline.points.min(0) - outline.grow) * factor,
            (outline.points.max(0) + outline.grow) * factor,
        )
        dark[max(int(y0), 0) : int(y1) + 1, max(int(x0), 0) : int(x1) + 1] = 0
    for x0, top, x1, bottom in (*level, *upright):
        ends = [(round(x * scale * factor), round(y * scale * factor)) for x, y in ((x0, top), (x1, bottom))]
        cv2.line(dark, ends[0], ends[1], 0, thickness=7)


def _sealed(ink: Gray, corners: Points) -> bool:
    (x0, y0), (x1, y1) = corners.astype(int)
    part = ink[max(y0, 0) : y1, max(x0, 0) : x1]
    return bool(part.size and part.mean() > 40)


def _beside(outlines: Sequence[Outline], box: Points, em: float) -> int | None:
    """The number of the nearest outline on the same line."""
    middle = float(box[:, 1].mean())
    best, home = _NEAR * em, None
    for at, outline in enumerate(outlines):
        (x0, y0), (x1, y1) = outline.points.min(0), outline.points.max(0)
        if y0 - outline.grow < middle < y1 + outline.grow and y1 - y0 < 2.5 * em:
            gap = float(max(x0 - box[1, 0], box[0, 0] - x1))
            if gap < best:
                best, home = gap, at
    return home


def _around(box: Points, em: float) -> Outline:
    """An outline as high as a line of text around a piece that stands alone."""
    points = box.copy()
    lack = max(0.7 * em - float(np.ptp(box[:, 1])), 0.0) / 2
    points[0, 1] -= lack
    points[1, 1] += lack
    return Outline(points, 0.18 * em)
