"""The bare text of a Word 97-2003 file, by its piece table ([MS-DOC] 2.4.1): no numbers, no tables, no formats."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from legacy_doc.exceptions import LegacyDocError
from legacy_doc.ole import OleReader

from models.reading import Aside, Paragraph, PartRun, Piece

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


def doc_paragraphs(name: str, ole: OleReader) -> Iterator[Paragraph]:
    """The paragraphs of all stories. Places are code points of the whole text, under the file's name.

    Raises LegacyDocError where the file is damaged, or older than Word 97.
    """
    stream = ole.read_stream("WordDocument")
    if _number("<H", stream, 2) < WORD_97:
        raise LegacyDocError("a format before Word 97")
    text = _text(stream, ole.read_stream("1Table" if _number("<H", stream, _FLAGS) & _TABLE_1 else "0Table"))
    start = 0
    for at, aside in enumerate(STORIES):
        length = _number("<I", stream, _FIRST_COUNT + 4 * at)
        yield from _paragraphs(name, text, start, min(start + length, len(text)), aside)
        start += length


def _paragraphs(name: str, text: str, start: int, end: int, aside: Aside | None) -> Iterator[Paragraph]:
    """Split at paragraph, cell, line and page marks; instructions of fields are passed over, their results kept."""
    pieces: list[Piece] = []
    hidden: list[bool] = []
    for token in _TOKEN.finditer(text, start, end):
        mark = token[0]
        if mark == "\x13":
            hidden.append(True)
        elif mark == "\x14" and hidden:
            hidden[-1] = False
        elif mark == "\x15" and hidden:
            hidden.pop()
        elif mark in "\r\x07\x0b\x0c\x0e":
            hidden = [] if mark == "\r" else hidden
            if pieces:
                yield Paragraph(tuple(pieces), aside=aside)
            pieces = []
        elif not any(hidden):
            if mark >= " ":
                pieces.append(Piece(mark, PartRun(name, token.start(), token.end())))
            elif mark in _SHOWN:
                pieces.append(Piece(_SHOWN[mark], PartRun(name, token.start(), token.end())))
    if pieces:
        yield Paragraph(tuple(pieces), aside=aside)


def _text(stream: bytes, table: bytes) -> str:
    """All stories as one string, piece by piece; a piece that lies outside the stream is damage."""
    pieces = _piece_table(table, _number("<I", stream, _CLX), _number("<I", stream, _CLX + 4))
    count = (len(pieces) - 4) // 12
    parts: list[str] = []
    for at in range(count):
        length = _number("<I", pieces, 4 * at + 4) - _number("<I", pieces, 4 * at)
        where = _number("<I", pieces, 4 * (count + 1) + 8 * at + 2)
        compressed = bool(where & _COMPRESSED)
        first = (where & ~_COMPRESSED) // 2 if compressed else where
        raw = stream[first : first + (length if compressed else 2 * length)]
        if length < 0 or len(raw) != (length if compressed else 2 * length):
            raise LegacyDocError("a piece of text lies outside the file")
        parts.append(raw.decode("cp1252" if compressed else "utf-16-le", errors="replace").ljust(length, "\x00"))
    return "".join(parts)


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
