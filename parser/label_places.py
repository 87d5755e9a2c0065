"""Finds everything in a text that could be the label of a clause; parser.segment chooses among them."""

from __future__ import annotations

import re
from bisect import bisect_right

import regex

from models.rule import Outline
from models.text import Block, NormalText
from parser.contents import contents_blocks, row_blocks
from parser.labels import BLOCK, LABEL, LINE, RUN, SENTENCE, Label, read_label, read_match
from parser.matching import short

_ROMANS = {9: 1, 22: 5, 24: 10}
"""Letters by their place in the alphabet that are numerals too, and what they count."""
_SENTENCE_END = frozenset('。;:!?\t”"')
_LONGEST_TITLE = 20
"""Characters of a title at most."""
_PARTED = re.compile(r"[。;:!?,]")
_WORD = frozenset("0123456789.-/_~%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""What stands right before a figure that is none of a label, but goes on."""


def find_labels(text: NormalText, outline: Outline) -> list[Label]:
    """Every possible label, in order. Lines of a table of contents, serial numbers in table cells and rows set in columns
    are left out."""
    contents = contents_blocks(text, outline) | row_blocks(text)
    before, after, unit = map(short, (outline.reference_before, outline.reference_after, outline.unit_after))
    starts = [block.start for block in text.blocks]
    found: list[Label] = []
    for number, block in enumerate(text.blocks):
        if block.label and number not in contents:
            label = _certain(text, block, number)
            if label:
                found.append(label)
    certain = {label.block for label in found}
    for match in LABEL.finditer(text.text):
        number = bisect_right(starts, match.start()) - 1
        if number < 0 or number in contents:
            continue
        block = text.blocks[number]
        if number in certain and match.start() < block.start + block.label:
            continue
        where = _where(text.text, block, match.start())
        label = read_match(match, where, number)
        if label and _stands(text.text, block, label, before, after, unit):
            found.append(label)
    found = _with_romans(sorted(found, key=lambda label: label.start))
    leading = {
        label.block + 1
        for label in found
        if label.where == BLOCK and text.text.endswith(":", label.end, text.blocks[label.block].end)
    }
    return [label._replace(led=True) if label.where == BLOCK and label.block in leading else label for label in found]


def _with_romans(labels: list[Label]) -> list[Label]:
    """The labels; i before ii, v behind iv and x behind ix are numerals, and letters elsewhere."""
    read = list(labels)
    places = [place for place, label in enumerate(labels) if label.style in ("letter", "roman")]
    for before, place, after in zip([None, *places], places, [*places[1:], None], strict=False):
        label = read[place]
        number = _ROMANS.get(label.numbers[0]) if label.style == "letter" else None
        beside = after if number == 1 else before
        if number is None or beside is None or read[beside].style != "roman":
            continue
        if read[beside].numbers[0] == (2 if number == 1 else number - 1):
            read[place] = label._replace(style="roman", numbers=(number,), mark="")
    return read


def _certain(text: NormalText, block: Block, number: int) -> Label | None:
    printed = text.text[block.start : block.start + block.label].rstrip()
    label = read_label(printed)
    if label is None:
        return None
    return Label(
        block.start, block.start + len(printed), label.style, label.numbers, label.mark, BLOCK, number, certain=True
    )


def _where(text: str, block: Block, start: int) -> str:
    if start <= block.start or not text[block.start : start].strip(" ※*#>-·"):
        return BLOCK
    if start in block.lines:
        return LINE
    at = start - 1
    while at > block.start and text[at] == " ":
        at -= 1
    return SENTENCE if text[at] in _SENTENCE_END or _is_stop(text, at) else RUN


def _is_stop(text: str, at: int) -> bool:
    """A dot behind a Chinese character is its full stop: 以便共同遵守.一,货物名称"""
    return text[at] == "." and at > 0 and "\u4e00" <= text[at - 1] <= "\u9fff"


def _stands(
    text: str,
    block: Block,
    label: Label,
    before: regex.Pattern[str],
    after: regex.Pattern[str],
    unit: regex.Pattern[str],
) -> bool:
    """False where the words around it say that it is a reference, a figure, a date or a serial number."""
    start, end = label.start, label.end
    rest = text[end : min(end + 8, block.end)]
    previous = text[start - 1] if start > block.start else ""
    if label.style in ("part", "chapter", "section", "article", "paragraph", "point", "annex"):
        if after.match(rest.lstrip()) and not (
            label.where == BLOCK and (rest[:1] == " " or _is_titled(text, block, label))
        ):
            return False
        if label.where in (RUN, LINE, SENTENCE) and before.search(text[max(start - 8, block.start) : start]):
            return False
        if label.style in ("paragraph", "point"):
            return label.where == BLOCK
        if label.style == "annex":
            return (block.cell is None and label.where == BLOCK) or (
                label.where == LINE and not before.search(text[max(start - 8, 0) : start])
            )
        return label.where != RUN or _may_run(text, block, start)
    if previous and previous in _WORD and not _behind_slot(text, label) and not _is_stop(text, start - 1):
        return False
    if block.cell is not None and label.where == BLOCK and not rest.strip() and end >= block.end:
        return False
    if label.style in ("decimal", "bare"):
        if unit.match(rest) or (rest and rest[0] in "%‰/-~"):
            return False
        return not (
            label.where in (RUN, SENTENCE) and (not rest or (not rest[0].isalpha() and rest[0] not in '"“《(甲 _['))
        )
    if label.style == "arabic" and label.mark == "、" and label.where != BLOCK and rest[:1].isdigit():
        return False
    if label.style in ("han", "ordinal") and label.where == RUN:
        return False
    if label.style == "capital" and label.where == RUN and previous == " " and rest[:2].strip()[:1].isalpha():
        return not rest[:1].isascii() or rest[:1] == " "
    if label.style in ("arabic", "half", "letter", "capital", "roman") and label.where == RUN:
        return label.style in ("letter", "arabic", "half") and previous not in "、,和及与或第"
    return True


def _is_titled(text: str, block: Block, label: Label) -> bool:
    """Whether a paragraph is a number and a title that only begins like what follows a reference: 第三条项目进度. A
    sentence has its full stop."""
    title = text[label.end : block.end]
    return len(title) <= _LONGEST_TITLE and not _PARTED.search(title)


def _behind_slot(text: str, label: Label) -> bool:
    """In run-on text a slot may end what stands before the label: 地址:______1.2 乙方应…"""
    return text[label.start - 1] == "_" and (
        label.style == "letter" or (label.style == "decimal" and text[label.start - 2 : label.start] == "__")
    )


def _may_run(text: str, block: Block, start: int) -> bool:
    """In run-on text a chapter opens right behind the last one's full stop, or behind a heading."""
    return block.end - block.start > 200 and text[start - 1] not in ",、("
