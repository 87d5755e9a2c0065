"""The outlines of a sheet read into lines: characters, their boxes, and how well each was seen."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from models.reading import Sight
from parser.readers.pdf_row import Line
from parser.readers.pdf_tables import Grid
from parser.readers.scan_arrays import Gray, Points
from parser.readers.scan_covers import covers_on
from parser.readers.scan_doubts import doubts_of
from parser.readers.scan_engine import Outline, Session, read_strip
from parser.readers.scan_glyphs import Placed, leans, place, stacked, with_print
from parser.readers.scan_sheet import Sheet

_LEAN = 0.6
"""Degrees by which a long line may lean before it is cut out along its own slope."""
_LONG = 8.0
_TALL = 2.2
"""A line so many times higher than wide, and than the others are, runs from top to bottom."""
_SHRINK = 0.12
"""Share of a line's grown outline taken off at top and bottom, so that it does not reach into its neighbours."""
_FEW, _SOME_INK = 2, 4
"""So few characters with so much ink (0 to 255) among them may be the seal's."""
_EM = 0.8
"""A full-width character's share of a line's grown outline."""
_UPRIGHT = "1lI丨/"
_LEAST_LINE, _LEAST_CHAR = 0.5, 0.6
"""Mean score under which what was read is no text: specks, a pattern, a drawing; that of a lone character."""


def read_lines(
    session: Session, sheet: Sheet, outlines: Sequence[Outline], grids: Sequence[Grid], page: int
) -> list[Line]:
    """The outlines' text; boxes are in points of the sheet (see models.reading.PageRun). A line does not run on from
    one table cell into the next."""
    heights = sorted(float(np.ptp(outline.points[:, 1])) + 2 * outline.grow for outline in outlines)
    usual = heights[len(heights) // 2] if heights else 0.0
    lines: list[Line] = []
    for outline in outlines:
        for corners in _parts(_corners(outline), grids, sheet.scale):
            line = _read(session, sheet, page, corners, usual)
            if line is not None:
                lines.append(line)
    return lines


def _parts(corners: Points, grids: Sequence[Grid], scale: float) -> Iterator[Points]:
    """The outline of a line, or of its parts where rules between table cells cross it."""
    (x0, top), (x1, bottom) = corners.min(0) / scale, corners.max(0) / scale
    middle, high = (top + bottom) / 2, bottom - top
    grid = next((grid for grid in grids if grid.top <= middle <= grid.bottom and grid.x0 < x1 and x0 < grid.x1), None)
    sides = {side for left, right, _ in grid.cells_at(middle) for side in (left, right)} if grid else set()
    cuts = sorted({round(side) for side in sides if x0 + high * 0.3 < side < x1 - high * 0.3})
    if not cuts or corners[0, 1] != corners[1, 1]:
        yield corners
        return
    for left, right in zip([x0, *(cut + 1 for cut in cuts)], [*(cut - 1 for cut in cuts), x1], strict=True):
        if right - left > 2:
            part = corners.copy()
            part[[0, 3], 0] = left * scale
            part[[1, 2], 0] = right * scale
            yield part


def _read(session: Session, sheet: Sheet, page: int, corners: Points, usual: float) -> Line | None:
    strip = _strip(sheet.gray, corners)
    if strip is None:
        return None
    high, wide = strip.shape
    pile = stacked(strip) if high > _TALL * max(wide, usual) else None
    glyphs = (
        with_print(strip, read_strip(session, strip, faint=True)) if pile is None else read_strip(session, pile.strip)
    )
    if len(glyphs) == 1 and glyphs[0].char in _UPRIGHT and leans(strip):
        # Alone, without others to compare it with, a slash is often read as a one.
        glyphs = [replace(glyphs[0], char="/")]
    if not any(glyph.char.strip() for glyph in glyphs):
        return None
    if sum(glyph.score for glyph in glyphs) / len(glyphs) < (_LEAST_LINE if len(glyphs) > 1 else _LEAST_CHAR):
        return None
    placed = place(pile.strip if pile else strip, glyphs)
    boxes = [pile.back(one, corners) if pile else _box(corners, one.x0 / wide, one.x1 / wide) for one in placed]

    def again() -> list[Placed]:
        second = _strip(sheet.inked, corners)
        return [] if pile or second is None else place(second, read_strip(session, second))

    covers = covers_on(pile.strip, _EM * wide) if pile else _covers(sheet.gray, corners)
    doubts = doubts_of(placed, boxes, sheet, again, covers)
    if len(placed) <= _FEW and all(doubts) and _on_seal(sheet.ink, corners):
        # Strokes of the seal itself, left over where its ink was thick.
        return None
    flat = array("f", [side / sheet.scale for box in boxes for side in box])
    text = "".join(one.glyph.char for one in placed)
    return Line.make(page, text, flat, sight=Sight(array("f", [one.glyph.score for one in placed]), doubts))


def _covers(gray: Gray, corners: Points) -> list[tuple[float, float]]:
    """What lies over a line or right beside it, along the line from its beginning."""
    em = _EM * float(np.hypot(*(corners[3] - corners[0])))
    along = (corners[1] - corners[0]) / max(float(np.hypot(*(corners[1] - corners[0]))), 1.0)
    before = min(em, max(float(corners[:, 0].min()), 0.0))
    strip = _strip(gray, corners + np.array([along * reach for reach in (-before, em, em, -before)], np.float32))
    return [] if strip is None else [(x0 - before, x1 - before) for x0, x1 in covers_on(strip, em)]


def _on_seal(ink: Gray, corners: Points) -> bool:
    (x0, top), (x1, bottom) = corners.min(0).astype(int), corners.max(0).astype(int)
    part = ink[max(top, 0) : bottom, max(x0, 0) : x1]
    return bool(part.size and part.mean() > _SOME_INK)


def _corners(outline: Outline) -> Points:
    """The line's grown outline: top left, top right, bottom right, bottom left, in pixels of the sheet."""
    x0, y0 = outline.points.min(0)
    x1, y1 = outline.points.max(0)
    if x1 - x0 > _LONG * (y1 - y0):
        (x, y), (wide, high), degrees = cv2.minAreaRect(outline.points)
        if wide < high:
            wide, high, degrees = high, wide, degrees - 90
        degrees = (degrees + 45) % 180 - 45
        if _LEAN < abs(degrees) < 45:
            grown = (wide + 2 * outline.grow, high + 2 * outline.grow)
            box = cv2.boxPoints(((x, y), grown, degrees))
            left, right = sorted(box[np.argsort(box[:, 0])[:2]], key=_y), sorted(box[np.argsort(box[:, 0])[2:]], key=_y)
            return np.array([left[0], right[0], right[1], left[1]], np.float32)
    grow = outline.grow
    return np.array(
        [[x0 - grow, y0 - grow], [x1 + grow, y0 - grow], [x1 + grow, y1 + grow], [x0 - grow, y1 + grow]], np.float32
    )


def _y(point: Points) -> float:
    return float(point[1])


def _strip(gray: Gray, corners: Points) -> Gray | None:
    """The line cut out of the sheet, level."""
    wide = round(float(np.hypot(*(corners[1] - corners[0]))))
    high = round(float(np.hypot(*(corners[3] - corners[0]))))
    if wide < 4 or high < 6:
        return None
    if corners[0, 1] == corners[1, 1]:
        x, y = round(float(corners[0, 0])), round(float(corners[0, 1]))
        inner = gray[max(y, 0) : y + high, max(x, 0) : x + wide]
        return inner if inner.size else None
    square = np.array([[0, 0], [wide, 0], [0, high]], np.float32)
    turn = cv2.getAffineTransform(corners[[0, 1, 3]], square)
    return cv2.warpAffine(gray, turn, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _box(corners: Points, start: float, end: float) -> tuple[float, float, float, float]:
    """The box around a part of a strip, in pixels of the sheet."""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    points = np.array([corners[0] + along * x + down * y for x in (start, end) for y in (_SHRINK, 1 - _SHRINK)])
    x0, y0 = points.min(0)
    x1, y1 = points.max(0)
    return float(x0), float(y0), float(x1), float(y1)
