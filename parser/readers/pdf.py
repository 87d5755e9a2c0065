"""PDF -> Reading: pdfium gives characters, boxes and rules; pages that are pictures are recognised.

Coordinates are points from the top left corner of the page as it is shown. pdfium is not thread safe: one lock guards
every call into it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from models.errors import EncryptedSource, MissingDependency, TooLarge, UnreadableSource
from models.mark import Mark
from models.reading import Reading
from models.report import Notice
from models.source import Limits, Paging, Reader
from parser.readers.page_ranges import wanted_pages
from parser.readers.pdf_cells import into_cells
from parser.readers.pdf_fonts import without_system_fonts
from parser.readers.pdf_frame import frame_of
from parser.readers.pdf_layout import arrange, mark_furniture
from parser.readers.pdf_lines import Rects, read_lines
from parser.readers.pdf_row import Line
from parser.readers.pdf_rules import objects_on, rules
from parser.readers.pdf_slots import with_slots
from parser.readers.pdf_tables import ruled_grids
from parser.readers.pdf_text_layer import Layer, judge_layer
from parser.readers.scan_parts import RECOGNITION_REMEDY, missing_recognition

if TYPE_CHECKING:
    from parser.readers.scan import ScannedPage
    from parser.readers.scan_pages import Scans
    from parser.readers.scan_sheet import Picture

_LOCK = threading.Lock()
_PASSWORD, _FORMAT = 4, 3
_DOUBTS: dict[Layer, str] = {
    "garbled": "The page's text layer is garbled.",
    "hidden": "The page is a picture, and its text layer was laid unseen over it.",
    "scant": "The page is a picture, and its text layer holds only a few words of it.",
}

_Page = tuple[list[Line], tuple[float, float]]
"""A page's lines, and its width and height in points."""


def read_pdf(name: str, data: bytes, limits: Limits, paging: Paging) -> Reading:
    """Every page's lines in reading order, joined into paragraphs over lines and pages; pictures are recognised.

    Raises EncryptedSource, UnreadableSource, TooLarge, and MissingDependency for a file of page pictures only where
    text recognition is not installed.
    """
    with _LOCK, without_system_fonts(), closing(_open(name, data)) as document:
        count = len(document)
        if count > limits.pages:
            raise TooLarge(f"{name} has {count:,} pages, more than {limits.pages:,}.", remedy="Split the file.")
        wanted, left = wanted_pages(name, count, paging)
        pages, notices, pictures = _pages(name, document, wanted, limits)
    scanned, missed = _recognised(name, data, pictures, pages, paging) if pictures else ({}, [])
    for number, scan in scanned.items():
        pages[number] = (list(scan.lines), scan.size)
    paragraphs = arrange(mark_furniture([lines for lines, _ in pages.values()], [size for _, size in pages.values()]))
    reader: Reader = "pdf"
    marks: tuple[Mark, ...] = ()
    coloured: frozenset[int] = frozenset()
    if scanned:
        from parser.readers.scan import marks_on_pages, onto_pages

        reader = "mixed" if any(lines for number, (lines, _) in pages.items() if number not in scanned) else "scan"
        paragraphs = onto_pages(paragraphs, scanned)
        marks = marks_on_pages(scanned)
        coloured = frozenset(number for number, page in scanned.items() if page.coloured)
    told = (*_cut_off(data), *left, *notices, *missed)
    return Reading(reader, "application/pdf", tuple(paragraphs), count, told, marks, coloured)


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
    name: str, data: bytes, pictures: Mapping[int, Layer], pages: Mapping[int, _Page], paging: Paging
) -> tuple[Mapping[int, ScannedPage], list[Notice]]:
    """The pages that are to be read from their pictures, read; and a notice for each where that says something."""
    lacking = missing_recognition() if paging.ocr else None
    if paging.ocr and lacking is None:
        if paging.before_ocr is not None:
            paging.before_ocr()
        scans = _scans(name, data, pictures, paging)
        # Where the picture shows no text, what the layer says is better than nothing.
        scanned = {number: page for number, page in scans.pages.items() if page.lines or not pages[number][0]}
        return scanned, [*scans.notices, *_read_anew(pictures, scanned)]
    why = f"{lacking} is not installed: {RECOGNITION_REMEDY}" if lacking else "text recognition is off."
    if not any(lines for lines, _ in pages.values()):
        what = f"{name} is a scan: its {len(pictures)} pages are pictures without text"
        if lacking is None:
            raise UnreadableSource(f"{what}, and text recognition is off.", remedy="Read it with text recognition.")
        raise MissingDependency(f"{what}, and {lacking} is not installed.", remedy=RECOGNITION_REMEDY)
    return {}, [_unread(number, layer, why) for number, layer in pictures.items()]


def _unread(number: int, layer: Layer, why: str) -> Notice:
    if layer == "missing":
        return _notice("page-without-text", f"The page is a picture and was not read: {why}", number)
    code = "page-garbled" if layer == "garbled" else "page-text-unsafe"
    return _notice(code, f"{_DOUBTS[layer]} It was taken as it is: {why}", number)


def _read_anew(pictures: Mapping[int, Layer], scanned: Mapping[int, ScannedPage]) -> Iterator[Notice]:
    for number, layer in pictures.items():
        if layer != "missing" and number in scanned:
            yield _notice("page-read-anew", f"{_DOUBTS[layer]} The page was read from its picture.", number)
        elif layer == "garbled":
            yield _notice("page-garbled", _DOUBTS[layer], number)


def _scans(name: str, data: bytes, numbers: Iterable[int], paging: Paging) -> Scans:
    """The pages read from their pictures, drawn with the system's fonts."""
    from parser.readers.scan_pages import scan_pages

    return scan_pages({number: partial(_picture, name, data, number) for number in numbers}, paging)


def _picture(name: str, data: bytes, number: int) -> Picture:
    """The picture of a page. The file is opened anew for each: an open one keeps what it has read of every page until it
    is closed. Raises PictureError."""
    from parser.readers.pdf_picture import render
    from parser.readers.scan_pages import PictureError

    with _LOCK, closing(_open(name, data)) as document:
        try:
            with closing(document[number - 1]) as page:
                return render(page)
        except pdfium.PdfiumError as error:
            raise PictureError("its picture is damaged.") from error


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
    name: str, document: pdfium.PdfDocument, wanted: Iterable[int], limits: Limits
) -> tuple[dict[int, _Page], list[Notice], dict[int, Layer]]:
    """Each page's lines and size by its number, notices, and the pages that are to be read from their pictures."""
    pages: dict[int, _Page] = {}
    notices: list[Notice] = []
    pictures: dict[int, Layer] = {}
    characters, rects = 0, Rects()
    for number in wanted:
        try:
            page = document[number - 1]
            frame = frame_of(page)
            lines, garbled = read_lines(page, number, frame, rects)
        except pdfium.PdfiumError:
            notices.append(_notice("page-unreadable", "The page is damaged and was not read.", number))
            pages[number] = ([], (0.0, 0.0))
            continue
        characters += sum(len(line.text) for line in lines)
        if characters > limits.characters:
            raise TooLarge(f"{name} has more than {limits.characters:,} characters.", remedy="Split the file.")
        objects = objects_on(page.raw)
        layer = judge_layer(page, "".join([line.text for line in lines]), garbled, objects.kinds)
        if layer != "trusted":
            pictures[number] = layer
        elif not lines:
            notices.append(_notice("page-without-text", "The page is empty.", number))
        if lines:
            level, upright = rules(objects, frame)
            grids = ruled_grids(level, upright, number)
            lines = with_slots(into_cells(lines, grids) if grids else lines, level, upright, grids)
        pages[number] = (lines, frame.size)
        page.close()
    return pages, notices, pictures


def _notice(code: str, message: str, page: int) -> Notice:
    return Notice(code=code, stage="read", message=message, place=f"page {page}")
