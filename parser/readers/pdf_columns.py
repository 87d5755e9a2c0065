"""Tables that no rules make: rows of text in the same columns, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from models.reading import Cell
from parser.readers.pdf_row import Line, Row
from parser.readers.typed_tables import FORM

_LEAST_COLUMNS, _LEAST_ROWS = 3, 2
_GAP, _ALIGNED = 1.2, 0.8
"""Widths of a character: what parts two columns, and by how much their edges may be off."""


def set_columns(rows: Sequence[Row], first_table: int) -> tuple[list[Row], int]:
    """The rows, those of a table as one row a cell; and the number of the next table.

    Two or more rows of three or more parts that stand in the same columns are a table. Forms (slots, boxes to tick, labels
    that end in a colon, lines to sign) are set in columns too, and are none.
    """
    made: list[Row] = []
    at, table = 0, first_table
    while at < len(rows):
        parts = _parts(rows[at])
        end = at + 1
        while parts and end < len(rows) and _below(parts, _parts(rows[end])):
            end += 1
        if end - at >= _LEAST_ROWS:
            for number, row in enumerate(rows[at:end]):
                for column, runs in enumerate(_parts(row)):
                    made.append(Row.make(tuple(run._replace(cell=Cell(table, number, column)) for run in runs)))
            table += 1
        else:
            made.extend(rows[at:end])
        at = end
    return made, table


def _parts(row: Row) -> list[tuple[Line, ...]]:
    """The row's runs, parted where a wide gap stands; none where it is no row of a table."""
    if len(row.runs) < _LEAST_COLUMNS or row.runs[0].cell is not None:
        return []
    parts: list[list[Line]] = [[row.runs[0]]]
    for before, run in zip(row.runs, row.runs[1:], strict=False):
        if run.x0 - before.x1 > _GAP * max(run.height, 6.0):
            parts.append([run])
        else:
            parts[-1].append(run)
    if len(parts) < _LEAST_COLUMNS or any(FORM.search("".join(run.text for run in part)) for part in parts):
        return []
    return [tuple(part) for part in parts]


def _below(above: Sequence[tuple[Line, ...]], below: Sequence[tuple[Line, ...]]) -> bool:
    """Whether two rows stand in the same columns: each part has its left edge, its right one or its middle in common."""
    if len(above) != len(below) or above[0][0].page != below[0][0].page:
        return False
    slack = _ALIGNED * max(above[0][0].height, 6.0)
    for a, b in zip(above, below, strict=True):
        left, right = abs(a[0].x0 - b[0].x0), abs(a[-1].x1 - b[-1].x1)
        middle = abs(a[0].x0 + a[-1].x1 - b[0].x0 - b[-1].x1) / 2
        if min(left, right, middle) > slack:
            return False
    return True
