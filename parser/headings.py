"""Tells a unit's heading from its body, also where nothing parts them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from models.rule import Outline

_STOPS = regex.compile(r"[。;!?]")
_HIGH = frozenset(("annex", "part", "chapter", "section", "article"))
_LONGEST, _LONGEST_HIGH = 26, 40
_DEFINITION = regex.compile(r"^[\"“《\[【_]")


@dataclass(frozen=True, slots=True)
class HeadingPatterns:
    sentence: regex.Pattern[str]
    tail: regex.Pattern[str]
    noun: regex.Pattern[str]
    body: regex.Pattern[str]


@lru_cache(maxsize=8)
def heading_patterns(outline: Outline) -> HeadingPatterns:
    return HeadingPatterns(
        sentence=regex.compile(outline.not_heading),
        tail=regex.compile(outline.heading_tail),
        noun=regex.compile(outline.heading_noun),
        body=regex.compile(outline.body_start),
    )


def is_heading(phrase: str, patterns: HeadingPatterns, *, longest: int = 20) -> bool:
    """Whether a phrase reads as a title: short, a noun phrase, no sentence."""
    phrase = phrase.strip()
    if not 2 <= len(phrase) <= longest or _STOPS.search(phrase) or "," in phrase or _DEFINITION.match(phrase):
        return False
    if "____" in phrase or "□" in phrase or phrase.replace(" ", "").isdigit():
        return False
    bare = regex.sub(r"\([^()]*\)", "", phrase)
    if patterns.sentence.search(bare) or patterns.tail.search(phrase):
        return False
    return len(phrase) <= 14 or patterns.noun.search(phrase) is not None


def split_heading(
    line: str, style: str, patterns: HeadingPatterns, *, alone: bool, run_on: bool, breaks: tuple[int, ...]
) -> tuple[int, int]:
    """Where the heading of a unit ends and its body begins: offsets into `line`, the first paragraph behind the label.

    (0, 0) for no heading. `alone`: the paragraph ends with this line (no other label behind it in the same one).
    `run_on`: nothing parts units in this document. `breaks`: offsets at which the original broke the line.
    """
    high = style in _HIGH
    longest = _LONGEST_HIGH if high else _LONGEST
    lead = len(line) - len(line.lstrip(" :、.-—:"))
    body = line[lead:]
    if not body.strip():
        return 0, 0
    whole = body.rstrip()
    plain = whole.rstrip(" :")
    if len(plain) <= longest and not _STOPS.search(whole[:-1]) and whole[-1] not in "。;":
        if ":" not in plain and " " not in plain and _whole_line(plain, whole, patterns, high=high, alone=alone):
            return lead + len(plain), len(line)
    for at in _parts(body, longest, breaks, lead):
        phrase = body[:at]
        if body[at : at + 1] == "。" and not (body[at + 1 :].strip() and patterns.noun.search(phrase)):
            continue
        if is_heading(phrase, patterns, longest=longest):
            rest = at
            while rest < len(body) and body[rest] in " :-—。":
                rest += 1
            return lead + at, lead + rest
    if len(plain) <= longest and not _STOPS.search(whole) and ":" not in plain and (
        high or is_heading(plain.replace(" ", ""), patterns)
    ) and _whole_line(plain.replace(" ", ""), whole, patterns, high=high, alone=alone):
        return lead + len(plain), len(line)
    if run_on or high:
        at = _before_body(body, patterns)
        if at:
            return lead + at, lead + at
    return 0, 0


def _whole_line(plain: str, whole: str, patterns: HeadingPatterns, *, high: bool, alone: bool) -> bool:
    if high:
        doubtful = len(plain) > 16 or whole.endswith(":")
        return len(plain) >= 2 and "," not in plain and not (doubtful and patterns.sentence.search(plain))
    return is_heading(plain, patterns)


def _parts(body: str, longest: int, breaks: tuple[int, ...], lead: int) -> list[int]:
    """Offsets at which something parts a heading from its body: a colon, a blank, a line's end, a dash, a full stop."""
    found: list[int] = []
    depth = 0
    for at, char in enumerate(body[: longest + 2]):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        elif depth:
            continue
        elif char in ":—" or (char == " " and at >= 2):
            found.append(at)
        elif char == "。":
            found.append(at)
            break
        elif char in ",;":
            break
    found += [at - lead for at in breaks if 2 <= at - lead <= longest]
    return sorted(set(found))


def _before_body(body: str, patterns: HeadingPatterns) -> int:
    """Where a body begins right behind its heading: 合同目的|本合同旨在… ; 0 where none is plain."""
    stop = next((at for at, char in enumerate(body[:24]) if char in "。;,:!?、\"“("), min(len(body), 24))
    for match in patterns.body.finditer(body, 2, min(len(body), stop + 4)):
        at = match.start()
        if at > stop or at > 18:
            break
        if patterns.noun.search(body[:at]) and is_heading(body[:at], patterns):
            return at
    return 0
