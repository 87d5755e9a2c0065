"""PDF -> Reading: pdfium for characters, boxes and rules, pdfplumber for the cells of ruled tables; pages that are
pictures are recognised.

Coordinates are points from the top left corner of the page as it is shown. pdfium is not thread safe: one lock guards
every call into it.
"""

from __future__ import annotations

import ctypes
import threading
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as c
import regex

from models.errors import EncryptedSource, MissingDependency, TooLarge, UnreadableSource
from models.reading import Reading
from models.report import Notice
from models.source import Limits, Paging, Reader
from parser.readers.pdf_frame import Frame, frame_of
from parser.readers.pdf_layout import Line, arrange, mark_furniture
from parser.readers.pdf_tables import Grid, ruled_grids
from parser.readers.pdf_text_layer import is_picture
from parser.readers.scan_parts import RECOGNITION_REMEDY, missing_recognition

if TYPE_CHECKING:
    from parser.readers.scan import ScannedPage

_LOCK = threading.Lock()
_PASSWORD, _FORMAT = 4, 3
_GARBLED_SHARE = 0.1
_LINE_STEP = 0.7
"""Share of a character's height by which the next one's middle may be off and still stand on the same line."""
_RECT = ctypes.sizeof(c.FS_RECTF)
_RUN = regex.compile(r"[^\r\n\x00\x02\ufffe]+")
_CONTROL = regex.compile(r"[\x01\x03-\x09\x0b\x0c\x0e-\x1f]")
_SHRINK = 0.12
"""Share of a loose box's height taken off at top and bottom, so that it does not reach into its neighbours' lines."""
_LOW = regex.compile("[_＿]")
"""What stands in the part taken off: the line of a slot lies on the very bottom of its box."""


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
    return Reading(reader, "application/pdf", tuple(paragraphs), count, (*notices, *missed))


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
        lines, garbled = _lines(page, number, frame)
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
            lines = _into_cells(lines, grids)
        pages.append((lines, frame.size))
        page.close()
    return pages, notices, pictures


def _notice(code: str, message: str, page: int) -> Notice:
    return Notice(code=code, stage="read", message=message, place=f"page {page}")


def _lines(page: Any, number: int, frame: Frame) -> tuple[list[Line], bool]:
    """The page's characters as runs of one line each, in the file's order; whether many of them are garbled."""
    text_page = page.get_textpage()
    try:
        text, boxes, known = _characters(text_page.raw, frame)
    finally:
        text_page.close()
    bad = text.count("\ufffd")
    middles = [(top + bottom) / 2 for top, bottom in zip(boxes[1::4], boxes[3::4], strict=True)]
    heights = [bottom - top for top, bottom in zip(boxes[1::4], boxes[3::4], strict=True)]
    lines: list[Line] = []
    for start, end in _runs(text, known):
        at = start
        for index in range(start + 1, end):
            if abs(middles[index] - middles[index - 1]) > heights[index] * _LINE_STEP:
                lines.append(Line.make(number, text[at:index], boxes[at * 4 : index * 4]))
                at = index
        lines.append(Line.make(number, text[at:end], boxes[at * 4 : end * 4]))
    return [line for line in lines if line.text.strip()], bad > _GARBLED_SHARE * max(len(text), 1)


def _runs(text: str, known: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The parts of the text between line ends. Characters without a box are no part of one."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        for index in range(start, end) if 0 in known[start:end] else ():
            if not known[index]:
                if start < index:
                    yield start, index
                start = index + 1
        if start < end:
            yield start, end


def _characters(raw: Any, frame: Frame) -> tuple[str, array[float], Sequence[int]]:
    """The page's characters; four floats each (x0, top, x1, bottom); and for each whether it has a box."""
    count = c.FPDFText_CountChars(raw)
    text = _page_text(raw, count)
    if not count:
        return "", array("f"), ()
    rects = bytearray(count * _RECT)
    first = c.FS_RECTF.from_buffer(rects)
    places = [ctypes.byref(first, at) for at in range(0, count * _RECT, _RECT)]
    known = list(map(c.FPDFText_GetLooseCharBox, repeat(raw), range(count), places))
    boxes = array("f")
    boxes.frombytes(rects)
    frame.turn(boxes)
    tops, bottoms = boxes[1::4], boxes[3::4]
    boxes[1::4] = array("f", [top + (bottom - top) * _SHRINK for top, bottom in zip(tops, bottoms, strict=True)])
    boxes[3::4] = array("f", [bottom - (bottom - top) * _SHRINK for top, bottom in zip(tops, bottoms, strict=True)])
    for slot in _LOW.finditer(text):
        boxes[slot.start() * 4 + 3] = bottoms[slot.start()]
    return text, boxes, known


def _page_text(raw: Any, count: int) -> str:
    """One character for each of pdfium's, U+FFFD for what is none."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = c.FPDFText_GetText(raw, 0, count, buffer) - 1
    text = bytes(buffer)[: max(written, 0) * 2].decode("utf-16-le", "replace")
    if len(text) != count or written != count:
        # pdfium leaves characters out of its text, or one takes two units: asked for one by one, they stay in step.
        codes = map(c.FPDFText_GetUnicode, repeat(raw), range(count))
        text = "".join(chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd" for code in codes)
    return _CONTROL.sub("\ufffd", text)


def _into_cells(lines: list[Line], grids: list[Grid]) -> list[Line]:
    """Cut each line at the borders of the cells it lies in, and say which cell each part stands in."""
    made: list[Line] = []
    for line in lines:
        made.extend(_cut(line, grids))
    return made


def _cut(line: Line, grids: list[Grid]) -> Iterator[Line]:
    middle = (line.top + line.bottom) / 2
    grid = next(
        (g for g in grids if g.top <= middle <= g.bottom and g.x0 - 1 <= (line.x0 + line.x1) / 2 <= g.x1 + 1), None
    )
    if grid is None:
        yield line
        return
    start = 0
    cell = None
    for index in range(len(line.text) + 1):
        here = None
        if index < len(line.text):
            box = line.boxes[index * 4 : index * 4 + 4]
            here = grid.cell_at((box[0] + box[2]) / 2, middle)
        if index == len(line.text) or (here != cell and line.text[index].strip()):
            if start < index and line.text[start:index].strip():
                yield line.part(start, index, cell)
            start, cell = index, here
