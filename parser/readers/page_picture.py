"""The pages of a file as pictures for a person to look at, in the very coordinates in which places are given."""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import pypdfium2 as pdfium

from models.errors import EncryptedSource, UnreadableSource
from models.picture import PagePicture
from parser.readers import sniff

if TYPE_CHECKING:
    from PIL.Image import Image

    from parser.readers.scan_arrays import Colour

PictureForm = Literal["WEBP", "JPEG"]
_QUALITY: dict[PictureForm, dict[str, int]] = {"WEBP": {"quality": 60, "method": 0}, "JPEG": {"quality": 80}}
_MOST_PIXELS = 6_000_000
"""A page may claim to be 14,400 points wide and high: what is drawn has bounds."""
_NO_SIZE = (595.0, 842.0)
"""The size (A4) that a page is given which cannot be opened."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that can be drawn: its size in the units of its places, and what gives its picture, so many pixels wide;
    None where it cannot."""

    number: int
    size: tuple[float, float]
    draw: Callable[[int], Image | None]


def page_pictures(
    name: str,
    data: bytes,
    numbers: Iterable[int] | None = None,
    *,
    width: int,
    form: PictureForm = "WEBP",
    most_bytes: int = 200_000_000,
) -> list[PagePicture]:
    """The pages of a PDF or of a picture, `width` pixels wide or less: all of them, or those of these numbers (from 1).

    There are none for a file of another format. A page that cannot be drawn has no data, nor has one behind
    `most_bytes` of pictures. Call it in a child process (bulk.guard.alone): the bytes may do harm, and pdfium is not
    thread safe. Raises EncryptedSource, UnreadableSource or UnsupportedFormat.
    """
    pictures: list[PagePicture] = []
    room = most_bytes
    with closing(_sheets(name, data, numbers)) as sheets:
        for sheet in sheets:
            image = sheet.draw(width) if room > 0 else None
            drawn = b"" if image is None else _encoded(image, form)
            pictures.append(PagePicture(sheet.number, *sheet.size, f"image/{form.lower()}", drawn))
            room -= len(drawn)
    return pictures


def page_sizes(name: str, data: bytes) -> list[tuple[float, float]]:
    """Width and height of each page as it is shown, in the units of places; none for a file without pages. As above."""
    with closing(_sheets(name, data, None)) as sheets:
        return [sheet.size for sheet in sheets]


def _sheets(name: str, data: bytes, numbers: Iterable[int] | None) -> Generator[Sheet]:
    kind = sniff(name, data)
    if kind == "pdf":
        yield from _of_pdf(name, data, numbers)
    elif kind == "image":
        yield from _of_image(name, data, numbers)


def _of_pdf(name: str, data: bytes, numbers: Iterable[int] | None) -> Generator[Sheet]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedSource(f"{name} is encrypted.", remedy="Save it without a password.") from error
        raise UnreadableSource(f"{name} is a damaged or truncated PDF.", remedy="Fetch it again.") from error
    try:
        document.init_forms()
        for number in range(1, len(document) + 1) if numbers is None else numbers:
            size = _size_of(document, number)
            yield Sheet(number, size, partial(_drawn_page, document, number, size))
    finally:
        document.close()


def _size_of(document: pdfium.PdfDocument, number: int) -> tuple[float, float]:
    try:
        wide, high = document.get_page_size(number - 1)
    except pdfium.PdfiumError:
        return _NO_SIZE
    return (wide, high) if wide > 0 and high > 0 else _NO_SIZE


def _drawn_page(document: pdfium.PdfDocument, number: int, size: tuple[float, float], width: int) -> Image | None:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        return None
    try:
        bitmap = page.render(scale=_scale(size, width), may_draw_forms=True)
        try:
            image: Image = bitmap.to_pil().convert("RGB")
            return image
        finally:
            bitmap.close()
    finally:
        page.close()


def _of_image(name: str, data: bytes, numbers: Iterable[int] | None) -> Generator[Sheet]:
    from parser.readers.image_picture import decode, open_picture, pages_of
    from parser.readers.scan_pages import PictureError

    file = open_picture(name, data)
    count, _ = pages_of(file)
    lock = threading.Lock()
    for number in range(1, count + 1) if numbers is None else numbers:
        try:
            picture = decode(file, number, lock)
        except PictureError:
            yield Sheet(number, _NO_SIZE, lambda _: None)
            continue
        high, wide = picture.pixels.shape[:2]
        size = (wide / picture.scale * picture.unit[0], high / picture.scale * picture.unit[1])
        yield Sheet(number, size, partial(_shrunk, picture.pixels, size))


def _shrunk(pixels: Colour, size: tuple[float, float], width: int) -> Image:
    from PIL import Image

    scale = min(_scale(size, width), pixels.shape[1] / size[0])
    wide, high = (max(round(side * scale), 1) for side in size)
    return Image.fromarray(pixels[:, :, ::-1]).resize((wide, high), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _scale(size: tuple[float, float], width: int) -> float:
    """Pixels a unit of the page."""
    return min(width / size[0], math.sqrt(_MOST_PIXELS / (size[0] * size[1])))


def _encoded(image: Image, form: PictureForm) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **_QUALITY[form])
    return out.getvalue()
