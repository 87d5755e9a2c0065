"""Pictures in a PDF that end too early, or cannot be decoded: pdfium shows what there is, and says nothing."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from parser.readers.scan_arrays import Colour

_END_OF_JPEG, _TAIL = b"\xff\xd9", 1024
_END_OF_FAX = "000000000001"
"""Ends each line or the whole of a fax: a bit pattern, wherever in a byte it begins."""
_FAX_TAIL = 12
_COMPONENTS = {
    c.FPDF_COLORSPACE_DEVICEGRAY: 1, c.FPDF_COLORSPACE_DEVICERGB: 3, c.FPDF_COLORSPACE_DEVICECMYK: 4,
    c.FPDF_COLORSPACE_CALGRAY: 1, c.FPDF_COLORSPACE_CALRGB: 3, c.FPDF_COLORSPACE_INDEXED: 1,
}  # fmt: skip
_EDGE = 0.01
"""Share of a page's height or width that is of one tone, along one side, where a picture may end too early."""
_SPARSE, _FLAT = 8, 6
"""Every so many pixels are looked at, and differ by less than this where nothing is shown."""
_MOST_LOOKED_AT = 200


def is_flat(pixels: Colour) -> bool:
    """Whether nothing is shown."""
    look = pixels[::_SPARSE, ::_SPARSE]
    return not look.size or bool(np.ptp(look) < _FLAT)


def can_be_shown(picture: pdfium.PdfImage) -> bool:
    """Whether a picture can be decoded."""
    try:
        picture.get_bitmap()
    except pdfium.PdfiumError:
        return False
    return True


def lacks_a_part(page: Any, pictures: Sequence[pdfium.PdfImage], pixels: Colour) -> bool:
    """Whether one of the page's pictures, which is drawn in these pixels, ends too early, or is left out since it cannot
    be decoded."""
    bare = _has_bare_side(pixels)
    for picture in pictures[:_MOST_LOOKED_AT]:
        if _ends_early(picture, bare) or (len(pictures) > 1 and _is_left_out(page, picture, pixels)):
            return True
    return False


def _is_left_out(page: Any, picture: pdfium.PdfImage, pixels: Colour) -> bool:
    high, wide = pixels.shape[:2]
    left, bottom, right, top = picture.get_bounds()
    (x0, y0), (x1, y1) = (_on_pixels(page, x, y, wide, high) for x, y in ((left, bottom), (right, top)))
    part = pixels[max(min(y0, y1), 0) : max(y0, y1), max(min(x0, x1), 0) : max(x0, x1)]
    return is_flat(part) and not can_be_shown(picture)


def _on_pixels(page: Any, x: float, y: float, wide: int, high: int) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    c.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, across, down)
    return across.value, down.value


def _ends_early(picture: pdfium.PdfImage, bare: bool) -> bool:
    """`bare`: a side of the page is of one tone, as what is missing is shown."""
    kind = (picture.get_filters(skip_simple=True) or [""])[-1]
    if kind == "DCTDecode":
        return _END_OF_JPEG not in _data(picture)[-_TAIL:]
    if kind == "JBIG2Decode":
        return not _is_whole_jbig2(_data(picture))
    if kind == "CCITTFaxDecode":
        return bare and _END_OF_FAX not in _bits(_data(picture).rstrip(b"\0\r\n \t")[-_FAX_TAIL:])
    return kind == "" and bare and _is_short(picture)


def _data(picture: pdfium.PdfImage) -> bytes:
    return bytes(picture.get_data(decode_simple=True))


def _has_bare_side(pixels: Colour) -> bool:
    high, wide = (max(math.ceil(side * _EDGE), 2) for side in pixels.shape[:2])
    sides = (pixels[:high], pixels[-high:], pixels[:, :wide], pixels[:, -wide:])
    return any(int(np.ptp(side)) == 0 for side in sides)


def _is_short(picture: pdfium.PdfImage) -> bool:
    """Whether there are fewer bytes than the picture's size asks for."""
    told = picture.get_metadata()
    components = _COMPONENTS.get(told.colorspace, 0)
    if told.bits_per_pixel not in (components, components * 8):
        return False
    wanted: int = math.ceil(told.width * told.bits_per_pixel / 8) * told.height
    return len(_data(picture)) < wanted


def _bits(data: bytes) -> str:
    return "".join(f"{byte:08b}" for byte in data)


def _is_whole_jbig2(data: bytes) -> bool:
    """Whether each segment's head and all of its data are there (ISO 14492, 7.2)."""
    at = 0
    while at + 11 <= len(data):
        flags, count, behind = data[at + 4], data[at + 5] >> 5, at + 6
        if count == 7:
            count = int.from_bytes(data[at + 5 : at + 9]) & 0x1FFFFFFF
            behind = at + 9 + (count + 8) // 8
        number = int.from_bytes(data[at : at + 4])
        behind += count * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if flags & 0x40 else 1)
        length = int.from_bytes(data[behind : behind + 4])
        if length == 0xFFFFFFFF:
            return True
        at = behind + 4 + length
    return 0 < at <= len(data)
