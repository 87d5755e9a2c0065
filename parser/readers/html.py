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
from models.reading import Cell, Paragraph, PartRun, Piece, Reading
from models.source import Limits
from parser.readers.decode import decode
from parser.readers.html_content import Block, contract_part, holds_contract
from parser.readers.html_lists import OpenList, is_numbered, next_number, open_list

_TOKEN = regex.compile(
    r"<!--.*?(?:-->|\Z)|<%.*?(?:%>|\Z)|<(?P<raw>script|style|svg|math|object|iframe)\b[^>]*+>.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<!\[?[^>]*+>|<\?[^>]*+>|<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attrs>(?:=\s*+(?:\"[^\"]*\"|'[^']*')|[^<>])*+)>"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?)"
    r"|(?P<blank>[ \t\r\n\f]+)|(?P<text>[^<&\s]+(?:[\u3000\u00a0]+[^<&\s]*)*|[\u3000\u00a0]+|[<&\s])",
    regex.DOTALL | regex.IGNORECASE,
)
_ATTRIBUTE = regex.compile(
    r"(?P<name>[^\s\"'=<>/]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'<>]+)))?"
)
_BLOCKS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 head"
    " header hr legend li main nav ol option p pre section select table tbody td textarea th thead title tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_OUTSIDE = frozenset(("aside", "button", "footer", "nav", "noscript", "title"))
"""Elements whose words are the page's own by the standard's meaning of them."""
_LINED = frozenset(("pre", "textarea"))
_LISTS = frozenset(("ol", "ul", "menu"))
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSED_BY = {
    "li": ("li",), "p": ("p",), "dd": ("dd", "dt"), "dt": ("dd", "dt"), "option": ("option",), "td": ("td", "th"),
    "th": ("td", "th"), "tr": ("td", "th", "tr"),
}  # fmt: skip
"""An element ends where one of its kind begins, end tag or not."""
_UNSEEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.IGNORECASE)
_SITE_NAMES = regex.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|breadcrumb\w*|crumb\w*|side(?:bar|box)?|foot(?:er)?|copyright|comments?|reply|tips?"
    r"|related\w*|recommend\w*|hot\w*|rank\w*|share\w*|social|tool(?:bar|s)?|ad(?:s|vert\w*)?|banner|login|search\w*"
    r"|pager|pagination|qrcode|download\w*|toptool|header|topbar|links?)(?:$|[\s_-])",
    regex.IGNORECASE,
)
SLOT = "____"


@dataclass(frozen=True, slots=True)
class _Open:
    """An open element. What it says of itself holds for all inside it: see html_content.Block."""

    tag: str
    outside: bool = False
    hidden: bool = False
    linked: bool = False
    heading: bool = False
    group: int | None = None


_ROOT = _Open("")


@dataclass(slots=True)
class _Run:
    """Text of one paragraph that is equally outside and hidden. `pending` is a blank that is read if more follows,
    `wrapped` says that the source breaks its line there."""

    group: int | None
    pieces: list[Piece] = field(default_factory=list)
    linked: int = 0
    pending: Piece | None = None
    wrapped: bool = False


@dataclass(slots=True)
class _Walk:
    """Where the walk over the tokens stands; `runs` by `outside` and `hidden`, `number` what a list prints before the
    next paragraph."""

    runs: dict[tuple[bool, bool], _Run] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=lambda: [_ROOT])
    cells: list[list[int]] = field(default_factory=list)
    tables: int = -1
    groups: int = 0
    lists: list[OpenList] = field(default_factory=list)
    number: str = ""


def read_html(name: str, data: bytes, limits: Limits) -> Reading:
    """The page's text in order; what the page says around the contract is boilerplate."""
    text = decode(data)
    if text is None:
        raise UnreadableSource(f"{name} is in no encoding of Chinese text.", remedy="Save it as UTF-8.")
    if len(text) > limits.characters * 4:
        raise TooLarge(f"{name} has {len(text):,} characters.", remedy="Split the page.")
    paragraphs = tuple(contract_part(list(_blocks(name, text))))
    if not holds_contract(paragraphs):
        raise UnreadableSource(
            f"{name} is a page without a contract.", remedy="Open the contract itself, and save that page."
        )
    return Reading("html", "text/html", paragraphs)


def _blocks(name: str, text: str) -> Iterator[Block]:
    walk = _Walk()
    for token in _TOKEN.finditer(text):
        tag = token["tag"]
        if tag:
            yield from _tag(walk, name, tag.lower(), bool(token["close"]), token["attrs"] or "", token.start("attrs"))
        elif token["entity"]:
            _add(walk, Piece(entities.unescape(token["entity"]), PartRun(name, token.start(), token.end())))
        elif token["blank"]:
            if walk.stack[-1].tag in _LINED and "\n" in token["blank"]:
                yield from _flush(walk)
            elif (run := _run(walk)).pieces and run.pending is None:
                run.pending = Piece(" ", PartRun(name, token.start(), token.start() + 1))
                run.wrapped = "\n" in token["blank"]
        elif token["text"]:
            _add(walk, Piece(token["text"], PartRun(name, token.start(), token.end())))
    yield from _flush(walk)


def _run(walk: _Walk) -> _Run:
    inside = walk.stack[-1]
    return walk.runs.setdefault((inside.outside, inside.hidden), _Run(inside.group))


def _add(walk: _Walk, piece: Piece) -> None:
    run = _run(walk)
    if run.pending is not None:
        # A line that the source wraps between two Chinese characters is one word.
        if not run.wrapped or run.pieces[-1].text[-1:].isascii() or piece.text[:1].isascii():
            run.pieces.append(run.pending)
        run.pending = None
    run.pieces.append(piece)
    if walk.stack[-1].linked:
        run.linked += len(piece.text)


def _tag(walk: _Walk, name: str, tag: str, closes: bool, attributes: str, at: int) -> Iterator[Block]:
    if tag in _BLOCKS:
        yield from _flush(walk)
    if tag == "input" and not closes and (piece := _input(name, attributes, at)):
        _add(walk, piece)
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
        if tag in _LISTS and walk.lists:
            walk.lists.pop()
        if tag in _LISTS or tag == "li":
            walk.number = ""
        _close(walk, (tag,))
    else:
        if tag in _CLOSED_BY and walk.stack[-1].tag in _CLOSED_BY[tag]:
            walk.stack.pop()
        _open(walk, tag, attributes)


def _open(walk: _Walk, tag: str, attributes: str) -> None:
    around = walk.stack[-1]
    given = {m["name"].lower(): m["double"] or m["single"] or m["bare"] or "" for m in _ATTRIBUTE.finditer(attributes)}
    if tag in _LISTS:
        walk.lists.append(open_list(tag, given))
    elif tag == "li" and walk.lists:
        walk.number = next_number(walk.lists[-1], given)
    group = around.group
    if _SITE_NAMES.search(given.get("class", "")) or _SITE_NAMES.search(given.get("id", "")):
        walk.groups += 1
        group = walk.groups
    walk.stack.append(
        _Open(
            tag,
            outside=around.outside or tag in _OUTSIDE,
            hidden=around.hidden
            or tag in ("template", "select")
            or "hidden" in given
            or _UNSEEN.search(given.get("style", "")) is not None,
            linked=around.linked or (tag == "a" and "href" in given),
            heading=around.heading or tag in _HEADINGS,
            group=group,
        )
    )


def _close(walk: _Walk, tags: tuple[str, ...]) -> None:
    for at in range(len(walk.stack) - 1, max(len(walk.stack) - 200, 0), -1):
        if walk.stack[at].tag in tags:
            del walk.stack[at:]
            break


def _input(name: str, attributes: str, at: int) -> Piece | None:
    """What a form's field shows: a box, the value that stands in it, or an empty slot."""
    given = {m["name"].lower(): m for m in _ATTRIBUTE.finditer(attributes)}
    kind = _value(given.get("type")).lower()
    if kind in ("checkbox", "radio"):
        return Piece("☑" if "checked" in given else "□", None)
    if kind not in ("", "text", "number", "tel", "email", "date"):
        return None
    value = given.get("value")
    for quoting in ("double", "single", "bare"):
        if value is not None and value[quoting] and "&" not in value[quoting]:
            return Piece(value[quoting], PartRun(name, at + value.start(quoting), at + value.end(quoting)))
    return Piece(SLOT, None)


def _value(attribute: regex.Match[str] | None) -> str:
    return (attribute["double"] or attribute["single"] or attribute["bare"] or "") if attribute is not None else ""


def _flush(walk: _Walk) -> Iterator[Block]:
    cell = None
    if walk.cells and walk.cells[-1][1] >= 0 and walk.cells[-1][2] >= 0:
        cell = Cell(*walk.cells[-1])
    for (outside, hidden), run in walk.runs.items():
        if any(piece.text.strip() and (cell or piece.place) for piece in run.pieces):
            paragraph = Paragraph(tuple(run.pieces), cell=cell, heading=walk.stack[-1].heading)
            number = "" if hidden or is_numbered(paragraph.text) else walk.number
            if not hidden:
                walk.number = ""
            if number:
                pieces = (Piece(f"{number} ", None), *paragraph.pieces)
                paragraph = replace(paragraph, pieces=pieces, label=len(number))
            yield Block(paragraph, outside, hidden, run.linked, run.group)
    walk.runs.clear()
