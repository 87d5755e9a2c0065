"""The characters of a PDF page, each with its box, as runs of one line each.

pdfium is asked once a character, by a bare C call; all else works on whole runs. Neighbours mostly share their top and
bottom, so that heights are computed where these change, and not once a character.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections.abc import Iterator
from itertools import repeat
from operator import add, sub
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from parser.readers.pdf_frame import Frame
from parser.readers.pdf_row import Line

_GARBLED_SHARE = 0.1
_LINE_STEP = 0.7
"""Share of a character's height by which the next one's middle may be off and still stand on the same line."""
_RECT = ctypes.sizeof(c.FS_RECTF)
_RUN = re.compile(r"[^\r\n\x00\x02\ufffe]+")
_CONTROL = re.compile(r"[\x01\x03-\x09\x0b\x0c\x0e-\x1f]")
_SHRINK = 0.12
"""Share of a loose box's height taken off at top and bottom, so that it does not reach into its neighbours' lines."""
_LOW = re.compile("[_＿]")
"""What stands in the part taken off: the line of a slot lies on the very bottom of its box."""
# Without declared types and without letting go of the interpreter's lock, a call costs a third of what it does else.
_LOOSE_BOX = ctypes.PYFUNCTYPE(ctypes.c_int)(ctypes.cast(c.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0)


def read_lines(page: Any, number: int, frame: Frame) -> tuple[list[Line], bool]:
    """The runs of a page in the file's order, blank ones left out; and whether many of its characters are garbled.

    Raises PdfiumError where pdfium cannot tell its text."""
    text_page = c.FPDFText_LoadPage(page.raw)
    if not text_page:
        raise pdfium.PdfiumError("The text of the page cannot be loaded.")
    try:
        text, boxes, known = _characters(text_page)
    finally:
        c.FPDFText_ClosePage(text_page)
    origin, sign = frame.turn(boxes)
    loose = boxes[3::4]
    _shrink(boxes, origin, sign)
    lefts, tops, rights, bottoms = (boxes[side::4].tolist() for side in range(4))
    parts = [part for run in _runs(text, known) for part in _levels(tops, bottoms, *run)]
    for slot in _LOW.finditer(text):
        at = slot.start()
        boxes[at * 4 + 3] = origin + sign * loose[at]
        bottoms[at] = boxes[at * 4 + 3]
    lines: list[Line] = []
    for start, end in parts:
        words = text[start:end].lstrip()
        start = end - len(words)
        words = words.rstrip()
        end = start + len(words)
        if words:
            x0, top, x1, bottom = (
                min(lefts[start:end]),
                min(tops[start:end]),
                max(rights[start:end]),
                max(bottoms[start:end]),
            )
            lines.append(Line(number, words, boxes[start * 4 : end * 4], x0, top, x1, bottom))
    return lines, text.count("\ufffd") > _GARBLED_SHARE * max(len(text), 1)


def _characters(raw: Any) -> tuple[str, array[float], bytes]:
    """The page's characters; four floats each (left, top, right, bottom); and for each whether it has a box."""
    count = c.FPDFText_CountChars(raw)
    text = _page_text(raw, count)
    boxes = array("f")
    if not count:
        return "", boxes, b""
    rects = bytearray(count * _RECT)
    places = map(ctypes.byref, repeat(c.FS_RECTF.from_buffer(rects)), range(0, count * _RECT, _RECT))
    known = bytes(map(_LOOSE_BOX, repeat(raw), range(count), places))
    boxes.frombytes(rects)
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


def _runs(text: str, known: bytes) -> Iterator[tuple[int, int]]:
    """The parts of the text between line ends. Characters without a box are no part of one."""
    whole = 0 not in known
    for run in _RUN.finditer(text):
        start, end = run.span()
        while not whole and (gap := known.find(0, start, end)) >= 0:
            if start < gap:
                yield start, gap
            start = gap + 1
        if start < end:
            yield start, end


def _shrink(boxes: array[float], origin: float, sign: float) -> None:
    """In place, tops and bottoms as shown (`origin + sign * y`), with less of what is above and below a character.

    Characters of one font and line mostly share both: each pair of them, taken as one number, is computed once."""
    pairs = array("Q", boxes[1::2].tobytes())
    distinct = array("Q", set(pairs))
    sides = array("f", distinct.tobytes())
    tops = [origin + sign * y for y in sides[0::2]]
    bottoms = [origin + sign * y for y in sides[1::2]]
    offs = [(bottom - top) * _SHRINK for top, bottom in zip(tops, bottoms, strict=True)]
    sides[0::2] = array("f", map(add, tops, offs))
    sides[1::2] = array("f", map(sub, bottoms, offs))
    shrunk = dict(zip(distinct, array("Q", sides.tobytes()), strict=True))
    boxes[1::2] = array("f", array("Q", map(shrunk.__getitem__, pairs)).tobytes())


def _levels(tops: list[float], bottoms: list[float], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a run, cut where it jumps to another line."""
    above, below = tops[start:end], bottoms[start:end]
    # Twice the way between the highest middle and the lowest, at most, and the height of the least character, at least.
    if max(above) - min(above) + max(below) - min(below) > 2 * (min(below) - max(above)) * _LINE_STEP:
        before = (above[0] + below[0]) / 2
        for at, (top, bottom) in enumerate(zip(above, below, strict=True), start):
            middle = (top + bottom) / 2
            if abs(middle - before) > (bottom - top) * _LINE_STEP:
                yield start, at
                start = at
            before = middle
    yield start, end
