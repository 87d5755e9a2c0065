"""The inside of a Word paragraph -> lines of pieces: what is printed, apart from what is deleted or hidden."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from models.reading import PartRun, Piece
from parser.readers.docx_numbering import VAL, number, switched_on
from parser.readers.docx_parts import MC, Part, W, text_pieces
from parser.readers.docx_styles import Format, Styles, over, read_format
from parser.readers.docx_symbols import FONTS, symbol

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SLOT = "____"

_PRIVATE = re.compile("[\ue000-\uf8ff]+")
_SYMBOLS = re.compile("[!-~\xa1-\xff\ue000-\uf8ff]+")
_CIRCLED = re.compile(r"eq\s*\\o\\ac\(\s*[○〇◯]\s*[,，;；]\s*(\d{1,2})\s*\)", re.IGNORECASE)
_CIRCLES = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(slots=True)
class Line:
    """A printed line up to a hard break. `size` is that of its smallest characters, `bold` whether all are bold,
    `stressed` whether any is bold or underlined."""

    pieces: list[Piece] = field(default_factory=list)
    size: int | None = None
    bold: bool = True
    stressed: bool = False


@dataclass(slots=True)
class Code:
    """An open field: its instruction is not printed, its result is, once it has begun."""

    start: etree._Element
    instruction: str = ""
    shown: bool = False


@dataclass(slots=True)
class Lines:
    """A paragraph being read. `looks` is the format that its runs inherit; `ruled` says that its tabs draw a line.

    `aside` gathers what is not printed (deleted, hidden, phonetic guides), `boxes` the text boxes anchored in it.
    """

    part: Part
    styles: Styles
    looks: Format
    ruled: bool
    lines: list[Line] = field(default_factory=lambda: [Line()])
    aside: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    sizes: Counter[int] = field(default_factory=Counter)
    pictures: int = 0


def read_inlines(lines: Lines, element: etree._Element, *, printed: bool = True) -> None:
    """Read the runs below an element; `printed` is false inside what is deleted."""
    for child in element:
        inline = INLINES.get(child.tag)
        if inline is not None:
            inline(lines, child, printed)


def chosen(alternatives: etree._Element) -> etree._Element | None:
    """The one branch of an mc:AlternateContent that is read: its first choice, else its fallback."""
    choice = alternatives.find(f"{MC}Choice")
    return choice if choice is not None else alternatives.find(f"{MC}Fallback")


def _run(lines: Lines, run: etree._Element, printed: bool) -> None:
    properties = run.find(f"{W}rPr")
    looks = lines.looks if properties is None else _run_looks(lines, properties)
    printed = printed and not looks.hidden
    for child in run:
        if child.tag == f"{W}t":
            if _in_result(lines):
                _text(lines, child, looks, printed)
        elif (content := CONTENTS.get(child.tag)) is not None:
            content(lines, child, looks, printed)


def _run_looks(lines: Lines, properties: etree._Element) -> Format:
    looks = lines.looks
    named = properties.find(f"{W}rStyle")
    if named is not None and (style := lines.styles.styles.get(named.get(VAL, ""))):
        looks = over(style.format, looks)
    return over(read_format(properties), looks)


def _in_result(lines: Lines) -> bool:
    return not lines.codes or all(code.shown for code in lines.codes)


def _text(lines: Lines, element: etree._Element, looks: Format, printed: bool) -> None:
    for piece in text_pieces(lines.part, element):
        if not printed:
            lines.aside.append(piece)
            continue
        line = lines.lines[-1]
        if (looks.font and looks.font.lower() in FONTS) or _PRIVATE.search(piece.text):
            line.pieces.extend(_drawn(piece, looks.font or ""))
        else:
            line.pieces.append(piece)
        if not piece.text.isspace():
            size = looks.size or lines.styles.size
            line.size = size if line.size is None else min(line.size, size)
            line.bold = line.bold and bool(looks.bold)
            line.stressed = line.stressed or bool(looks.bold or looks.underlined)
            lines.sizes[size] += len(piece.text)


def _drawn(piece: Piece, font: str) -> Iterator[Piece]:
    """A piece with the signs of symbol fonts as what they show; these have no place, as their characters differ."""
    at = 0
    pattern = _SYMBOLS if font.lower() in FONTS else _PRIVATE
    for signs in pattern.finditer(piece.text):
        shown = "".join(symbol(sign, font) for sign in signs[0])
        if shown == signs[0]:
            continue
        if signs.start() > at:
            yield _part_of(piece, at, signs.start())
        if shown:
            yield Piece(shown, None)
        at = signs.end()
    if at < len(piece.text):
        yield _part_of(piece, at, len(piece.text))


def _part_of(piece: Piece, first: int, last: int) -> Piece:
    place = piece.place
    if not isinstance(place, PartRun) or (first, last) == (0, len(piece.text)):
        return piece
    return Piece(piece.text[first:last], PartRun(place.part, place.start + first, place.start + last))


def _generated(lines: Lines, text: str, printed: bool) -> None:
    if printed and text and _in_result(lines):
        lines.lines[-1].pieces.append(Piece(text, None))


def _tab(lines: Lines, _element: etree._Element, looks: Format, printed: bool) -> None:
    if looks.underlined or lines.ruled:
        _generated(lines, SLOT, printed)
    elif lines.lines[-1].pieces:
        _generated(lines, " ", printed)


def _break(lines: Lines, _element: etree._Element, _looks: Format, printed: bool) -> None:
    if printed and _in_result(lines):
        lines.lines.append(Line())


def _hyphen(lines: Lines, _element: etree._Element, _looks: Format, printed: bool) -> None:
    _generated(lines, "-", printed)


def _sign(lines: Lines, element: etree._Element, _looks: Format, printed: bool) -> None:
    code = element.get(f"{W}char", "")
    if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
        character = chr(int(code, 16))
        private = character if _PRIVATE.match(character) else chr(0xF000 | ord(character) & 0xFF)
        font = element.get(f"{W}font", "")
        _generated(lines, symbol(private if font.lower() in FONTS else character, font), printed)


def _deleted_text(lines: Lines, element: etree._Element, _looks: Format, _printed: bool) -> None:
    if _in_result(lines):
        lines.aside.extend(text_pieces(lines.part, element))


def _field_mark(lines: Lines, element: etree._Element, _looks: Format, printed: bool) -> None:
    kind = element.get(f"{W}fldCharType")
    if kind == "begin":
        lines.codes.append(Code(start=element))
    elif kind == "separate" and lines.codes:
        lines.codes[-1].shown = True
    elif kind == "end" and lines.codes:
        code = lines.codes.pop()
        if not code.shown or "FORMCHECKBOX" in code.instruction:
            _generated(lines, _result(code), printed)


def _result(code: Code) -> str:
    """What a field prints that keeps no result: a form's box or chosen entry, a circled number."""
    box = code.start.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        return "☑" if state is not None and switched_on(state) else "□"
    entries = [entry.get(VAL, "") for entry in code.start.iterfind(f"{W}ffData/{W}ddList/{W}listEntry")]
    if entries:
        at = number(code.start.find(f"{W}ffData/{W}ddList/{W}result"), VAL, 0)
        return entries[at] if 0 <= at < len(entries) else ""
    circled = _CIRCLED.search(code.instruction)
    if circled is None:
        return ""
    at = int(circled[1])
    return _CIRCLES[at] if at < len(_CIRCLES) else circled[1]


def _instruction(lines: Lines, element: etree._Element, _looks: Format, _printed: bool) -> None:
    if lines.codes and not lines.codes[-1].shown:
        lines.codes[-1].instruction += element.text or ""


def _ruby(lines: Lines, element: etree._Element, _looks: Format, printed: bool) -> None:
    for guide in element.iterfind(f"{W}rt"):
        read_inlines(lines, guide, printed=False)
    for base in element.iterfind(f"{W}rubyBase"):
        read_inlines(lines, base, printed=printed)


def _picture(lines: Lines, element: etree._Element, _looks: Format, printed: bool) -> None:
    if not printed:
        return
    if next(element.iter("{*}blip", "{*}imagedata"), None) is not None:
        lines.pictures += 1
    lines.boxes.extend(_boxes(element))


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from _boxes(branch)
        else:
            yield from _boxes(child)


def _alternatives_in_run(lines: Lines, element: etree._Element, looks: Format, printed: bool) -> None:
    branch = chosen(element)
    for child in branch if branch is not None else ():
        if (content := CONTENTS.get(child.tag)) is not None:
            content(lines, child, looks, printed)


def _alternatives(lines: Lines, element: etree._Element, printed: bool) -> None:
    branch = chosen(element)
    if branch is not None:
        read_inlines(lines, branch, printed=printed)


def _inside(lines: Lines, element: etree._Element, printed: bool) -> None:
    read_inlines(lines, element, printed=printed)


def _deleted(lines: Lines, element: etree._Element, _printed: bool) -> None:
    read_inlines(lines, element, printed=False)


def _control(lines: Lines, element: etree._Element, printed: bool) -> None:
    for content in element.iterfind(f"{W}sdtContent"):
        read_inlines(lines, content, printed=printed)


def _formula(lines: Lines, element: etree._Element, printed: bool) -> None:
    for text in element.iter(f"{M}t"):
        _text(lines, text, lines.looks, printed)


INLINES: dict[str, Callable[[Lines, etree._Element, bool], None]] = {
    f"{W}r": _run,
    f"{W}ins": _inside,
    f"{W}moveTo": _inside,
    f"{W}hyperlink": _inside,
    f"{W}smartTag": _inside,
    f"{W}customXml": _inside,
    f"{W}fldSimple": _inside,
    f"{W}dir": _inside,
    f"{W}bdo": _inside,
    f"{W}sdt": _control,
    f"{W}del": _deleted,
    f"{W}moveFrom": _deleted,
    f"{M}oMath": _formula,
    f"{M}oMathPara": _formula,
    f"{MC}AlternateContent": _alternatives,
}

CONTENTS: dict[str, Callable[[Lines, etree._Element, Format, bool], None]] = {
    f"{W}delText": _deleted_text,
    f"{W}tab": _tab,
    f"{W}ptab": _tab,
    f"{W}br": _break,
    f"{W}cr": _break,
    f"{W}sym": _sign,
    f"{W}noBreakHyphen": _hyphen,
    f"{W}fldChar": _field_mark,
    f"{W}instrText": _instruction,
    f"{W}ruby": _ruby,
    f"{W}drawing": _picture,
    f"{W}pict": _picture,
    f"{W}object": _picture,
    f"{MC}AlternateContent": _alternatives_in_run,
}
