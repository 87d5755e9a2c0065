"""The blocks of a Word part -> paragraphs: automatic numbers, tables, text boxes, soft line breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from lxml import etree

from models.reading import Aside, Cell, Paragraph, Piece
from parser.readers.docx_numbering import VAL, Counters, List, linked_level, next_label, number, switched_on
from parser.readers.docx_parts import MC, Part, W
from parser.readers.docx_runs import Line, Lines, chosen, read_inlines
from parser.readers.docx_styles import BODY_OUTLINE, Format, Style, Styles, over, read_format

HEADING_LENGTH = 60
SENTENCE_ENDS = "。;；,，、"
PAGE_NUMBER = re.compile(r"[-—–\s]*第?\s*\d{1,4}\s*页\s*(?:[/,，、]?\s*共?\s*\d{1,4}\s*页?)?[-—–\s]*")
"""A page number typed into the body, as files converted from PDF have it."""

NAMED_VALUE = re.compile(r"[：:]\s*\S")
"""`合同编号：...`, `甲方：...` on a cover: a line that is centred, and no heading."""

LARGER = 4
"""Half-points by which a centred line outgrows the body where it is a heading."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all parts of one document share: its styles and lists, and the count of its tables."""

    styles: Styles
    lists: Mapping[str, List]
    tables: Iterator[int] = field(default_factory=count)


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph; `size` where it is a heading if only that is clearly larger than the body's."""

    paragraph: Paragraph
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What numbering prints before a paragraph: its label and the blank after it; `length` is that of the label, 0 for
    a bullet or a mere text."""

    pieces: tuple[Piece, ...] = ()
    length: int = 0


NO_LABEL = Opening()


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
    foreign: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """What was read of a part; `pictures` and embedded documents (`foreign`) are counted, and not read."""

    paragraphs: tuple[Paragraph, ...]
    pictures: int
    foreign: int


def read_story(part: Part, sheet: Sheet, container: etree._Element, aside: Aside | None = None) -> Story:
    """The paragraphs of a body, header, note or comment, in reading order."""
    walk = Walk(part, sheet, aside, Counters(sheet.lists), Counters(sheet.lists))
    _flow(walk, container, None)
    body = max(walk.sizes, key=lambda size: (walk.sizes[size], -size), default=sheet.styles.size)
    paragraphs = tuple(
        replace(draft.paragraph, heading=True) if draft.size and draft.size >= body + LARGER else draft.paragraph
        for draft in walk.drafts
    )
    return Story(paragraphs, walk.pictures, walk.foreign)


def _flow(walk: Walk, container: etree._Element, cell: Cell | None) -> None:
    """All blocks of a container that text cannot run out of."""
    _blocks(walk, container, cell)
    if walk.carried:
        carried, walk.carried = walk.carried, []
        _emit(walk, carried, NO_LABEL, cell, Format())


def _blocks(walk: Walk, container: etree._Element, cell: Cell | None) -> None:
    for child in container:
        block = BLOCKS.get(child.tag)
        if block is not None:
            block(walk, child, cell)


def _paragraph(walk: Walk, element: etree._Element, cell: Cell | None) -> None:
    if not len(element) and not walk.carried and walk.sheet.styles.ordinary.format.num_id is None:
        return
    properties = element.find(f"{W}pPr")
    mark = properties.find(f"{W}rPr") if properties is not None else None
    named = properties.find(f"{W}pStyle") if properties is not None else None
    style = walk.sheet.styles.paragraph(named.get(VAL) if named is not None else None)
    own = read_format(None, properties)
    looks = over(own, style.format)
    lines = Lines(walk.part, walk.sheet.styles, looks, ruled=_has_ruled_tabs(properties))
    read_inlines(lines, element)
    walk.sizes.update(lines.sizes)
    printed = _run_on(walk.carried, lines.lines)
    walk.carried = []
    if _is_deleted(mark):
        walk.carried = printed if any(line.pieces for line in printed) else []
    else:
        label = _label(walk.counters, own, style)
        if _is_hidden(mark) and not any(line.pieces for line in printed):
            label = NO_LABEL
        _emit(walk, printed, label, cell, looks)
    if lines.aside:
        walk.drafts.append(Draft(Paragraph(tuple(lines.aside), cell=cell, aside=walk.aside or "noise")))
    walk.pictures += lines.pictures
    for box in lines.boxes:
        _box(walk, box)


def _run_on(carried: list[Line], lines: list[Line]) -> list[Line]:
    """The lines of a paragraph behind those that run into it, whose looks are those of what they run into."""
    if not carried:
        return lines
    carried[-1] = Line(carried[-1].pieces, lines[0].size, lines[0].bold, lines[0].stressed)
    carried[-1].pieces.extend(lines[0].pieces)
    carried.extend(lines[1:])
    return carried


def _emit(walk: Walk, lines: list[Line], label: Opening, cell: Cell | None, looks: Format) -> None:
    """One paragraph for each line of text; the first has the label."""
    for at, line in enumerate(lines):
        if at:
            pieces = (replace(line.pieces[0], line=True), *line.pieces[1:]) if line.pieces else ()
        else:
            pieces = (*label.pieces, *line.pieces)
        if not pieces:
            continue
        text = "".join(piece.text for piece in pieces).strip()
        if walk.aside is None and cell is None and PAGE_NUMBER.fullmatch(text):
            walk.drafts.append(Draft(Paragraph(pieces, aside="furniture")))
            continue
        short = 0 < len(text) <= HEADING_LENGTH and text[-1] not in SENTENCE_ENDS
        styled = looks.heading if looks.outline is None else looks.outline < BODY_OUTLINE
        centred = bool(looks.centred) and cell is None and line.size is not None and not NAMED_VALUE.search(text)
        paragraph = Paragraph(
            pieces,
            label=label.length if not at and walk.aside is None else 0,
            cell=cell,
            aside=walk.aside,
            heading=short and walk.aside is None and (styled or (centred and line.bold)),
            stressed=line.stressed,
        )
        walk.drafts.append(Draft(paragraph, line.size if short and centred and walk.aside is None else None))


def _label(counters: Counters, own: Format, style: Style) -> Opening:
    num_id = own.num_id or style.format.num_id
    if num_id is None or num_id == "0":
        return NO_LABEL
    level = own.level
    if level is None and own.num_id is None:
        bound = (linked_level(counters, num_id, name) for name in style.chain)
        level = next((at for at in bound if at is not None), None)
    if level is None:
        level = style.format.level or 0
    label = next_label(counters, num_id, level)
    if label is None:
        return NO_LABEL
    pieces = tuple(Piece(text, None) for text in (label.text, label.suffix) if text)
    return Opening(pieces, len(label.text) if label.counted else 0)


def _has_ruled_tabs(properties: etree._Element | None) -> bool:
    tabs = properties.find(f"{W}tabs") if properties is not None else None
    return tabs is not None and any(tab.get(f"{W}leader") == "underscore" for tab in tabs)


def _is_deleted(mark: etree._Element | None) -> bool:
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


def _is_hidden(mark: etree._Element | None) -> bool:
    """A hidden paragraph prints no number, and is counted all the same: so Word numbers 2.1 below a heading in text."""
    hidden = mark.find(f"{W}vanish") if mark is not None else None
    return hidden is not None and switched_on(hidden)


def _box(walk: Walk, box: etree._Element) -> None:
    """A text box counts its lists apart from the body."""
    body, carried = walk.counters, walk.carried
    walk.counters, walk.carried = walk.box_counters, []
    _flow(walk, box, None)
    walk.counters, walk.carried = body, carried


def _table(walk: Walk, table: etree._Element, _outer: Cell | None) -> None:
    """A table inside a cell of an outer one is a table of its own, read where it stands."""
    at = next(walk.sheet.tables)
    for row_at, row in enumerate(_below(table, f"{W}tr")):
        aside = walk.aside
        if row.find(f"{W}trPr/{W}del") is not None:
            walk.aside = aside or "noise"
        column = number(row.find(f"{W}trPr/{W}gridBefore"), VAL, 0)
        for tc in _below(row, f"{W}tc"):
            _cell(walk, tc, Cell(at, row_at, column))
            column += max(number(tc.find(f"{W}tcPr/{W}gridSpan"), VAL, 1), 1)
        walk.aside = aside


def _cell(walk: Walk, element: etree._Element, cell: Cell) -> None:
    """A cell that another one covers is empty, and so is one that holds nothing: an empty paragraph keeps its place."""
    before = len(walk.drafts)
    if not _is_covered(element):
        _flow(walk, element, cell)
    if len(walk.drafts) == before and walk.aside is None:
        walk.drafts.append(Draft(Paragraph((), cell=cell)))


def _is_covered(element: etree._Element) -> bool:
    merge = element.find(f"{W}tcPr/{W}vMerge")
    merge = element.find(f"{W}tcPr/{W}hMerge") if merge is None else merge
    return merge is not None and merge.get(VAL, "continue") == "continue"


def _below(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls and tracked changes."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, tag)


def _control(walk: Walk, element: etree._Element, cell: Cell | None) -> None:
    for content in element.iterfind(f"{W}sdtContent"):
        _blocks(walk, content, cell)


def _alternatives(walk: Walk, element: etree._Element, cell: Cell | None) -> None:
    branch = chosen(element)
    if branch is not None:
        _blocks(walk, branch, cell)


def _foreign(walk: Walk, _element: etree._Element, _cell: Cell | None) -> None:
    walk.foreign += 1


_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"})

BLOCKS: dict[str, Callable[[Walk, etree._Element, Cell | None], None]] = {
    f"{W}p": _paragraph,
    f"{W}tbl": _table,
    f"{W}sdt": _control,
    f"{W}ins": _blocks,
    f"{W}moveTo": _blocks,
    f"{W}customXml": _blocks,
    f"{W}smartTag": _blocks,
    f"{MC}AlternateContent": _alternatives,
    f"{W}altChunk": _foreign,
    f"{W}subDoc": _foreign,
}
