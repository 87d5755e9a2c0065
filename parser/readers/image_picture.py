"""The pictures of an image file, decoded: turned as its camera says, in colour, in pixels that help."""

from __future__ import annotations

import io
import threading
import warnings

import cv2
import numpy as np
from PIL import Image, ImageOps

from models.errors import TooLarge, UnreadableSource
from parser.readers.scan_arrays import Colour, Gray
from parser.readers.scan_pages import PictureError
from parser.readers.scan_sheet import Picture
from parser.readers.scan_size import LARGEST, pixels_a_point

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000")
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError)
"""What Pillow raises for broken files."""
_LEAST_LONG = 400.0
"""A page shorter (in points) than this, or longer than any is, was not measured: a camera writes 72 dots an inch into any
photo."""
_SQUARE = 0.1
"""Share by which a picture's dots an inch differ across and down where its pixels are not square: those of a fax."""
_ORIENTATION = 0x0112
_BRIGHTEST = 99.9
_MOST_SCALE = 300 / 72
_MOST_PIXELS, _MOST_SHEET = 120_000_000, 40_000_000
"""Of a file's picture, and of a page that is read."""


def open_picture(name: str, data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise TooLarge(
            f"{name} is a picture of more than {_MOST_PIXELS:,} pixels.", remedy="Scan it at 300 dots an inch."
        ) from error
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
            on_its_side = file.getexif().get(_ORIENTATION, 1) > 4
            shown = ImageOps.exif_transpose(file)
            colour = _in_colour(shown)
            across, down = _pixels_a_point(shown, on_its_side)
    except _DAMAGED as error:
        raise PictureError("its picture is damaged.") from error
    scale = min(max(across, down), _MOST_SCALE)
    size = [max(round(side * scale / own), 1) for side, own in zip(shown.size, (across, down), strict=True)]
    if size[0] * size[1] > _MOST_SHEET:
        raise PictureError(f"it has {shown.width} by {shown.height} pixels: cut it into pages.")
    if size != [*shown.size]:
        colour = cv2.resize(colour, size, interpolation=cv2.INTER_AREA if scale < across else cv2.INTER_LINEAR)
    return Picture(colour, scale, (across, down))


def _in_colour(picture: Image.Image) -> Colour:
    """(height, width, 3): blue, green, red; what is transparent shows white paper."""
    if picture.mode[:1] in "IF":
        # 16 or 32 bits a pixel: drawn out over what is there, but for a few pixels that are far brighter.
        deep = np.asarray(picture, np.float32)
        told = deep[np.isfinite(deep)]
        low, top = float(told.min()), float(np.percentile(told, _BRIGHTEST))
        light = np.nan_to_num((deep - low) * (255 / max(top - low, 1e-6)), nan=255.0)
        gray: Gray = light.clip(0, 255).astype(np.uint8)
        return cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR)
    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])


def _pixels_a_point(picture: Image.Image, on_its_side: bool) -> tuple[float, float]:
    """Across and down: by the file's dots an inch where a page of that size can be; else as if it were A4."""
    dots = [float(side) for side in picture.info.get("dpi", ())]
    if len(dots) == 2 and min(dots) > 0:
        down, across = dots if on_its_side else reversed(dots)
        if _LEAST_LONG <= max(picture.width / across, picture.height / down) * 72 <= LARGEST:
            return (across / 72, down / 72) if abs(across / down - 1) > _SQUARE else (across / 72, across / 72)
    scale = pixels_a_point(*picture.size)
    return scale, scale
