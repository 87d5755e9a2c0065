"""Lines that look like clauses and are none: those of a table of contents, and rows set in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from models.rule import Outline
from models.text import NormalText
from parser.labels import LABEL
from parser.matching import short

_LEADS = frozenset(".·…_-")
"""What a line of a table of contents ends with, besides a page's number."""
_LEADER = re.compile(r"[.·…_-]{4,} ?\d{0,3}$|[^\d]\t? {2,}\d{1,3}$")
_PAGED = re.compile(r"[ \t]*第[^\n。;:,]{2,50}?[^\n。;:,0-9.][ \t]{0,8}(?P<page>[0-9]{1,3})$")
_LEAST_PAGED = 3
"""Lines that end in a page and make a table of contents without a head, at least."""
_GAP = re.compile(r" {4,}")
_COLUMN = regex.compile(r"(?![年月日元天时分秒份])[^_:。;]*[^_\W][^_:。;]*")
_SERIAL_HEAD = regex.compile(r"(?:序 {0,2}号|项次)(?: +[^\s。;,:]{1,14}){2,10} *$")
_SERIAL_ROW = re.compile(r"([0-9]{1,3})(?:(?=[^\n]* {2})[.、]?|(?=(?: +[^ \n]+){2})) +[^\n。;:]+$")
_LEAST_COLUMNS, _WIDEST_ROW = 3, 160
"""Columns of a row without rules at least, and its characters at most."""


def contents_blocks(text: NormalText, outline: Outline) -> frozenset[int]:
    """Blocks of a table of contents: lines with leaders or page numbers, and headings repeated under 目录."""
    contents = short(outline.contents)
    inside: set[int] = set()
    for number, block in enumerate(text.blocks):
        if not 0 < block.end - block.start <= 60:
            continue
        line = text.text[block.start : block.end]
        leads = line[-1] in _LEADS or line[-1].isdigit()
        if leads and block.cell is None and LABEL.match(line) and _LEADER.search(line) and "__" not in line:
            inside.add(number)
        elif contents.match(line):
            inside.add(number)
            inside.update(_repeated_after(text, number))
    return frozenset(inside | _paged(text))


def _paged(text: NormalText) -> frozenset[int]:
    """Labelled titles below each other that each end in a page, without leaders and without a line 目录 above them: three or
    more, whose pages never go back, and the first of whose labels opens a line again behind them."""
    inside: set[int] = set()
    run: list[tuple[int, str, int]] = []
    for number in range(len(text.blocks) + 1):
        block = text.blocks[number] if number < len(text.blocks) else None
        found = (
            _PAGED.match(text.text, block.start, block.end) if block and not block.cell and not block.label else None
        )
        label = LABEL.match(text.text, block.start, block.end) if block and found else None
        if found and label and (not run or run[-1][2] <= int(found["page"])):
            run.append((number, label.group().split()[0], int(found["page"])))
            continue
        if len(run) >= _LEAST_PAGED and any(
            text.text.startswith(run[0][1], later.start) for later in text.blocks[run[-1][0] + 1 :]
        ):
            inside.update(at for at, *_ in run)
        run = []
    return frozenset(inside)


def row_blocks(text: NormalText) -> frozenset[int]:
    """Lines set in columns by wide gaps, two or more of the same make below each other: a table without rules. A gap
    that is a slot (租期    年    月) parts no columns."""
    columns = [0] * len(text.blocks)
    for number, block in enumerate(text.blocks):
        if block.cell is None and not block.label and block.end - block.start < _WIDEST_ROW:
            cells = _GAP.split(text.text[block.start : block.end].strip())
            whole = len(cells) >= _LEAST_COLUMNS and all(_COLUMN.fullmatch(cell) for cell in cells)
            columns[number] = len(cells) if whole else 0
    pairs = zip(columns, columns[1:], strict=False)
    return frozenset(n for at, (a, b) in enumerate(pairs) if a == b > 0 for n in (at, at + 1)).union(_serial_rows(text))


def _serial_rows(text: NormalText) -> Iterator[int]:
    """The rows right below a line that heads columns by 序号: each begins with the next number, and none with a sentence."""
    serial = 0
    for number, block in enumerate(text.blocks):
        if block.cell is not None or block.label:
            serial = 0
            continue
        line = text.text[block.start : min(block.end, block.start + _WIDEST_ROW)]
        if _SERIAL_HEAD.match(line):
            serial = 1
        elif serial:
            row = _SERIAL_ROW.match(line)
            if row is None or int(row[1]) != serial:
                serial = 0
                continue
            serial += 1
            yield number


def _repeated_after(text: NormalText, number: int) -> Iterator[int]:
    """The short labelled lines after 目录, up to the first that opens the same label again."""
    seen: set[str] = set()
    run: list[int] = []
    for at in range(number + 1, min(number + 120, len(text.blocks))):
        block = text.blocks[at]
        match = LABEL.match(text.text, block.start, block.end)
        if block.end - block.start > 50:
            return
        if match:
            if match.group() in seen:
                yield from run
                return
            seen.add(match.group())
        run.append(at)
