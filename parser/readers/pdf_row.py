"""What a page's text is made of before it is paragraphs: runs of one line, and rows of runs side by side."""

from __future__ import annotations

from array import array
from typing import NamedTuple

from models.reading import Aside, Cell, Sight


class Line(NamedTuple):
    """Characters on one line of a page, with four floats a character; the cell it stands in, where in a table. A slot
    that is `drawn` as a rule has underscores for text, which the file does not have."""

    page: int
    text: str
    boxes: array[float]
    x0: float
    top: float
    x1: float
    bottom: float
    cell: Cell | None = None
    aside: Aside | None = None
    sight: Sight | None = None
    drawn: bool = False

    @staticmethod
    def make(
        page: int, text: str, boxes: array[float], cell: Cell | None = None, *, sight: Sight | None = None
    ) -> Line:
        """A line of these characters, without the blanks around them."""
        inner = text.strip() or text[:1]
        if len(inner) != len(text):
            first = text.index(inner)
            boxes = boxes[first * 4 : (first + len(inner)) * 4]
            sight = sight and sight.part(first, first + len(inner))
        x0, top, x1, bottom = min(boxes[0::4]), min(boxes[1::4]), max(boxes[2::4]), max(boxes[3::4])
        return Line(page, inner, boxes, x0, top, x1, bottom, cell, sight=sight)

    def part(self, start: int, end: int, cell: Cell | None) -> Line:
        sight = self.sight and self.sight.part(start, end)
        return Line.make(self.page, self.text[start:end], self.boxes[start * 4 : end * 4], cell, sight=sight)

    @property
    def height(self) -> float:
        return self.bottom - self.top


class Row(NamedTuple):
    """Runs that stand side by side on one line of the page, from left to right; the box around them."""

    runs: tuple[Line, ...]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    height: float

    @staticmethod
    def make(runs: tuple[Line, ...]) -> Row:
        if len(runs) == 1:
            run = runs[0]
            return Row(runs, run.text, run.x0, run.top, run.x1, run.bottom, run.height)
        return Row(
            runs,
            "".join(run.text for run in runs),
            runs[0].x0,
            min(run.top for run in runs),
            runs[-1].x1,
            max(run.bottom for run in runs),
            max(run.height for run in runs),
        )
