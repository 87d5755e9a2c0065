"""Word's automatic numbering, resolved to the label that Word prints (ECMA-376 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from parser.readers.docx_parts import W
from parser.readers.docx_symbols import BOXES, symbol
from parser.readers.numerals import SILENT, numeral

VAL = f"{W}val"
LEVELS = 9

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `text` is the pattern of its label (`第%1条`, `%1.%2`); `restart` the level (from 1) after
    which it starts anew, 0 for never, None for the ordinary: after any level above it."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    suffix: str = " "
    style: str | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A `w:num`: lists of one `series` (the abstract definition) share their counters. `starts` are its overrides."""

    series: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number, and what parts it from the text. `counted` is false for a bullet or a mere text."""

    text: str
    suffix: str
    counted: bool


@dataclass(slots=True)
class Counters:
    """How far each series of a story (the body, the notes, one part) has been counted. None: level not begun."""

    lists: Mapping[str, List]
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)


def load_lists(root: etree._Element | None, list_styles: Mapping[str, str]) -> dict[str, List]:
    """The lists of numbering.xml by numId. `list_styles` gives the numId of each numbering style."""
    if root is None:
        return {}
    series: dict[str, dict[int, Level]] = {}
    links: dict[str, str] = {}
    for abstract in root.iterfind(f"{W}abstractNum"):
        key = abstract.get(f"{W}abstractNumId", "")
        series[key] = _levels(abstract.iterfind(f"{W}lvl"))
        link = abstract.find(f"{W}numStyleLink")
        if link is not None:
            links[key] = link.get(VAL, "")
    nums = {num.get(f"{W}numId", ""): num for num in root.iterfind(f"{W}num")}
    lists: dict[str, List] = {}
    for key, num in nums.items():
        abstract_key = _series_of(num)
        linked = nums.get(list_styles.get(links.get(abstract_key, ""), ""))
        if linked is not None:
            abstract_key = _series_of(linked)
        levels = dict(series.get(abstract_key, {}))
        levels.update(_levels(num.iterfind(f"{W}lvlOverride/{W}lvl")))
        starts = {
            number(override, f"{W}ilvl", 0): number(start, VAL, 1)
            for override in num.iterfind(f"{W}lvlOverride")
            for start in override.iterfind(f"{W}startOverride")
        }
        lists[key] = List(series=abstract_key, levels=levels, starts=starts)
    return lists


def next_label(counters: Counters, num_id: str, level: int) -> Label | None:
    """Count one paragraph of a list, and give its label; None where the list, or its level, is not defined."""
    numbered = counters.lists.get(num_id)
    if numbered is None or not 0 <= level < LEVELS or level not in numbered.levels:
        return None
    rule = numbered.levels[level]
    counts = counters.counts.setdefault(numbered.series, [None] * LEVELS)
    for above in range(level):
        if counts[above] is None:
            counts[above] = _start(numbered, above)
    count = counts[level]
    restarted = level in numbered.starts and (num_id, level) not in counters.begun
    counters.begun.add((num_id, level))
    counts[level] = _start(numbered, level) if count is None or restarted else count + 1
    for below in range(level + 1, LEVELS):
        restart = numbered.levels[below].restart if below in numbered.levels else None
        if restart is None or restart > below or level < restart:
            counts[below] = None
    return _label(numbered, rule, counts, level)


def linked_level(counters: Counters, num_id: str, style: str) -> int | None:
    """The level of a list that is bound to a paragraph style."""
    numbered = counters.lists.get(num_id)
    if numbered is None:
        return None
    return next((at for at, level in numbered.levels.items() if level.style == style), None)


def number(element: etree._Element | None, attribute: str, otherwise: int) -> int:
    """An attribute as a whole number; `otherwise` where it is none."""
    text = element.get(attribute, "") if element is not None else ""
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise


def switched_on(element: etree._Element) -> bool:
    """A toggle such as `w:b`, which is on where it stands without a value."""
    return element.get(VAL, "1") not in ("0", "false", "off", "none")


def _series_of(num: etree._Element) -> str:
    link = num.find(f"{W}abstractNumId")
    return link.get(VAL, "") if link is not None else ""


def _start(numbered: List, level: int) -> int:
    rule = numbered.levels.get(level)
    return numbered.starts.get(level, rule.start if rule else 1)


def _label(numbered: List, rule: Level, counts: list[int | None], level: int) -> Label | None:
    if rule.number_format == "bullet":
        return Label(text=rule.text, suffix=" ", counted=False) if rule.text else None
    counted = False

    def fill(place: re.Match[str]) -> str:
        nonlocal counted
        at = int(place[1]) - 1
        written = numbered.levels.get(at)
        count = counts[at]
        if written is None or count is None or at > level:
            return ""
        legal = rule.legal and written.number_format not in (*SILENT, "decimalZero")
        text = numeral(count, "decimal" if legal else written.number_format)
        counted = counted or bool(text)
        return text

    text = _PLACE.sub(fill, rule.text).strip()
    return Label(text=text, suffix=rule.suffix, counted=counted) if text else None


def _levels(elements: Iterable[etree._Element]) -> dict[int, Level]:
    return {number(element, f"{W}ilvl", 0): _level(element) for element in elements}


def _level(element: etree._Element) -> Level:
    values = {child.tag: child for child in element}
    number_format = values.get(f"{W}numFmt")
    if number_format is None:
        number_format = next(element.iter(f"{W}numFmt"), None)
    form = number_format.get(VAL, "decimal") if number_format is not None else "decimal"
    padded = number_format.get(f"{W}format", "") if number_format is not None else ""
    text = values[f"{W}lvlText"].get(VAL, "") if f"{W}lvlText" in values else ""
    if form == "bullet":
        mark = symbol(text, _font(element)) if len(text) == 1 else ""
        text = mark if mark in BOXES else ""
    hidden = element.find(f"{W}rPr/{W}vanish")
    restart, legal, suffix = values.get(f"{W}lvlRestart"), values.get(f"{W}isLgl"), values.get(f"{W}suff")
    style = values.get(f"{W}pStyle")
    return Level(
        start=number(values.get(f"{W}start"), VAL, 1),
        number_format="decimalZero" if form == "custom" and padded.startswith("01,") else form,
        text="" if hidden is not None and switched_on(hidden) else text,
        restart=number(restart, VAL, 0) if restart is not None else None,
        legal=legal is not None and switched_on(legal),
        suffix="" if suffix is not None and suffix.get(VAL) == "nothing" else " ",
        style=style.get(VAL) if style is not None else None,
    )


def _font(element: etree._Element) -> str:
    fonts = element.find(f"{W}rPr/{W}rFonts")
    return fonts.get(f"{W}ascii", "") if fonts is not None else ""
