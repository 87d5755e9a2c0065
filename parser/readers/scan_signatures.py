"""Handwriting where a contract is signed: ink behind 签字: or 法定代表人: that was not read as print."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import regex

from models.mark import Mark
from parser.readers.pdf_frame import Box
from parser.readers.pdf_row import Line
from parser.readers.scan_arrays import Gray
from parser.readers.scan_sheet import Sheet

_LABEL = regex.compile(
    r"(?:签\s*[字名章]|盖\s*章|代\s*表\s*人?|代\s*理\s*人|负\s*责\s*人|经\s*办\s*人|[甲乙丙丁]\s*方|[出承][租包]\s*[方人]|[买卖]\s*方)"
    r"[^:：]{0,14}[:：]"
)
_LOOK = 100
"""Dots per inch at which it is looked for."""
_DARKER, _INKED = 40, 60
_FAR, _ABOVE, _BELOW = 14.0, 0.9, 0.8
"""How far behind its label, above and below its line (in heights of the line) a signature may reach."""
_SURE = 0.9
"""A character read with a higher score is print."""
_LEAST_WIDE, _LEAST_HIGH, _LEAST_INK = 1.6, 0.75, 0.03
"""A signature's least width and height, in heights of the line, and the share of its box that is ink."""


def find_signatures(sheet: Sheet, lines: Sequence[Line], rules: Sequence[Box]) -> list[Mark]:
    """Every piece of handwriting on a line to sign on, in points of the sheet. `rules` are the level
    lines drawn on it: the strokes of a hand look like upright ones."""
    labels = [(line, match) for line in lines for match in _LABEL.finditer(line.text)]
    if not labels:
        return []
    factor = min(1.0, _LOOK / (sheet.scale * 72))
    unit = sheet.scale * factor
    dark = _ink(sheet, factor)
    _wipe(dark, lines, rules, unit)
    found = [mark for line, match in labels if (mark := _behind(dark, line, match.end(), lines, unit)) is not None]
    return [mark for at, mark in enumerate(found) if not any(_overlap(mark.box, other.box) for other in found[:at])]


def _ink(sheet: Sheet, factor: float) -> Gray:
    """Where the sheet is darker than the paper around, a seal's ink aside."""
    small = cv2.resize(sheet.gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(small, 41)
    dark: Gray = (cv2.subtract(paper, small) > _DARKER).astype(np.uint8)
    return dark


def _wipe(dark: Gray, lines: Sequence[Line], rules: Sequence[Box], unit: float) -> None:
    """Take print and rules out."""
    for line in lines:
        for x0, top, x1, bottom in _printed(line):
            dark[
                max(int(top * unit) - 2, 0) : int(bottom * unit) + 3, max(int(x0 * unit) - 2, 0) : int(x1 * unit) + 3
            ] = 0
    for x0, top, x1, bottom in rules:
        ends = [(round(x * unit), round(y * unit)) for x, y in ((x0, top), (x1, bottom))]
        cv2.line(dark, ends[0], ends[1], 0, thickness=5)


def _printed(line: Line) -> Iterator[Box]:
    scores = line.sight.scores if line.sight else array("f", [1.0]) * len(line.text)
    mean = sum(scores) / len(scores)
    for at, (char, score) in enumerate(zip(line.text, scores, strict=True)):
        # A hand's strokes are read as this or that character now and then; among doubtful ones a sure one is none.
        if not char.isspace() and char != "_" and score >= _SURE and mean >= _SURE - 0.1:
            x0, top, x1, bottom = line.boxes[at * 4 : at * 4 + 4]
            yield x0, top, x1, bottom


def _behind(dark: Gray, line: Line, end: int, lines: Sequence[Line], unit: float) -> Mark | None:
    """Handwriting behind a label, up to the next label beside it."""
    height = line.height
    left = line.boxes[(end - 1) * 4 + 2]
    after = [
        other.boxes[match.start() * 4]
        for other in lines
        if other.top < line.bottom and other.bottom > line.top
        for match in _LABEL.finditer(other.text)
        if other.boxes[match.start() * 4] > left
    ]
    right = min([left + _FAR * height, *after])
    top, bottom = line.top - _ABOVE * height, line.bottom + _BELOW * height
    part = dark[max(int(top * unit), 0) : int(bottom * unit), max(int(left * unit), 0) : int(right * unit)]
    return _written(part, max(int(left * unit), 0), max(int(top * unit), 0), unit, height)


def _written(part: Gray, x: int, y: int, unit: float, height: float) -> Mark | None:
    if not part.size:
        return None
    joined = cv2.dilate(part, np.ones((3, round(height * unit * 0.5) | 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for at in sorted(range(1, count), key=lambda at: -int(stats[at, cv2.CC_STAT_AREA])):
        own = np.where(labels == at, part, 0)
        ys, xs = np.flatnonzero(own.any(1)), np.flatnonzero(own.any(0))
        wide, high = (xs[-1] - xs[0] + 1) / unit, (ys[-1] - ys[0] + 1) / unit
        if (
            wide >= _LEAST_WIDE * height
            and high >= _LEAST_HIGH * height
            and own.mean() * own.size >= _LEAST_INK * wide * high * unit**2
        ):
            box = ((x + xs[0]) / unit, (y + ys[0]) / unit, (x + xs[-1] + 1) / unit, (y + ys[-1] + 1) / unit)
            return Mark("signature", "written", 0, tuple(round(float(side), 2) for side in box))  # type: ignore[arg-type]
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
