"""The text of a Word 97-2003 file, by its piece table ([MS-DOC] 2.4.1), with automatic numbers and table cells."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from legacy_doc.exceptions import LegacyDocError
from legacy_doc.ole import OleReader

from models.reading import Aside, Cell, Paragraph, PartRun, Piece
from parser.readers.doc_format import Format, Formats, load_formats
from parser.readers.docx_numbering import Counters, next_label

WORD_97 = 0x00C1
_FLAGS, _FIRST_COUNT, _CLX = 0x0A, 0x4C, 0x1A2
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COMPRESSED = 0x40000000

STORIES: tuple[Aside | None, ...] = (None, None, "furniture", "noise", "comment", None, None, "furniture")
"""Body, footnotes, headers and footers, macros, comments, endnotes, text boxes, text boxes of headers."""

_TOKEN = re.compile(r"[\x13-\x15]|[\r\x07\x0b\x0c\x0e]|[\x00-\x06\x08-\x0a\x0f-\x12\x16-\x1f]|[^\x00-\x1f]+")
_SHOWN = {"\t": " ", "\x1e": "-"}


def is_encrypted(ole: OleReader) -> bool:
    """Raises LegacyDocError where the stream is broken."""
    return bool(_number("<H", ole.read_stream("WordDocument"), _FLAGS) & _ENCRYPTED)


@dataclass(frozen=True, slots=True)
class Text:
    """All stories as one string, and where each piece of it stands in the stream: (first character, offset, width)."""

    text: str
    pieces: tuple[tuple[int, int, int], ...]

    def offset(self, at: int) -> int:
        first, where, width = self.pieces[bisect_right(self.pieces, (at, 1 << 40)) - 1]
        return where + (at - first) * width


@dataclass(slots=True)
class Tables:
    """Where the walk stands among the cells of a story; tables count over all stories."""

    table: int = -1
    row: int = 0
    column: int = 0
    inside: bool = False

    def cell(self, form: Format) -> Cell | None:
        """The cell of the next paragraph. A table in a cell is read as paragraphs of that cell."""
        if not form.in_table:
            self.inside = False
            return None
        if not self.inside:
            self.table, self.row, self.column, self.inside = self.table + 1, 0, 0, True
        return Cell(self.table, self.row, self.column)

    def passed(self, form: Format, mark: str) -> None:
        if form.in_table and mark == "\x07" and form.nesting <= 1:
            self.row, self.column = (self.row + 1, 0) if form.row_end else (self.row, self.column + 1)


def doc_paragraphs(name: str, ole: OleReader) -> Iterator[Paragraph]:
    """The paragraphs of all stories. Places are code points of the whole text, under the file's name.

    Raises LegacyDocError where the file is damaged, or older than Word 97.
    """
    stream = ole.read_stream("WordDocument")
    if _number("<H", stream, 2) < WORD_97:
        raise LegacyDocError("a format before Word 97")
    table = ole.read_stream("1Table" if _number("<H", stream, _FLAGS) & _TABLE_1 else "0Table")
    text = _text(stream, table)
    formats = load_formats(stream, table)
    tables = Tables()
    start = 0
    for at, aside in enumerate(STORIES):
        length = _number("<I", stream, _FIRST_COUNT + 4 * at)
        end = min(start + length, len(text.text))
        yield from _paragraphs(name, text, formats, tables, start, end, aside)
        start += length


@dataclass(slots=True)
class _Story:
    lines: list[list[Piece]] = field(default_factory=lambda: [[]])
    hidden: list[bool] = field(default_factory=list)


def _paragraphs(
    name: str, text: Text, formats: Formats, tables: Tables, start: int, end: int, aside: Aside | None
) -> Iterator[Paragraph]:
    """Split at paragraph, cell, line and page marks; instructions of fields are passed over, their results kept."""
    story = _Story()
    counters = Counters(formats.lists)
    for token in _TOKEN.finditer(text.text, start, end):
        mark = token[0]
        if mark == "\x13":
            story.hidden.append(True)
        elif mark == "\x14" and story.hidden:
            story.hidden[-1] = False
        elif mark == "\x15" and story.hidden:
            story.hidden.pop()
        elif mark in "\r\x07":
            form = formats.at(text.offset(token.start()))
            cell = tables.cell(form)
            yield from _emit(story.lines, form, counters, cell, aside)
            tables.passed(form, mark)
            story = _Story(hidden=[] if mark == "\r" else story.hidden)
        elif mark in "\x0b\x0c\x0e":
            story.lines.append([])
        elif not any(story.hidden):
            if mark >= " ":
                story.lines[-1].append(Piece(mark, PartRun(name, token.start(), token.end())))
            elif mark in _SHOWN:
                story.lines[-1].append(Piece(_SHOWN[mark], PartRun(name, token.start(), token.end())))
    yield from _emit(story.lines, Format(), counters, None, aside)


def _emit(
    lines: Sequence[list[Piece]], form: Format, counters: Counters, cell: Cell | None, aside: Aside | None
) -> Iterator[Paragraph]:
    """One paragraph for each line of text; the first has the number."""
    shown = [line for line in lines if line]
    label = next_label(counters, str(form.list_id), form.level) if form.list_id and shown else None
    for at, line in enumerate(shown):
        head = () if at or label is None else tuple(Piece(part, None) for part in (label.text, label.suffix) if part)
        length = len(label.text) if head and label is not None and label.counted and aside is None else 0
        yield Paragraph((*head, *line), label=length, cell=cell, aside=aside)


def _text(stream: bytes, table: bytes) -> Text:
    """Piece by piece; one that lies outside the stream is damage."""
    pieces = _piece_table(table, _number("<I", stream, _CLX), _number("<I", stream, _CLX + 4))
    count = (len(pieces) - 4) // 12
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    for at in range(count):
        length = _number("<I", pieces, 4 * at + 4) - _number("<I", pieces, 4 * at)
        where = _number("<I", pieces, 4 * (count + 1) + 8 * at + 2)
        compressed = bool(where & _COMPRESSED)
        first = (where & ~_COMPRESSED) // 2 if compressed else where
        raw = stream[first : first + (length if compressed else 2 * length)]
        if length < 0 or len(raw) != (length if compressed else 2 * length):
            raise LegacyDocError("a piece of text lies outside the file")
        places.append((sum(map(len, parts)), first, 1 if compressed else 2))
        parts.append(raw.decode("cp1252" if compressed else "utf-16-le", errors="replace").ljust(length, "\x00"))
    return Text("".join(parts), tuple(places))


def _piece_table(table: bytes, start: int, length: int) -> bytes:
    """The PlcPcd in a Clx, behind its property runs."""
    at, end = start, min(start + length, len(table))
    while at < end and table[at] == 1:
        at += 3 + _number("<H", table, at + 1)
    if at >= end or table[at] != 2:
        raise LegacyDocError("no piece table")
    size = _number("<I", table, at + 1)
    if size < 16 or at + 5 + size > len(table):
        raise LegacyDocError("a broken piece table")
    return table[at + 5 : at + 5 + size]


def _number(form: str, data: bytes, at: int) -> int:
    try:
        value: int = struct.unpack_from(form, data, at)[0]
    except struct.error as error:
        raise LegacyDocError("an end before its time") from error
    return value
