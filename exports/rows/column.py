"""A column of a table: what it is called, what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from models.kept import Kept

Kind = Literal["text", "list", "integer", "decimal", "real", "date"]
Cell = str | int | float | Decimal | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is for programs, `title` for people; `width` in characters of a sheet. A list is a tuple of texts."""

    name: str
    title: str
    kind: Kind = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Rows:
    """One table of an archive: its columns, and the rows that one contract gives, a cell for each column."""

    title: str
    columns: tuple[Column, ...]
    of: Callable[[Kept], Iterator[tuple[Cell, ...]]]
