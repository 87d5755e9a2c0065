"""What must stand in a text for a regular expression to match it, read from the expression itself.

`needs(pattern)` gives, for parts that every match must hold, the words of which one must stand there, and how far from
the beginning of the match. Nothing is guessed: a part that is not understood asks for nothing, and so does an
expression that Python's own parser cannot read, or would read otherwise than `regex` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

ENDLESS = 1 << 30
"""A width without bound."""
_MOST_WORDS, _MOST_OF_ALL, _LONGEST, _MOST_PARTS = 48, 256, 12, 2
_COMMON = frozenset(
    ("甲方", "乙方", "双方", "丙方", "合同", "协议", "应当", "支付", "约定", "服务", "履行", "责任", "一方", "规定", "工作", "进行", "提供", "项目", "条款")
)  # fmt: skip
"""What stands all over a contract tells little of where a pattern can match."""
_ONLY_REGEX = re.compile(r"\{[a-z]|\[:\^?[a-z]|\(\?[a-zA-Z]*[iLrbe][a-zA-Z0-9]*[-:)]")
"""Fuzzy counts, POSIX classes and flags: what `regex` reads otherwise, or what lets words stand in other forms."""
_NAMED = re.compile(r"(?<!\\)\(\?P<\w+>")
_NAME_ASKED = re.compile(r"\(\?(?:P[=>]|\(|&)")
"""What asks for a group by its name."""


class Part(NamedTuple):
    """One of `words` stands in every match, beginning `low` to `high` characters behind the match's own beginning;
    `lines` are the line ends that may stand between the two, at most."""

    words: tuple[str, ...]
    low: int
    high: int
    lines: int


@dataclass(frozen=True, slots=True)
class Needs:
    """`width`: characters that a match takes at most, and `lines`: line ends among them; `ahead`: how many characters
    behind them may decide whether it is one; `start`: it can only stand at the very beginning of the text. `ways`: the
    parts of each of the expression's alternatives, where all of these ask for some."""

    parts: tuple[Part, ...] = ()
    ways: tuple[tuple[Part, ...], ...] = ()
    width: int = ENDLESS
    lines: int = ENDLESS
    ahead: int = ENDLESS
    start: bool = False


class _Shape(NamedTuple):
    """What a piece of an expression can match: `words` are all of its wordings where these are few, else None; `opening` is
    then how each of them begins, where that is known. (A tuple, since thousands are made when packs are first used, and
    one of a frozen dataclass costs three times as much.)"""

    words: frozenset[str] | None = None
    least: int = 0
    most: int = 0
    lines: int = 0
    ahead: int = 0
    parts: tuple[Part, ...] = ()
    opening: frozenset[str] | None = None


_EMPTY = frozenset(("",))


class _NotUnderstood(Exception):
    """A construct that says nothing here."""


@lru_cache(maxsize=4096)
def needs(pattern: str) -> Needs:
    """What a match of the expression asks of the text around it."""
    if _ONLY_REGEX.search(pattern):
        return Needs()
    try:
        # Python's parser does not know the property, nor one name for two groups; what they are read as here takes as
        # much room.
        plain = pattern.replace(r"\p{Han}", r"\w")
        tree = _parser.parse(plain if _NAME_ASKED.search(plain) else _NAMED.sub("(", plain), re.MULTILINE)
        shapes = [_sequence(way) for way in _alternatives(tree)]
        shape = shapes[0] if len(shapes) == 1 else _either(shapes)
    except (re.error, _NotUnderstood, RecursionError, OverflowError):
        return Needs()
    if not shape.least:
        return Needs()
    ways = tuple(map(_telling, shapes)) if shape.words is None and len(shapes) > 1 else ()
    start = tree[0] == (op.AT, op.AT_BEGINNING_STRING)
    return Needs(_telling(shape), ways if all(ways) else (), shape.most, shape.lines, shape.ahead, start)


def _alternatives(nodes: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The alternatives of an expression, and those of what is nothing but a group of more."""
    if len(nodes) == 1:
        kind, value = nodes[0]
        if kind is op.BRANCH:
            for each in value[1]:
                yield from _alternatives(each)
            return
        if kind is op.SUBPATTERN:
            yield from _alternatives(value[3])
            return
    yield nodes


def _telling(shape: _Shape) -> tuple[Part, ...]:
    parts = sorted([*shape.parts, *_asked(shape.words, _Shape())], key=_rank)
    # Single characters stand nearly everywhere: they are asked for where there is nothing better.
    return tuple(([part for part in parts if min(map(len, part.words)) > 1] or parts[:1])[:_MOST_PARTS])


def _rank(part: Part) -> tuple[bool, int, bool, int]:
    """What is likely to stand in the fewest places first; a run of one character may stand in a longer one, everywhere."""
    runs = all(len(word) > len(set(word)) == 1 for word in part.words)
    return not _COMMON.isdisjoint(part.words), -min(map(len, part.words)), runs, len(part.words)


def _sequence(nodes: Iterable[Any]) -> _Shape:
    """Pieces one after another; the wordings of neighbours are joined for as long as they are few."""
    words: frozenset[str] = _EMPTY
    begun = whole = _Shape()
    parts: list[Part] = []
    opening: frozenset[str] | None = None
    split = False
    for shape in _pieces(nodes):
        if shape.parts:
            parts.extend([_behind(whole, part) for part in shape.parts])
        joined = _joined(words, shape.words)
        after = _after(whole, shape)
        if joined is not None:
            words = joined
        else:
            ends, further = _endings(words)
            opened = _joined(ends, shape.opening)
            # What only opens a piece, a digit as a rule, tells something behind a word, and little alone.
            if opened and "" not in ends:
                lines = max(word.count("\n") for word in words) if further else 0
                parts.extend(_asked(opened, _after(begun, _Shape(most=further, lines=lines))))
            else:
                parts.extend(_asked(words, begun))
            told = opened if opened and not further else words
            opening = opening if split or "" in told else told
            split = True
            words, begun = (_EMPTY, after) if shape.words is None else (shape.words, whole)
        whole = after
    if split:
        parts.extend(_asked(words, begun))
    return whole._replace(words=None if split else words, parts=tuple(parts), opening=opening)


def _endings(words: frozenset[str]) -> tuple[frozenset[str], int]:
    """The wordings without those that end with another of them, and how much further in that one begins, at most."""
    ends = frozenset([word for word in words if not any(word[at:] in words for at in range(1, len(word) + 1))])
    return ends, max(len(word) for word in words) - min(len(word) for word in ends) if len(ends) < len(words) else 0


def _joined(words: frozenset[str], behind: frozenset[str] | None) -> frozenset[str] | None:
    """The wordings with each of those behind; None where they are many, or long."""
    if behind is None or len(words) * len(behind) > _MOST_OF_ALL:
        return None
    joined = frozenset([first + last for first in words for last in behind])
    return joined if len(joined) <= _MOST_WORDS and max(map(len, joined)) <= _LONGEST else None


def _pieces(nodes: Iterable[Any]) -> Iterator[_Shape]:
    """What stands side by side; characters that are given one by one make a word."""
    word = ""
    for kind, value in nodes:
        if kind is op.LITERAL and len(word) < _LONGEST:
            word += chr(value)
            continue
        if word:
            yield _word(word)
            word = ""
        if kind is op.LITERAL:
            word = chr(value)
        else:
            yield _piece(kind, value)
    if word:
        yield _word(word)


def _word(word: str) -> _Shape:
    return _Shape(frozenset((word,)), len(word), len(word), word.count("\n"))


def _after(before: _Shape, shape: _Shape) -> _Shape:
    """The width of both, and the line ends that they take in."""
    return _Shape(
        least=min(before.least + shape.least, ENDLESS),
        most=min(before.most + shape.most, ENDLESS),
        lines=min(before.lines + shape.lines, ENDLESS),
        ahead=max(before.ahead, shape.ahead),
    )


def _behind(before: _Shape, part: Part) -> Part:
    high, lines = min(before.most + part.high, ENDLESS), min(before.lines + part.lines, ENDLESS)
    return Part(part.words, before.least + part.low, high, lines)


def _asked(words: frozenset[str] | None, before: _Shape) -> Iterator[Part]:
    """The wordings of a part as what is asked for; of two that stand within each other, the shorter one."""
    if words is None or "" in words:
        return
    kept: list[str] = []
    further, lines = 0, 0
    for word in sorted(words, key=lambda word: (len(word), word)):
        inside = next((word.find(shorter) for shorter in kept if shorter in word), None)
        if inside is None:
            kept.append(word)
        else:
            further, lines = max(further, inside), max(lines, word.count("\n", 0, inside))
    yield Part(tuple(kept), before.least, min(before.most + further, ENDLESS), min(before.lines + lines, ENDLESS))


def _piece(kind: Any, value: Any) -> _Shape:
    if kind is op.NOT_LITERAL:
        return _Shape(None, 1, 1, int(value != 10))
    if kind is op.ANY:
        return _Shape(None, 1, 1)
    if kind is op.IN:
        return _one_of(value)
    if kind is op.SUBPATTERN:
        return _sequence(value[3])
    if kind is op.ATOMIC_GROUP:
        return _sequence(value)
    if kind is op.BRANCH:
        return _either([_sequence(each) for each in value[1]])
    if kind is op.GROUPREF_EXISTS:
        return _either([_sequence(each or ()) for each in value[1:]])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _repeated(*value)
    if kind is op.GROUPREF:
        # What its group holds: as long, and over as many lines, as that may be.
        return _Shape(None, 0, ENDLESS, ENDLESS)
    if kind is op.AT:
        return _Shape(_EMPTY, ahead=1)
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return _looked_at(kind, *value)
    raise _NotUnderstood


def _one_of(items: Sequence[Any]) -> _Shape:
    """A class of characters."""
    if all(kind is op.LITERAL for kind, _ in items) and len(items) <= _MOST_WORDS:
        words = frozenset(chr(value) for _, value in items)
        return _Shape(words, 1, 1, int("\n" in words))
    held = any(_holds_line_end(kind, value) for kind, value in items)
    return _Shape(None, 1, 1, int(held != (items[0][0] is op.NEGATE)), opening=_few(items))


def _few(items: Sequence[Any]) -> frozenset[str] | None:
    """The characters of a class that is made of single ones and ranges, where they are few."""
    few: list[int] = []
    for kind, value in items:
        if kind is op.LITERAL:
            few.append(value)
        elif kind is op.RANGE and value[1] - value[0] < _LONGEST:
            few.extend(range(value[0], value[1] + 1))
        else:
            return None
    return frozenset(map(chr, few)) if len(few) <= _MOST_WORDS else None


def _holds_line_end(kind: Any, value: Any) -> bool:
    if kind is op.LITERAL:
        return bool(value == 10)
    if kind is op.RANGE:
        return bool(value[0] <= 10 <= value[1])
    if kind is op.CATEGORY:
        return value in (op.CATEGORY_SPACE, op.CATEGORY_NOT_DIGIT, op.CATEGORY_NOT_WORD)
    return False


def _either(shapes: Sequence[_Shape]) -> _Shape:
    """One of several pieces: of each, the part that asks for the most."""
    every = [shape.words for shape in shapes]
    words = None if None in every else frozenset(word for some in every for word in some or ())
    if words is not None and len(words) > _MOST_WORDS:
        words = None
    parts = [part for place in range(_MOST_PARTS) if (part := _any_of(shapes, place))] if words is None else []
    opened = [shape.opening if shape.words is None else shape.words for shape in shapes]
    opening = None if None in opened else frozenset(word for some in opened for word in some or ())
    return _Shape(
        words,
        min(shape.least for shape in shapes),
        max(shape.most for shape in shapes),
        max(shape.lines for shape in shapes),
        max(shape.ahead for shape in shapes),
        tuple(parts),
        None if words is not None or opening is None or "" in opening or len(opening) > _MOST_WORDS else opening,
    )


def _any_of(shapes: Sequence[_Shape], place: int) -> Part | None:
    """One part of each of several pieces, the best or the next: a word of one of them stands in whatever matches."""
    best = [sorted([*shape.parts, *_asked(shape.words, _Shape())], key=_rank)[place : place + 1] for shape in shapes]
    if not all(best):
        return None
    known = [part for (part,) in best]
    some = frozenset(word for part in known for word in part.words)
    if len(some) > _MOST_OF_ALL:
        return None
    # A word that holds another is kept: the two may begin at different places.
    low, high = min(part.low for part in known), max(part.high for part in known)
    return Part(tuple(sorted(some)), low, high, max(part.lines for part in known))


def _repeated(least: int, most: int, piece: Iterable[Any]) -> _Shape:
    shape = _sequence(piece)
    most = ENDLESS if most is op.MAXREPEAT else int(most)
    times = _times(shape.words, least)
    words = _repeats(shape.words, least, most)
    asked = (*shape.parts, *_asked(times or shape.words, _Shape())) if words is None else shape.parts
    longest, lines = min(most * shape.most, ENDLESS), min(most * shape.lines, ENDLESS)
    opening = None if words is not None or not least else times or shape.words or shape.opening
    opening = opening if opening is None or "" not in opening else None
    return _Shape(
        words, min(least * shape.least, ENDLESS), longest, lines, shape.ahead, asked if least else (), opening
    )


def _repeats(words: frozenset[str] | None, least: int, most: int) -> frozenset[str] | None:
    """The wordings of a piece that stands `least` to `most` times; None where they are many, or long."""
    if words is None or most - least > _LONGEST:
        return None
    found: set[str] = set()
    for count in range(least, most + 1):
        times = _times(words, count)
        if times is None or len(found) + len(times) > _MOST_WORDS:
            return None
        found |= times
    return frozenset(found)


def _times(words: frozenset[str] | None, times: int) -> frozenset[str] | None:
    """The wordings of a piece that stands so often; None where they are many, or long."""
    if words is None or times > _LONGEST or len(words) ** times > _MOST_WORDS:
        return None
    if max(map(len, words)) * times > _LONGEST:
        return None
    return frozenset(map("".join, product(words, repeat=times)))


def _looked_at(kind: Any, direction: int, piece: Iterable[Any]) -> _Shape:
    """What is looked at and not taken. What stands before a match is always seen."""
    shape = _sequence(piece)
    if direction < 0:
        return _Shape(_EMPTY)
    parts = (*shape.parts, *_asked(shape.words, _Shape())) if kind is op.ASSERT else ()
    return _Shape(_EMPTY, ahead=min(shape.most + max(shape.ahead, 1), ENDLESS), parts=parts)
