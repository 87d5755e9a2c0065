"""The cells of ruled tables, by pdfplumber; characters are put into them by their own boxes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

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


def ruled_grids(stream: BytesIO, pages: Sequence[int]) -> dict[int, list[Grid]]:
    """The tables of these pages (from 1) that have two rows and two columns at least. A frame around the text is none."""
    import pdfplumber

    # pdfminer tells of every font that it finds odd; the characters come from pdfium.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found: dict[int, list[Grid]] = {}
    with pdfplumber.open(stream, pages=list(pages)) as document:
        for page in document.pages:
            found[page.page_number] = [
                grid
                for number, table in enumerate(page.find_tables())
                if (grid := _grid(page.page_number, number, table.bbox, table.cells)) is not None
            ]
            page.close()
    return found


def _grid(
    page: int, number: int, bbox: tuple[float, float, float, float], cells: Sequence[tuple[float, float, float, float]]
) -> Grid | None:
    boxes = sorted(cells, key=lambda box: (box[1], box[0]))
    tops = sorted({round(box[1]) for box in boxes})
    lefts = sorted({round(box[0]) for box in boxes})
    if len(boxes) < _LEAST_CELLS or len(tops) < 2 or len(lefts) < 2:
        return None
    placed = tuple((*box, tops.index(round(box[1])), lefts.index(round(box[0]))) for box in boxes)
    return Grid(*bbox, placed, page, number)
