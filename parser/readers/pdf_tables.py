"""The cells of ruled tables: rules from pdfium's page objects, joined to cells by pdfplumber's table finder.

pdfplumber's own reading of the page would parse the file a second time, at many times the cost.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as c

from models.reading import Cell
from parser.readers.pdf_frame import Box, Frame

_LEAST_CELLS = 4
_LEAST_UPRIGHT, _UPRIGHT_HEIGHT = 3, 10.0
_THIN, _SNAP, _CROSS, _SHORTEST = 3.0, 3.0, 3.0, 3.0
_MOST_OBJECTS, _MOST_SEGMENTS, _MOST_CROSSINGS, _MOST_EDGES = 5000, 400, 4000, 1500
_DEEPEST = 4
_RECTANGLE = 5
"""Segments of a rectangle's path, the closing one included."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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


def ruled_grids(page: Any, number: int, frame: Frame) -> list[Grid]:
    """The tables of a page that have two rows and two columns at least. A frame around the text is none."""
    level, upright = _edges(page.raw, frame)
    if sum(box[3] - box[1] > _UPRIGHT_HEIGHT for box in upright) < _LEAST_UPRIGHT or not level:
        return []
    if len(level) + len(upright) > _MOST_EDGES:
        return []
    from pdfplumber import table

    # pdfplumber computes with dictionaries of its own shape.
    edges = [_edge(box, "h") for box in level] + [_edge(box, "v") for box in upright]
    edges = table.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    edges = [edge for edge in edges if edge["width" if edge["orientation"] == "h" else "height"] >= _SHORTEST]
    crossings = table.edges_to_intersections(edges, _CROSS, _CROSS)
    if len(crossings) > _MOST_CROSSINGS:
        return []
    tables = table.cells_to_tables(table.intersections_to_cells(crossings))
    return [grid for at, cells in enumerate(tables) if (grid := _grid(number, at, cells)) is not None]


def _edge(box: Box, orientation: str) -> dict[str, Any]:
    x0, top, x1, bottom = box
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, "width": x1 - x0, "height": bottom - top,
        "orientation": orientation,
    }  # fmt: skip


def _edges(raw: Any, frame: Frame) -> tuple[list[Box], list[Box]]:
    """Level and upright rules, in the page's shown coordinates: drawn lines, thin areas, the sides of rectangles."""
    level: list[Box] = []
    upright: list[Box] = []
    for box in _shapes(raw, frame):
        x0, top, x1, bottom = box
        wide, high = x1 - x0, bottom - top
        if high < _THIN:
            if wide >= 1:
                middle = (top + bottom) / 2
                level.append((x0, middle, x1, middle))
        elif wide < _THIN:
            middle = (x0 + x1) / 2
            upright.append((middle, top, middle, bottom))
        else:
            level += [(x0, top, x1, top), (x0, bottom, x1, bottom)]
            upright += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
    return level, upright


def _shapes(raw: Any, frame: Frame) -> Iterator[Box]:
    """The boxes of straight lines and rectangles that the page paints."""
    objects = (c.FPDFPage_GetObject(raw, at) for at in range(min(c.FPDFPage_CountObjects(raw), _MOST_OBJECTS)))
    yield from _painted(objects, _IDENTITY, frame, 0)


def _painted(objects: Iterator[Any], outer: Matrix, frame: Frame, depth: int) -> Iterator[Box]:
    for thing in objects:
        kind = c.FPDFPageObj_GetType(thing)
        if kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = min(c.FPDFFormObj_CountObjects(thing), _MOST_OBJECTS)
            inner = (c.FPDFFormObj_GetObject(thing, at) for at in range(count))
            yield from _painted(inner, _times(_matrix(thing), outer), frame, depth + 1)
        elif kind == c.FPDF_PAGEOBJ_PATH:
            segments = c.FPDFPath_CountSegments(thing)
            if segments > _RECTANGLE:
                yield from _straight(thing, min(segments, _MOST_SEGMENTS), _times(_matrix(thing), outer), frame)
            elif (bounds := _bounds(thing)) is not None:
                box = frame.shown(_through(bounds, outer))
                # Of two points, only a level or an upright line is a rule.
                if segments > 2 or box[2] - box[0] < _THIN or box[3] - box[1] < _THIN:
                    yield box


def _bounds(thing: Any) -> Box | None:
    """Left, bottom, right, top."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not c.FPDFPageObj_GetBounds(thing, *[ctypes.byref(side) for side in sides]):
        return None
    return sides[0].value, sides[1].value, sides[2].value, sides[3].value


def _straight(path: Any, segments: int, matrix: Matrix, frame: Frame) -> Iterator[Box]:
    """The level and upright segments of a path of many."""
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = before = (0.0, 0.0)
    for at in range(segments):
        segment = c.FPDFPath_GetPathSegment(path, at)
        c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _apply(matrix, x.value, y.value)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == c.FPDF_SEGMENT_LINETO:
            yield from _rule(before, point, frame)
            if c.FPDFPathSegment_GetClose(segment):
                yield from _rule(point, begin, frame)
        before = point


def _rule(a: tuple[float, float], b: tuple[float, float], frame: Frame) -> Iterator[Box]:
    box = frame.shown((min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
    if (box[2] - box[0] < 1) != (box[3] - box[1] < 1):
        yield box


def _matrix(thing: Any) -> Matrix:
    found = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(thing, ctypes.byref(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first (ISO 32000-1, 8.3.4)."""
    a, b, cc, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, cc * g + d * i, cc * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, cc, d, e, f = matrix
    return a * x + cc * y + e, b * x + d * y + f


def _through(box: Box, matrix: Matrix) -> Box:
    if matrix is _IDENTITY:
        return box
    corners = [_apply(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _grid(page: int, number: int, cells: Sequence[Box]) -> Grid | None:
    boxes = sorted(cells, key=lambda box: (box[1], box[0]))
    tops = sorted({round(box[1]) for box in boxes})
    lefts = sorted({round(box[0]) for box in boxes})
    if len(boxes) < _LEAST_CELLS or len(tops) < 2 or len(lefts) < 2:
        return None
    placed = tuple((*box, tops.index(round(box[1])), lefts.index(round(box[0]))) for box in boxes)
    return Grid(
        min(box[0] for box in boxes), boxes[0][1], max(box[2] for box in boxes), max(box[3] for box in boxes),
        placed, page, number,
    )  # fmt: skip
