"""The slots that rules leave to be filled in: a line of a form that is drawn, and not typed.

A file's own text does not have them: its writer draws an underlined blank as a rule below nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from models.reading import Sight
from parser.readers.pdf_frame import Box
from parser.readers.pdf_row import Line
from parser.readers.pdf_tables import Grid

_SLOT_POINTS = 9.0
_MOST_RULES = 1000
"""A page of more rules is a drawing, and no form."""
_CLEAR = 1.0
"""Points that a slot keeps off what is printed beside it."""
_CORNER = 2.0
"""Points within which two rules meet."""
_BLANK = " _"
_ONE = 0.5
"""Width of one underscore for a slot's, in heights of its line."""
_BELOW = 0.3
"""How far under a line's box (in its heights) a rule may lie and still be part of the line."""


def with_slots(
    lines: Sequence[Line], level: Sequence[Box], upright: Sequence[Box], grids: Sequence[Grid]
) -> list[Line]:
    """The lines, with underscores for each level rule that has text beside it on its line and nothing written on it. A
    side of a table or of a box is none."""
    if len(level) + len(upright) > _MOST_RULES:
        return list(lines)
    made = list(lines)
    for x0, y, x1, _ in _merged(level):
        if x1 - x0 < _SLOT_POINTS or any(_within(grid, x0, y, x1) for grid in grids):
            continue
        if any(_ends_at(side, x0, y) or _ends_at(side, x1, y) for side in upright):
            continue
        row = [line for line in made if line.top + line.height * 0.5 < y < line.bottom + line.height * _BELOW]
        if not row or any(_written(line, x0, x1) for line in row):
            continue
        for line in row:
            if line.x0 < x1 and x0 < line.x1:
                made.remove(line)
                made.extend(_beside(line, x0, x1))
        made.append(_slot(row[0], *_between(row, x0, x1), y))
    return made


def _within(grid: Grid, x0: float, y: float, x1: float) -> bool:
    return grid.top - 2 <= y <= grid.bottom + 2 and grid.x0 - 2 < x1 and x0 < grid.x1 + 2


def _ends_at(side: Box, x: float, y: float) -> bool:
    """Whether an upright rule meets the end of a level one."""
    return abs(side[0] - x) < _CORNER and side[1] - _CORNER < y < side[3] + _CORNER


def _between(row: Sequence[Line], x0: float, x1: float) -> tuple[float, float]:
    """What a rule is long between the characters beside it, which it may reach under: a slot holds nothing of them."""
    left, right = x0, x1
    for line in row:
        for char, a, b in zip(line.text, line.boxes[0::4], line.boxes[2::4], strict=True):
            if char not in _BLANK and (a + b) / 2 <= x0:
                left = max(left, b + _CLEAR)
            elif char not in _BLANK and (a + b) / 2 >= x1:
                right = min(right, a - _CLEAR)
    return (left, right) if left < right else (x0, x1)


def _slot(line: Line, x0: float, x1: float, y: float) -> Line:
    """Underscores as high as the line they belong to."""
    count = max(2, round((x1 - x0) / (line.height * _ONE)))
    step = (x1 - x0) / count
    boxes = array("f")
    for n in range(count):
        boxes.extend((x0 + n * step, line.top, x0 + (n + 1) * step, max(line.bottom, y)))
    sight = line.sight and Sight(array("f", [1.0] * count), bytes(count))
    return Line.make(line.page, "_" * count, boxes, sight=sight)._replace(drawn=True)


def _middles(line: Line) -> list[float]:
    return [(a + b) / 2 for a, b in zip(line.boxes[0::4], line.boxes[2::4], strict=True)]


def _written(line: Line, x0: float, x1: float) -> bool:
    """Whether any of the line's characters stands on a rule; what was read of the rule itself does not count."""
    return any(x0 < middle < x1 and char not in _BLANK for middle, char in zip(_middles(line), line.text, strict=True))


def _beside(line: Line, x0: float, x1: float) -> Iterator[Line]:
    """The parts of a line to the left and to the right of a rule."""
    middles = _middles(line)
    left = sum(middle <= x0 for middle in middles)
    right = sum(middle < x1 for middle in middles)
    for start, end in ((0, left), (right, len(middles))):
        if line.text[start:end].strip(_BLANK):
            yield line.part(start, end, line.cell)


def _merged(level: Sequence[Box]) -> list[Box]:
    """Rules on one line that all but touch, as one."""
    made: list[Box] = []
    for box in sorted(level, key=lambda box: (round(box[1] / 2), box[0])):
        if made and abs(made[-1][1] - box[1]) < 2 and box[0] - made[-1][2] < 2:
            made[-1] = (made[-1][0], made[-1][1], max(made[-1][2], box[2]), made[-1][3])
        else:
            made.append(box)
    return made
