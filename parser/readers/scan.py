"""Page pictures -> lines like any other page's: the one door to text recognition for the readers of PDF and images."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from models.mark import Mark
from models.reading import PageRun, Paragraph, Piece
from parser.readers.pdf_cells import into_cells
from parser.readers.pdf_row import Line
from parser.readers.pdf_slots import with_slots
from parser.readers.scan_arrays import Affine
from parser.readers.scan_beside import with_ink_beside
from parser.readers.scan_ends import with_lost_ends
from parser.readers.scan_engine import Session, load_engine, open_session
from parser.readers.scan_ink import is_coloured
from parser.readers.scan_leftover import with_leftovers
from parser.readers.scan_lines import read_lines
from parser.readers.scan_rules import find_grids, find_rules
from parser.readers.scan_seals import find_seals
from parser.readers.scan_sheet import Picture, prepare
from parser.readers.scan_signatures import find_signatures


@dataclass(frozen=True, slots=True, eq=False)
class ScannedPage:
    """A page read from its picture. Its lines and marks lie on the page turned upright and straight, `size` in points;
    `back` leads from there to the page as it lies in the file. `cut_off`: the file ends before the
    page's picture does; `coloured`: its picture is in colour, so that a seal would be seen."""

    number: int
    lines: tuple[Line, ...]
    size: tuple[float, float]
    back: Affine
    marks: tuple[Mark, ...] = ()
    cut_off: bool = False
    coloured: bool = False

    def numbered(self, number: int) -> ScannedPage:
        """The page as one of this number in its document; tables are numbered by it too."""
        lines = tuple(
            line._replace(page=number, cell=line.cell and replace(line.cell, table=number * 100 + line.cell.table))
            for line in self.lines
        )
        return replace(self, number=number, lines=lines, marks=tuple(replace(m, page=number) for m in self.marks))


def start_sessions(count: int) -> list[Session]:
    """So many sessions, for as many threads. Raises MissingDependency where the parts of recognition are missing."""
    engine = load_engine(count)
    return [open_session(engine) for _ in range(count)]


def scan_page(session: Session, picture: Picture) -> ScannedPage:
    """The page of a picture, with the number 0."""
    sheet = prepare(session, picture)
    level, upright = find_rules(sheet.gray, sheet.scale)
    grids = find_grids(level, upright, sheet.outlines, sheet.scale)
    outlines = with_leftovers(sheet, level, upright)
    lines = read_lines(session, sheet, outlines, grids, 0)
    coloured = is_coloured(picture.pixels)
    marks = (*find_seals(session, sheet, coloured=coloured), *find_signatures(sheet, lines, level))
    lines = with_lost_ends(with_slots(into_cells(lines, grids), level, upright, grids))
    lines = with_ink_beside(lines, sheet, level, upright)
    # Pixels to pixels becomes points to the page's units.
    back = sheet.back * np.array(picture.unit)[:, None]
    back[:, 2] /= sheet.scale
    return ScannedPage(0, tuple(lines), sheet.size, back, marks, coloured=coloured)


def onto_pages(paragraphs: Iterable[Paragraph], pages: Mapping[int, ScannedPage]) -> list[Paragraph]:
    """The paragraphs with the boxes of scanned pages led back onto the pages as they lie in the file."""
    return [
        replace(paragraph, pieces=tuple(_onto_page(piece, pages) for piece in paragraph.pieces))
        for paragraph in paragraphs
    ]


def marks_on_pages(pages: Mapping[int, ScannedPage]) -> tuple[Mark, ...]:
    """The marks of all pages, led back in the same way."""
    return tuple(
        replace(mark, box=(box[0], box[1], box[2], box[3]))
        for _, page in sorted(pages.items())
        for mark in page.marks
        for box in (_led_back(array("f", mark.box), page.back),)
    )


def _onto_page(piece: Piece, pages: Mapping[int, ScannedPage]) -> Piece:
    run = piece.place
    if not isinstance(run, PageRun) or run.page not in pages:
        return piece
    return replace(piece, place=replace(run, boxes=_led_back(run.boxes, pages[run.page].back), whole=None))


def _led_back(boxes: array[float], back: Affine) -> array[float]:
    """The boxes around the turned boxes."""
    sides = np.frombuffer(boxes, np.float32).reshape(-1, 4)
    corners = sides[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2)
    turned = corners @ back[:, :2].T + back[:, 2]
    return array("f", np.concatenate([turned.min(1), turned.max(1)], 1).astype(np.float32).tobytes())
