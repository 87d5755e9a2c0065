"""CSV by RFC 4180: UTF-8, a head, lines ended by CR LF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from exports.rows import ROWS, Cell
from models.kept import Kept

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A spreadsheet takes a text that begins so for a formula, and a contract is written by others."""


def write_csv(contracts: Iterable[Kept], target: BinaryIO, rows: str) -> int:
    """A row a line. Texts that a spreadsheet would run as a formula get an apostrophe in front; lists are joined by
    line ends."""
    table = ROWS[rows]
    text = io.TextIOWrapper(target, encoding="utf-8", errors="replace", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerow([column.name for column in table.columns])
    written = 0
    for kept in contracts:
        written += 1
        lines.writerows([_cell(cell) for cell in row] for row in table.of(kept))
    text.flush()
    text.detach()
    return written


def _cell(cell: Cell) -> object:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if cell is None or isinstance(cell, int | float | date):
        return cell
    text = "\n".join(cell) if isinstance(cell, tuple) else cell
    return f"'{text}" if text.startswith(_DANGEROUS) else text
