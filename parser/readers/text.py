"""Plain text and Markdown -> Reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.errors import TooLarge, UnreadableSource
from models.reading import Aside, Cell, Paragraph, PartRun, Piece, Reading
from models.source import Limits
from parser.readers.decode import decode

_MARKDOWN = re.compile(r"^(?:#{1,6} |\*\*|> |- |\|)", re.MULTILINE)
_ENOUGH_MARKUP = 4
_HEADING = re.compile(r"#{1,6} +")
_PREFIX = re.compile(r"(?:> ?|[-*+] +(?!\*))+")
_MARKS = re.compile(r"\*\*|__(?=\S[^_]{0,80}\S__)|(?<=\S)__(?!_)(?<!___)|`|\\(?=[.*_#\-\[\]()!>+`|])")
_RULE = re.compile(r" {0,3}(?:-{3,}|\*{3,}|={3,}|[|: -]{3,}) *$")


def read_text(name: str, data: bytes, limits: Limits) -> Reading:
    """Lines as paragraphs; Markdown's marks are noise, its tables are tables."""
    text = decode(data)
    if text is None:
        raise UnreadableSource(f"{name} is in no encoding of Chinese text.", remedy="Save it as UTF-8.")
    if len(text) > limits.characters:
        raise TooLarge(f"{name} has {len(text):,} characters, more than {limits.characters:,}.", remedy="Split it.")
    shift = 1 if text.startswith("\ufeff") else 0
    markdown = name.lower().endswith((".md", ".markdown")) or len(_MARKDOWN.findall(text)) >= _ENOUGH_MARKUP
    lines = _lines(text, shift)
    paragraphs = list(_markdown(name, lines) if markdown else (_line(name, at, line) for at, line in lines))
    return Reading("text", "text/markdown" if markdown else "text/plain", tuple(paragraphs))


def _lines(text: str, shift: int) -> Iterator[tuple[int, str]]:
    at = shift
    for line in text[shift:].splitlines(keepends=True):
        bare = line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        if bare.strip():
            yield at, bare
        at += len(line)


def _line(name: str, at: int, line: str, aside: Aside | None = None) -> Paragraph:
    return Paragraph((Piece(line, PartRun(name, at, at + len(line)), line=True),), aside=aside)


def _markdown(name: str, lines: Iterator[tuple[int, str]]) -> Iterator[Paragraph]:
    table, row, last = -1, 0, -2
    for number, (at, line) in enumerate(lines):
        if _RULE.match(line):
            last = number if line.lstrip().startswith("|") else last
            yield _line(name, at, line, aside="noise")
            continue
        if line.lstrip().startswith("|") and line.rstrip().endswith("|"):
            table, row = (table + 1, 0) if number != last + 1 else (table, row + 1)
            last = number
            yield from _row(name, at, line, table, row)
            continue
        heading = _HEADING.match(line.lstrip())
        start = len(line) - len(line.lstrip())
        head = heading or _PREFIX.match(line, start)
        begin = start + (len(heading.group()) if heading else head.end() - start if head else 0)
        yield from _marked(name, at, line, begin, len(line), heading=heading is not None, cell=None)


def _row(name: str, at: int, line: str, table: int, row: int) -> Iterator[Paragraph]:
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", line)]
    yield Paragraph(tuple(Piece("|", PartRun(name, at + bar, at + bar + 1)) for bar in bars), aside="noise")
    for column, (first, second) in enumerate(zip(bars, bars[1:], strict=False)):
        yield from _marked(name, at, line, first + 1, second, heading=False, cell=Cell(table, row, column))


def _marked(
    name: str, at: int, line: str, begin: int, end: int, *, heading: bool, cell: Cell | None
) -> Iterator[Paragraph]:
    """One line without its marks, and the marks as noise."""
    body: list[Piece] = []
    noise: list[Piece] = [Piece(line[:begin], PartRun(name, at, at + begin))] if cell is None and begin else []
    start = begin
    stressed = False
    for mark in [*_MARKS.finditer(line, begin, end), None]:
        stop = mark.start() if mark else end
        if start < stop:
            body.append(Piece(line[start:stop], PartRun(name, at + start, at + stop), line=not body))
        if mark:
            stressed = stressed or mark.group() in ("**", "__")
            noise.append(Piece(mark.group(), PartRun(name, at + mark.start(), at + mark.end())))
            start = mark.end()
    if noise:
        yield Paragraph(tuple(noise), aside="noise")
    if body:
        yield Paragraph(tuple(body), heading=heading, cell=cell, stressed=stressed)
