"""The name of a party behind its label: on the label's line, in the next cell, or on a line below."""

from __future__ import annotations

import re
from itertools import accumulate

import regex

from parser.party_patterns import Patterns
from parser.values.wording import CLEAN

_BELOW = re.compile(r"\n[ \t]*([^\n\t:]{2,40})(?=\n|$)")
_PERSON = regex.compile(r"\p{Han}{2,4}|\p{Han}{1,8}·\p{Han}{1,8}")
_CELL_END = re.compile(r"[\n\t]")
_RULE = re.compile(r" *[_─][_─ -]*| {3,}")
_BRACKETED = re.compile(r"^\([^()]{1,20}\)? *$")
_NAME_END = re.compile(r",(?! ?(?:Ltd|Inc|LLC|Limited))|[;。]| {3,}(?=\S)")
_NEXT = re.compile(r" ?\([^()\n]{1,60}\) ?、 ?(?P<name>[^\s、,;。():]{2,30})(?=[\s、,;。(]|$)")
"""The next name of a slot, behind what a bracket says of the one before: 郑立(身份证号:...)、周明(身份证号:...)."""
_LINES = 8
"""Lines below a party's label among which its name may stand behind a label of its own."""


def line_behind(text: str, start: int, end: int) -> tuple[int, int]:
    """What stands behind a label up to the end of its line or cell, and to `end` at most; the next cell where the label
    fills its own."""
    stop = min(end, len(text))
    for mark in "\n\t":
        at = text.find(mark, start, stop)
        stop = at if at >= 0 else stop
    if start < len(text) and text[start] == "\t":
        after = _CELL_END.search(text, start + 1, end)
        return start + 1, after.start() if after else end
    return start, stop


def name_behind(
    text: str, line: tuple[int, int], limit: int, patterns: Patterns, *, signed: bool
) -> tuple[str | None, int]:
    """The name on the label's `line`, or else behind a label of its own on one of the lines below (公司名称:), or else
    alone on the next line, and where it begins; "" for an empty slot, None where neither is there. `limit` is where the
    party's region ends. At a place to sign (`signed`) only what is plainly a name counts."""
    start, raw = line[0], text[slice(*line)]
    beside = _beside(raw, patterns, signed=signed)
    if beside is not None:
        return beside[0], start + beside[1]
    labelled = None if signed else _labelled_below(text, start, limit, patterns)
    if labelled is not None:
        return labelled
    below = _BELOW.match(text, start + len(raw.rstrip("\n")))
    if below and below.end() <= limit:
        name = cleaned(below[1], patterns)
        if name and (patterns.organ.search(name) or (not signed and _is_told_of(text, below.end(), name, patterns))):
            return name, below.start(1) + _offset(below[1], name)
    empty = not raw.strip(" _─-") or (not signed and _is_open(raw, patterns))
    return ("" if empty else None), start


def _is_told_of(text: str, end: int, name: str, patterns: Patterns) -> bool:
    """Whether a line that may be a person's name ends where the next says what else is to be known: 郑立, 身份证号:...."""
    said = patterns.after.match(text, end + 1)
    return said is not None and _PERSON.fullmatch(name) is not None and text.find(":", said.end(), said.end() + 8) >= 0


def _beside(raw: str, patterns: Patterns, *, signed: bool) -> tuple[str | None, int] | None:
    """The name on the label's own line, and where in it; None where the line is to be looked for below."""
    if patterns.named.match(raw + "\t"):
        return None
    name = cleaned(raw, patterns)
    if name:
        return (name, _offset(raw, name)) if not signed or is_name(name, patterns) else (None, 0)
    if name == "":
        words = raw[: _named_to(raw, patterns)].strip(" _─-")
        return ("", 0) if words and not _BRACKETED.match(words) else None
    if raw.strip():
        return ("" if not signed and _is_open(raw, patterns) else None), 0
    return None


def _labelled_below(text: str, start: int, limit: int, patterns: Patterns) -> tuple[str, int] | None:
    """The name behind the first label of its own, on this line or one of those below."""
    for number, line in enumerate(re.finditer(r"[^\n]+", text[start:limit])):
        if number > _LINES:
            break
        begin = start + line.start()
        for cell in re.finditer(r"[^\t]+", line.group()):
            label = patterns.named.match(line.group()[cell.start() :] + "\t")
            if label is None:
                continue
            at = min(begin + cell.start() + label.end(), limit)
            stop = min(line_behind(text, at, limit)[1], limit)
            name = cleaned(text[at:stop], patterns)
            return (name, at + _offset(text[at:stop], name)) if name else ("", at)
    return None


def name_in_column(text: str, cell: tuple[int, int], patterns: Patterns) -> tuple[str, int] | None:
    """The name in a column right below its label: behind a label of its own (单位名称:), or what is plainly a name."""
    raw = text[slice(*cell)].rstrip("\n\t")
    label = patterns.named.match(raw + "\t")
    name = cleaned(raw[label.end() :] if label else raw, patterns)
    if not name or name not in raw or not (is_name(name, patterns) if label else patterns.organ.search(name)):
        return None
    return name, text.index(name, *cell)


def is_name(name: str, patterns: Patterns) -> bool:
    """Whether words are plainly a name: of a firm or a body, or of a person by their form."""
    return patterns.organ.search(name) is not None or _PERSON.fullmatch(name) is not None


def names_in(text: str, name: str, at: int, patterns: Patterns) -> list[tuple[str, int]]:
    """The names that one slot holds (郑立、周明), each with where it begins; the whole, where a part is plainly none."""
    if not text.startswith(name, at):
        return [(name, at)]
    parts = name.split("、")
    if len(parts) > 1 and not all(is_name(part, patterns) for part in parts):
        return [(name, at)]
    starts = accumulate((len(part) + 1 for part in parts[:-1]), initial=at)
    names = list(zip(parts, starts, strict=True))
    end = at + len(name)
    while (other := _NEXT.match(text, end)) and is_name(other["name"], patterns):
        names.append((other["name"], other.start("name")))
        end = other.end()
    return names


def cleaned(raw: str, patterns: Patterns) -> str | None:
    """The name that a line begins with, without what else it says; "" where it is left blank, None where there is none."""
    if patterns.holed.search(raw):
        return ""
    part = _NAME_END.split(raw[: _named_to(raw, patterns)].strip(" _─"), maxsplit=1)[0]
    return "" if _BRACKETED.match(part) else CLEAN["name"](part)


def _named_to(raw: str, patterns: Patterns) -> int:
    """Where the first word stands that begins what is said of the party (地址, 通信...) and is no part of its name."""
    for cut in patterns.after.finditer(raw):
        at = cut.start()
        if not at or patterns.ended.search(raw, 0, at) or patterns.goes_on.match(raw, cut.end()) is None:
            return at
    return len(raw)


def _offset(raw: str, name: str) -> int:
    """Where in a raw line its cleaned name begins: at its first character that is none of the blanks before it, or behind
    its name in another language."""
    return max(raw.find(name), 0) or len(raw) - len(raw.lstrip(" _:"))


def _is_open(raw: str, patterns: Patterns) -> bool:
    """Whether a line begins with a slot, and goes on with what is said of the party: 甲方____ 身份证号:____."""
    rule = _RULE.match(raw)
    return rule is not None and patterns.after.match(raw, rule.end()) is not None
