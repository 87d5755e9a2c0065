"""Long texts that are meant to make a pattern run away: what it nearly matches, again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

COMMON = (
    " ",
    "\n",
    "\t",
    "_",
    "1",
    "一",
    "甲",
    "甲方",
    "第",
    "第一条",
    "(",
    "《",
    "元",
    "1,",
    "1.",
    "日",
    "年月",
    ":",
    "、",
    "A",
    "合同\n",
    "应当,",
    "不得",
)
"""What many patterns repeat."""
_MOST = 12
_MANY = 6
"""Members of a repetition that has no bound."""


def near_misses(pattern: str) -> tuple[str, ...]:
    """What the pattern matches, whole and in part: each to be repeated."""
    try:
        tree = _parser.parse(_plain(pattern), re.MULTILINE)
    except re.error:
        words = re.findall(r"[\u4e00-\u9fff]{2,}", pattern)
        return tuple(dict.fromkeys(words[:_MOST]))
    found: dict[str, None] = {}
    for branch in range(4):
        text = _sample(tree, branch)
        for part in (text, text[:-1], text[: len(text) // 2 + 1], text[1:], text[-1:]):
            if part:
                found.setdefault(part)
    return tuple(found)[:_MOST]


def _plain(pattern: str) -> str:
    """The pattern as Python's own parser reads it."""
    return re.sub(r"\(\?P<(\w+)>", "(?:", pattern.replace(r"\p{Han}", "\u4e00-\u9fff"))


def _sample(nodes: Sequence[Any], branch: int) -> str:
    return "".join(_one(kind, value, branch) for kind, value in nodes)


def _one(kind: Any, value: Any, branch: int) -> str:
    """A text that a piece of an expression matches, as long as it may be; of several, one told by `branch`."""
    if kind is op.LITERAL:
        return chr(value)
    if kind in (op.NOT_LITERAL, op.ANY):
        return "甲"
    if kind is op.IN:
        return _member(value, branch)
    if kind is op.SUBPATTERN:
        return _sample(value[3], branch)
    if kind is op.ATOMIC_GROUP:
        return _sample(value, branch)
    if kind is op.BRANCH:
        return _sample(value[1][branch * 7 % len(value[1])], branch)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, piece = value
        return _sample(piece, branch) * max(least, min(_MANY, most if most is not op.MAXREPEAT else _MANY))
    if kind is op.GROUPREF_EXISTS:
        return _sample(value[1] or (), branch)
    return ""


def _member(items: Sequence[Any], branch: int) -> str:
    if items[0][0] is op.NEGATE:
        return "甲"
    kind, value = items[branch % len(items)]
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.RANGE:
        return chr(value[0])
    return {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " "}.get(value, "甲")


def hostile(pattern: str) -> Iterator[str]:
    """What a pattern is to meet again and again."""
    yield from dict.fromkeys((*near_misses(pattern), *COMMON))
