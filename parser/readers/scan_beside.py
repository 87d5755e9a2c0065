"""Figures with ink beside them that was not read: a seal as dark as print, a hand, a blot. What
stands there may be a digit of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from models.reading import COVERED
from parser.readers.pdf_frame import Box
from parser.readers.pdf_row import Line
from parser.readers.scan_arrays import Gray
from parser.readers.scan_sheet import Sheet

_LOOK = 100
"""Dots per inch at which it is looked for."""
_DARK = 0.45
"""Share of the way from paper to print at which a pixel is ink."""
_NEAR, _FAR, _CORE = 0.1, 0.9, 0.25
"""From where to where beside a line it is looked for, and without how much of its top and bottom, in its heights."""
_LEAST = 0.04
"""Share of that which is ink, at least."""
_FIGURE = re.compile(r"[0-9](?:[0-9.,，．:：/-]*[0-9])?")


def with_ink_beside(lines: Sequence[Line], sheet: Sheet, level: Sequence[Box], upright: Sequence[Box]) -> list[Line]:
    """The lines; a figure that has unread ink beside it is in doubt. `level` and `upright` are the rules."""
    factor = min(1.0, _LOOK / (sheet.scale * 72))
    unit = sheet.scale * factor
    unread = _unread(sheet, factor, lines, (*level, *upright))
    return [_doubted(line, set(_figures(line, unread, unit))) for line in lines]


def _unread(sheet: Sheet, factor: float, lines: Sequence[Line], rules: Sequence[Box]) -> Gray:
    """Ink that is in no character's box and on no rule: 0 or 1."""
    small = cv2.resize(sheet.gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    paper, print_ = (float(tone) for tone in np.percentile(small, (70, 0.5)))
    dark = (small < paper - _DARK * max(paper - print_, 30.0)).astype(np.uint8)
    unit = sheet.scale * factor
    for line in lines:
        for x0, top, x1, bottom in zip(*(line.boxes[side::4] for side in range(4)), strict=True):
            dark[
                max(int(top * unit) - 1, 0) : int(bottom * unit) + 2, max(int(x0 * unit) - 1, 0) : int(x1 * unit) + 2
            ] = 0
    for x0, top, x1, bottom in rules:
        ends = [(round(x * unit), round(y * unit)) for x, y in ((x0, top), (x1, bottom))]
        cv2.line(dark, ends[0], ends[1], 0, thickness=5)
    return dark


def _figures(line: Line, unread: Gray, unit: float) -> Iterator[int]:
    """The numbers of the characters of figures that have such ink beside them."""
    near, far, core = (share * line.height for share in (_NEAR, _FAR, _CORE))
    rows = unread[max(int((line.top + core) * unit), 0) : int((line.bottom - core) * unit)]
    for match in _FIGURE.finditer(line.text):
        left, right = line.boxes[match.start() * 4], line.boxes[match.end() * 4 - 2]
        for x0, x1 in ((left - far, left - near), (right + near, right + far)):
            part = rows[:, max(int(x0 * unit), 0) : max(int(x1 * unit), 0)]
            if part.size and part.mean() >= _LEAST:
                yield from range(*match.span())


def _doubted(line: Line, doubted: set[int]) -> Line:
    if not doubted or line.sight is None:
        return line
    doubts = bytes(doubt | COVERED if at in doubted else doubt for at, doubt in enumerate(line.sight.doubts))
    return line._replace(sight=replace(line.sight, doubts=doubts))
