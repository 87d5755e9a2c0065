"""Ruled lines on a sheet, and the tables they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from parser.readers.pdf_frame import Box
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
