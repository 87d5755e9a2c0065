"""PDF with a text layer -> Reading: pdfium for characters and their boxes, pdfplumber for the cells of ruled tables.

Coordinates are points from the top left corner of the page as it is shown. pdfium is not thread safe: one lock guards
every call into it.
"""

from __future__ import annotations

import ctypes
import io
import threading
from array import array
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from models.errors import EncryptedSource, MissingDependency, TooLarge, UnreadableSource
from models.reading import Paragraph, Reading
from models.report import Notice
from models.source import Limits
from parser.readers.pdf_layout import Line, arrange, mark_furniture
from parser.readers.pdf_tables import Grid, ruled_grids

_LOCK = threading.Lock()
_PASSWORD, _FORMAT = 4, 3
_GARBLED_SHARE = 0.1
_LEAST_RULES, _RULE_HEIGHT, _MOST_OBJECTS = 3, 10.0, 5000
_SHRINK = 0.12
"""Share of a loose box's height taken off at top and bottom, so that it does not reach into its neighbours' lines."""


def read_pdf(name: str, data: bytes, limits: Limits) -> Reading:
    """Every page's lines in reading order, joined into paragraphs over lines and pages.

    Raises EncryptedSource, UnreadableSource, TooLarge, and MissingDependency for a file of page pictures only.
    """
    with _LOCK:
        document = _open(name, data)
        try:
            count = len(document)
            if count > limits.pages:
                raise TooLarge(f"{name} has {count:,} pages, more than {limits.pages:,}.", remedy="Split the file.")
            pages, notices = _pages(name, document, data, count, limits)
        finally:
            document.close()
    if not any(page for page, _ in pages):
        raise MissingDependency(
            f"{name} is a scan: its {count} pages are pictures without text, and text recognition is not part of this"
            " version.",
            remedy="Give a PDF with a text layer, or a DOCX.",
        )
    paragraphs: list[Paragraph] = arrange(mark_furniture([lines for lines, _ in pages], [size for _, size in pages]))
    return Reading("pdf", "application/pdf", tuple(paragraphs), count, tuple(notices))


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
    name: str, document: pdfium.PdfDocument, data: bytes, count: int, limits: Limits
) -> tuple[list[tuple[list[Line], tuple[float, float]]], list[Notice]]:
    pages: list[tuple[list[Line], tuple[float, float]]] = []
    notices: list[Notice] = []
    ruled: list[int] = []
    characters = 0
    for number in range(1, count + 1):
        try:
            page = document[number - 1]
        except pdfium.PdfiumError:
            notices.append(_notice("page-unreadable", "The page is damaged and was not read.", number))
            pages.append(([], (0.0, 0.0)))
            continue
        lines, garbled = _lines(page, number)
        characters += sum(len(line.text) for line in lines)
        if characters > limits.characters:
            raise TooLarge(f"{name} has more than {limits.characters:,} characters.", remedy="Split the file.")
        if not lines:
            notices.append(_notice("page-without-text", "The page has no text layer; it was not read.", number))
        if garbled:
            notices.append(_notice("page-garbled", "The page's text layer is partly garbled.", number))
        if lines and _is_ruled(page):
            ruled.append(number)
        pages.append((lines, page.get_size()))
        page.close()
    if ruled:
        for number, grids in ruled_grids(io.BytesIO(data), ruled).items():
            lines, size = pages[number - 1]
            pages[number - 1] = (_into_cells(lines, grids), size)
    return pages, notices


def _notice(code: str, message: str, page: int) -> Notice:
    return Notice(code=code, stage="read", message=message, place=f"page {page}")


def _is_ruled(page: Any) -> bool:
    """Whether the page has upright rules, as a table of several columns has. Lines under a slot are none."""
    raw = page.raw
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    upright = 0
    for index in range(min(c.FPDFPage_CountObjects(raw), _MOST_OBJECTS)):
        thing = c.FPDFPage_GetObject(raw, index)
        if c.FPDFPageObj_GetType(thing) != c.FPDF_PAGEOBJ_PATH or not c.FPDFPageObj_GetBounds(thing, *pointers):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        upright += top - bottom > _RULE_HEIGHT and (right - left < 3 or right - left > _RULE_HEIGHT)
        if upright >= _LEAST_RULES:
            return True
    return False


def _lines(page: Any, number: int) -> tuple[list[Line], bool]:
    """The page's characters as runs of one line each, in the file's order; whether many of them are garbled."""
    text_page = page.get_textpage()
    raw, height = text_page.raw, page.get_height()
    count = c.FPDFText_CountChars(raw)
    rect = c.FS_RECTF()
    pointer = ctypes.byref(rect)
    unicode_of, box_of = c.FPDFText_GetUnicode, c.FPDFText_GetLooseCharBox
    lines: list[Line] = []
    chars: list[str] = []
    boxes = array("f")
    bad = 0
    last_mid: float | None = None
    for index in range(count):
        code = unicode_of(raw, index)
        if code in (13, 10, 0, 0xFFFE, 2):
            if code in (13, 10) and chars:
                lines.append(Line.make(number, chars, boxes))
                chars, boxes = [], array("f")
            continue
        if not box_of(raw, index, pointer):
            continue
        if 0xD800 <= code <= 0xDFFF or code == 0xFFFD or code < 32:
            bad += 1
            code = 0xFFFD
        off = (rect.top - rect.bottom) * _SHRINK
        top, bottom = height - rect.top + off, height - rect.bottom - off
        middle = (top + bottom) / 2
        if chars and last_mid is not None and (abs(middle - last_mid) > (bottom - top) * 0.7):
            lines.append(Line.make(number, chars, boxes))
            chars, boxes = [], array("f")
        chars.append(chr(code))
        boxes.extend((rect.left, top, rect.right, bottom))
        last_mid = middle
    if chars:
        lines.append(Line.make(number, chars, boxes))
    text_page.close()
    solid = [line for line in lines if line.text.strip()]
    return solid, bad > _GARBLED_SHARE * max(count, 1)


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
