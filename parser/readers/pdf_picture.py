"""A PDF page as a picture, in the pixels its own scan has, within bounds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from parser.readers.scan_pages import PictureError
from parser.readers.scan_sheet import Picture

_LEAST_SCALE, _USUAL_SCALE, _MOST_SCALE = 100 / 72, 200 / 72, 300 / 72
"""Pixels a point: of a scan of small pixels, of a page whose pictures do not tell, of the finest that helps."""
_MOST_PIXELS = 30_000_000
_DEEPEST = 3
_SPARSE, _FLAT = 8, 6
"""Every so many pixels are looked at, and differ by less than this where nothing is shown."""
_END_OF_JPEG, _TAIL = b"\xff\xd9", 1024


def render(page: Any) -> Picture:
    """The page as it is shown, turned by its own /Rotate. Raises PictureError where its scan cannot be decoded."""
    wide, high = page.get_size()
    scan = _scan_of(page, wide, high)
    scale = min(max(_scale_of(scan), _LEAST_SCALE), _MOST_SCALE)
    scale = min(scale, math.sqrt(_MOST_PIXELS / max(wide * high, 1.0)))
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=False, prefer_bgrx=False)
    try:
        pixels = bitmap.to_numpy()
        if pixels.ndim == 2 or pixels.shape[2] == 1:
            pixels = np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, 2)
        picture = Picture(np.ascontiguousarray(pixels[:, :, :3]), scale, cut_off=_is_cut_off(scan))
    finally:
        bitmap.close()
    if scan is not None and np.ptp(picture.pixels[::_SPARSE, ::_SPARSE]) < _FLAT:
        _require_whole(scan)
    return picture


def _require_whole(scan: pdfium.PdfImage) -> None:
    """A page that shows nothing is blank, or its picture could not be decoded: pdfium leaves it out without a word."""
    try:
        scan.get_bitmap().close()
    except pdfium.PdfiumError as error:
        raise PictureError("its picture is damaged.") from error


def _is_cut_off(scan: pdfium.PdfImage | None) -> bool:
    """Whether a JPEG ends before its end mark: what is missing of it is shown in gray."""
    if scan is None or scan.get_filters()[-1:] != ["DCTDecode"]:
        return False
    return _END_OF_JPEG not in bytes(scan.get_data(decode_simple=True))[-_TAIL:]


def _scan_of(page: Any, wide: float, high: float) -> pdfium.PdfImage | None:
    """The largest picture on the page, where it takes a good part of it."""
    best, largest = 0.1 * wide * high, None
    for picture in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        area = _area(picture)
        if area > best:
            best, largest = area, picture
    return largest


def _area(picture: pdfium.PdfImage) -> float:
    left, bottom, right, top = picture.get_bounds()
    return float((right - left) * (top - bottom))


def _scale_of(scan: pdfium.PdfImage | None) -> float:
    """Pixels a point of a picture on its page."""
    pixels, lines = scan.get_px_size() if scan is not None else (0, 0)
    return math.sqrt(pixels * lines / _area(scan)) if pixels and lines else _USUAL_SCALE
