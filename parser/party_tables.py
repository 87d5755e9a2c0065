"""Parties that a table at the head presents: their names in one column, what the contract calls them in another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from models.rule import Parties
from parser.matching import short

_PERSON = re.compile(r"[\u3400-\u9fff·]{2,8}")
_LONGEST = 44
"""Characters of a name in a cell, at most."""

Cells = Mapping[int, tuple[int, str]]
"""The cells of a row that are not empty, by their columns: where each begins, and what it says."""


class Row(NamedTuple):
    """A row that presents a party: what it is called by (`kind`: its part in the deal), its name and where that begins,
    and the span of both."""

    role: str
    kind: str | None
    name: str
    at: int
    span: tuple[int, int]


def rows_of(text: str, end: int, words: Parties) -> Iterator[Row]:
    """The rows that present parties in text[:end]: those under a header of both columns, and those of a name that says what
    it is, and a letter (甲方) behind it."""
    letter = short(rf"[\[(\"“]?(?P<role>{words.letter})[\])\"”]?")
    kind, organ = short(f"(?:{words.payers}|{words.kinds})"), short(words.organ)
    header: tuple[int, int] | None = None
    begin = 0
    while (begin := _next_row(text, begin, end)) >= 0:
        stop = text.find("\n", begin, end)
        stop = stop if stop >= 0 else end
        cells = _cells(text, begin, stop)
        named, called = header or _beside(cells, words)
        if found := _header(cells, words):
            header = found
        elif named in cells and called in cells and len(cells[named][1]) <= _LONGEST:
            (at, name), said = cells[named], cells[called][1]
            own = letter.fullmatch(said)
            is_organ = organ.search(name) is not None
            is_one = is_organ or (header is not None and _PERSON.fullmatch(name) is not None)
            if is_one and (own or (header and (kind.fullmatch(said) or (is_organ and len(said) <= len(name))))):
                role = "".join((own["role"] if own else said).split())
                part = role if not own and kind.fullmatch(role) else None
                start, end_of = min(at, cells[called][0]), max(at + len(name), cells[called][0] + len(said))
                yield Row(role, part, name, at, (start, end_of))
        begin = stop + 1


def _next_row(text: str, begin: int, end: int) -> int:
    """Where the next line with a tab begins; -1 where there is none."""
    tab = text.find("\t", begin, end)
    return max(text.rfind("\n", begin, tab) + 1, begin) if tab >= 0 else -1


def _cells(text: str, begin: int, stop: int) -> Cells:
    made: dict[int, tuple[int, str]] = {}
    for column, cell in enumerate(text[begin:stop].split("\t")):
        words = cell.lstrip()
        if words:
            made[column] = (begin + len(cell) - len(words), words.rstrip())
        begin += len(cell) + 1
    return made


def _header(cells: Cells, words: Parties) -> tuple[int, int] | None:
    """The columns of the names and of what they are called by, where this row heads both."""
    named = [column for column, (_, said) in cells.items() if short(words.name_column).fullmatch(said)]
    called = [column for column, (_, said) in cells.items() if short(words.called_column).fullmatch(said)]
    return (named[0], called[0]) if len(named) == 1 == len(called) else None


def _beside(cells: Cells, words: Parties) -> tuple[int, int]:
    """The columns of a letter and of what stands before it; -1 where there is no one letter."""
    letters = [column for column, (_, said) in cells.items() if short(words.letter).fullmatch(said)]
    return (letters[0] - 1, letters[0]) if len(letters) == 1 else (-1, -1)
