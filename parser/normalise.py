"""Reading -> NormalText: one plain form of the text to match against, with the way back kept.

Two kinds of steps. FOLDS replace characters one by one and keep the length (width, Kangxi radicals, traditional to
simplified), so that their map is the identity. STEPS are pure functions that yield edits, sorted and apart; applying
them carries the map from each character to the original along.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import opencc
import regex

from models.reading import DRAWN_BLANK, PageRun, Paragraph, Piece, Reading
from models.report import PagePlace
from models.text import Block, Edit, NormalText, RawText, box_around
from parser.filled import HAN, NUMERALS, close_padding, open_filled_brackets, open_filled_slots
from parser.matching import Searched
from parser.misreadings import mend, scores_of
from parser.wrapping import wrapped


def normalise(reading: Reading) -> NormalText:
    """The body of a reading in normal form; what stands aside is not in it."""
    raw, marks = flatten(p for p in reading.paragraphs if p.aside is None and p.text.strip())
    text = plain(raw.text)
    starts = array("I", range(len(text)))
    ends = array("I", range(1, len(text) + 1))
    scores = scores_of(raw)
    mended = list(mend(text, scores)) if scores is not None else []
    text, starts, ends = apply(text, starts, ends, wrapped(raw.text) if scores is None else mended)
    for step in STEPS:
        text, starts, ends = apply(text, starts, ends, step(text))
    blocks = tuple(_blocks(text, starts, marks))
    return NormalText(
        text=Searched(text),
        blocks=blocks,
        raw=raw,
        starts=starts,
        ends=ends,
        mended=len(mended),
        scanned=scores is not None,
    )


def plain(text: str) -> str:
    """Text of the same length in simplified, half-width characters: also what a person types to look for."""
    for fold in FOLDS:
        text = fold(text)
    return text


def flatten(paragraphs: Iterable[Paragraph]) -> tuple[RawText, list[tuple[int, Paragraph]]]:
    """Join paragraphs by a line feed, and the cells of one row by a tab; and where each paragraph begins."""
    parts: list[str] = []
    pieces: list[Piece] = []
    starts = array("I")
    marks: list[tuple[int, Paragraph]] = []
    at = 0
    before: Paragraph | None = None
    for paragraph in paragraphs:
        if before is not None:
            parts.append("\t" if _same_row(before, paragraph) else "\n")
            at += 1
        marks.append((at, paragraph))
        for piece in paragraph.pieces:
            pieces.append(piece)
            starts.append(at)
            parts.append(piece.text)
            at += len(piece.text)
        before = paragraph
    boxes = tuple([_box(piece) for piece in pieces])
    return RawText(text="".join(parts), pieces=tuple(pieces), starts=starts, boxes=boxes), marks


def _box(piece: Piece) -> PagePlace | None:
    return box_around(piece.place, 0, len(piece.text)) if isinstance(piece.place, PageRun) and piece.text else None


def _same_row(before: Paragraph, after: Paragraph) -> bool:
    a, b = before.cell, after.cell
    return a is not None and b is not None and (a.table, a.row) == (b.table, b.row) and a.column != b.column


def apply(text: str, starts: array[int], ends: array[int], edits: Iterable[Edit]) -> tuple[str, array[int], array[int]]:
    """Carry out edits and their maps. A character of new text stands for the whole range that it replaces."""
    parts: list[str] = []
    new_starts, new_ends = array("I"), array("I")
    at = 0
    for edit in edits:
        parts.append(text[at : edit.start])
        new_starts += starts[at : edit.start]
        new_ends += ends[at : edit.start]
        if edit.new:
            parts.append(edit.new)
            new_starts.extend([starts[edit.start]] * len(edit.new))
            new_ends.extend([ends[edit.end - 1]] * len(edit.new))
        at = edit.end
    if at == 0:
        return text, starts, ends
    parts.append(text[at:])
    return "".join(parts), new_starts + starts[at:], new_ends + ends[at:]


def _blocks(text: str, starts: array[int], marks: list[tuple[int, Paragraph]]) -> Iterator[Block]:
    for number, (raw_start, paragraph) in enumerate(marks):
        raw_end = marks[number + 1][0] - 1 if number + 1 < len(marks) else (starts[-1] + 1 if starts else 0)
        start, end = bisect_left(starts, raw_start), bisect_left(starts, raw_end)
        words = text[start:end].lstrip()
        if not words:
            continue
        start = end - len(words)
        end = start + len(words.rstrip())
        lines: list[int] = []
        at = raw_start
        for piece in paragraph.pieces:
            if piece.line and at > raw_start:
                line = bisect_left(starts, at)
                if start < line < end:
                    lines.append(line)
            at += len(piece.text)
        label = bisect_left(starts, raw_start + paragraph.label) - start if paragraph.label else 0
        yield Block(start, end, max(label, 0), paragraph.cell, paragraph.heading, tuple(lines), paragraph.stressed)


# Folds: one character for one.


def _fold_table() -> dict[int, str]:
    table: dict[int, str] = {}
    ranges = [
        (0xFF01, 0xFF5F),
        (0xFFE0, 0xFFE7),
        (0xFE50, 0xFE6C),
        (0x2F00, 0x2FD6),
        (0x2E80, 0x2EF4),
        (0xF900, 0xFAD9),
    ]
    for first, last in ranges:
        for code in range(first, last):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    blanks = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\x0b\x0c"
    # A tab stands between cells and is no blank.
    table.update(dict.fromkeys(map(ord, blanks), " "))
    table[ord(DRAWN_BLANK)] = "_"
    # Dots, dashes and brackets of other sets; radicals that NFKC leaves alone.
    table.update(
        {
            ord(a): b
            for a, b in zip(
                "．﹒･・‧•●▪◆＂﹏⼀⻓⻔⻅⻉⻋⻚⻛⻜⻢⻥⻦", '..·······"_一长门见贝车页风飞马鱼鸟', strict=True
            )
        }
    )
    return table


FOLD_TABLE = _fold_table()
_FOLDED = re.compile(f"[{re.escape(''.join(map(chr, FOLD_TABLE)))}]")


def fold_width(text: str) -> str:
    """Full width to half, blanks to one kind, Kangxi radicals and compatibility ideographs to the plain character."""
    # `translate` looks every character up, of which one in ten is to be folded.
    return _FOLDED.sub(_fold, text)


def _fold(match: re.Match[str]) -> str:
    return FOLD_TABLE[ord(match[0])]


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def fold_traditional(text: str) -> str:
    """Traditional to simplified. Line by line where a conversion changes a length, which no map could follow."""
    if text.isascii():
        return text
    simple: str = _converter().convert(text)
    if len(simple) == len(text):
        return simple
    lines = text.split("\n")
    turned = [_converter().convert(line) for line in lines]
    return "\n".join(new if len(new) == len(old) else old for old, new in zip(lines, turned, strict=True))


_CIRCLE_ZERO = regex.compile(rf"(?<=[{NUMERALS}○])○|○(?=[{NUMERALS}○])")
_DIGIT_ZERO = regex.compile(r"(?<=[一二]|[一二〇零][0〇零])[0O](?=[一二三四五六七八九]|[0O][一二三四五六七八九])")


def fold_zero(text: str) -> str:
    """A circle among Chinese numerals is a zero, and so is a digit of a year: 二○二六, 二0二六 -> 二〇二六."""
    if "二0" in text or "二O" in text:
        text = _DIGIT_ZERO.sub("〇", text)
    return _CIRCLE_ZERO.sub("〇", text) if "○" in text else text


FOLDS: tuple[Callable[[str], str], ...] = (fold_width, fold_traditional, fold_zero)


# Steps: edits.

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f]+")
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONED = regex.compile(rf"(?<=[{HAN}])\((?=[a-zü]{{0,5}}[{_TONES}])[a-zü{_TONES}]{{1,6}}\)", regex.IGNORECASE)
_TONELESS = regex.compile(rf"(?<=[{HAN}])\([a-zü{_TONES}]{{2,6}}\)", regex.IGNORECASE)
_ENOUGH_NOTES = 3


def drop_invisible(text: str) -> Iterator[Edit]:
    """Zero-width, soft hyphen, direction marks, control and private-use characters."""
    return (Edit(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text))


def drop_pinyin(text: str) -> Iterator[Edit]:
    """Pinyin notes in brackets after a character: 务(wù). Without a tone mark (们(men)) only among many others."""
    if "(" not in text:
        return
    notes = list(_TONED.finditer(text))
    if len(notes) >= _ENOUGH_NOTES:
        notes = list(_TONELESS.finditer(text)) + [m for m in notes if m.end() - m.start() == 3]
        notes.sort(key=lambda m: m.start())
    yield from (Edit(m.start(), m.end(), "") for m in notes)


_INDENT = re.compile(rf"\n {{1,4}}(?=[^\s年月日时元万%‰份号_(:]|\((?:[{NUMERALS}]{{1,3}}|[0-9]{{1,2}}|[a-zA-Z])\))")


def drop_indents(text: str) -> Iterator[Edit]:
    """The blanks that indent a line's first words. Before a unit they are a slot, and where there are more, a column."""
    return (Edit(m.start() + 1, m.end(), "") for m in _INDENT.finditer(text))


_BULLET = re.compile(r"[·➢➤►▶❖◇*-]+(?:(?<![*-]) *|(?<=[*-]) +(?=[^\W\d_]|[(《“\"]))(?=\S)")


def drop_bullets(text: str) -> Iterator[Edit]:
    """Bullets that open a line, or a cell: what stands behind one is said as it would be without."""
    for m in _BULLET.finditer(text):
        line = max(text.rfind("\n", 0, m.start()), text.rfind("\t", 0, m.start())) + 1
        if not text[line : m.start()].strip(" "):
            yield Edit(m.start(), m.end(), "")


_TWICE = re.compile(
    rf"\n[ \t]*(?P<label>[{HAN}]{{2,10}}(?:\([^()\n]{{1,10}}\))?) ?:[^\n:\t]{{0,60}}?(?<! ) {{1,2}}(?=(?P=label) ?:)"
)


def part_columns(text: str) -> Iterator[Edit]:
    """The blank that alone parts what is said of one party from what is said of the other, where a page made one of many:
    电话:1 电话:2. Three part columns, and are not closed behind a figure."""
    for m in _TWICE.finditer(text):
        yield Edit(m.end() - 1 - (text[m.end() - 2] == " "), m.end(), "   ")


_SPACED_WORD = regex.compile(rf"(?<![{HAN}])(?:[{HAN}] {{1,3}}){{2,14}}[{HAN}](?![{HAN}])")
_SPACED_PARTY = regex.compile(
    rf"(?<![{HAN}])[甲乙丙丁戊] {{1,6}}方(?=[:( ]|$)|第 {{0,2}}[{NUMERALS}0-9]{{1,5}} {{0,2}}[条章节编款](?![{HAN}]{{0,2}} {{2}})"
)
_DATE_UNITS = frozenset("年月日时元份号")
_INNER_BLANK = regex.compile(
    rf"(?<=[{HAN}]) {{1,2}}(?=[0-9¥])|(?<=[0-9%‰]) {{1,2}}(?=[{HAN}])|(?<=[0-9]) (?=%|‰)"
    rf"|(?<=[{HAN}]) (?=[,;。、])|(?<=[{HAN}0-9]) (?=[)》])|(?<=[(《]) (?=[{HAN}0-9])|(?<=¥) (?=[0-9])|(?<=[0-9]个) (?=工作日|月|自然日)"
)
_LABEL_BEFORE = regex.compile(
    rf"[ \t]*(?:第[{NUMERALS}0-9]{{1,5}}[编章节条款部分]{{1,2}}|附件[{NUMERALS}0-9]{{0,3}}|[(]?[{NUMERALS}0-9a-zA-Z.]{{1,8}}[)、.:]{{0,2}})(?: +\S{{1,16}})?$"
)


def close_blanks(text: str) -> Iterator[Edit]:
    """Blanks that only space characters out: 技 术 合 同, 自 2020 年 1 月. A blank that parts a label, a heading and a
    body, and a slot left blank, stay."""
    cuts: list[tuple[int, int]] = []
    for m in _SPACED_WORD.finditer(text):
        if not _DATE_UNITS.intersection(m.group()):
            cuts += _blanks_in(text, m.start(), m.end())
    for m in _SPACED_PARTY.finditer(text):
        cuts += _blanks_in(text, m.start(), m.end())
    for m in _INNER_BLANK.finditer(text):
        line = max(text.rfind("\n", 0, m.start()), text.rfind("\t", 0, m.start())) + 1
        if m.start() - line > 26 or not _LABEL_BEFORE.match(text, line, m.start()):
            cuts.append(m.span())
    cuts.sort()
    at = 0
    for start, end in cuts:
        if start >= at:
            yield Edit(start, end, "")
            at = end


def _blanks_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(i, i + 1) for i in range(start, end) if text[i] == " "]


_DOT_STOP = regex.compile(
    rf"(?<=[{HAN})》”\"%])(?<!(?:^|\n|\t)[ \t]*[(]?(?:第?[{NUMERALS}]{{1,4}}[编章节条款]?|[甲乙丙丁戊己庚辛]|[0-9]{{1,2}})[)]?)\.(?=[{HAN}《“(]|[ \t]*(?:\n|$)| {{2}})"
)
_ENOUGH_STOPS = 3


def write_stops(text: str) -> Iterator[Edit]:
    """The dots that end sentences, where a text writes more of them than full stops: 逾期付息.乙方有权收回贷款."""
    stops = text.count("。")
    if text.count(".") <= stops:
        return
    dots = list(_DOT_STOP.finditer(text))
    if len(dots) >= max(_ENOUGH_STOPS, stops + 1):
        yield from (Edit(m.start(), m.end(), "。") for m in dots)


STEPS: tuple[Callable[[str], Iterable[Edit]], ...] = (
    drop_invisible,
    drop_pinyin,
    drop_indents,
    drop_bullets,
    part_columns,
    close_blanks,
    write_stops,
    close_padding,
    open_filled_slots,
    open_filled_brackets,
)
