"""The cells of ruled tables, from the rules of a page.

The way is that of pdfplumber's table finder (rules on one line are joined, their crossings are the corners of cells,
cells that share a corner are a table), over sorted lists, so that it costs little on a page of many rules.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.reading import Cell
from parser.readers.pdf_frame import Box

_LEAST_CELLS = 4
_LEAST_UPRIGHT, _UPRIGHT_HEIGHT = 3, 10.0
_SNAP, _CROSS, _SHORTEST = 3.0, 3.0, 3.0
_MOST_CROSSINGS, _MOST_EDGES = 4000, 1500
_TOUCH = 0.5
"""How far outside a cell a point may lie that is in it."""

Segment = tuple[float, float, float]
"""Where a rule lies across its direction, and from where to where it runs along it."""
Crossings = dict[tuple[float, float], tuple[frozenset[Segment], frozenset[Segment]]]
"""(x, top) of each, with the upright and the level rules that meet there."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on a page: its box, and the box (x0, top, x1, bottom) of each cell with its row and column.

    `strips[i]` are the cells that reach between the heights `cuts[i - 1]` and `cuts[i]`.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    cuts: tuple[float, ...]
    strips: tuple[tuple[tuple[float, float, Cell], ...], ...]

    def cells_at(self, y: float) -> tuple[tuple[float, float, Cell], ...]:
        """The cells at a height, each with its left and right side; where two touch, the first is meant."""
        return self.strips[bisect_left(self.cuts, y)]


def ruled_grids(level: Sequence[Box], upright: Sequence[Box], number: int) -> list[Grid]:
    """The tables of page `number` among its rules that have two rows and two columns at least. A frame around the text
    is none."""
    if sum(box[3] - box[1] > _UPRIGHT_HEIGHT for box in upright) < _LEAST_UPRIGHT or not level:
        return []
    return grids_between(level, upright, number)


def grids_between(
    level: Sequence[Box], upright: Sequence[Box], number: int, *, join: float = _SNAP, cross: float = _CROSS
) -> list[Grid]:
    """The tables that these rules make on page `number`. Rules on one line are one where they end within `join` points
    of each other; two cross where they come within `cross`."""
    if len(level) + len(upright) > _MOST_EDGES:
        return []
    crossings = _crossings(
        _joined([(x0, top, bottom) for x0, top, _, bottom in upright], join),
        _joined([(top, x0, x1) for x0, top, x1, _ in level], join),
        cross,
    )
    if len(crossings) > _MOST_CROSSINGS:
        return []
    tables = _tables(list(_cells(crossings)))
    return [grid for at, cells in enumerate(tables) if (grid := _grid(number * 100 + at, cells)) is not None]


def _joined(segments: Sequence[Segment], join: float) -> list[Segment]:
    """Rules that lie all but on one line drawn to their mean, and those of a line joined that all but touch."""
    made: list[Segment] = []
    for line in _clusters(segments):
        place = sum(across for across, _, _ in line) / len(line)
        spans = sorted((start, end) for _, start, end in line)
        start, end = spans[0]
        for first, last in spans[1:]:
            if first <= end + join:
                end = max(end, last)
            else:
                made.append((place, start, end))
                start, end = first, last
        made.append((place, start, end))
    return [segment for segment in made if segment[2] - segment[1] >= _SHORTEST]


def _clusters(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    ordered = sorted(segments)
    at = 0
    for number, (before, after) in enumerate(pairwise(ordered), start=1):
        if after[0] > before[0] + _SNAP:
            yield ordered[at:number]
            at = number
    yield ordered[at:]


def _crossings(upright: Sequence[Segment], level: Sequence[Segment], cross: float) -> Crossings:
    heights = [top for top, _, _ in level]
    met: dict[tuple[float, float], tuple[set[Segment], set[Segment]]] = defaultdict(lambda: (set(), set()))
    for up in upright:
        x, first, last = up
        for flat in level[bisect_left(heights, first - cross) : bisect_right(heights, last + cross)]:
            top, left, right = flat
            if left - cross <= x <= right + cross:
                ups, flats = met[x, top]
                ups.add(up)
                flats.add(flat)
    return {point: (frozenset(ups), frozenset(flats)) for point, (ups, flats) in met.items()}


def _cells(crossings: Crossings) -> Iterator[Box]:
    """The smallest cell to the right of and below each crossing, where rules close one."""
    columns: dict[float, list[float]] = defaultdict(list)
    rows: dict[float, list[float]] = defaultdict(list)
    ordered = sorted(crossings)
    for x, top in ordered:
        columns[x].append(top)
        rows[top].append(x)
    for x, top in ordered:
        ups, flats = crossings[x, top]
        right: list[float] = []
        for side in rows[top][bisect_right(rows[top], x) :]:
            if flats.isdisjoint(crossings[side, top][1]):
                break
            right.append(side)
        for bottom in columns[x][bisect_right(columns[x], top) :]:
            if ups.isdisjoint(crossings[x, bottom][0]):
                break
            found = next((side for side in right if _closed(crossings, x, top, side, bottom)), None)
            if found is not None:
                yield x, top, found, bottom
                break


def _closed(crossings: Crossings, x: float, top: float, side: float, bottom: float) -> bool:
    corner = crossings.get((side, bottom))
    if corner is None:
        return False
    ups, flats = corner
    return not (ups.isdisjoint(crossings[side, top][0]) or flats.isdisjoint(crossings[x, bottom][1]))


def _tables(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share corners, directly or by others between them; from top to bottom, left to right."""
    by_corner: dict[tuple[float, float], list[Box]] = defaultdict(list)
    for cell in cells:
        for corner in _corners(cell):
            by_corner[corner].append(cell)
    seen: set[Box] = set()
    tables: list[list[Box]] = []
    for cell in cells:
        if cell in seen:
            continue
        seen.add(cell)
        table = [cell]
        for member in table:
            for corner in _corners(member):
                near = [other for other in by_corner.pop(corner, ()) if other not in seen]
                seen.update(near)
                table.extend(near)
        tables.append(table)
    tables.sort(key=lambda table: min((top, x0) for x0, top, _, _ in table))
    return [table for table in tables if len(table) > 1]


def _corners(cell: Box) -> Iterable[tuple[float, float]]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)


def _grid(table: int, cells: Sequence[Box]) -> Grid | None:
    boxes = sorted(cells, key=lambda box: (box[1], box[0]))
    rows = {top: row for row, top in enumerate(sorted({round(box[1]) for box in boxes}))}
    columns = {left: column for column, left in enumerate(sorted({round(box[0]) for box in boxes}))}
    if len(boxes) < _LEAST_CELLS or len(rows) < 2 or len(columns) < 2:
        return None
    cuts = sorted({y for _, top, _, bottom in boxes for y in (top - _TOUCH, bottom + _TOUCH)})
    strips: list[list[tuple[float, float, Cell]]] = [[] for _ in range(len(cuts) + 1)]
    for x0, top, x1, bottom in boxes:
        placed = (x0 - _TOUCH, x1 + _TOUCH, Cell(table, rows[round(top)], columns[round(x0)]))
        for at in range(bisect_left(cuts, top - _TOUCH) + 1, bisect_left(cuts, bottom + _TOUCH) + 1):
            strips[at].append(placed)
    return Grid(
        min(box[0] for box in boxes), boxes[0][1], max(box[2] for box in boxes), max(box[3] for box in boxes),
        tuple(cuts), tuple(map(tuple, strips)),
    )  # fmt: skip
