"""The labels of clauses as they are printed: 第八条, 8.2, (三), 附件二. What they say is one form for all contracts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2} | {
    c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)
}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100}

RANKS = {
    "annex": 0, "part": 1, "chapter": 2, "section": 3, "article": 4, "paragraph": 5, "point": 6, "han": 5,
    "ordinal": 6, "han-round": 6, "bare": 5, "arabic": 7, "decimal": 7, "round": 8, "half": 9, "circled": 10, "letter": 11,
    "capital": 8, "roman": 11, "formal": 4, "lettered": 7,
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
    led: bool = False
    """Whether a colon ends the line before it, which a label opens too: b)按以下方式付款:"""


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
LABEL = re.compile(
    rf"""
    (?=[第附0-9(〇零一二两三四五六七八九十百廿壹贰叁肆伍陆柒捌玖拾①-⑳㉑-㉟⑴-⒇⒈-⒛Ⅰ-Ⅻa-zA-Z])(?:
    第\ ?(?P<n>{_N})\ ?(?P<unit>部分|编|篇|卷|章|节|条|款|项)(?:之(?P<sub>{_H}))?
  | 第\ ?(?P<ordinal>{_H})(?P<omark>[、,:])(?!\ ?{_H}[条款项目章节、,和及位号名])
  | 附\ ?[件表录](?:\ ?(?P<annex>{_H}|[0-9]{{1,2}}(?![0-9]*\.[0-9])|[A-Z])(?![0-9])
      |\ ?:\ ?(?P<colon>{_H}|[0-9]{{1,2}})(?=[\ \n《(:]|$)|(?=[ :.(《\n\t-]|$))
  | (?P<decimal>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,4}})[.、]?(?![0-9])
  | (?P<dashed>[0-9]{{1,2}}[-·][0-9]{{1,2}}|\([0-9]{{1,2}}[-·.][0-9]{{1,2}}\))(?=\ |[\u4e00-\u9fff_"“])
  | (?P<arabic>[0-9]{{1,3}})(?P<amark>[、.,])(?![0-9])
  | \((?P<hround>{_H})\)[、.]?
  | (?P<formal>[壹贰叁肆伍陆柒捌玖拾]{{1,3}})、
  | (?P<han>{_H})(?P<hmark>[、.,]|(?=\ ))
  | \((?P<round>[0-9]{{1,3}})\)[、.]?
  | (?P<half>[0-9]{{1,3}})\)
  | (?P<circled>[①-⑳㉑-㉟⑴-⒇⒈-⒛])
  | \(?(?P<roman>[Ⅰ-Ⅻ]|(?:viii|vii|iii|ii|iv|vi|ix)(?=[.)、]))[.)、]?
  | (?P<lettered>[A-Z][.-][0-9]{{1,2}})(?=\ |[\u4e00-\u9fff])
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
    "annex": "annex", "decimal": "decimal", "dashed": "decimal", "amark": "arabic", "omark": "ordinal",
    "hround": "han-round", "hmark": "han", "round": "round", "half": "half", "colon": "annex", "roman": "roman", "bare": "bare", "formal": "formal",
    "lettered": "lettered",
}  # fmt: skip
"""Last group of a match of LABEL -> style, where that says it."""
_DECIMAL_MARKS = re.compile(r"[.·-]")
_ROMANS = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9}


@lru_cache(maxsize=4096)
def read_label(printed: str) -> Label | None:
    """A label by itself, as a clause has it (第八条, 8.2, (三), 附件二); its offsets are those in `printed`."""
    match = LABEL.match(printed + " 甲") or LABEL.match(printed + "、")
    return read_match(match, BLOCK, 0) if match else None


def read_match(match: re.Match[str], where: str, block: int) -> Label | None:
    """The label that a match of LABEL is, found `where` in the block of that number; None for one that no contract has.
    One group's name says its kind."""
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
    elif kind in ("decimal", "dashed"):
        if kind == "dashed" and where != BLOCK:
            return None
        parts = _DECIMAL_MARKS.split(match[kind].strip("()"))
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
    elif kind == "formal":
        n = han_to_int(match["formal"])
        numbers = None if n is None or where != BLOCK else (n,)
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
    elif kind == "lettered" and where == BLOCK:
        # A.1 under an annex A, as standards number them: the letter is the series' own.
        mark, numbers = match[kind][0], (int(match[kind][2:]),)
    elif kind == "bare" and where == BLOCK:
        numbers = (int(match["bare"]),)
    if numbers is None or numbers[0] > 200 or (numbers[0] == 0 and style != "annex"):
        return None
    return Label(match.start(), match.end(), style, numbers, mark, where, block)
