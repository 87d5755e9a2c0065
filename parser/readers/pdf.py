"""PDF -> Reading: pdfium gives characters, boxes and rules; pages that are pictures are recognised.

Coordinates are points from the top left corner of the page as it is shown. pdfium is not thread safe: one lock guards
every call into it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from models.errors import EncryptedSource, MissingDependency, TooLarge, UnreadableSource
from models.reading import Reading
from models.report import Notice
from models.source import Limits, Paging, Reader
from parser.readers.pdf_cells import into_cells
from parser.readers.pdf_frame import frame_of
from parser.readers.pdf_layout import arrange, mark_furniture
from parser.readers.pdf_lines import read_lines
from parser.readers.pdf_row import Line
from parser.readers.pdf_tables import ruled_grids
from parser.readers.pdf_text_layer import is_picture
from parser.readers.scan_parts import RECOGNITION_REMEDY, missing_recognition

if TYPE_CHECKING:
    from parser.readers.scan import ScannedPage

_LOCK = threading.Lock()
_PASSWORD, _FORMAT = 4, 3


def read_pdf(name: str, data: bytes, limits: Limits, paging: Paging) -> Reading:
    """Every page's lines in reading order, joined into paragraphs over lines and pages; pictures are recognised.

    Raises EncryptedSource, UnreadableSource, TooLarge, and MissingDependency for a file of page pictures only where
    text recognition is not installed.
    """
    document = None
    try:
        with _LOCK:
            document = _open(name, data)
            count = len(document)
            if count > limits.pages:
                raise TooLarge(f"{name} has {count:,} pages, more than {limits.pages:,}.", remedy="Split the file.")
            pages, notices, pictures = _pages(name, document, count, limits)
        scanned, missed = _recognised(name, document, pictures, count, paging)
    finally:
        if document is not None:
            with _LOCK:
                document.close()
    for number, page in scanned.items():
        pages[number - 1] = (list(page.lines), page.size)
    paragraphs = arrange(mark_furniture([lines for lines, _ in pages], [size for _, size in pages]))
    reader: Reader = "pdf"
    if scanned:
        from parser.readers.scan import onto_pages

        reader = "mixed" if any(lines for at, (lines, _) in enumerate(pages, 1) if at not in scanned) else "scan"
        paragraphs = onto_pages(paragraphs, scanned)
    return Reading(reader, "application/pdf", tuple(paragraphs), count, (*_cut_off(data), *notices, *missed))


def _cut_off(data: bytes) -> Iterator[Notice]:
    """pdfium mends a file that breaks off behind its first version, and says nothing of the later ones."""
    end = data.rfind(b"%%EOF")
    if end < 0 or b" obj" in data[end:]:
        yield Notice(
            code="file-cut-off",
            stage="read",
            message="The file has no end mark: it may be cut off, and pages or changes may be missing. Fetch it again.",
        )


def _recognised(
    name: str, document: pdfium.PdfDocument, pictures: Sequence[int], count: int, paging: Paging
) -> tuple[Mapping[int, ScannedPage], list[Notice]]:
    """The pages that are pictures, read; and a notice for each that could not be."""
    if not pictures:
        return {}, []
    lacking = missing_recognition() if paging.ocr else None
    if paging.ocr and lacking is None:
        from parser.readers.pdf_scan import scan_pages

        if paging.before_ocr is not None:
            paging.before_ocr()
        return scan_pages(document, pictures, _LOCK)
    if len(pictures) == count:
        what = f"{name} is a scan: its {count} pages are pictures without text"
        if lacking is None:
            raise UnreadableSource(f"{what}, and text recognition is off.", remedy="Read it with text recognition.")
        raise MissingDependency(f"{what}, and {lacking} is not installed.", remedy=RECOGNITION_REMEDY)
    why = f"{lacking} is not installed: {RECOGNITION_REMEDY}" if lacking else "text recognition is off."
    return {}, [_notice("page-without-text", f"The page is a picture and was not read: {why}", at) for at in pictures]


def _open(name: str, data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        if len(document) == 0:
            raise UnreadableSource(f"{name} is a PDF without pages.", remedy="Fetch or export it again.")
        return document
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise EncryptedSource(f"{name} is encrypted.", remedy="Save it without a password.") from error
        raise UnreadableSource(
            f"{name} is a damaged or truncated PDF.", remedy="Fetch it again, or print it to a new PDF."
        ) from error


def _pages(
    name: str, document: pdfium.PdfDocument, count: int, limits: Limits
) -> tuple[list[tuple[list[Line], tuple[float, float]]], list[Notice], list[int]]:
    """Each page's lines and size, notices, and the numbers of the pages that are to be read from their pictures."""
    pages: list[tuple[list[Line], tuple[float, float]]] = []
    notices: list[Notice] = []
    pictures: list[int] = []
    characters = 0
    for number in range(1, count + 1):
        try:
            page = document[number - 1]
        except pdfium.PdfiumError:
            notices.append(_notice("page-unreadable", "The page is damaged and was not read.", number))
            pages.append(([], (0.0, 0.0)))
            continue
        frame = frame_of(page)
        lines, garbled = read_lines(page, number, frame)
        characters += sum(len(line.text) for line in lines)
        if characters > limits.characters:
            raise TooLarge(f"{name} has more than {limits.characters:,} characters.", remedy="Split the file.")
        if not lines and is_picture(page):
            pictures.append(number)
        elif not lines:
            notices.append(_notice("page-without-text", "The page is empty.", number))
        if garbled:
            notices.append(_notice("page-garbled", "The page's text layer is partly garbled.", number))
        if lines and (grids := ruled_grids(page, number, frame)):
            lines = into_cells(lines, grids)
        pages.append((lines, frame.size))
        page.close()
    return pages, notices, pictures


def _notice(code: str, message: str, page: int) -> Notice:
    return Notice(code=code, stage="read", message=message, place=f"page {page}")
