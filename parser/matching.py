"""Many patterns over one text: a pattern is run only where the words stand that it asks for (parser.literals). Which
words a text can hold is told by its pairs of characters, noted in one pass.

What is found is what `regex` finds by running each pattern over the whole text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import cast

import regex

from parser.literals import ENDLESS, Needs, Part, needs
from parser.pairs import OTHER, pair_of, pairs_of

_SHORT = 300
"""Characters that are searched as fast without asking for words first."""
_DENSE = 40
"""Where words stand closer than so many characters on average, the text between them is searched as fast too."""
_LINES = 8
"""Line ends that are counted, where a match is bound by them alone."""
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
    """Words of which one must stand somewhere: those of one character (`single`), and the others by the pair of characters
    that they begin with; `whole` are the pairs that are words."""

    by_pair: Mapping[int, tuple[str, ...]]
    whole: frozenset[int]
    single: Sequence[str]


@lru_cache(maxsize=8192)
def words_of(words: tuple[str, ...]) -> Words:
    """The same for the same words, which patterns often share: where they stand is looked for once a text."""
    by_pair: dict[int, list[str]] = defaultdict(list)
    for word in words:
        if len(word) > 1:
            by_pair[pair_of(word)].append(word)
    return Words(
        {pair: tuple(begun) for pair, begun in by_pair.items()},
        frozenset(pair_of(word) for word in words if len(word) == 2 and max(word) < OTHER),
        [word for word in words if len(word) == 1],
    )


class Searched(str):
    """A text that many patterns are run over. It keeps where its words stand for as long as it lives itself."""

    @cached_property
    def _pairs(self) -> tuple[Mapping[int, int], Sequence[int]]:
        """Where each two characters stand side by side first, and for each place the next one of the same two, 0 behind
        the last: most words are told by it to be nowhere, the others where. A list for each two would take longer."""
        pairs = pairs_of(self)
        first: dict[int, int] = {}
        after = [0] * len(pairs)
        for at in range(len(pairs) - 1, -1, -1):
            pair = pairs[at]
            after[at] = first.get(pair, 0)
            first[pair] = at
        return first, after

    @cached_property
    def _listed(self) -> dict[int, list[int]]:
        return {}

    def _places_of_pair(self, pair: int) -> list[int]:
        places = self._listed.get(pair)
        if places is None:
            first, after = self._pairs
            at = first[pair]
            places = self._listed[pair] = [at]
            while at := after[at]:
                places.append(at)
        return places

    @cached_property
    def _known(self) -> dict[Words, Sequence[int]]:
        return {}

    def places(self, asked: Words) -> Sequence[int]:
        """Where any of the words begins that are asked for, in order."""
        known = self._known.get(asked)
        if known is None:
            by_pair, starts = asked.by_pair, self.startswith
            every: list[Sequence[int]] = []
            for pair in by_pair.keys() & self._pairs[0].keys():
                places, begun = self._places_of_pair(pair), by_pair[pair]
                every.append(places if pair in asked.whole else [at for at in places if starts(begun, at)])
            if asked.single:
                every += map(self._places_of_one, asked.single)
            known = every[0] if len(every) == 1 else sorted(chain.from_iterable(every)) if every else ()
            self._known[asked] = known
        return known

    def standing(self, asked: Words) -> Iterator[tuple[str, list[int]]]:
        """Each of the words that stands somewhere, and where it begins, in order."""
        starts = self.startswith
        for pair in asked.by_pair.keys() & self._pairs[0].keys():
            standing = self._places_of_pair(pair)
            for word in asked.by_pair[pair]:
                if places := [at for at in standing if starts(word, at)]:
                    yield word, places
        for word in asked.single:
            if places := self._places_of_one(word):
                yield word, places

    def _places_of_one(self, character: str) -> list[int]:
        places: list[int] = []
        at = self.find(character)
        while at >= 0:
            places.append(at)
            at = self.find(character, at + 1)
        return places


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
        return tuple([(part, words_of(part.words)) for part in self.needs.parts])

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        last = len(text) if endpos is None else endpos
        if last - pos > _SHORT and isinstance(text, Searched):
            return next(self._among(text, pos, last), None)
        return self.short.search(text, pos, last)

    def finditer(self, text: str, pos: int = 0, endpos: int | None = None) -> Iterator[regex.Match[str]]:
        last = len(text) if endpos is None else endpos
        if last - pos > _SHORT and isinstance(text, Searched):
            return self._among(text, pos, last)
        return self.short.finditer(text, pos, last)

    def match(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        return self.short.match(text, pos, len(text) if endpos is None else endpos)

    def fullmatch(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        return self.short.fullmatch(text, pos, len(text) if endpos is None else endpos)

    def which(self, texts: Sequence[str]) -> list[int]:
        """The numbers of those of many short texts (titles) that it matches in."""
        search = self.short.search
        return [at for at, text in enumerate(texts) if search(text)]

    def _among(self, text: Searched, pos: int, endpos: int) -> Iterator[regex.Match[str]]:
        found: list[tuple[Part, Sequence[int]]] = []
        rarest, fewest = -1, len(text) // _DENSE + 1
        for part, words in self._asked:
            places = text.places(words)
            if not places:
                return iter(())
            if len(places) < fewest and (part.high < ENDLESS or part.lines < _LINES):
                rarest, fewest = len(found), len(places)
            found.append((part, places))
        if rarest < 0:
            return self.whole.finditer(text, pos, endpos)
        windows = _windows(text, *found.pop(rarest), pos)
        if found:
            windows = (window for window in windows if _has_all(window, found))
        if self.needs.start:
            windows = ((0, 0) for window in islice(windows, 1) if window[0] == 0)
        return _within(self, text, windows, min(endpos, len(text)))


def _windows(text: str, part: Part, places: Sequence[int], pos: int) -> Iterator[tuple[int, int]]:
    """Where a match may begin that has the part at one of these places: closed ranges in order."""
    first = last = -1
    line = behind = 0
    for place in places:
        until = place - part.low
        if until < pos:
            continue
        since = place - part.high
        if part.high >= ENDLESS:
            if not behind or text.find("\n", behind, place) >= 0:
                line = _lines_before(text, place, part.lines)
            since, behind = line, place
        if since > last + 1 and last >= 0:
            yield first, last
        if since > last + 1 or last < 0:
            first = max(since, pos)
        last = until
    if last >= 0:
        yield first, last


def _lines_before(text: str, at: int, lines: int) -> int:
    """Where the line begins that stands so many above the one at an offset."""
    for _ in range(lines + 1):
        at = text.rfind("\n", 0, max(at, 0))
    return at + 1


def _has_all(window: tuple[int, int], found: Iterable[tuple[Part, Sequence[int]]]) -> bool:
    """Whether each part has a word at its distance from the window."""
    first, last = window
    for part, places in found:
        at = bisect_left(places, first + part.low)
        if at == len(places) or places[at] > last + part.high:
            return False
    return True


def _within(pattern: Pattern, text: str, windows: Iterator[tuple[int, int]], endpos: int) -> Iterator[regex.Match[str]]:
    """The matches that begin in a window, the first of those that overlap."""
    asked = pattern.needs
    # What decides on a match that begins in a window ends at this distance behind it: the rest need not be seen.
    reach = asked.width + asked.ahead + 1
    bounded = reach < ENDLESS
    engine = pattern.whole if bounded and reach > _SHORT else pattern.short
    match_at, search, done = engine.match, engine.search, 0
    for first, last in windows:
        end = last + reach if bounded else _end_by_lines(asked, text, last)
        if not bounded and end - first > _SHORT:
            yield from _tried(pattern, text, [(max(first, done), last), *windows], endpos)
            return
        at, end = max(first, done), min(end, endpos)
        while at <= last:
            match = search(text, at, end) if at < last else match_at(text, at, end)
            if match is None or match.start() > last:
                break
            yield match
            at = done = match.end()


def _end_by_lines(asked: Needs, text: str, last: int) -> int:
    """Where ends what decides on a match that has no bound but its lines, where it begins at `last` at most."""
    if asked.ahead >= ENDLESS or asked.lines >= _LINES:
        return ENDLESS
    at, far = last, last + _SHORT
    for _ in range(asked.lines + 1):
        at = text.find("\n", at, far) + 1 or (len(text) + 1 if far >= len(text) else ENDLESS)
    return at + asked.ahead


def _tried(pattern: Pattern, text: str, windows: Sequence[tuple[int, int]], endpos: int) -> Iterator[regex.Match[str]]:
    """The same where a search would run far behind a window, where there is no match: each place is tried by a call."""
    begin = windows[0][0]
    if sum([last - first + 1 for first, last in windows]) * _TRIED > endpos - begin:
        yield from pattern.whole.finditer(text, begin, endpos)
        return
    match_at, done = pattern.short.match, 0
    for first, last in windows:
        at = max(first, done)
        while at <= last:
            match = match_at(text, at, endpos)
            if match is None:
                at += 1
            else:
                yield match
                at = done = match.end()
