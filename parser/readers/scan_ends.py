"""Figures whose end is missing without a trace: white on white leaves a gap, or a group of digits that is not whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.reading import CUT
from parser.readers.pdf_row import Line

_FIGURE = re.compile(r"[0-9]+(?:[.,，．][0-9]+)*[.,，．]?")
_BROKEN = re.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})*[,，][0-9]{0,2}(?:[.．][0-9]*)?|.*[.．]")
"""A figure whose last group of thousands, or whose fraction, is not whole."""
_TENTHS = re.compile(r".*[.．][0-9]")
_UNITS, _COINS, _SIGNS = frozenset("元圆万亿%％‰年月日天"), frozenset("元圆万亿"), frozenset("¥￥$币")
_DIGIT = 0.4
"""A digit's width, in heights of its line."""
_LOST, _ONE_LOST, _MOST = 1.6, 0.95, 14.0
"""Gaps in digits: the least that is no blank, the least where a digit is lacking by what was read, and the widest that
parts no columns."""


def with_lost_ends(lines: Sequence[Line]) -> list[Line]:
    """The lines; both ends of a figure that lacks one are in doubt: there is a gap before its unit, or behind the sign of
    currency before it, wider than a blank and than what is at its other end; or a group of thousands, or a fraction, is
    not whole. A slot to write in is no gap: it has its underscores by now."""
    return [_doubted(line, set(_lacking(line, *_beside(line, lines)))) for line in lines]


def _doubted(line: Line, lacking: set[int]) -> Line:
    if not lacking or line.sight is None:
        return line
    doubts = bytes(doubt | CUT if at in lacking else doubt for at, doubt in enumerate(line.sight.doubts))
    return line._replace(sight=replace(line.sight, doubts=doubts))


def _beside(line: Line, lines: Sequence[Line]) -> tuple[Line | None, Line | None]:
    """The nearest lines to the left and to the right of one, where they may be parts of the same."""
    if not (line.text[-1].isdigit() or line.text[0].isdigit()):
        return None, None
    middle = (line.top + line.bottom) / 2
    row = [other for other in lines if other.top < middle < other.bottom and other.cell == line.cell]
    left = max((other for other in row if other.x1 <= line.x0), key=lambda other: other.x1, default=None)
    right = min((other for other in row if other.x0 >= line.x1), key=lambda other: other.x0, default=None)
    return left, right


def _lacking(line: Line, left: Line | None, right: Line | None) -> Iterator[int]:
    digit = _DIGIT * line.height
    for match in _FIGURE.finditer(line.text):
        first, last = match.start(), match.end() - 1
        before, x_before = _nearest(line, range(first - 1, -1, -1), left, -1)
        behind, x_behind = _nearest(line, range(last + 1, len(line.text)), right, 0)
        near = line.boxes[first * 4] - x_before if before else 0.0
        far = x_behind - line.boxes[last * 4 + 2] if behind else 0.0
        least = _ONE_LOST if behind in _COINS and _TENTHS.fullmatch(match[0]) else _LOST
        if (
            ((behind in _COINS or before in _SIGNS) and _BROKEN.fullmatch(match[0]))
            or (behind in _UNITS and max(least * digit, 2 * near) < far < _MOST * digit)
            or (before in _SIGNS and max(_LOST * digit, 2 * far) < near < _MOST * digit)
        ):
            yield from (first, last)


def _nearest(line: Line, numbers: range, other: Line | None, end: int) -> tuple[str, float]:
    """The nearest character of a line that is no blank, or of the line beside it, and where its near side is."""
    at = next((at for at in numbers if line.text[at] != " "), None)
    if at is not None:
        return line.text[at], line.boxes[at * 4 + (2 if end else 0)]
    if other is not None:
        return other.text[end], other.boxes[-2] if end else other.boxes[0]
    return "", 0.0
