"""The cells of ruled tables, by pdfplumber; characters are put into them by their own boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from models.reading import Cell

_LEAST_CELLS = 4


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on a page: its box, and the box (x0, top, x1, bottom) of each cell with its row and column."""

    x0: float
    top: float
    x1: float
    bottom: float
    cells: tuple[tuple[float, float, float, float, int, int], ...]
    page: int
    number: int

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell at a point; tables of a page are told apart by number, those of other pages by the page."""
        for x0, top, x1, bottom, row, column in self.cells:
            if x0 - 0.5 <= x <= x1 + 0.5 and top - 0.5 <= y <= bottom + 0.5:
                return Cell(self.page * 100 + self.number, row, column)
        return None


def ruled_grids(stream: IO[bytes], page: int) -> list[Grid]:
    """Tables of a page that have at least two rows and two columns. A frame around the text is none."""
    import pdfplumber

    grids: list[Grid] = []
    with pdfplumber.open(stream, pages=[page]) as document:
        for number, table in enumerate(document.pages[0].find_tables()):
            boxes = sorted({tuple(round(v, 2) for v in box) for box in table.cells}, key=lambda b: (b[1], b[0]))
            tops = sorted({box[1] for box in boxes})
            lefts = sorted({box[0] for box in boxes})
            if len(boxes) < _LEAST_CELLS or len(tops) < 2 or len(lefts) < 2:
                continue
            cells = tuple((*box, tops.index(box[1]), lefts.index(box[0])) for box in boxes)
            x0, top, x1, bottom = table.bbox
            grids.append(Grid(x0, top, x1, bottom, cells, page, number))
    return grids
