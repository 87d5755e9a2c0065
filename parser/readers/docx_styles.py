"""Word's styles, with what each inherits resolved: numbering, outline level, and the look that tells a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from parser.readers.docx_numbering import VAL, number, switched_on
from parser.readers.docx_parts import W

BODY_OUTLINE = 9
"""The outline level that says: body text."""

ORDINARY_SIZE = 20
"""Half-points, where no style says anything."""

_HEADING = re.compile(r"(?:heading|标题|標題)\s*[1-9]?|(?:sub)?title|副标题|副標題", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """What a style, a paragraph or a run says about its looks; None where it says nothing."""

    bold: bool | None = None
    size: int | None = None
    hidden: bool | None = None
    underlined: bool | None = None
    font: str | None = None
    centred: bool | None = None
    outline: int | None = None
    num_id: str | None = None
    level: int | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """A style's own format over that of the styles it is based on. `chain` are their ids, its own first."""

    format: Format = Format()
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Styles:
    """`ordinary` is the style of a paragraph that names none; `lists` are the numId of each numbering style."""

    styles: Mapping[str, Style]
    ordinary: Style
    size: int
    lists: Mapping[str, str]

    def paragraph(self, style: str | None) -> Style:
        return self.styles.get(style, self.ordinary) if style is not None else self.ordinary


def load_styles(root: etree._Element | None) -> Styles:
    """The styles of styles.xml. A chain that runs in a circle ends where it comes round."""
    if root is None:
        return Styles(styles={}, ordinary=Style(), size=ORDINARY_SIZE, lists={})
    elements = {element.get(f"{W}styleId", ""): element for element in root.iterfind(f"{W}style")}
    styles = {key: _resolve(key, elements) for key in elements}
    ordinary = next(
        (
            styles[key]
            for key, element in elements.items()
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on")
        ),
        Style(),
    )
    lists = {
        key: link.get(VAL, "")
        for key, element in elements.items()
        if element.get(f"{W}type") == "numbering" and (link := element.find(f"{W}pPr/{W}numPr/{W}numId")) is not None
    }
    size = number(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz"), VAL, ORDINARY_SIZE)
    return Styles(styles=styles, ordinary=ordinary, size=ordinary.format.size or size, lists=lists)


def read_format(run: etree._Element | None, paragraph: etree._Element | None = None) -> Format:
    """What an rPr, and a pPr, say themselves."""
    found: dict[str, bool | int | str | None] = {}
    for child in run if run is not None else ():
        if read := _RUN.get(child.tag):
            found[read[0]] = read[1](child)
    for child in paragraph if paragraph is not None else ():
        if read := _PARAGRAPH.get(child.tag):
            found[read[0]] = read[1](child)
        elif child.tag == f"{W}numPr":
            num_id, level = child.find(f"{W}numId"), child.find(f"{W}ilvl")
            found["num_id"] = num_id.get(VAL) if num_id is not None else None
            found["level"] = number(level, VAL, 0) if level is not None else None
    return Format(**found)  # type: ignore[arg-type]


def over(upper: Format, lower: Format) -> Format:
    """One format over another: what the upper does not say, the lower says."""
    if upper == Format():
        return lower
    return Format(
        bold=lower.bold if upper.bold is None else upper.bold,
        size=lower.size if upper.size is None else upper.size,
        hidden=lower.hidden if upper.hidden is None else upper.hidden,
        underlined=lower.underlined if upper.underlined is None else upper.underlined,
        font=lower.font if upper.font is None else upper.font,
        centred=lower.centred if upper.centred is None else upper.centred,
        outline=lower.outline if upper.outline is None else upper.outline,
        num_id=lower.num_id if upper.num_id is None else upper.num_id,
        level=lower.level if upper.level is None else upper.level,
        heading=lower.heading or upper.heading,
    )


def _resolve(key: str, elements: Mapping[str, etree._Element]) -> Style:
    """A style is a heading by its own name; those based on one inherit its outline level, if any."""
    chain = tuple(_chain(key, elements))
    name = elements[key].find(f"{W}name")
    resolved = Format(heading=name is not None and _HEADING.fullmatch(name.get(VAL, "")) is not None)
    for ancestor in chain:
        element = elements[ancestor]
        resolved = over(resolved, read_format(element.find(f"{W}rPr"), element.find(f"{W}pPr")))
    return Style(format=resolved, chain=chain)


def _chain(key: str, elements: Mapping[str, etree._Element]) -> Iterator[str]:
    seen: set[str] = set()
    while key in elements and key not in seen:
        yield key
        seen.add(key)
        base = elements[key].find(f"{W}basedOn")
        key = base.get(VAL, "") if base is not None else ""


def _size(element: etree._Element) -> int | None:
    return number(element, VAL, 0) or None


def _underlined(element: etree._Element) -> bool:
    return element.get(VAL, "single") != "none"


def _font_name(element: etree._Element) -> str | None:
    return element.get(f"{W}ascii") or element.get(f"{W}hAnsi")


def _centred(element: etree._Element) -> bool:
    return element.get(VAL) == "center"


def _outline(element: etree._Element) -> int:
    return number(element, VAL, BODY_OUTLINE)


_RUN = {
    f"{W}b": ("bold", switched_on),
    f"{W}sz": ("size", _size),
    f"{W}vanish": ("hidden", switched_on),
    f"{W}u": ("underlined", _underlined),
    f"{W}rFonts": ("font", _font_name),
}
_PARAGRAPH = {f"{W}jc": ("centred", _centred), f"{W}outlineLvl": ("outline", _outline)}
