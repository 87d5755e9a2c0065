"""Labels that were chosen -> units: where each one's heading stands, where its own text begins, and where it ends."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from models.text import Block, NormalText
from parser.headings import HeadingPatterns, is_heading, is_title_like, split_heading
from parser.labels import BLOCK, RUN, SENTENCE, Label

_INLINE = frozenset(("arabic", "round", "half", "letter", "capital", "roman", "circled", "han-round", "ordinal"))
_SHORT = 12
_RUN_ON = 4
"""Labels in one paragraph that make it run-on text."""
_ABOVE = frozenset(("article", "formal", "han", "arabic", "bare", "decimal", "ordinal", "han-round", "lettered"))
"""Styles of units whose line may be a title because of what stands below it."""
_STOPPED = _INLINE | {"decimal"}
"""Styles of units of which one with a full stop is a title only among others that have one."""
_PHRASES = frozenset(("round", "half", "letter", "roman", "circled", "han-round", "ordinal"))
"""Styles of lists whose members may be mere phrases."""
_FEW = 2
"""Members of a list that show what its last one is."""
_FEW_TITLES, _MOST_TITLED, _LONGEST_TITLE = 3, 0.6, 18
"""Titles of a series that show what a line like them is, at least, and their share of it; characters of such a line."""
_BLANK = " \n\t·"


class Unit(NamedTuple):
    """A numbered unit before it becomes a clause: offsets of the text, parent as an index among the units."""

    label: Label
    start: int
    """Where the label stands, or the bullet in front of it (· (1))."""
    parent: int | None
    heading: tuple[int, int]
    body: int
    end: int
    tail: tuple[int, int]
    """What follows a list that runs on inside a paragraph; it belongs to the unit around the list."""


def units_of(
    text: NormalText,
    labels: Sequence[Label],
    chosen: Sequence[tuple[int, int | None]],
    patterns: HeadingPatterns,
    signatures: Sequence[int],
) -> list[Unit]:
    """The chosen labels (each an index among `labels`, with that of its parent) as units, in reading order."""
    positions = {index: number for number, (index, _) in enumerate(chosen)}
    units: list[Unit] = []
    spread = Counter(labels[index].block for index, _ in chosen)
    for number, (index, parent) in enumerate(chosen):
        label = labels[index]
        block = text.blocks[label.block]
        after = _opening(text, labels[chosen[number + 1][0]]) if number + 1 < len(chosen) else len(text.text)
        sign = bisect_right(signatures, max(block.end, label.end))
        end = min(after, signatures[sign]) if sign < len(signatures) else after
        line_end = min(block.end, after)
        line = text.text[label.end : line_end]
        run_on = spread[label.block] >= _RUN_ON
        inline = label.where in (SENTENCE, RUN) and label.style in _INLINE
        first, body = split_heading(
            line,
            label.style,
            patterns,
            inline=inline,
            run_on=run_on,
            above=line_end == block.end and _is_above(text, labels, chosen, number, end),
        )
        heading, begin = (label.end, label.end + first), label.end + body
        if not line.strip(" :") and label.where == BLOCK:
            heading, begin = _heading_below(text, label, end, patterns)
        elif run_on and number + 1 == len(chosen) and line_end == block.end and (cut := _cut_off(line, patterns)):
            heading, begin = (label.end, label.end + cut), label.end + cut
        tail = (end, end)
        if inline and end > block.end:
            # A list inside a paragraph ends with it: the paragraphs below belong to the unit that the list stands in.
            end, tail = block.end, (block.end, end)
        above = positions.get(parent) if parent is not None else None
        units.append(Unit(label, _opening(text, label), above, heading, begin, end, tail))
    return _with_titles_of_a_kind(text, _without_lone_phrases(text, _without_last_members(text, units)), patterns)


def _is_above(
    text: NormalText, labels: Sequence[Label], chosen: Sequence[tuple[int, int | None]], number: int, end: int
) -> bool:
    """Whether a unit's first line stands by itself above units of its own, above a paragraph that ends as one does, or
    above nothing, to be filled in."""
    label = labels[chosen[number][0]]
    if label.where != BLOCK or label.style not in _ABOVE:
        return False
    if number + 1 < len(chosen) and chosen[number + 1][1] == chosen[number][0]:
        return labels[chosen[number + 1][0]].where == BLOCK
    line = text.blocks[label.block]
    if text.text[line.start : line.end].endswith(":") and not text.text[line.end : end].strip():
        return True
    if label.block + 1 == len(text.blocks):
        return False
    below = text.blocks[label.block + 1]
    return below.end <= end and below.cell is None and _longer(line, below) and text.text[below.end - 1] in "。:;"


def _longer(line: Block, below: Block) -> bool:
    return below.end - below.start > 2 * (line.end - line.start)


def _opening(text: NormalText, label: Label) -> int:
    return text.blocks[label.block].start if label.where == BLOCK else label.start


def _without_last_members(text: NormalText, units: Sequence[Unit]) -> list[Unit]:
    """The last member of a list whose others end in a semicolon is one too, (五)乙方停业, though it has no stop and a
    paragraph follows it; so is each that has none, and one with a full stop among others that are no titles."""
    rows: dict[tuple[int | None, str], list[int]] = {}
    kept = list(units)
    for number, unit in enumerate(units):
        style = unit.label.style
        row = rows.setdefault((unit.parent, style), [])
        if unit.label.numbers[-1] == 1:
            row.clear()
        whole = unit.heading[0] < unit.heading[1] == text.blocks[unit.label.block].end <= unit.body
        listed = style in _INLINE and whole and len(row) >= _FEW and all(_is_member(text, units[at]) for at in row)
        if listed or (row and _is_stopped(text, unit) and all(_untitled(kept[at]) for at in row)):
            kept[number] = unit._replace(heading=(unit.label.end, unit.label.end), body=unit.label.end)
        row.append(number)
    return kept


def _with_titles_of_a_kind(text: NormalText, units: Sequence[Unit], patterns: HeadingPatterns) -> list[Unit]:
    """A line that stands by itself among others of its series that are titles is one too, whatever its words tell:
    七、出了事情算谁的."""
    rows: dict[tuple[int | None, str], list[int]] = {}
    for number, unit in enumerate(units):
        if unit.label.style in _ABOVE and unit.label.where == BLOCK:
            rows.setdefault((unit.parent, unit.label.style), []).append(number)
    kept = list(units)
    for row in rows.values():
        alone = [number for number in row if _stands_alone(text, units, number)]
        titled = [number for number in alone if not _untitled(units[number])]
        if len(titled) < max(_FEW_TITLES, _MOST_TITLED * len(row)):
            continue
        for number in alone:
            unit = units[number]
            end = text.blocks[unit.label.block].end
            if _untitled(unit) and is_title_like(text.text[unit.label.end : end], patterns):
                kept[number] = unit._replace(heading=(unit.label.end, end), body=end)
    return kept


def _stands_alone(text: NormalText, units: Sequence[Unit], number: int) -> bool:
    """Whether a unit's first paragraph is no more than its label and a title's length, and more stands below."""
    unit, block = units[number], text.blocks[units[number].label.block]
    if block.cell is not None or not 0 < block.end - unit.label.end <= _LONGEST_TITLE or unit.start != block.start:
        return False
    if number + 1 < len(units) and units[number + 1].parent == number:
        return units[number + 1].start >= block.end
    return bool(text.text[block.end : unit.end].strip())


def _is_stopped(text: NormalText, unit: Unit) -> bool:
    """Its title, if that is what it is, ends in a full stop, and it is neither an article nor one of the first level."""
    end = text.blocks[unit.label.block].end
    return unit.label.style in _STOPPED and not _untitled(unit) and text.text[unit.heading[1] : end].strip() == "。"


def _untitled(unit: Unit) -> bool:
    return unit.heading[0] == unit.heading[1]


def _is_member(text: NormalText, unit: Unit) -> bool:
    """A member of a list that goes on behind it: it has no title, and ends in a semicolon."""
    return unit.heading[0] == unit.heading[1] and text.text[unit.body : unit.end].rstrip().endswith(";")


def _without_lone_phrases(text: NormalText, units: Sequence[Unit]) -> list[Unit]:
    """A member of a list that is nothing but a phrase, (3) 电话费, says it: nothing stands under it as under a title. A
    colon leaves it one, of a slot."""
    parents = {unit.parent for unit in units}
    return [
        unit._replace(heading=(unit.label.end, unit.label.end), body=unit.label.end)
        if unit.label.style in _PHRASES
        and number not in parents
        and not text.text[unit.body : unit.end].strip(_BLANK)
        and ":" not in text.text[unit.heading[1] : unit.body]
        and unit.tail[0] == unit.tail[1]
        else unit
        for number, unit in enumerate(units)
    ]


def _heading_below(text: NormalText, label: Label, end: int, patterns: HeadingPatterns) -> tuple[tuple[int, int], int]:
    """The label stands on a line of its own: the next line may be its heading."""
    if label.block + 1 < len(text.blocks):
        below = text.blocks[label.block + 1]
        line = text.text[below.start : below.end]
        high = label.style in ("part", "chapter", "section", "article", "annex")
        row = "\t" in line or (below.cell is not None and text.blocks[label.block].cell is None)
        if below.end <= end and not row and (high or line.endswith(":")) and is_heading(line.rstrip(" :"), patterns):
            return (below.start, below.end), below.end
    return (label.end, label.end), label.end


def _cut_off(line: str, patterns: HeadingPatterns) -> int:
    """The text breaks off one character behind its last heading: 合同副本|本. Where the heading ends, or 0."""
    body = line.rstrip()
    if len(body) <= _SHORT and body[-1:] == "本" and patterns.noun.search(body[:-1]):
        return len(body) - 1
    return 0
