"""What a reader makes of the bytes: paragraphs of pieces of text, each piece with its place in the original.

A reader decides what a paragraph is (lines joined over line and page breaks), in which order paragraphs are read,
and what does not belong to the contract (`Aside`). It never changes a character: that is normalising, with a way back.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Literal

from models.mark import Mark
from models.report import Notice
from models.source import Reader

Aside = Literal["furniture", "boilerplate", "noise", "comment", "unreadable"]
"""Why a paragraph is no part of the contract's text: page furniture, a web page's own words, a watermark, a comment."""


WEAK, SEALED, CUT, COVERED = 1, 2, 4, 8
"""Why a character read off a picture is in doubt: unsure, under a seal, cut by the picture's margin, under or beside
what may cover print. Bits of a byte."""

DRAWN_BLANK = "\u205f"
"""A character of a slot that a page shows as a rule, and whose file spells out nothing: a blank that no contract is typed
with, and that a quote shows as one. It is an underscore in the normal text."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How well each character of a run was seen: `scores` from 0 to 1, `doubts` a byte each, 0 where there is none."""

    scores: array[float]
    doubts: bytes

    def part(self, start: int, end: int) -> Sight:
        return Sight(self.scores[start:end], self.doubts[start:end])


@dataclass(frozen=True, slots=True)
class PageRun:
    """Characters on a page. `boxes` holds four floats a character (x0, top, x1, bottom), in points from the top left
    corner of the page as it is shown, for each character of the piece; `page` counts from 1. `sight` is None where the
    file itself states the characters. `whole` is the box around all of them, where the reader knows it."""

    page: int
    boxes: array[float]
    sight: Sight | None = None
    whole: tuple[float, float, float, float] | None = None

    def around(self, first: int, last: int) -> tuple[float, float, float, float]:
        """The box around the characters from `first` up to `last`."""
        part = self.boxes[first * 4 : last * 4]
        if self.whole is not None and len(part) == len(self.boxes):
            return self.whole
        return min(part[0::4]), min(part[1::4]), max(part[2::4]), max(part[3::4])


@dataclass(frozen=True, slots=True)
class PartRun:
    """Characters of a file's part (`word/document.xml`, or the file's own name): half-open code points of its decoded
    text. Where `end - start` equals the length of the piece, its characters stand one by one; else (an entity like
    `&nbsp;`) the piece is one unit that stands at the whole range."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that stand side by side in the original: a stretch of one line of a page, a text node.

    `place` is None for what the original implies and does not print: Word's automatic number, a blank that parts two
    Latin words at a line's end. `line` is true where the piece opens a new line of the page or a hard line break.
    """

    text: str
    place: PageRun | PartRun | None
    line: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: tables count from 0 in reading order, rows and columns from 0 in the table."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces that are read as one paragraph. Its text holds no line break.

    `label` is the length of the automatic number (Word) it opens with, which is certain; 0 where there is none.
    `cell` says which table cell it stands in; a cell may hold several paragraphs. `aside` takes it out of the text.
    `heading` is true where the format itself marks a heading or title (h1..h6, a heading style, a clearly larger or
    bold centred line). `stressed`: whether any of it is printed bold or underlined; None where the format does not tell.
    """

    pieces: tuple[Piece, ...]
    label: int = 0
    cell: Cell | None = None
    aside: Aside | None = None
    heading: bool = False
    stressed: bool | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Reading:
    """All of a document, in reading order. `pages` is None for formats without pages; `marks` are the seals and
    signatures of pages read from their pictures, and `coloured` the numbers of those on which a seal would be seen."""

    reader: Reader
    media_type: str
    paragraphs: tuple[Paragraph, ...]
    pages: int | None = None
    notices: tuple[Notice, ...] = ()
    marks: tuple[Mark, ...] = ()
    coloured: frozenset[int] = frozenset()
