"""Many patterns over one text: a pattern is run only where the words stand that it asks for (parser.literals). Which
words a text can hold is told by its pairs of characters, noted in one pass.

What is found is what `regex` finds by running each pattern over the whole text.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import cast

import regex

from parser.literals import ENDLESS, Needs, Part, needs

_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
_UTF16 = f"utf-16-{sys.byteorder[0]}e"
_SHORT = 300
"""Characters that are searched as fast without asking for words first."""
_DENSE = 40
"""Where words stand closer than so many characters on average, the text between them is searched as fast too."""
_TRIED = 8
"""Characters that are searched in the time in which one place is tried by a call of its own."""


_OTHERWISE = re.compile(
    r"\\[^\W\d_aAdDfnrsStuvxZ]|\(\?(?:[a-zA-OQ-Z|&]|P[>&])|\[\^?\[|\[[^\]]*(?:--|&&|~~|\|\|)|[)*+?}\]]\{[a-z]"
)
"""What `regex` reads otherwise than `re` does, or may: word boundaries, properties, sets of sets, flags, fuzzy counts."""


@lru_cache(maxsize=4096)
def short(pattern: str, *, multiline: bool = False) -> regex.Pattern[str]:
    """A pattern for texts of a few dozen characters. Where `re` finds the same as `regex`, it is asked: a call of it
    costs a fifth."""
    if not _OTHERWISE.search(pattern):
        try:
            return cast("regex.Pattern[str]", re.compile(pattern, re.MULTILINE if multiline else 0))
        except re.error:
            pass  # a group named twice, a look back of no fixed length
    return regex.compile(pattern, regex.MULTILINE if multiline else 0)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words of which one must stand somewhere, each with the pairs of characters that stand in it."""

    words: tuple[tuple[str, frozenset[int]], ...]


@lru_cache(maxsize=8192)
def words_of(words: tuple[str, ...]) -> Words:
    """The same for the same words, which patterns often share: where they stand is looked for once a text."""
    return Words(tuple((word, pairs_of(word)) for word in words))


class Searched(str):
    """A text that many patterns are run over. It keeps where its words stand for as long as it lives itself."""

    @cached_property
    def pairs(self) -> frozenset[int]:
        """The pairs of characters that stand in it: most words are told by them to be nowhere."""
        return pairs_of.__wrapped__(self)

    @cached_property
    def _known(self) -> dict[Words, list[int]]:
        return {}

    def places(self, asked: Words) -> list[int]:
        """Where any of the words begins that are asked for, in order."""
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = []
            pairs, find, words = self.pairs, self.find, 0
            for word, needed in asked.words:
                if needed <= pairs:
                    at = find(word)
                    words += at >= 0
                    while at >= 0:
                        known.append(at)
                        at = find(word, at + 1)
            if words > 1:
                known.sort()
        return known

    def lacks(self, word: str) -> bool:
        """Whether the word is told by its pairs to be nowhere."""
        return not pairs_of(word) <= self.pairs


@lru_cache(maxsize=8192)
def pairs_of(text: str) -> frozenset[int]:
    """Each two characters that stand side by side, as one number: two of 16 bits are one of 32."""
    units = memoryview(_ASTRAL.sub("\ufffd", text).encode(_UTF16))
    found: set[int] = set()
    for first in (0, 1):
        found.update(units[first * 2 : first * 2 + max(len(text) - first, 0) // 2 * 4].cast("I"))
    return frozenset(found)


class Sieve:
    """Many patterns for short texts (a title, a sentence): one look at a text tells which of them need be tried. An empty
    pattern matches nothing."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = [short(pattern) for pattern in patterns]
        self._always: list[int] = []
        self._by_opening: dict[str, list[tuple[str, int]]] = {}
        for number, pattern in enumerate(patterns):
            words = min((part.words for part in needs(pattern).parts), key=len, default=())
            if pattern and not words:
                self._always.append(number)
            for word in words:
                self._by_opening.setdefault(word[0], []).append((word, number))

    def found(self, text: str) -> list[int]:
        """The numbers of the patterns that match somewhere, in order."""
        tried = set(self._always)
        for at, character in enumerate(text):
            if character in self._by_opening:
                tried.update([number for word, number in self._by_opening[character] if text.startswith(word, at)])
        return [number for number in sorted(tried) if self._patterns[number].search(text)]


class Pattern:
    """A pattern (MULTILINE) that is asked as a compiled one is. Over a Searched text it runs only where its words stand,
    and it is compiled when it first runs: most patterns of a pack ask for words that a contract does not have."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def whole(self) -> regex.Pattern[str]:
        return regex.compile(self.pattern, regex.MULTILINE)

    @cached_property
    def short(self) -> regex.Pattern[str]:
        return short(self.pattern, multiline=True)

    @cached_property
    def needs(self) -> Needs:
        return needs(self.pattern)

    @cached_property
    def _asked(self) -> tuple[tuple[Part, Words], ...]:
        return tuple((part, words_of(tuple(part.words))) for part in self.needs.parts)

    def search(self, text: str, pos: int | None = None, endpos: int | None = None) -> regex.Match[str] | None:
        first, last = pos or 0, len(text) if endpos is None else min(endpos, len(text))
        if last - first > _SHORT and isinstance(text, Searched):
            return next(self._among(text, first, last), None)
        return self.short.search(text, first, last)

    def finditer(self, text: str, pos: int | None = None, endpos: int | None = None) -> Iterator[regex.Match[str]]:
        first, last = pos or 0, len(text) if endpos is None else min(endpos, len(text))
        if last - first > _SHORT and isinstance(text, Searched):
            return self._among(text, first, last)
        return self.short.finditer(text, first, last)

    def match(self, text: str, pos: int | None = None, endpos: int | None = None) -> regex.Match[str] | None:
        return self.short.match(text, pos or 0, len(text) if endpos is None else endpos)

    def fullmatch(self, text: str, pos: int | None = None, endpos: int | None = None) -> regex.Match[str] | None:
        return self.short.fullmatch(text, pos or 0, len(text) if endpos is None else endpos)

    def _among(self, text: Searched, pos: int, endpos: int) -> Iterator[regex.Match[str]]:
        windows = self._windows(text, pos)
        if windows is None:
            yield from self.whole.finditer(text, pos, endpos)
        elif windows:
            yield from _within(self.whole, text, self.needs, windows, endpos)

    def _windows(self, text: Searched, pos: int) -> list[tuple[int, int]] | None:
        """Where a match may begin: closed ranges in order; None for anywhere."""
        found: list[tuple[Part, list[int]]] = []
        for part, words in self._asked:
            places = text.places(words)
            if not places:
                return []
            found.append((part, places))
        bound = [each for each in found if each[0].high < ENDLESS or not each[0].crosses]
        if not bound:
            return None
        rarest = min(bound, key=lambda each: len(each[1]))
        if len(rarest[1]) * _DENSE > len(text):
            return None
        others = [each for each in found if each is not rarest]
        windows = [window for window in _before(text, *rarest, pos) if _has_all(window, others)]
        if self.needs.start:
            return [(0, 0)] if windows and windows[0][0] == 0 else []
        return windows


def _before(text: str, part: Part, places: Sequence[int], pos: int) -> list[tuple[int, int]]:
    """Where a match may begin that has the part at one of these places."""
    windows: list[tuple[int, int]] = []
    for place in places:
        last = place - part.low
        if last < pos:
            continue
        first = place - part.high if part.high < ENDLESS else text.rfind("\n", 0, place) + 1
        if windows and first <= windows[-1][1] + 1:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((max(first, pos), last))
    return windows


def _has_all(window: tuple[int, int], found: Iterable[tuple[Part, Sequence[int]]]) -> bool:
    """Whether each part has a word at its distance from the window."""
    first, last = window
    for part, places in found:
        at = bisect_left(places, first + part.low)
        if at == len(places) or places[at] > last + part.high:
            return False
    return True


def _within(
    pattern: regex.Pattern[str], text: str, asked: Needs, windows: Sequence[tuple[int, int]], endpos: int
) -> Iterator[regex.Match[str]]:
    """The matches that begin in a window, the first of those that overlap."""
    # What decides on a match that begins in a window ends at this distance behind it: the rest need not be seen.
    reach = asked.width + asked.ahead + 1
    if reach >= ENDLESS:
        yield from _tried(pattern, text, windows, endpos)
        return
    done = 0
    for first, last in windows:
        at = max(first, done)
        while at <= last:
            match = pattern.search(text, at, min(last + reach, endpos))
            if match is None or match.start() > last:
                break
            yield match
            at = done = match.end()


def _tried(
    pattern: regex.Pattern[str], text: str, windows: Sequence[tuple[int, int]], endpos: int
) -> Iterator[regex.Match[str]]:
    """The same for a pattern whose matches have no bound: a search would run to the text's end where there is none."""
    begin = windows[0][0]
    if sum(last - first + 1 for first, last in windows) * _TRIED > endpos - begin:
        yield from pattern.finditer(text, begin, endpos)
        return
    done = 0
    for first, last in windows:
        at = max(first, done)
        while at <= last:
            match = pattern.match(text, at, endpos)
            if match is None:
                at += 1
            else:
                yield match
                at = done = match.end()
