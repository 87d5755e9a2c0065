"""Finds everything in a text that could be the label of a clause; parser.segment chooses among them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from models.rule import Outline
from models.text import Block, NormalText
from parser.matching import short

HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2} | {
    c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)
}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100}

RANKS = {
    "annex": 0, "part": 1, "chapter": 2, "section": 3, "article": 4, "paragraph": 5, "point": 6, "han": 5,
    "ordinal": 6, "han-round": 6, "bare": 5, "arabic": 7, "decimal": 7, "round": 8, "half": 9, "circled": 10, "letter": 11,
    "capital": 8, "roman": 11,
}  # fmt: skip
"""Usual depth of each style of label; a prior, not a law: any style may stand under any other."""

# Where a label stands.
BLOCK, LINE, SENTENCE, RUN = "block", "line", "sentence", "run"


class Label(NamedTuple):
    """A possible label. `start:end` takes in the label as printed; `numbers` is (8, 2, 1) for 8.2.1, (3,) for (三)."""

    start: int
    end: int
    style: str
    numbers: tuple[int, ...]
    mark: str
    where: str
    block: int
    certain: bool = False


def han_to_int(text: str) -> int | None:
    """A plain Chinese numeral below 1000: 十五, 一百〇二, 二十. None where it is none."""
    if text.isdigit():
        return int(text)
    total = digit = 0
    for char in text:
        if char in _UNITS:
            total += (digit or (1 if not total else 0)) * _UNITS[char]
            digit = 0
        elif char == "廿":
            total += 20
        elif char in HAN_DIGITS:
            if digit:
                return None
            digit = HAN_DIGITS[char]
        else:
            return None
    return total + digit or None


_H = "[〇零一二两三四五六七八九十百廿]{1,5}"
_N = rf"(?:{_H}|[0-9]{{1,3}})"
# What a label begins with is asked for first: it spares trying every alternative at every character.
_LABEL = re.compile(
    rf"""
    (?=[第附0-9(〇零一二两三四五六七八九十百廿①-⑳㉑-㉟⑴-⒇⒈-⒛Ⅰ-Ⅻa-zA-Z])(?:
    第\ ?(?P<n>{_N})\ ?(?P<unit>部分|编|篇|卷|章|节|条|款|项)(?:之(?P<sub>{_H}))?
  | 第\ ?(?P<ordinal>{_H})(?P<omark>[、,:])(?!\ ?{_H}[条款项目章节、,和及位号名])
  | 附\ ?[件表录](?:\ ?(?P<annex>{_H}|[0-9]{{1,2}}(?![0-9]*\.[0-9])|[A-Z])(?![0-9])
      |\ ?:\ ?(?P<colon>{_H}|[0-9]{{1,2}})(?=[\ \n《(:]|$)|(?=[ :.(《\n\t-]|$))
  | (?P<decimal>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,4}})[.、]?(?![0-9])
  | (?P<arabic>[0-9]{{1,3}})(?P<amark>[、.,])(?![0-9])
  | \((?P<hround>{_H})\)[、.]?
  | (?P<han>{_H})(?P<hmark>[、.,]|(?=\ ))
  | \((?P<round>[0-9]{{1,3}})\)[、.]?
  | (?P<half>[0-9]{{1,3}})\)
  | (?P<circled>[①-⑳㉑-㉟⑴-⒇⒈-⒛])
  | (?P<roman>[Ⅰ-Ⅻ]|(?:viii|vii|iii|ii|iv|vi|ix)(?=[.)、]))[.)、]?
  | \(?(?P<letter>[a-zA-Z])(?P<lmark>[.)、])(?![a-zA-Z0-9])
  | (?P<bare>[0-9]{{1,2}})(?=\ +[A-Za-zÀ-ɏͰ-ӿ\u3400-\u9fff〇]|[\u4e00-\u9fff])
    )
    """,
    re.VERBOSE,
)
_UNIT_STYLES = {
    "部分": "part", "编": "part", "篇": "part", "卷": "part", "章": "chapter", "节": "section", "条": "article",
    "款": "paragraph", "项": "point",
}  # fmt: skip
_STYLES = {
    "annex": "annex", "decimal": "decimal", "amark": "arabic", "omark": "ordinal", "hround": "han-round",
    "hmark": "han", "round": "round", "half": "half", "colon": "annex", "roman": "roman", "bare": "bare",
}  # fmt: skip
"""Last group of a match of `_LABEL` -> style, where that says it."""
_ROMANS = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_SENTENCE_END = frozenset('。;:!?\t”"')
_LONGEST_TITLE = 20
_PARTED = re.compile(r"[。;:!?,]")
_LEADS = frozenset(".·…_-")
_LEADER = re.compile(r"[.·…_-]{4,} ?\d{0,3}$|[^\d]\t? {2,}\d{1,3}$")
_PAGED = re.compile(r"[ \t]*第[^\n。;:,]{2,50}?[^\n。;:,0-9.][ \t]{0,8}(?P<page>[0-9]{1,3})$")
_LEAST_PAGED = 3
_GAP = re.compile(r" {4,}")
_COLUMN = regex.compile(r"(?![年月日元天时分秒份])[^_:。;]*[^_\W][^_:。;]*")
_LEAST_COLUMNS, _WIDEST_ROW = 3, 160
_WORD = frozenset("0123456789.-/_~%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@lru_cache(maxsize=8)
def _patterns(
    outline: Outline,
) -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    return (
        short(outline.reference_before),
        short(outline.reference_after),
        short(outline.unit_after),
        short(outline.contents),
    )


def find_labels(text: NormalText, outline: Outline) -> list[Label]:
    """Every possible label, in order. Lines of a table of contents, serial numbers in table cells and rows set in columns
    are left out."""
    contents = contents_blocks(text, outline) | row_blocks(text)
    before, after, unit, _ = _patterns(outline)
    starts = [block.start for block in text.blocks]
    found: list[Label] = []
    for number, block in enumerate(text.blocks):
        if block.label and number not in contents:
            label = _certain(text, block, number)
            if label:
                found.append(label)
    certain = {label.block for label in found}
    for match in _LABEL.finditer(text.text):
        number = bisect_right(starts, match.start()) - 1
        if number < 0 or number in contents:
            continue
        block = text.blocks[number]
        if number in certain and match.start() < block.start + block.label:
            continue
        where = _where(text.text, block, match.start())
        label = _read(match, where, number)
        if label and _stands(text.text, block, label, before, after, unit):
            found.append(label)
    found.sort(key=lambda label: label.start)
    return found


def contents_blocks(text: NormalText, outline: Outline) -> frozenset[int]:
    """Blocks of a table of contents: lines with leaders or page numbers, and headings repeated under 目录."""
    contents = _patterns(outline)[3]
    inside: set[int] = set()
    for number, block in enumerate(text.blocks):
        if not 0 < block.end - block.start <= 60:
            continue
        line = text.text[block.start : block.end]
        leads = line[-1] in _LEADS or line[-1].isdigit()
        if leads and block.cell is None and _LABEL.match(line) and _LEADER.search(line) and "__" not in line:
            inside.add(number)
        elif contents.match(line):
            inside.add(number)
            inside.update(_repeated_after(text, number))
    return frozenset(inside | _paged(text))


def _paged(text: NormalText) -> frozenset[int]:
    """Labelled titles below each other that each end in a page, without leaders and without a line 目录 above them: three or
    more, whose pages never go back, and the first of whose labels opens a line again behind them."""
    inside: set[int] = set()
    run: list[tuple[int, str, int]] = []
    for number in range(len(text.blocks) + 1):
        block = text.blocks[number] if number < len(text.blocks) else None
        found = (
            _PAGED.match(text.text, block.start, block.end) if block and not block.cell and not block.label else None
        )
        label = _LABEL.match(text.text, block.start, block.end) if block and found else None
        if found and label and (not run or run[-1][2] <= int(found["page"])):
            run.append((number, label.group().split()[0], int(found["page"])))
            continue
        if len(run) >= _LEAST_PAGED and any(
            text.text.startswith(run[0][1], later.start) for later in text.blocks[run[-1][0] + 1 :]
        ):
            inside.update(at for at, *_ in run)
        run = []
    return frozenset(inside)


def row_blocks(text: NormalText) -> frozenset[int]:
    """Lines set in columns by wide gaps, two or more of the same make below each other: a table without rules. A gap
    that is a slot (租期    年    月) parts no columns."""
    columns = [0] * len(text.blocks)
    for number, block in enumerate(text.blocks):
        if block.cell is None and not block.label and block.end - block.start < _WIDEST_ROW:
            cells = _GAP.split(text.text[block.start : block.end].strip())
            whole = len(cells) >= _LEAST_COLUMNS and all(_COLUMN.fullmatch(cell) for cell in cells)
            columns[number] = len(cells) if whole else 0
    pairs = zip(columns, columns[1:], strict=False)
    return frozenset(n for at, (a, b) in enumerate(pairs) if a == b > 0 for n in (at, at + 1))


def _repeated_after(text: NormalText, number: int) -> Iterator[int]:
    """The short labelled lines after 目录, up to the first that opens the same label again."""
    seen: set[str] = set()
    run: list[int] = []
    for at in range(number + 1, min(number + 120, len(text.blocks))):
        block = text.blocks[at]
        match = _LABEL.match(text.text, block.start, block.end)
        if block.end - block.start > 50:
            return
        if match:
            if match.group() in seen:
                yield from run
                return
            seen.add(match.group())
        run.append(at)


@lru_cache(maxsize=4096)
def read_label(printed: str) -> Label | None:
    """A label by itself, as a clause has it (第八条, 8.2, (三), 附件二); its offsets are those in `printed`."""
    match = _LABEL.match(printed + " 甲") or _LABEL.match(printed + "、")
    return _read(match, BLOCK, 0) if match else None


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


def _read(match: re.Match[str], where: str, block: int) -> Label | None:
    """The label that a match of `_LABEL` is; None for one that no contract has. One group's name says its kind."""
    kind = match.lastgroup or "annex"
    style, mark = _STYLES.get(kind, ""), ""
    numbers: tuple[int, ...] | None = None
    if kind in ("unit", "sub"):
        style = _UNIT_STYLES[match["unit"]]
        n, sub = han_to_int(match["n"]), han_to_int(match["sub"]) if match["sub"] else None
        numbers = None if n is None else (n,) if sub is None else (n, sub)
    elif kind in ("annex", "colon"):
        name = match["annex"] or match["colon"]
        n = 0 if not name else ord(name) - 64 if name.isalpha() and name.isascii() else han_to_int(name)
        numbers = None if n is None else (n,)
    elif kind == "decimal":
        parts = match["decimal"].split(".")
        numbers = tuple(int(part) for part in parts)
        if numbers[0] > 60 or 0 in numbers or any(part[0] == "0" for part in parts):
            numbers = None
    elif kind == "amark":
        mark = match["amark"]
        numbers = None if mark == "," and where != BLOCK else (int(match["arabic"]),)
    elif kind == "omark":
        mark, n = match["omark"], han_to_int(match["ordinal"])
        numbers = None if n is None else (n,)
    elif kind in ("hround", "hmark"):
        mark = "" if kind == "hround" else match["hmark"]
        n = han_to_int(match["hround" if kind == "hround" else "han"])
        parted = ("", ",") if where != SENTENCE else ("",)
        numbers = None if n is None or (kind == "hmark" and mark in parted and where != BLOCK) else (n,)
    elif kind in ("round", "half"):
        numbers = (int(match[kind]),)
    elif kind == "circled":
        code = ord(match["circled"])
        base, style = next(
            (b, s) for first, b, s in ((0x3251, 0x3251 - 21, "circled"), (0x2488, 0x2487, "arabic"), (0x2474, 0x2473, "round"), (0x2460, 0x245F, "circled")) if code >= first
        )  # fmt: skip
        numbers = (code - base,)
    elif kind == "roman":
        numbers = (_ROMANS.get(match["roman"]) or ord(match["roman"]) - 0x215F,)
    elif kind == "lmark":
        letter, mark = match["letter"], match["lmark"]
        style = "letter" if letter.islower() else "capital"
        numbers = (ord(letter.lower()) - 96,)
    elif kind == "bare" and where == BLOCK:
        numbers = (int(match["bare"]),)
    if numbers is None or numbers[0] > 200 or (numbers[0] == 0 and style != "annex"):
        return None
    return Label(match.start(), match.end(), style, numbers, mark, where, block)


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
