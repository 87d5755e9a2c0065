"""What a check asked of a contract, told by the engine itself: which patterns were matched against what, and the fields
that were read.

A rule is explained by running its function once more with `Watched` patterns; nothing else runs differently, and without
a trace nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import regex

from parser.literals import Part
from parser.matching import Pattern, Words

Span = tuple[int, int]
Member = TypeVar("Member")


@dataclass(frozen=True, slots=True)
class Look:
    """One look: the parameter's name, the text and the region of it that was searched, and what matched."""

    name: str
    text: str
    region: Span
    found: tuple[Span, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A sink: `looks` in the order in which they were made, the names of the fields asked for, and which lists of the
    contract were gone through (`values`, `references`)."""

    looks: list[Look] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    lists: set[str] = field(default_factory=set)


class WatchedList(tuple[Member, ...]):
    """A list of the contract that tells a trace when it is gone through."""

    name: str
    trace: Trace

    def __new__(cls, members: Iterable[Member], name: str, trace: Trace) -> WatchedList[Member]:
        made = super().__new__(cls, members)
        made.name, made.trace = name, trace
        return made

    def __iter__(self) -> Iterator[Member]:
        self.trace.lists.add(self.name)
        return super().__iter__()


class Watched(str):
    """A rule's pattern that tells a trace what it is matched against. Each is a pattern of its own, equal to no other:
    a cache of compiled patterns must not take it for the plain one."""

    name: str
    trace: Trace

    def __new__(cls, pattern: str, name: str, trace: Trace) -> Watched:
        made = super().__new__(cls, pattern)
        made.name, made.trace = name, trace
        return made

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __str__(self) -> Watched:
        return self

    def replace(self, old: str, new: str, count: Any = -1) -> Watched:
        """As str.replace; what comes of it is watched too."""
        return Watched(super().replace(old, new, count), self.name, self.trace)


class _Watcher:
    """The part of a compiled pattern that checks use, with a trace."""

    def __init__(self, pattern: Pattern, watched: Watched) -> None:
        self._pattern, self._name, self._looks = pattern, watched.name, watched.trace.looks

    def can_stand(self, text: str) -> bool:
        can = self._pattern.can_stand(text)
        if not can:
            self._tell(text, 0, None, [])
        return can

    def can_stand_in(self, text: str, span: tuple[int, int]) -> bool:
        return self._pattern.can_stand_in(text, span)

    @property
    def asked(self) -> tuple[tuple[Part, Words], ...]:
        return self._pattern.asked

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        return self._once(self._pattern.search(text, pos, endpos), text, pos, endpos)

    def match(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        return self._once(self._pattern.match(text, pos, endpos), text, pos, endpos)

    def match_each(self, text: str, places: Iterable[int]) -> list[regex.Match[str]]:
        found = self._pattern.match_each(text, places)
        self._tell(text, 0, None, found)
        return found

    def fullmatch(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        return self._once(self._pattern.fullmatch(text, pos, endpos), text, pos, endpos)

    def finditer(self, text: str, pos: int = 0, endpos: int | None = None) -> Iterator[regex.Match[str]]:
        found = list(self._pattern.finditer(text, pos, endpos))
        self._tell(text, pos, endpos, found)
        return iter(found)

    def which(self, texts: Sequence[str]) -> list[int]:
        return [at for at, text in enumerate(texts) if self.search(text)]

    def _once(self, found: regex.Match[str] | None, text: str, pos: int, endpos: int | None) -> regex.Match[str] | None:
        self._tell(text, pos, endpos, [found] if found else [])
        return found

    def _tell(self, text: str, pos: int, endpos: int | None, found: list[regex.Match[str]]) -> None:
        region = pos, len(text) if endpos is None else endpos
        self._looks.append(Look(self._name, text, region, tuple(match.span() for match in found)))


def watch(pattern: Pattern, watched: Watched) -> Pattern:
    """The pattern, which tells the trace of `watched` of every look."""
    return cast("Pattern", _Watcher(pattern, watched))
