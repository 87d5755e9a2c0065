"""Ruled lines on a sheet: the tables they make, and the slots they leave to be filled in."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from models.reading import Sight
from parser.readers.pdf_frame import Box
from parser.readers.pdf_row import Line
from parser.readers.pdf_tables import Grid, grids_between
from parser.readers.scan_arrays import Gray
from parser.readers.scan_engine import Outline

_LOOK = 120
"""Dots per inch at which rules are looked for."""
_DARKER = 16
"""By how much a rule must be darker than the paper around it."""
_LEVEL_POINTS, _UPRIGHT_POINTS = 18.0, 11.0
"""The shortest rules. Strokes of large characters are longer; they close no cell."""
_THICK_POINTS = 5.0
_JOIN, _CROSS = 8.0, 5.0
"""Points by which a scanned rule may be broken, or end short of another."""
_SLOT_POINTS = 9.0
_BLANK = " _"
_ONE = 0.5
"""Width of one underscore for a slot's, in heights of its line."""
_BELOW = 0.3
"""How far under a line's box (in its heights) a rule may lie and still be part of the line."""


def find_rules(gray: Gray, scale: float) -> tuple[list[Box], list[Box]]:
    """Level and upright rules of a sheet of `scale` pixels a point: (x0, top, x1, bottom), in points."""
    factor = min(1.0, _LOOK / (scale * 72))
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    unit = scale * factor
    around = cv2.blur(small, (round(unit * 8) | 1, round(unit * 8) | 1))
    dark = (cv2.subtract(around, small) > _DARKER).astype(np.uint8)
    level = _runs(dark, (max(round(_LEVEL_POINTS * unit), 3), 1), unit)
    upright = _runs(dark, (1, max(round(_UPRIGHT_POINTS * unit), 3)), unit)
    return (
        [(x0, (top + bottom) / 2, x1, (top + bottom) / 2) for x0, top, x1, bottom in level],
        [((x0 + x1) / 2, top, (x0 + x1) / 2, bottom) for x0, top, x1, bottom in upright],
    )


def _runs(dark: Gray, shape: tuple[int, int], unit: float) -> Iterator[Box]:
    """The boxes of straight thin runs at least as long as `shape`."""
    # A rule that is a little askew steps from one row of pixels to the next: thickened by one, it goes on.
    across = (1, 2) if shape[1] == 1 else (2, 1)
    thick = cv2.dilate(dark, np.ones(across[::-1], np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    for x, y, wide, high, _ in stats[1:]:
        if min(wide, high) <= _THICK_POINTS * unit + 1:
            yield x / unit, y / unit, (x + wide) / unit, (y + high) / unit


def find_grids(level: Sequence[Box], upright: Sequence[Box], outlines: Sequence[Outline], scale: float) -> list[Grid]:
    """The tables that the rules make, in points; their page has the number 0. `outlines` are the lines of text, in pixels
    (`scale` make a point): what is no higher than the line it stands in is a large character's strokes."""
    if len(level) < 2 or len(upright) < 2:
        return []
    grids = grids_between(level, upright, 0, join=_JOIN, cross=_CROSS)
    return [grid for grid in grids if not any(_is_part(grid, outline, scale) for outline in outlines)]


def _is_part(grid: Grid, outline: Outline, scale: float) -> bool:
    (x0, top), (x1, bottom) = (
        (outline.points.min(0) - outline.grow) / scale,
        (outline.points.max(0) + outline.grow) / scale,
    )
    return bool(x0 < grid.x0 and grid.x1 < x1 and top < grid.top and grid.bottom < bottom)


def with_slots(lines: Sequence[Line], level: Sequence[Box], grids: Sequence[Grid]) -> list[Line]:
    """The lines, with underscores for each rule that has text beside it on its line and nothing written on it."""
    made = list(lines)
    for x0, y, x1, _ in _merged(level):
        if x1 - x0 < _SLOT_POINTS or any(_within(grid, x0, y, x1) for grid in grids):
            continue
        row = [line for line in made if line.top + line.height * 0.5 < y < line.bottom + line.height * _BELOW]
        if not row or any(_written(line, x0, x1) for line in row):
            continue
        for line in row:
            if line.x0 < x1 and x0 < line.x1:
                made.remove(line)
                made.extend(_beside(line, x0, x1))
        made.append(_slot(row[0], x0, y, x1))
    return made


def _within(grid: Grid, x0: float, y: float, x1: float) -> bool:
    return grid.top - 2 <= y <= grid.bottom + 2 and grid.x0 - 2 < x1 and x0 < grid.x1 + 2


def _slot(line: Line, x0: float, y: float, x1: float) -> Line:
    """Underscores as high as the line they belong to."""
    count = max(2, round((x1 - x0) / (line.height * _ONE)))
    step = (x1 - x0) / count
    boxes = array("f")
    for n in range(count):
        boxes.extend((x0 + n * step, line.top, x0 + (n + 1) * step, max(line.bottom, y)))
    sight = Sight(array("f", [1.0] * count), bytes(count))
    return Line.make(line.page, "_" * count, boxes, sight=sight)


def _middles(line: Line) -> list[float]:
    return [(a + b) / 2 for a, b in zip(line.boxes[0::4], line.boxes[2::4], strict=True)]


def _written(line: Line, x0: float, x1: float) -> bool:
    """Whether any of the line's characters stands on a rule; what was read of the rule itself does not count."""
    return any(x0 < middle < x1 and char not in _BLANK for middle, char in zip(_middles(line), line.text, strict=True))


def _beside(line: Line, x0: float, x1: float) -> Iterator[Line]:
    """The parts of a line to the left and to the right of a rule."""
    middles = _middles(line)
    left = sum(middle <= x0 for middle in middles)
    right = sum(middle < x1 for middle in middles)
    for start, end in ((0, left), (right, len(middles))):
        if line.text[start:end].strip(_BLANK):
            yield line.part(start, end, line.cell)


def _merged(level: Sequence[Box]) -> list[Box]:
    """Rules on one line that all but touch, as one."""
    made: list[Box] = []
    for box in sorted(level, key=lambda box: (round(box[1] / 2), box[0])):
        if made and abs(made[-1][1] - box[1]) < 2 and box[0] - made[-1][2] < 2:
            made[-1] = (made[-1][0], made[-1][1], max(made[-1][2], box[2]), made[-1][3])
        else:
            made.append(box)
    return made
