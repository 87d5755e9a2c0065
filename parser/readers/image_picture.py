"""The pictures of an image file, decoded: turned as its camera says, in colour, in pixels that help."""

from __future__ import annotations

import io
import threading
import warnings

import cv2
import numpy as np
from PIL import Image, ImageOps

from models.errors import UnreadableSource
from parser.readers.scan_arrays import Colour
from parser.readers.scan_pages import PictureError
from parser.readers.scan_sheet import Picture

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError)
"""What Pillow raises for broken files."""
_LONG_SIDE = 842.0
"""Points of a page's long side, where the file does not say: A4."""
_LEAST_LONG, _MOST_LONG = 400.0, 1300.0
"""A page shorter or longer than this (in points) was not measured: a camera writes 72 dots an inch into any photo."""
_MOST_SCALE = 300 / 72
_MOST_PIXELS = 120_000_000


def open_picture(name: str, data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(io.BytesIO(data), formats=_FORMATS)
    except _DAMAGED as error:
        raise UnreadableSource(f"{name} is a damaged picture.", remedy="Fetch or scan it again.") from error


def media_type(file: Image.Image) -> str:
    return Image.MIME.get(str(file.format), "image/*")


def pages_of(file: Image.Image) -> tuple[int, bool]:
    """How many pages there are, and whether their list is whole. Only a TIFF has several: the further pictures of other
    formats are a film's, or a camera's notes."""
    count = 1
    try:
        while file.format == "TIFF":
            file.seek(count)
            count += 1
    except EOFError:
        return count, True
    except _DAMAGED:
        return count, False
    return count, True


def decode(file: Image.Image, number: int, lock: threading.Lock) -> Picture:
    """The picture of a page, upright as its camera says. Raises PictureError."""
    try:
        with lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file.seek(number - 1)
            if file.width * file.height > _MOST_PIXELS:
                raise PictureError(f"it has more than {_MOST_PIXELS:,} pixels. Scan it at 300 dots an inch.")
            shown = ImageOps.exif_transpose(file)
            colour = _in_colour(shown)
            unit = _pixels_a_point(shown)
    except _DAMAGED as error:
        raise PictureError("its picture is damaged.") from error
    scale = min(unit, _MOST_SCALE)
    if scale < unit:
        colour = cv2.resize(colour, None, fx=scale / unit, fy=scale / unit, interpolation=cv2.INTER_AREA)
    return Picture(colour, scale, unit)


def _in_colour(picture: Image.Image) -> Colour:
    """(height, width, 3): blue, green, red; what is transparent shows white paper."""
    if picture.mode[:1] in "IF":
        # 16 or 32 bits a pixel: drawn out over what is there.
        deep = np.asarray(picture, np.float32)
        low, top = float(deep.min()), float(deep.max())
        gray = ((deep - low) * (255 / max(top - low, 1.0))).astype(np.uint8)
        return cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR)
    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])


def _pixels_a_point(picture: Image.Image) -> float:
    """By the file's dots an inch where a page of that size can be; else as if it were A4."""
    long = max(picture.size)
    dots = picture.info.get("dpi")
    if dots and float(dots[0]) > 0 and _LEAST_LONG <= long / float(dots[0]) * 72 <= _MOST_LONG:
        return float(dots[0]) / 72
    return long / _LONG_SIDE
