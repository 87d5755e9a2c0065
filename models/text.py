"""The normalised text, and the way back from each of its characters into the original.

Every stage after normalising speaks in spans of this text; `NormalText.evidence` turns a span into the original's
wording and places by following the maps. Nothing is ever searched for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from models.reading import Cell, PageRun, PartRun, Piece
from models.report import Evidence, PagePlace, PartPlace

_FAR = 1e30
"""Points from a page's corner that no box is away; a hostile page may have one at infinity."""


class Span(NamedTuple):
    """Half-open range in code points of the normalised text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the characters `start:end` of the text before it become `new`. Never a pure insertion."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the normalised text: half-open range, without the line feed (or tab, after a cell) that ends it.

    `label` is the length of an automatic number that opens it; `lines` are the offsets, inside the block, at which the
    original broke a line; `heading`, `cell` and `stressed` are the reader's (see models.reading.Paragraph).
    """

    start: int
    end: int
    label: int = 0
    cell: Cell | None = None
    heading: bool = False
    lines: tuple[int, ...] = ()
    stressed: bool | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    """The body of a reading as one string: paragraphs joined by a line feed, cells of one table row by a tab.

    `pieces[i]` begins at `starts[i]`; the joints belong to no piece. `boxes[i]` is the box around all of it where it stands
    on a page: the clauses that stand around one another, and what is found in them, lead to the same lines.
    """

    text: str
    pieces: tuple[Piece, ...]
    starts: array[int]
    boxes: tuple[PagePlace | None, ...]


@dataclass(frozen=True, slots=True)
class NormalText:
    """`text`, its paragraphs, and its maps: character i stands for `raw.text[starts[i]:ends[i]]`. `mended` counts the
    characters that were misread off a picture and put right by the words around them; `scanned` says whether any was
    read off a picture."""

    text: str
    blocks: tuple[Block, ...]
    raw: RawText
    starts: array[int]
    ends: array[int]
    mended: int = 0
    scanned: bool = False

    def cut(self, span: tuple[int, int]) -> str:
        return self.text[span[0] : span[1]]

    def trim(self, span: tuple[int, int]) -> Span:
        """The span without blanks at either end."""
        words = self.text[span[0] : span[1]]
        kept = words.strip()
        if len(kept) == len(words):
            return Span(*span)
        start = span[1] - len(words.lstrip())
        return Span(start, start + len(kept))

    def evidence(self, span: tuple[int, int]) -> Evidence:
        """The original's wording and places for a span; blanks at its ends are left out."""
        start, end = self.trim(span)
        if start >= end:
            return Evidence("", (start, end), ())
        quote: list[str] = []
        places: list[PagePlace | PartPlace] = []
        pieces, boxes = self.raw.pieces, self.raw.boxes
        for at, first, last in self.pieces(self.starts[start], self.ends[end - 1]):
            if at is None:
                quote.append("\n")
                continue
            piece = pieces[at]
            place, words = piece.place, piece.text
            if isinstance(place, PageRun):
                box = boxes[at]
                if last - first < len(words):
                    box = _part(place, first, last, box) if box and place.whole else box_around(place, first, last)
                if box is not None:
                    places.append(box)
                quote.append(words[first:last])
            elif place is not None:
                if _is_unit(piece, place):
                    first, last = 0, len(words)
                    _add_range(places, place.part, place.start, place.end)
                else:
                    _add_range(places, place.part, place.start + first, place.start + last)
                quote.append(words[first:last])
            elif words.isspace():
                quote.append(words)
        return Evidence("".join(quote).strip(), (start, end), tuple(places))

    def sight(self, span: tuple[int, int]) -> tuple[float, int]:
        """How well a span was seen: the least score of its characters, and all their doubts (see models.reading.Sight).
        1 and 0 where none was read off a picture."""
        score, doubts = 1.0, 0
        if not self.scanned:
            return score, doubts
        start, end = self.trim(span)
        for at in range(start, end):
            for number, first, last in self.pieces(self.starts[at], self.ends[at]):
                place = self.raw.pieces[number].place if number is not None else None
                sight = place.sight if isinstance(place, PageRun) else None
                if sight is not None and not self.text[at].isspace():
                    score = min(score, *sight.scores[first:last])
                    doubts = reduce(or_, sight.doubts[first:last], doubts)
        return score, doubts

    def pieces(self, start: int, end: int) -> Iterator[tuple[int | None, int, int]]:
        """The numbers of the pieces under raw `start:end`, with the range inside each; None for a joint between
        paragraphs."""
        starts, pieces = self.raw.starts, self.raw.pieces
        behind = end
        for at in range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end)):
            begin = starts[at]
            stop = begin + len(pieces[at].text)
            first, last = (start - begin if start > begin else 0), (end if end < stop else stop) - begin
            if first < last:
                if begin > behind:
                    yield None, 0, 0
                yield at, first, last
            behind = stop


def box_around(run: PageRun, first: int, last: int) -> PagePlace | None:
    """The place of a run's characters from `first` up to `last`, in points to the hundredth; None where it has no extent, or
    lies off any page."""
    x0, top, x1, bottom = run.around(first, last)
    if -_FAR < x0 < x1 < _FAR and -_FAR < top < bottom < _FAR:
        return PagePlace(run.page, _hundredths(x0), _hundredths(top), _hundredths(x1), _hundredths(bottom))
    return None


def _part(run: PageRun, first: int, last: int, whole: PagePlace) -> PagePlace | None:
    """The same of a part of a run whose own place is known. Most runs are of one height, and begin and end with their
    outermost characters: where the first or the last character of the part reaches an edge of the run, so does the part."""
    assert run.whole is not None
    boxes, start, end = run.boxes, first * 4, last * 4
    left, above, right, below = run.whole
    x0 = whole.x0 if boxes[start] == left else _hundredths(min(boxes[start:end:4]))
    top = whole.top if boxes[start + 1] == above else _hundredths(min(boxes[start + 1 : end : 4]))
    x1 = whole.x1 if boxes[end - 2] == right else _hundredths(max(boxes[start + 2 : end : 4]))
    bottom = whole.bottom if boxes[end - 1] == below else _hundredths(max(boxes[start + 3 : end : 4]))
    return PagePlace(run.page, x0, top, x1, bottom) if x0 < x1 and top < bottom else None


def _hundredths(points: float) -> float:
    """`round(points, 2)` in a third of its time: of a box, whose floats have 24 bits, the product is exact."""
    return round(points * 100) / 100


def _is_unit(piece: Piece, run: PartRun) -> bool:
    return run.end - run.start != len(piece.text)


def _add_range(places: list[PagePlace | PartPlace], part: str, start: int, end: int) -> None:
    before = places[-1] if places else None
    if isinstance(before, PartPlace) and before.part == part and before.end == start:
        places[-1] = PartPlace(part, before.start, end)
    else:
        places.append(PartPlace(part, start, end))
