"""Tells a unit's heading from its body, also where nothing parts them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import regex

from models.rule import Outline
from parser.matching import short

_STOPS = re.compile(r"[。;!?]")
_HIGH = frozenset(("annex", "part", "chapter", "section", "article"))
_SLOT = re.compile(
    r" {2,}(?=[年月日元个份天时%为的等]|公司|同志|先生|女士|[0-9]{1,4} *(?:[年月日元天%]|个月))| (?=[/&+])|(?<=第) +(?=[号条款项页期])|_{2,}|\[填|【"
)
_LONGEST, _LONGEST_HIGH, _LONGEST_ANNEX = 26, 40, 70
_LEAST_UNPARTED = 4
"""Characters of a title that nothing parts from its body: 支付乙方…, a verb and its object, is none."""
_DEFINITION = re.compile(r"^[\"“《\[【_]")
_RULES = re.compile(r"[─-╿]")
_LATIN_TITLE = re.compile(
    r"(?:[A-Z][A-Za-z&'-]*|and|or|of|the|for|to|in|on|with|by)(?: (?:[A-Z][A-Za-z&'-]*|and|or|of|the|for|to|in|on|with|by)){0,8}"
)
_TWO_TONGUES = re.compile(r"(?P<latin>[A-Za-z][A-Za-z&', -]{1,50}?) ?[/|] ?(?P<han>[\u4e00-\u9fff、与和及]{2,20})")
_MARKS = re.compile(r"[。;!?,:□×\d]")
_NAMED = re.compile(r"的[^的]{1,6}$|事项$")
"""A phrase with a noun at its head: 因乙方责任终止合同的约定."""
_BRACKETS = re.compile(r"\((?!以下|下称|简称)[^()]*\)")
_GAP = re.compile(r" {3,}")
_FORM_NUMBER = re.compile(r"[^:,。]{0,6}(?:编号|文号|页码) ?:")
"""What a form prints behind the label of an annex, before its title."""
_PARTING = re.compile(r"[() :—。,;_]")


@dataclass(frozen=True, slots=True)
class HeadingPatterns:
    """`sentence`: what no heading says; `told`: the same of a line above its body; `tail`: what none ends with; `noun`: what a
    longer one ends with; `body`: what a clause's body begins with."""

    sentence: regex.Pattern[str]
    tail: regex.Pattern[str]
    noun: regex.Pattern[str]
    body: regex.Pattern[str]
    told: regex.Pattern[str]


@lru_cache(maxsize=8)
def heading_patterns(outline: Outline) -> HeadingPatterns:
    """The patterns of rules/outline.yaml that tell a heading from a body, compiled."""
    return HeadingPatterns(
        sentence=short(outline.not_heading),
        tail=short(outline.heading_tail),
        noun=short(outline.heading_noun),
        body=short(outline.body_start),
        told=short(outline.not_heading_above),
    )


def is_heading(phrase: str, patterns: HeadingPatterns, *, longest: int = 20) -> bool:
    """Whether a phrase reads as a title: short, a noun phrase, no sentence."""
    phrase = phrase.strip()
    bare = _BRACKETS.sub("", phrase)
    if (
        not 2 <= len(bare) <= longest
        or len(phrase) - len(bare) > _LONGEST
        or _STOPS.search(phrase)
        or "," in bare
        or _DEFINITION.match(phrase)
    ):
        return False
    if "____" in phrase or "□" in phrase or phrase.replace(" ", "").isdigit():
        return False
    if patterns.sentence.search(bare) or patterns.tail.search(phrase) or patterns.tail.search(bare.rstrip()):
        return False
    return len(bare) <= 14 or patterns.noun.search(phrase.removesuffix("等")) is not None


def is_title_like(line: str, patterns: HeadingPatterns) -> bool:
    """Whether a line that stands by itself among titles can be one, also where it is a clause of words: 店不开了."""
    plain = line.strip(" \t:、.,-—·")
    bare = _BRACKETS.sub("", plain)
    if len(bare) < 2 or line.rstrip().endswith(":") or _MARKS.search(bare) or _SLOT.search(line) or "," in plain:
        return False
    return (plain[-1].isalnum() or plain[-1] in ")》") and (bare.endswith("的") or not patterns.tail.search(bare))


def split_heading(
    line: str, style: str, patterns: HeadingPatterns, *, inline: bool, run_on: bool, above: bool = False
) -> tuple[int, int]:
    """Where the heading of a unit ends and its body begins: offsets into `line`, the first paragraph behind the label.

    (0, 0) for no heading. `inline`: the unit is a member of a list that runs on inside a paragraph. `run_on`: nothing
    parts units in this document. `above`: the line stands by itself above its body, or above units of its own.
    """
    high = style in _HIGH
    longest = _LONGEST_ANNEX if style == "annex" else _LONGEST_HIGH if high else _LONGEST
    lead = len(line) - len(line.lstrip(" \t:、.,-—·"))
    body = line[lead:]
    whole = body.rstrip(" ;,、" if style == "annex" else None)
    if not whole or _RULES.match(whole) or (style == "annex" and _FORM_NUMBER.match(whole)):
        return 0, 0
    if high and style != "annex" and "\t" in whole:
        # A row of a table: the title in its first cell, or none.
        cell = whole.split("\t")[0].rstrip(" :")
        first = len(cell) if is_heading(cell, patterns, longest=longest) else 0
        return (
            (lead + first, lead + first + len(whole[first:]) - len(whole[first:].lstrip(" :\t")))
            if first
            else (0, lead)
        )
    if not inline and _is_latin_title(whole, style):
        return lead + len(whole), len(line)
    if style == "annex" and (gap := _GAP.search(whole)):
        # A list of annexes set in columns: the title, then pages or remarks.
        return lead + gap.start(), lead + gap.end()
    stands = above and (_is_above(whole, patterns) or _is_stopped(whole, patterns))
    if not inline and (stands or _is_whole(whole, style, patterns, longest)):
        return lead + len(whole.rstrip(" :。_")), len(line)
    for at in _parts(body, longest):
        if inline and not body[at:].strip():
            break  # the blank that parts it from the next member
        named = body[at : at + 1] == ":" and _NAMED.search(body[:at]) and _is_above(body[:at], patterns)
        if named or (is_heading(body[:at], patterns, longest=longest) and _parted(body, at, patterns)):
            rest = at
            while rest < len(body) and body[rest] in " :-—。":
                rest += 1
            return lead + at, lead + rest
    if (run_on and not inline) or high:
        at = _before_body(body, patterns)
        if at >= (2 if run_on else _LEAST_UNPARTED):
            return lead + at, lead + at
    return 0, len(line) - len(line.lstrip(" :"))


def _is_latin_title(whole: str, style: str) -> bool:
    """A title in English, or in both tongues: Termination / 终止, Governing Law."""
    if style in ("letter", "round", "circled", "roman", "half"):
        return False
    both = _TWO_TONGUES.fullmatch(whole)
    return both is not None or (len(whole) <= 60 and _LATIN_TITLE.fullmatch(whole) is not None)


def _is_whole(whole: str, style: str, patterns: HeadingPatterns, longest: int) -> bool:
    """The line is nothing but a heading."""
    plain = whole.rstrip(" :_")
    if plain.endswith("。") and (style in _HIGH or style == "han"):
        plain = plain[:-1]
        if not patterns.noun.search(plain.removesuffix("等")):
            return False
    if "," in plain and style != "round" and _is_listed(plain, patterns):
        plain = plain.replace(",", "、")
    if len(plain) > longest or ":" in plain or _STOPS.search(plain):
        return False
    if style in _HIGH and not _SLOT.search(whole):
        if whole.endswith(":") and (patterns.tail.search(plain) or _leads_in(plain, patterns)):
            return False
        doubtful = (len(plain) > 16 and style != "annex") or whole.endswith((":", "。"))
        told = (
            patterns.sentence.search(plain)
            if doubtful
            else _NAMED.search(plain) is None and patterns.told.search(plain)
        )
        return len(plain) >= 2 and "," not in plain and not told
    if _SLOT.search(whole) and not patterns.noun.search(plain):
        return False
    return " " not in plain.strip() and is_heading(plain, patterns, longest=longest)


def _leads_in(plain: str, patterns: HeadingPatterns) -> bool:
    """A title and, behind a blank, what leads in the list below: 陈述与保证 甲方保证:"""
    title, blank, behind = plain.partition(" ")
    return bool(blank and patterns.noun.search(title) and patterns.body.match(behind.lstrip()))


def _is_listed(plain: str, patterns: HeadingPatterns) -> bool:
    """Nouns that commas part and the last of which 和 joins: 服务内容,方式和要求."""
    *_, last = parts = plain.split(",")
    if not ("和" in last or "及" in last or "与" in last) or not patterns.noun.search(plain):
        return False
    return all(2 <= len(part) <= 10 and not patterns.told.search(part) and is_heading(part, patterns) for part in parts)


def _is_above(whole: str, patterns: HeadingPatterns) -> bool:
    """A line without a stop that stands above a body is its title unless its words tell something: 乙方支付费用的义务,
    where the same words in a line with more behind them would be a sentence's beginning."""
    plain = whole.rstrip(" :_")
    if not 2 <= len(plain) <= _LONGEST or _MARKS.search(plain) or _SLOT.search(whole) or _DEFINITION.match(plain):
        return False
    if (not plain[-1].isalnum() and plain[-1] not in ")》※") or (whole.endswith(":") and _leads_in(plain, patterns)):
        return False
    bare = _BRACKETS.sub("", plain)
    return not (patterns.told.search(bare) or patterns.tail.search(bare) or patterns.tail.search(plain))


def _is_stopped(whole: str, patterns: HeadingPatterns) -> bool:
    """A title above its body that ends in a full stop: 债权和债务的处理。"""
    plain = whole.rstrip()
    return plain.endswith("。") and _NAMED.search(plain[:-1]) is not None and is_heading(plain[:-1], patterns)


def _parted(body: str, at: int, patterns: HeadingPatterns) -> bool:
    """A full stop parts a heading only from a body, and only behind a word that headings end with."""
    return body[at : at + 1] != "。" or bool(body[at + 1 :].strip() and patterns.noun.search(body[:at]))


def _parts(body: str, longest: int) -> list[int]:
    """Offsets at which something parts a heading from its body: a colon, the first blank, a dash, a full stop. A gap before a unit is a slot and parts nothing."""
    found: list[int] = []
    depth = 0
    blank = False
    for match in _PARTING.finditer(body, 0, longest + _LONGEST):
        at, char = match.start(), match.group()
        if not depth and at > longest + 2 and body[at - 1] != ")":
            break
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        elif depth:
            continue
        elif char in ":—":
            if char == "—" and body[at - 1 : at].isascii() and body[at + 1 : at + 2].isascii():
                continue  # the name of a model: G—13C
            found.append(at)
            break
        elif char == " " and at >= 2 and not blank:
            blank = True
            if body[at - 1].isascii() and body[at - 1].isalpha():
                break  # words of a Latin title
            if not _SLOT.match(body, at):
                found.append(at)
        elif char == "。" or (char == "_" and not body[at:].strip("_ 。")):
            # A full stop, or nothing but a slot behind it.
            found.append(at)
            break
        elif char in ",;_":
            break
    return found


def _before_body(body: str, patterns: HeadingPatterns) -> int:
    """Where a body begins right behind its heading: 合同目的|本合同旨在… ; 0 where none is plain."""
    stop = next((at for at, char in enumerate(body[:24]) if char in '。;,:!?、"“('), min(len(body), 24))
    for match in patterns.body.finditer(body, 2, min(len(body), stop + 4)):
        at = match.start()
        if at > stop or at > 18:
            break
        if patterns.noun.search(body[:at]) and is_heading(body[:at], patterns):
            return at
    return 0
