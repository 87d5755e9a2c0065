"""Many patterns over one text: where each pair of characters stands is noted in one pass, and a pattern is run only
where the words stand that it asks for (parser.literals).

What is found is what `regex` finds by running each pattern over the whole text.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, count
from typing import cast

import regex

from parser.literals import ENDLESS, Needs, Part, needs

_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
_UTF16 = f"utf-16-{sys.byteorder[0]}e"
_SHORT = 300
"""Characters that are searched as fast without asking for words first."""


_OTHERWISE = re.compile(
    r"\\[^\W\d_aAdDfnrsStuvxZ]|\(\?(?:[a-zA-OQ-Z|&(]|P[>&])|\[\^?\[|\[[^\]]*(?:--|&&|~~|\|\|)|[)*+?}\]]\{[a-z]"
)
"""What `regex` reads otherwise than `re` does, or may: word boundaries, properties, sets of sets, flags, fuzzy counts."""


@lru_cache(maxsize=4096)
def short(pattern: str) -> regex.Pattern[str]:
    """A pattern for texts of a few dozen characters. Where `re` finds the same as `regex`, it is asked: a call of it
    costs a fifth."""
    if not _OTHERWISE.search(pattern):
        try:
            return cast("regex.Pattern[str]", re.compile(pattern))
        except re.error:
            pass  # a group named twice, a look back of no fixed length
    return regex.compile(pattern)


class Searched(str):
    """A text that many patterns are run over. It keeps where its words stand for as long as it lives itself."""

    @cached_property
    def pairs(self) -> dict[int, list[int]]:
        """Where each pair of characters stands: even places, then odd ones."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        # Two characters of 16 bits are one number of 32.
        units = memoryview(_ASTRAL.sub("\ufffd", self).encode(_UTF16))
        for first in (0, 1):
            length = max(len(self) - first, 0) // 2 * 4
            for place, pair in zip(count(first, 2), units[first * 2 : first * 2 + length].cast("I"), strict=False):
                found[pair].append(place)
        return dict(found)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        return {}

    def places(self, words: Iterable[tuple[str, int]]) -> list[int]:
        """Where any of the words begins, in order; each comes with its first two characters as a number (pair_of)."""
        pairs = self.pairs
        found = [places for word, pair in words if (pair in pairs or not pair) and (places := self._of(word, pair))]
        return sorted(chain.from_iterable(found)) if len(found) > 1 else found[0] if found else []

    def _of(self, word: str, pair: int) -> list[int]:
        places = self._places.get(word)
        if places is None:
            if pair:
                places = sorted(place for place in self.pairs[pair] if self.startswith(word, place))
            else:
                places = [match.start() for match in re.finditer(re.escape(word), self)]
            self._places[word] = places
        return places


def pair_of(word: str) -> int:
    """The number of a word's first two characters among `Searched.pairs`; 0 for a word of one character."""
    return int.from_bytes(word[:2].encode(_UTF16), sys.byteorder) if len(word) > 1 else 0


class Pattern:
    """A pattern (MULTILINE) that is asked as a compiled one is. Over a Searched text it runs only where its words stand,
    and it is compiled when it first runs: most patterns of a pack ask for words that a contract does not have."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def whole(self) -> regex.Pattern[str]:
        return regex.compile(self.pattern, regex.MULTILINE)

    @cached_property
    def needs(self) -> Needs:
        return needs(self.pattern)

    @cached_property
    def _asked(self) -> tuple[tuple[Part, tuple[tuple[str, int], ...]], ...]:
        """The parts that every match holds, each with its words and their pairs."""
        return tuple((part, tuple((word, pair_of(word)) for word in part.words)) for part in self.needs.parts)

    def search(self, text: str, pos: int | None = None, endpos: int | None = None) -> regex.Match[str] | None:
        first, last = pos or 0, len(text) if endpos is None else min(endpos, len(text))
        if last - first > _SHORT and isinstance(text, Searched):
            return next(self._among(text, first, last), None)
        return self.whole.search(text, first, last)

    def finditer(self, text: str, pos: int | None = None, endpos: int | None = None) -> Iterator[regex.Match[str]]:
        first, last = pos or 0, len(text) if endpos is None else min(endpos, len(text))
        if last - first > _SHORT and isinstance(text, Searched):
            return self._among(text, first, last)
        return self.whole.finditer(text, first, last)

    def match(self, text: str, pos: int | None = None, endpos: int | None = None) -> regex.Match[str] | None:
        return self.whole.match(text, pos or 0, len(text) if endpos is None else endpos)

    def fullmatch(self, text: str, pos: int | None = None, endpos: int | None = None) -> regex.Match[str] | None:
        return self.whole.fullmatch(text, pos or 0, len(text) if endpos is None else endpos)

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
        part, places = min(bound, key=lambda each: len(each[1]))
        windows = [window for window in _before(text, part, places, pos) if _has_all(window, found)]
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
    done = 0
    for first, last in windows:
        at = max(first, done)
        while at <= last:
            if reach < ENDLESS:
                match = pattern.search(text, at, min(last + reach, endpos))
                if match is None or match.start() > last:
                    break
            else:
                match = pattern.match(text, at, endpos)
                if match is None:
                    at += 1
                    continue
            yield match
            at = done = match.end()
