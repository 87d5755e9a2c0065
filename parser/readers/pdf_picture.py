"""A PDF page as a picture, in the pixels its own scan has, within bounds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pypdfium2.raw as c

from parser.readers.scan_sheet import Picture

_LEAST_SCALE, _USUAL_SCALE, _MOST_SCALE = 100 / 72, 200 / 72, 300 / 72
"""Pixels a point: of a scan of small pixels, of a page whose pictures do not tell, of the finest that helps."""
_MOST_PIXELS = 30_000_000
_DEEPEST = 3


def render(page: Any) -> Picture:
    """The page as it is shown, turned by its own /Rotate."""
    wide, high = page.get_size()
    scale = min(max(_scan_scale(page, wide, high), _LEAST_SCALE), _MOST_SCALE)
    scale = min(scale, math.sqrt(_MOST_PIXELS / max(wide * high, 1.0)))
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=False, prefer_bgrx=False)
    try:
        pixels = bitmap.to_numpy()
        if pixels.ndim == 2 or pixels.shape[2] == 1:
            pixels = np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, 2)
        return Picture(np.ascontiguousarray(pixels[:, :, :3]), scale)
    finally:
        bitmap.close()


def _scan_scale(page: Any, wide: float, high: float) -> float:
    """Pixels a point of the largest picture on the page."""
    best, scale = 0.0, _USUAL_SCALE
    for picture in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        left, bottom, right, top = picture.get_bounds()
        area = (right - left) * (top - bottom)
        pixels, lines = picture.get_px_size()
        if area > best and area > 0.1 * wide * high and pixels and lines:
            best, scale = area, math.sqrt(pixels * lines / area)
    return scale
