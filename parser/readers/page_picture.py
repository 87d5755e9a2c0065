"""The pages of a file as pictures for a person to look at, in the very coordinates in which places are given."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from typing import Any, Literal

import pypdfium2 as pdfium

from models.errors import EncryptedSource, UnreadableSource
from models.picture import PagePicture

PictureForm = Literal["WEBP", "JPEG"]
_QUALITY: dict[PictureForm, dict[str, int]] = {"WEBP": {"quality": 60, "method": 0}, "JPEG": {"quality": 80}}
_MOST_PIXELS = 6_000_000
"""A page may claim to be 14,400 points wide and high: what is drawn has bounds."""
_NO_SIZE = (595.0, 842.0)
"""The size (A4) that a page is given which cannot be opened."""


def page_pictures(
    name: str,
    data: bytes,
    numbers: Iterable[int] | None = None,
    *,
    width: int,
    form: PictureForm = "WEBP",
    most_bytes: int = 200_000_000,
) -> list[PagePicture]:
    """The pages of a PDF, `width` pixels wide or less: all of them, or those of these numbers (from 1).

    There are none for a file that is no PDF. A page that cannot be drawn has no data, nor has one behind `most_bytes`
    of pictures. Call it in a child process (bulk.guard.alone): the bytes may do harm, and pdfium is not thread safe.
    Raises EncryptedSource or UnreadableSource.
    """
    if b"%PDF-" not in data[:1024]:
        return []
    document = _open(name, data)
    pictures: list[PagePicture] = []
    room = most_bytes
    try:
        document.init_forms()
        for number in range(1, len(document) + 1) if numbers is None else numbers:
            pictures.append(_picture(document, number, width if room > 0 else 0, form))
            room -= len(pictures[-1].data)
    finally:
        document.close()
    return pictures


def page_sizes(name: str, data: bytes) -> list[tuple[float, float]]:
    """Width and height of each page as it is shown, in points; none for a file that is no PDF. Errors as above."""
    if b"%PDF-" not in data[:1024]:
        return []
    document = _open(name, data)
    try:
        return [_size(document, at) for at in range(len(document))]
    finally:
        document.close()


def _open(name: str, data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedSource(f"{name} is encrypted.", remedy="Save it without a password.") from error
        raise UnreadableSource(f"{name} is a damaged or truncated PDF.", remedy="Fetch it again.") from error


def _size(document: pdfium.PdfDocument, at: int) -> tuple[float, float]:
    try:
        wide, high = document.get_page_size(at)
    except pdfium.PdfiumError:
        return _NO_SIZE
    return (wide, high) if wide > 0 and high > 0 else _NO_SIZE


def _picture(document: pdfium.PdfDocument, number: int, width: int, form: PictureForm) -> PagePicture:
    wide, high = _size(document, number - 1)
    try:
        page = document[number - 1] if width else None
    except pdfium.PdfiumError:
        page = None
    if page is None:
        return PagePicture(number, wide, high, f"image/{form.lower()}", b"")
    try:
        scale = min(width / wide, math.sqrt(_MOST_PIXELS / (wide * high)))
        bitmap = page.render(scale=scale, may_draw_forms=True)
        try:
            return PagePicture(number, wide, high, f"image/{form.lower()}", _encoded(bitmap, form))
        finally:
            bitmap.close()
    finally:
        page.close()


def _encoded(bitmap: Any, form: PictureForm) -> bytes:
    out = io.BytesIO()
    bitmap.to_pil().convert("RGB").save(out, form, **_QUALITY[form])
    return out.getvalue()
