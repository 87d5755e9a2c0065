"""JSON Lines: a whole report a line, or a row a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from exports.rows import ROWS, Cell
from models.kept import Kept


def write_json_lines(contracts: Iterable[Kept], target: BinaryIO, rows: str) -> int:
    """Reports as `qiyue parse --json` prints them; rows as objects, whose decimal numbers are strings."""
    written = 0
    for kept in contracts:
        written += 1
        if rows == "reports":
            target.write(kept.report.model_dump_json(by_alias=True).encode() + b"\n")
            continue
        table = ROWS[rows]
        names = [column.name for column in table.columns]
        for row in table.of(kept):
            line = json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False)
            target.write(line.encode("utf-8", "replace") + b"\n")
    return written


def _plain(cell: Cell) -> object:
    return str(cell) if isinstance(cell, Decimal | date) else cell
