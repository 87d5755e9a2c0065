"""The characters of a PDF page, each with its box, as runs of one line each.

pdfium is asked once a character, by a bare C call; all else works on whole runs. Neighbours mostly share their top and
bottom, so that heights are computed where these change, and not once a character.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any

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
    """The runs of a page in the file's order, blank ones left out; and whether many of its characters are garbled."""
    text_page = c.FPDFText_LoadPage(page.raw)
    if not text_page:
        return [], False
    try:
        text, boxes, known = _characters(text_page)
    finally:
        c.FPDFText_ClosePage(text_page)
    heights = _Heights(boxes, *frame.turn(boxes))
    slots = _LOW.search(text) is not None
    lines: list[Line] = []
    for start, end in _runs(text, known):
        for first, last, tops, bottoms in heights.levels(start, end):
            words = text[first:last]
            if words.isspace():
                continue
            part = boxes[first * 4 : last * 4]
            part[1::4], part[3::4] = tops, bottoms
            for slot in _LOW.finditer(words) if slots else ():
                part[slot.start() * 4 + 3] = heights.bottom(first + slot.start())
            lines.append(Line.make(number, words, part))
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


class _Heights:
    """Tops and bottoms of a page's characters, the odd floats of `boxes`; shown at `origin + sign * y`."""

    def __init__(self, boxes: array[float], origin: float, sign: float) -> None:
        self._bottoms = boxes[3::4]
        self._origin, self._sign = origin, sign
        sides = array("f", bytes(len(self._bottoms) * 8))
        sides[0::2], sides[1::2] = boxes[1::4], self._bottoms
        # Top and bottom of a character as one number: the same few come again and again.
        self._sides = array("Q", sides.tobytes())
        kinds = {pair: at for at, pair in enumerate(self._sides)}
        self._shown = {pair: self._show(sides[at * 2], sides[at * 2 + 1]) for pair, at in kinds.items()}

    def bottom(self, index: int) -> float:
        """Where the loose box of a character ends."""
        return self._origin + self._sign * self._bottoms[index]

    def levels(self, start: int, end: int) -> Iterator[tuple[int, int, array[float], array[float]]]:
        """A run, cut where it jumps to another line: each part's range, and its characters' tops and bottoms."""
        sides = self._sides[start:end]
        kinds = set(sides)
        if len(kinds) == 1:
            top, bottom, _ = self._shown[sides[0]]
            yield start, end, array("f", (top,)) * (end - start), array("f", (bottom,)) * (end - start)
            return
        shown = {pair: self._shown[pair] for pair in kinds}
        tops, bottoms = (
            array("f", map({pair: each[side] for pair, each in shown.items()}.__getitem__, sides)) for side in (0, 1)
        )
        at = 0
        for cut in _jumps([shown[pair] for pair in sides]) if _may_jump(shown.values()) else ():
            yield start + at, start + cut, tops[at:cut], bottoms[at:cut]
            at = cut
        yield start + at, end, tops[at:], bottoms[at:]

    def _show(self, y0: float, y1: float) -> tuple[float, float, float]:
        """Top, bottom and middle as shown."""
        top, bottom = self._origin + self._sign * y0, self._origin + self._sign * y1
        off = (bottom - top) * _SHRINK
        top, bottom = top + off, bottom - off
        return top, bottom, (top + bottom) / 2


def _may_jump(shown: Collection[tuple[float, float, float]]) -> bool:
    """Whether any two of these heights lie so far apart that a run which holds them jumps."""
    middles = [middle for _, _, middle in shown]
    return max(middles) - min(middles) > min([bottom - top for top, bottom, _ in shown]) * _LINE_STEP


def _jumps(shown: Sequence[tuple[float, float, float]]) -> Iterator[int]:
    """Where a character stands on another line than the one before it."""
    for at, ((_, _, before), (top, bottom, middle)) in enumerate(pairwise(shown), 1):
        if abs(middle - before) > (bottom - top) * _LINE_STEP:
            yield at
