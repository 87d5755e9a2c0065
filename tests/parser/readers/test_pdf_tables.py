"""Cells of ruled tables against those that pdfplumber finds on the same page."""

from __future__ import annotations

import io

import pdfplumber
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from models.reading import Cell
from parser.readers.pdf_frame import frame_of
from parser.readers.pdf_rules import objects_on, rules
from parser.readers.pdf_tables import Grid, ruled_grids

Line = tuple[float, float, float, float]


def draw(lines: list[Line], *, boxes: bool = False) -> bytes:
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=A4)
    paper.setLineWidth(0.5)
    for x0, y0, x1, y1 in lines:
        if boxes:
            paper.rect(x0, y0, x1 - x0, y1 - y0)
        else:
            paper.line(x0, y0, x1, y1)
    paper.showPage()
    paper.save()
    return stream.getvalue()


def grids_of(data: bytes) -> list[Grid]:
    page = pdfium.PdfDocument(data)[0]
    return ruled_grids(*rules(objects_on(page.raw), frame_of(page)), 1)


def peer_cells(data: bytes) -> list[list[Line]]:
    """The cells of each table that pdfplumber finds, where it has two rows and two columns."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        tables = [table.cells for table in document.pages[0].find_tables()]
    return [
        cells
        for cells in tables
        if len(cells) >= 4 and len({round(c[0]) for c in cells}) >= 2 and len({round(c[1]) for c in cells}) >= 2
    ]


def boxes_of(grid: Grid) -> dict[Cell, Line]:
    """Each cell's box in whole points, by the strips that it stands in."""
    found: dict[Cell, Line] = {}
    for at, strip in enumerate(grid.strips):
        for left, right, cell in strip:
            top = found[cell][1] if cell in found else round(grid.cuts[at - 1] + 0.5)
            found[cell] = (round(left + 0.5), top, round(right - 0.5), round(grid.cuts[at] - 0.5))
    return found


steps = st.lists(st.integers(14, 60), min_size=2, max_size=6)


@st.composite
def rulings(draw_from: st.DrawFn) -> list[Line]:
    """The rules of a table, each from crossing to crossing, some of them left out: cells that reach over others."""
    xs, ys = [80], [120]
    for step in draw_from(steps):
        xs.append(xs[-1] + step)
    for step in draw_from(steps):
        ys.append(ys[-1] + step)
    level = [(a, y, b, y) for y in ys for a, b in zip(xs, xs[1:], strict=False)]
    upright = [(x, a, x, b) for x in xs for a, b in zip(ys, ys[1:], strict=False)]
    lines = level + upright
    out = draw_from(st.sets(st.integers(0, len(lines) - 1), max_size=len(lines) // 4))
    return [line for at, line in enumerate(lines) if at not in out]


@settings(max_examples=60, deadline=None)
@given(rulings())
def test_same_cells_as_pdfplumber(lines: list[Line]) -> None:
    data = draw(lines)
    grids, peers = grids_of(data), peer_cells(data)
    tall = sum(y1 - y0 > 10 for _, y0, _, y1 in lines) >= 3
    if not tall or not peers:
        return
    assert len(grids) == len(peers)
    for grid, cells in zip(grids, peers, strict=True):
        mine = sorted(boxes_of(grid).values())
        assert len(mine) == len(cells)
        for box, peer in zip(mine, sorted(tuple(map(round, cell)) for cell in cells), strict=True):
            assert box == pytest.approx(peer, abs=1.5)


def test_boxes_side_by_side_are_a_table() -> None:
    data = draw([(x, y, x + 60, y + 20) for x in (80, 140, 200) for y in (300, 320, 340)], boxes=True)
    (grid,) = grids_of(data)
    cells = boxes_of(grid)
    assert {(cell.row, cell.column) for cell in cells} == {(r, c) for r in range(3) for c in range(3)}


@pytest.mark.parametrize(
    "lines", [[], [(80, 100, 500, 700)], [(80, 100, 500, 100.5), (80, 400, 500, 400.5)]], ids=["none", "frame", "rules"]
)
def test_what_is_no_table(lines: list[Line]) -> None:
    assert grids_of(draw(lines, boxes=True)) == []


def test_many_rules_cost_little() -> None:
    """A page full of hatching is no table, and is left in time that grows with its rules only."""
    lines: list[Line] = [(80 + n * 0.2, 100, 80 + n * 0.2, 700) for n in range(1600)]
    assert grids_of(draw(lines)) == []
