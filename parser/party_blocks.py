"""What is said of each party, in the places where it stands: below its name, in its own column where two parties stand
side by side, or behind a label that names it (甲方委托代理人:)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import regex

from models.rule import Parties
from parser.matching import short

Span = tuple[int, int]

_REACH = 700
"""Characters that a party's block runs on at most."""
_ROWS = 14
"""Lines below two parties that stand side by side in which what is said of them may stand in columns."""
_WIDEST = 400
"""Characters of a line that holds columns, at most."""
_CELL = re.compile(r"(?:(?! {2})[^\t\n])+")
_LABEL = regex.compile(r"[\p{Han}A-Za-z /]{2,20}(?=[:(\t]| {2}|$)")


def blocks_of(
    text: str, labels: Sequence[Span], roles: Sequence[str], ends: Sequence[int], words: Parties
) -> tuple[tuple[Span, ...], ...]:
    """The blocks of each party. `labels` are their labels with their names, in order; `ends` say where the region ends
    that each stands in: the head, or a clause of signatures."""
    blocks: list[list[Span]] = []
    starts = [start for start, _ in labels]
    follows = [*starts[1:], len(text)]
    while len(blocks) < len(labels):
        at = len(blocks)
        row = _side_by_side(text, starts, at)
        beside = slice(at, at + row)
        limit = min(follows[at + row - 1], ends[at], starts[at] + _REACH * row)
        columns = _columns(text, starts[beside], limit) if row > 1 else None
        blocks += columns or [
            [(start, max(stop, min(after, end, start + _REACH)))]
            for (start, stop), after, end in zip(labels[beside], follows[beside], ends[beside], strict=True)
        ]
    return tuple(tuple(own) for own in _given_back(text, roles, blocks, words))


def _side_by_side(text: str, starts: Sequence[int], at: int) -> int:
    """How many parties stand on the line of this one, itself counted, each behind a tab or a blank."""
    line, count = _line_end(text, starts[at]), 1
    while at + count < len(starts):
        start = starts[at + count]
        if start >= line or not text.endswith(("\t", " "), 0, start):
            break
        count += 1
    return count


def _columns(text: str, starts: Sequence[int], limit: int) -> list[list[Span]] | None:
    """What stands in the column of each of the parties on one line; None where the lines below are no columns: none of
    them says the same of each."""
    line = _line_end(text, starts[0])
    made = [[span] for span in zip(starts, [*starts[1:], min(line, limit)], strict=True)]
    alike = False
    for _ in range(_ROWS):
        begin, line = line + 1, min(_line_end(text, line + 1), limit)
        if begin >= limit:
            break
        parts = _parts(text, begin, line, len(starts)) if line - begin <= _WIDEST else None
        if parts:
            alike = alike or _same_label(text, parts)
            for column, part in zip(made, parts, strict=True):
                column.append(part)
    return made if alike else None


def _parts(text: str, begin: int, end: int, columns: int) -> list[Span] | None:
    """A line in as many parts as there are columns: one cell each, or a label and its value each."""
    cells = [cell.span() for cell in _CELL.finditer(text, begin, end) if cell.group().strip()]
    if not cells or len(cells) % columns:
        return None
    each = len(cells) // columns
    # The mark that ends a cell is part of it: it says that a slot is empty.
    parts = [(cells[at][0], min(cells[at + each - 1][1] + 1, len(text))) for at in range(0, len(cells), each)]
    return parts if each == 1 or _same_label(text, parts) else None


def _same_label(text: str, parts: Sequence[Span]) -> bool:
    labels = [_LABEL.match(text[start:end].lstrip()) for start, end in parts]
    words = {"".join(label.group().split()) if label else "" for label in labels}
    return len(words) == 1 and "" not in words


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return end if end >= 0 else len(text)


@lru_cache(maxsize=8)
def _naming(words: Parties) -> regex.Pattern[str]:
    """A label that says whose agent, address or account it gives."""
    start = r"(?:^|(?<=[\n\t])|(?<= {2}))[ \t]*"
    return short(rf"{start}(?P<role>{words.letter})的?(?=(?:{words.naming})[^\n\t:]{{0,12}}:)", multiline=True)


def _given_back(text: str, roles: Sequence[str], blocks: Sequence[Sequence[Span]], words: Parties) -> list[list[Span]]:
    """What names another party (甲方委托代理人: among what is said of 乙方) is that party's."""
    kept: list[list[Span]] = [[] for _ in blocks]
    for number, own in enumerate(blocks):
        for start, end in own:
            at = start
            for label in _naming(words).finditer(text, start, end):
                role = "".join(label["role"].split())
                if role == roles[number]:
                    continue
                stop = min(_cell_end(text, label.end()), end)
                kept[number].append((at, label.start()))
                if role in roles:
                    kept[roles.index(role)].append((label.start(), stop))
                at = stop
            kept[number].append((at, end))
    return kept


def _cell_end(text: str, offset: int) -> int:
    ends = [at for mark in ("\n", "\t", "   ") if (at := text.find(mark, offset)) >= 0]
    return min(ends, default=len(text))
