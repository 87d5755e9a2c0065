"""Tables that are typed with blanks or tabs: lines parted by wide gaps into the same columns, one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from models.reading import Cell, Paragraph, PartRun, Piece

_BLANKS = " \u3000\xa0\t"
_GAP = re.compile(rf"(?:[{_BLANKS}]{{2}}|\t)[{_BLANKS}]*")
_LEAST_COLUMNS, _MOST_COLUMNS, _LEAST_ROWS = 3, 40, 3
_WIDEST_HEAD, _WIDEST = 14, 48
"""Characters of a cell at most: of one that heads a column, and of any other."""
_HEADS_NONE = re.compile(r"[:：]|^[\d,.%％]+$")
FORM = re.compile(r"[_□☐☑√]|[:：]$|^[年月日时分元天个份套台号%％]$|盖章|签字|签章|签名|^[①-⑳]")
"""What stands in columns and is no table: slots, boxes to tick, labels that end in a colon, lines to sign."""
_DRAWN_OR_SAID = re.compile(r"[─-╿。；;]")
"""Frames that are drawn, and sentences."""
_FIGURE = re.compile(r"\d")
_WIDE = "WFA"


class _Part(NamedTuple):
    """A stretch of a line between two gaps: its characters, and the columns of the screen that it takes."""

    start: int
    end: int
    left: int
    right: int


def set_tables(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, those that are a row of such a table as one paragraph a cell; the gaps are noise, as rules are.

    A line of three or more short words heads a table where two or more lines below it are parted alike: the first in as
    many cells, the others in as many or fewer, each then below a head of its own. Most of them hold a figure: labels of
    forms that are set in columns do not.
    """
    lines = [_parts(paragraph) for paragraph in paragraphs]
    table = 1 + max((p.cell.table for p in paragraphs if p.cell is not None), default=-1)
    made: list[Paragraph] = []
    at = 0
    while at < len(paragraphs):
        rows = list(_rows(paragraphs, lines, at))
        if len(rows) >= _LEAST_ROWS and _holds_figures(paragraphs[at + 1 : at + len(rows)]):
            for row, columns in enumerate(rows):
                made.extend(_cells(paragraphs[at + row], lines[at + row], columns, Cell(table, row, 0)))
            at, table = at + len(rows), table + 1
        else:
            # The last line may head the next table; to begin anew at each would take time by the square of the lines.
            end = at + max(len(rows) - 1, 1)
            made.extend(paragraphs[at:end])
            at = end
    return made


def _parts(paragraph: Paragraph) -> list[_Part]:
    """The parts of a line that is parted by gaps; none of one that is not, or whose characters cannot be parted. A blank
    without a place is a tab of Word's."""
    if paragraph.cell is not None or paragraph.aside is not None or paragraph.label or paragraph.heading:
        return []
    text = "".join("\t" if piece.place is None and piece.text == " " else piece.text for piece in paragraph.pieces)
    bare = text.strip(_BLANKS)
    if _GAP.search(bare) is None or not all(map(_is_divisible, paragraph.pieces)):
        return []
    start = text.index(bare[0])
    edges = [start, *(edge + start for gap in _GAP.finditer(bare) for edge in gap.span()), start + len(bare)]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    if len(spans) > _MOST_COLUMNS or any(
        end - start > _WIDEST or FORM.search(text[start:end]) or _DRAWN_OR_SAID.search(text[start:end])
        for start, end in spans
    ):
        return []
    parts: list[_Part] = []
    at = right = 0
    for start, end in spans:
        left = right + _width(text[at:start])
        at, right = end, left + _width(text[start:end])
        parts.append(_Part(start, end, left, right))
    return parts


def _is_divisible(piece: Piece) -> bool:
    return _is_one_by_one(piece) or not piece.text.strip(_BLANKS)


def _is_one_by_one(piece: Piece) -> bool:
    return isinstance(piece.place, PartRun) and piece.place.end - piece.place.start == len(piece.text)


def _width(text: str) -> int:
    """Columns of the screen: two for a Chinese character."""
    return sum(2 if east_asian_width(char) in _WIDE else 1 for char in text)


def _rows(paragraphs: Sequence[Paragraph], lines: Sequence[Sequence[_Part]], at: int) -> Iterator[tuple[int, ...]]:
    """For the line that heads a table, and each of its rows: the columns of its parts."""
    head, text = lines[at], paragraphs[at].text
    if len(head) < _LEAST_COLUMNS or any(
        part.end - part.start > _WIDEST_HEAD or _HEADS_NONE.search(text[part.start : part.end]) for part in head
    ):
        return
    whole = tuple(range(len(head)))
    yield whole
    for number, parts in enumerate(lines[at + 1 :]):
        if len(parts) == len(head):
            yield whole
        elif number and (columns := _below(head, parts)):
            yield columns
        else:
            return


def _below(head: Sequence[_Part], parts: Sequence[_Part]) -> tuple[int, ...]:
    """The column of each part of a row that has fewer than the head; none where that is not clear."""
    if not 2 <= len(parts) < len(head):
        return ()
    columns = tuple(min(range(len(head)), key=lambda n: _apart(head[n], part)) for part in parts)
    return columns if all(a < b for a, b in pairwise(columns)) else ()


def _apart(head: _Part, part: _Part) -> int:
    """How far the nearest edges of the two are from each other: columns are set to the left, or figures to the right."""
    return min(abs(head.left - part.left), abs(head.right - part.right))


def _holds_figures(rows: Sequence[Paragraph]) -> bool:
    return 2 * sum(_FIGURE.search(row.text) is not None for row in rows) > len(rows)


def _cells(paragraph: Paragraph, parts: Sequence[_Part], columns: Sequence[int], first: Cell) -> Iterator[Paragraph]:
    """The paragraph cut up: its gaps, then its cells."""
    edges = [0, *(edge for part in parts for edge in (part.start, part.end)), len(paragraph.text)]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    blanks = tuple(piece for start, end in gaps for piece in _cut(paragraph.pieces, start, end))
    yield Paragraph(blanks, aside="noise")
    for column, part in zip(columns, parts, strict=True):
        pieces = tuple(_cut(paragraph.pieces, part.start, part.end))
        yield replace(paragraph, pieces=pieces, cell=replace(first, column=column))


def _cut(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    """The pieces from `start` to `end`. One that is all blanks may be indivisible: it stays whole, where it begins."""
    at = 0
    for piece in pieces:
        first, last = max(start - at, 0), min(end - at, len(piece.text))
        place = piece.place
        if isinstance(place, PartRun) and _is_one_by_one(piece):
            if first < last:
                part = replace(place, start=place.start + first, end=place.start + last)
                yield Piece(piece.text[first:last], part, line=piece.line and first == 0)
        elif start <= at < end:
            yield piece
        at += len(piece.text)
