"""HTML -> Reading. Text keeps its offsets in the decoded source, so a tokenizer of our own walks it; a tree is not
needed to know which words stand in one paragraph, and lxml's gives no offsets.

Source of the block elements: the HTML Living Standard, section 15.3 (rendering, flow content).
"""

from __future__ import annotations

import html as entities
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import regex

from models.errors import TooLarge, UnreadableSource
from models.reading import Aside, Cell, Paragraph, PartRun, Piece, Reading
from models.source import Limits
from parser.readers.decode import decode

_TOKEN = regex.compile(
    r"<!--.*?(?:-->|\Z)|<%.*?(?:%>|\Z)|<(?P<raw>script|style|template|noscript|textarea|select|svg|title)\b[^>]*+>.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<!\[?[^>]*+>|<\?[^>]*+>|<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attrs>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?)"
    r"|(?P<blank>[ \t\r\n\f]+)|(?P<text>[^<&\s]+(?:[\u3000\u00a0]+[^<&\s]*)*|[\u3000\u00a0]+|[<&\s])",
    regex.DOTALL | regex.IGNORECASE,
)
_BLOCKS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol p pre section table tbody td th thead tr ul option label legend".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_OUTSIDE = frozenset(("nav", "footer", "button"))
_HIDDEN = regex.compile(r"display\s*:\s*none|\bhidden\b", regex.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_DATA_ROWS, _CELL_PROSE = 2, 400
_CUES = regex.compile(
    r"第[一二三四五六七八九十百\d]+[章条節节條]|甲\s*方|乙\s*方|本合同|本[協协][議议]|出租|承租|[^。]{2,30}(?:合同|[協协][議议])"
)


@dataclass(slots=True)
class _Walk:
    """Where the walk over the tokens stands."""

    pieces: list[Piece] = field(default_factory=list)
    stack: list[tuple[str, Aside | None]] = field(default_factory=list)
    cells: list[list[int]] = field(default_factory=list)
    tables: int = -1
    pending: Piece | None = None


def read_html(name: str, data: bytes, limits: Limits) -> Reading:
    """The page's text in order; what the page says around the contract is boilerplate."""
    text = decode(data)
    if text is None:
        raise UnreadableSource(f"{name} is in no encoding of Chinese text.", remedy="Save it as UTF-8.")
    if len(text) > limits.characters * 4:
        raise TooLarge(f"{name} has {len(text):,} characters.", remedy="Split the page.")
    paragraphs = _flatten_layout_tables(list(_paragraphs(name, text)))
    paragraphs = _main_part(paragraphs)
    return Reading("html", "text/html", tuple(paragraphs))


def _paragraphs(name: str, text: str) -> Iterator[Paragraph]:
    walk = _Walk()
    for token in _TOKEN.finditer(text):
        tag = token["tag"]
        if tag:
            yield from _tag(walk, tag.lower(), bool(token["close"]), token["attrs"] or "")
        elif token["entity"]:
            _add(walk, Piece(entities.unescape(token["entity"]), PartRun(name, token.start(), token.end())))
        elif token["blank"]:
            if walk.pieces and walk.pending is None:
                walk.pending = Piece(" ", PartRun(name, token.start(), token.start() + 1))
        elif token["text"]:
            _add(walk, Piece(token["text"], PartRun(name, token.start(), token.end())))
    yield from _flush(walk)


def _add(walk: _Walk, piece: Piece) -> None:
    if walk.pending is not None:
        before = walk.pieces[-1].text[-1:]
        if before.isascii() or piece.text[:1].isascii():
            walk.pieces.append(walk.pending)
        walk.pending = None
    walk.pieces.append(piece)


def _tag(walk: _Walk, tag: str, closes: bool, attributes: str) -> Iterator[Paragraph]:
    if tag in _BLOCKS:
        yield from _flush(walk)
    if tag == "input" and not closes and "hidden" not in attributes and "button" not in attributes:
        _add(walk, Piece("____", None))
    if tag == "table" and not closes:
        walk.tables += 1
        walk.cells.append([walk.tables, -1, -1])
    elif tag == "table" and walk.cells:
        walk.cells.pop()
    elif walk.cells and not closes and tag == "tr":
        walk.cells[-1][1:] = [walk.cells[-1][1] + 1, -1]
    elif walk.cells and not closes and tag in ("td", "th"):
        walk.cells[-1][2] += 1
    if tag in _VOID:
        return
    if closes:
        for at in range(len(walk.stack) - 1, -1, -1):
            if walk.stack[at][0] == tag:
                del walk.stack[at:]
                break
    else:
        aside: Aside | None = "boilerplate" if tag in _OUTSIDE else "noise" if _HIDDEN.search(attributes) else None
        walk.stack.append((tag, aside or (walk.stack[-1][1] if walk.stack else None)))


def _flush(walk: _Walk) -> Iterator[Paragraph]:
    walk.pending = None
    if any(piece.text.strip() for piece in walk.pieces):
        cell = None
        if walk.cells and walk.cells[-1][1] >= 0 and walk.cells[-1][2] >= 0:
            cell = Cell(*walk.cells[-1])
        yield Paragraph(
            tuple(walk.pieces),
            cell=cell,
            aside=walk.stack[-1][1] if walk.stack else None,
            heading=any(tag in _HEADINGS for tag, _ in walk.stack),
        )
    walk.pieces = []


def _flatten_layout_tables(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """A table with one column, or with a cell that holds pages of prose, only lays the page out."""
    columns: dict[int, set[int]] = {}
    rows: dict[int, set[int]] = {}
    size: dict[Cell, int] = {}
    for paragraph in paragraphs:
        if paragraph.cell:
            columns.setdefault(paragraph.cell.table, set()).add(paragraph.cell.column)
            rows.setdefault(paragraph.cell.table, set()).add(paragraph.cell.row)
            size[paragraph.cell] = size.get(paragraph.cell, 0) + len(paragraph.text)
    layout = {cell.table for cell, length in size.items() if length > _CELL_PROSE}
    layout |= {table for table in columns if len(columns[table]) < 2 or len(rows[table]) < _DATA_ROWS}
    return [replace(p, cell=None) if p.cell and p.cell.table in layout else p for p in paragraphs]


def _main_part(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Short lines without a word of a contract before its first and behind its last line are the page's own; a page's
    head that run-on text repeats is too."""
    body = [n for n, p in enumerate(paragraphs) if p.aside is None]
    marked = [n for n in body if _CUES.search(paragraphs[n].text)]
    if not marked:
        return paragraphs
    first, last = marked[0], marked[-1]
    long = max(body, key=lambda n: len(paragraphs[n].text))
    if len(paragraphs[long].text) > 0.7 * sum(len(paragraphs[n].text) for n in body):
        first = last = long
    ends = frozenset("。;；:：_)）")
    made = []
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text.strip()
        outside = number < first or (number > last and first == last) or (number > last + 12)
        if number > last and not outside:
            outside = len(text) < 30 and text[-1:] not in ends and not regex.search(r"年|日期|签|章|盖", text)
        made.append(replace(paragraph, aside="boilerplate") if outside and paragraph.aside is None else paragraph)
    return made
