"""The characters of a PDF page, each with its box, as runs of one line each.

pdfium is asked once a character, by a bare C call; all else works on whole runs. The characters of a line share its top and
bottom, as they do where a viewer marks them.
"""

from __future__ import annotations

import ctypes
import math
import re
from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from parser.readers.pdf_frame import Frame
from parser.readers.pdf_row import Line

_GARBLED_SHARE = 0.1
_LINE_STEP = 0.53
"""Share of a loose box's height by which the next one's middle may be off and still stand on the same line."""
_RECT = ctypes.sizeof(c.FS_RECTF)
_Height = tuple[float, float]
"""Top and bottom of a line."""
_NOWHERE = b"\xff" * _RECT
"""No numbers: what stays of a box that pdfium does not know."""
_RUN = re.compile(r"[^\r\n\x00\x02\ufffe]+")
_CONTROL = re.compile(r"[\x01\x03-\x09\x0b\x0c\x0e-\x1f]")
_SHRINK = 0.12
"""Share of a loose box's height taken off at top and bottom, so that it does not reach into its neighbours' lines."""
_LOW = re.compile("[_＿]")
"""What stands in the part taken off: the line of a slot lies on the very bottom of its box."""
# Without declared types, without an answer to convert (what is not known stays as it was) and without letting go of the
# interpreter's lock, a call costs a quarter of what it does else.
_LOOSE_BOX = ctypes.PYFUNCTYPE(None)(ctypes.cast(c.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0)


class Rects:
    """Where pdfium writes the boxes of a page's characters: used again for each page of a document."""

    def __init__(self) -> None:
        self._room = bytearray()
        self._places: list[Any] = []

    def of(self, text_page: Any, count: int) -> array[float]:
        """Four floats a character: left, top, right, bottom; no numbers for one that has no box."""
        size = count * _RECT
        if len(self._room) < size:
            # Room to spare: the pages of a document are of about the same length.
            self._room = bytearray(size + size // 4)
            room = c.FS_RECTF.from_buffer(self._room)
            self._places = list(map(ctypes.byref, repeat(room), range(0, len(self._room) - _RECT + 1, _RECT)))
        self._room[:size] = _NOWHERE * count
        deque(map(_LOOSE_BOX, repeat(text_page), range(count), self._places), maxlen=0)
        return array("f", memoryview(self._room)[:size].tobytes())


def read_lines(page: Any, number: int, frame: Frame, rects: Rects) -> tuple[list[Line], bool]:
    """The runs of a page in the file's order, blank ones left out; and whether many of its characters are garbled.

    Raises PdfiumError where pdfium cannot tell its text."""
    text_page = c.FPDFText_LoadPage(page.raw)
    if not text_page:
        raise pdfium.PdfiumError("The text of the page cannot be loaded.")
    try:
        count = c.FPDFText_CountChars(text_page)
        text, boxes = _page_text(text_page, count), rects.of(text_page, count)
    finally:
        c.FPDFText_ClosePage(text_page)
    origin, sign = frame.turn(boxes)
    lines: list[Line] = []
    for run in _runs(text, boxes):
        for start, end, height in _levels(boxes, *run):
            words = text[start:end].lstrip()
            start = end - len(words)
            words = words.rstrip()
            if words:
                box = boxes[start * 4 : (start + len(words)) * 4]
                top, bottom = _set_heights(words, box, origin, sign, height)
                lines.append(Line(number, words, box, min(box[0::4].tolist()), top, max(box[2::4].tolist()), bottom))
    return lines, text.count("\ufffd") > _GARBLED_SHARE * max(len(text), 1)


def _extremes(values: array[float]) -> tuple[float, float]:
    """The least and the greatest. Those of a line are mostly the same, which is told without looking at each."""
    if values.tobytes() == values[:1].tobytes() * len(values):
        return values[0], values[0]
    each = values.tolist()
    return min(each), max(each)


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


def _runs(text: str, boxes: array[float]) -> Iterator[tuple[int, int]]:
    """The parts of the text between line ends. Characters without a box are no part of one."""
    unknown = [at for at, left in enumerate(boxes[0::4]) if math.isnan(left)] if _NOWHERE in boxes.tobytes() else []
    for run in _RUN.finditer(text):
        start, end = run.span()
        for gap in unknown[bisect_left(unknown, start) : bisect_left(unknown, end)]:
            if start < gap:
                yield start, gap
            start = gap + 1
        if start < end:
            yield start, end


def _levels(boxes: array[float], start: int, end: int) -> Iterator[tuple[int, int, _Height | None]]:
    """The parts of a run, cut where it jumps to another line. Characters of one that is level share a top and a bottom."""
    above, below = boxes[start * 4 + 1 : end * 4 : 4], boxes[start * 4 + 3 : end * 4 : 4]
    (a, b), (c, d) = _extremes(above), _extremes(below)
    # Twice the way between the highest middle and the lowest, at most, and the height of the least character, at least.
    if b - a + d - c <= 2 * max(a - d, c - b) * _LINE_STEP:
        yield start, end, (a, d) if a < c else (b, c)
        return
    before = (above[0] + below[0]) / 2
    for at, (top, bottom) in enumerate(zip(above, below, strict=True), start):
        middle = (top + bottom) / 2
        if abs(middle - before) > abs(bottom - top) * _LINE_STEP:
            yield start, at, None
            start = at
        before = middle
    yield start, end, None


def _set_heights(
    words: str, box: array[float], origin: float, sign: float, height: _Height | None
) -> tuple[float, float]:
    """In place, tops and bottoms as shown (`origin + sign * y`), with less of what is above and below a character: those
    of the line, or where it has no height of its own, of each character. The least and the greatest of them."""
    if height is None:
        loose = [
            (origin + sign * top, origin + sign * bottom) for top, bottom in zip(box[1::4], box[3::4], strict=True)
        ]
    else:
        loose = [(origin + sign * height[0], origin + sign * height[1])]
    times = len(words) // len(loose)
    box[1::4] = array("f", [top + (bottom - top) * _SHRINK for top, bottom in loose]) * times
    box[3::4] = array("f", [bottom - (bottom - top) * _SHRINK for top, bottom in loose]) * times
    low = [slot.start() for slot in _LOW.finditer(words)] if "_" in words or "＿" in words else []
    for at in low:
        box[at * 4 + 3] = loose[at if height is None else 0][1]
    return (box[1], box[3]) if height and not low else (min(box[1::4]), max(box[3::4]))
