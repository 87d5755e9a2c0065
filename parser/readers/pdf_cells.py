"""Lines of a page cut at the borders of the table cells they lie in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parser.readers.pdf_row import Line
from parser.readers.pdf_tables import Grid


def into_cells(lines: Sequence[Line], grids: Sequence[Grid]) -> list[Line]:
    """Cut each line at the borders of the cells it lies in, and say which cell each part stands in."""
    made: list[Line] = []
    for line in lines:
        made.extend(_cut(line, grids))
    return made


def _cut(line: Line, grids: Sequence[Grid]) -> Iterator[Line]:
    middle = (line.top + line.bottom) / 2
    grid = next(
        (g for g in grids if g.top <= middle <= g.bottom and g.x0 - 1 <= (line.x0 + line.x1) / 2 <= g.x1 + 1), None
    )
    if grid is None:
        yield line
        return
    cells = [cell for cell in grid.cells_at(middle) if cell[0] <= line.x1 and cell[1] >= line.x0]
    if not cells or (len(cells) == 1 and cells[0][0] <= line.x0 and line.x1 <= cells[0][1]):
        yield line._replace(cell=cells[0][2]) if cells else line
        return
    start, cell = 0, None
    for index, (char, x0, x1) in enumerate(zip(line.text, line.boxes[0::4], line.boxes[2::4], strict=True)):
        centre = (x0 + x1) / 2
        here = next((cell for left, right, cell in cells if left <= centre <= right), None)
        if here != cell and not char.isspace():
            if start < index:
                yield line.part(start, index, cell)
            start, cell = index, here
    yield line.part(start, len(line.text), cell)
