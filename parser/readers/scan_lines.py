"""The outlines of a sheet read into lines: characters, their boxes, and how well each was seen."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import cv2
import numpy as np

from models.reading import CUT, SEALED, WEAK, Sight
from parser.readers.pdf_layout import Line
from parser.readers.scan_arrays import Gray, Points
from parser.readers.scan_engine import Glyph, Outline, Session, read_strip
from parser.readers.scan_sheet import Sheet

_SURE = 0.9
"""Odds under which a character is in doubt."""
_UNDER_SEAL = 0.08
"""Share of a character's box that a seal's ink covers before it counts as under it."""
_MARGIN = 2
"""Pixels from the picture's edge at which a line is cut."""
_LEAN = 0.6
"""Degrees by which a long line may lean before it is cut out along its own slope."""
_LONG = 8.0
_SHRINK = 0.12
"""Share of a line's grown outline taken off at top and bottom, so that it does not reach into its neighbours."""
_LEAST_LINE = 0.5
"""Mean score under which what was read is no text: specks, a pattern, a drawing."""


def read_lines(session: Session, sheet: Sheet, page: int) -> list[Line]:
    """Every line of the sheet; boxes are in points of the sheet (see models.reading.PageRun)."""
    found = (_read(session, sheet, page, outline) for outline in sheet.outlines)
    return [line for line in found if line is not None]


def _read(session: Session, sheet: Sheet, page: int, outline: Outline) -> Line | None:
    corners = _corners(outline)
    strip = _strip(sheet.gray, corners)
    if strip is None:
        return None
    glyphs = read_strip(session, strip)
    if not any(glyph.char.strip() for glyph in glyphs):
        return None
    if sum(glyph.score for glyph in glyphs) / len(glyphs) < _LEAST_LINE:
        return None
    spans = _spans(glyphs, strip.shape[0] / strip.shape[1])
    boxes = array("f")
    doubts = bytearray()
    for glyph, (start, end) in zip(glyphs, spans, strict=True):
        x0, top, x1, bottom = _box(corners, start, end)
        boxes.extend((x0 / sheet.scale, top / sheet.scale, x1 / sheet.scale, bottom / sheet.scale))
        doubts.append(_doubts(sheet, glyph, (x0, top, x1, bottom)))
    scores = array("f", [glyph.score for glyph in glyphs])
    return Line.make(page, "".join(glyph.char for glyph in glyphs), boxes, sight=Sight(scores, bytes(doubts)))


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


def _spans(glyphs: Sequence[Glyph], em: float) -> list[tuple[float, float]]:
    """Where each character begins and ends along the strip (0 to 1): up to the middle between it and its neighbours,
    and not wider than it can be. `em` is the strip's height over its width."""
    middles = [(glyph.start + glyph.end) / 2 for glyph in glyphs]
    spans: list[tuple[float, float]] = []
    for at, glyph in enumerate(glyphs):
        half = em * (0.25 if glyph.char.isascii() else 0.42)
        before = (middles[at] - middles[at - 1]) / 2 if at else half
        after = (middles[at + 1] - middles[at]) / 2 if at + 1 < len(middles) else half
        start, end = max(middles[at] - min(before, half), 0.0), min(middles[at] + min(after, half), 1.0)
        spans.append((start, end) if start < end else (middles[at] - 0.002, middles[at] + 0.002))
    return spans


def _box(corners: Points, start: float, end: float) -> tuple[float, float, float, float]:
    """The box around a part of a strip, in pixels of the sheet."""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    points = np.array([corners[0] + along * x + down * y for x in (start, end) for y in (_SHRINK, 1 - _SHRINK)])
    x0, y0 = points.min(0)
    x1, y1 = points.max(0)
    return float(x0), float(y0), float(x1), float(y1)


def _doubts(sheet: Sheet, glyph: Glyph, box: tuple[float, float, float, float]) -> int:
    x0, top, x1, bottom = (round(side) for side in box)
    doubts = WEAK if glyph.score < _SURE else 0
    covered = sheet.ink[max(top, 0) : bottom, max(x0, 0) : x1]
    if covered.size and float(covered.mean()) > _UNDER_SEAL * 255:
        doubts |= SEALED
    high, wide = sheet.gray.shape
    if x0 < _MARGIN or top < _MARGIN or x1 > wide - _MARGIN or bottom > high - _MARGIN:
        doubts |= CUT
    return doubts
