"""The blocks of a Word part -> paragraphs: runs, fields, tracked changes, tables, text boxes, automatic numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Literal

from lxml import etree

from models.reading import Aside, Cell, Paragraph, Piece
from parser.readers.docx_numbering import Counters, List, linked_level, next_label, number, switched_on
from parser.readers.docx_parts import MC, Part, W
from parser.readers.docx_runs import Line, Lines, read_inlines
from parser.readers.docx_styles import BODY_OUTLINE, Format, Styles, over, read_format

HEADING_LENGTH = 60
LARGER = 4
"""Half-points by which a centred line outgrows the body where it is a heading."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all parts of one document share: its styles and lists, and the count of its tables."""

    styles: Styles
    lists: Mapping[str, List]
    tables: Iterator[int] = field(default_factory=count)


@dataclass(slots=True)
class Walk:
    """The state of reading one part. `carried` is the text of a paragraph whose mark is deleted: the next takes it."""

    part: Part
    sheet: Sheet
    aside: Aside | None
    counters: Counters
    box_counters: Counters
    drafts: list[Draft] = field(default_factory=list)
    carried: list[Line] = field(default_factory=list)
    sizes: Counter[int] = field(default_factory=Counter)
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph, and the looks that are judged once the size of the body is known: None where it is not centred."""

    paragraph: Paragraph
    size: int | None


def read_part(part: Part, sheet: Sheet, aside: Aside | None, container: etree._Element) -> tuple[list[Paragraph], int]:
    """The paragraphs of a body, header, note or comment, in reading order; and how many pictures stand among them."""
    walk = Walk(part, sheet, aside, Counters(sheet.lists), Counters(sheet.lists))
    _blocks(walk, container, None)
    body = max(walk.sizes, key=lambda size: (walk.sizes[size], -size), default=sheet.styles.size)
    paragraphs = [
        replace(draft.paragraph, heading=True) if draft.size is not None and draft.size >= body + LARGER
        else draft.paragraph
        for draft in walk.drafts
    ]  # fmt: skip
    return paragraphs, walk.pictures


def _blocks(walk: Walk, container: etree._Element, cell: Cell | None) -> None:
    for child in container:
        block = BLOCKS.get(child.tag)
        if block is not None:
            block(walk, child, cell)


def _paragraph(walk: Walk, element: etree._Element, cell: Cell | None) -> None:
    properties = element.find(f"{W}pPr")
    mark = properties.find(f"{W}rPr") if properties is not None else None
    named = properties.find(f"{W}pStyle") if properties is not None else None
    style = walk.sheet.styles.paragraph(named.get(f"{W}val") if named is not None else None)
    looks = over(read_format(None, properties), style.format)
    lines = Lines(part=walk.part, styles=walk.sheet.styles, looks=looks, slots=_has_ruled_tabs(properties))
    read_inlines(lines, element)
    _note_looks(walk, lines)
    opened = [*walk.carried[:-1], _joined(walk.carried[-1:], lines.lines[0]), *lines.lines[1:]]
    walk.carried = []
    if _is_gone(mark):
        walk.carried = opened
    else:
        label = None
        if not (_is_hidden(mark) and not any(line.pieces for line in opened)):
            label = _label(walk.counters, looks, style.chain)
        _emit(walk, opened, label, cell, looks)
    if lines.aside:
        walk.drafts.append(Draft(Paragraph(tuple(lines.aside), cell=cell, aside=walk.aside or "noise"), None))
    walk.pictures += lines.pictures
    for box in lines.boxes:
        _box(walk, box)


def _joined(before: list[Line], line: Line) -> Line:
    return Line(pieces=before[0].pieces + line.pieces, bold=line.bold, size=line.size) if before else line


def _label(counters: Counters, looks: Format, chain: tuple[str, ...]) -> list[Piece]:
    ...


def _box(walk: Walk, box: etree._Element) -> None:
    """A text box counts its lists apart from the body."""
    body = walk.counters
    walk.counters = walk.box_counters
    carried, walk.carried = walk.carried, []
    _blocks(walk, box, None)
    walk.counters, walk.carried = body, carried
