"""A PDF page as a picture, in the pixels its own scan has, within bounds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from parser.readers.pdf_damage import can_be_shown, is_flat, lacks_a_part
from parser.readers.scan_pages import PictureError
from parser.readers.scan_sheet import Picture
from parser.readers.scan_size import LARGEST, pixels_a_point

_LEAST_SCALE, _USUAL_SCALE, _MOST_SCALE = 100 / 72, 200 / 72, 300 / 72
"""Pixels a point: of a scan of small pixels, of a page whose pictures do not tell, of the finest that helps."""
_MOST_PIXELS = 30_000_000
_DEEPEST = 3
_PART, _SCAN = 0.005, 0.1
"""Shares of the page from which on a picture shows a part of it, and is the scan."""


def render(page: Any) -> Picture:
    """The page as it is shown, turned by its own /Rotate. Raises PictureError where its scan cannot be decoded."""
    wide, high = page.get_size()
    pictures = _pictures(page, _PART * wide * high)
    scan = pictures[0] if pictures and _area(pictures[0]) > _SCAN * wide * high else None
    own = _scale_of(scan)
    unit = _unit(wide, high, own)
    scale = min(max(own * unit, _LEAST_SCALE), _MOST_SCALE)
    scale = min(scale, math.sqrt(_MOST_PIXELS / max(wide * high, 1.0)) * unit)
    bitmap = page.render(scale=scale / unit, may_draw_forms=False, rev_byteorder=False, prefer_bgrx=False)
    try:
        pixels = bitmap.to_numpy()
        if pixels.ndim == 2 or pixels.shape[2] == 1:
            pixels = np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, 2)
        pixels = np.ascontiguousarray(pixels[:, :, :3])
    finally:
        bitmap.close()
    if scan is not None and is_flat(pixels) and not can_be_shown(scan):
        # A page that shows nothing is blank, or its picture could not be decoded.
        raise PictureError("its picture is damaged.")
    return Picture(pixels, scale, (unit, unit), cut_off=lacks_a_part(page, pictures, pixels))


def _unit(wide: float, high: float, scale: float) -> float:
    """Points of the page to one of paper: a page that takes its picture's pixels for points is larger than any paper.
    `scale` is pixels a point of the page."""
    return pixels_a_point(wide, high) if max(wide, high) > LARGEST and scale < _LEAST_SCALE else 1.0


def _pictures(page: Any, least: float) -> list[pdfium.PdfImage]:
    """The pictures on the page that take a part of it, the largest first."""
    found = [
        (_area(picture), picture) for picture in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST)
    ]
    return [picture for area, picture in sorted(found, key=lambda pair: -pair[0]) if area > least]


def _area(picture: pdfium.PdfImage) -> float:
    left, bottom, right, top = picture.get_bounds()
    return float((right - left) * (top - bottom))


def _scale_of(scan: pdfium.PdfImage | None) -> float:
    """Pixels a point of a picture on its page."""
    pixels, lines = scan.get_px_size() if scan is not None else (0, 0)
    return math.sqrt(pixels * lines / _area(scan)) if pixels and lines else _USUAL_SCALE
