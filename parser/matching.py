"""Many patterns over one text: a pattern is run only where the words stand that it asks for (parser.literals). Which
words a text holds is told for all of them in one pass (parser.lexicon).

What is found is what `regex` finds by running each pattern over the whole text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import cast

import regex

from parser.han import spell_out
from parser.lexicon import Lexicon
from parser.literals import ENDLESS, Needs, Part, needs

_SHORT = 300
"""Characters that are searched as fast without asking for words first."""
_DENSE = 40
"""Where words stand closer than so many characters on average, the text between them is searched as fast too."""
_LINES = 8
"""Line ends that are counted, where a match is bound by them alone."""
_MANY = 480
"""Places where a match may begin that are tried sooner than it is told which alternatives may stand there."""
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
    plain = spell_out(pattern)
    if not _OTHERWISE.search(plain):
        try:
            return cast("regex.Pattern[str]", re.compile(plain, re.MULTILINE if multiline else 0))
        except re.error:
            pass  # a group named twice, a look back of no fixed length
    return regex.compile(pattern, regex.MULTILINE if multiline else 0)


Words = frozenset[str]
"""Words of which one must stand somewhere."""


@lru_cache(maxsize=8192)
def words_of(words: tuple[str, ...]) -> Words:
    """The same set for the same words, which patterns often share: where they stand is told once a text."""
    return frozenset(words)


class Vocabulary:
    """All that a text is asked for, told in one pass over it: many patterns' words cost no more than those of one.

    Of the sets of words `asked` for, any text is told which stand; of `further` ones it is told when they are asked for."""

    def __init__(self, asked: Iterable[Words], further: Iterable[Words] = ()) -> None:
        self.asked = {words: number for number, words in enumerate(dict.fromkeys(asked))}
        """The number of each set of words. (Numbers, since a text that is told of hundreds of sets is told sooner of
        numbers that lie side by side than of sets that lie apart.)"""
        seldom = set(further) - self.asked.keys()
        asking: dict[str, list[int]] = defaultdict(list)
        for words, number in self.asked.items():
            for word in words:
                asking[word].append(number)
        for word in chain.from_iterable(sorted(map(sorted, seldom))):
            asking[word]
        self.lexicon = Lexicon(asking)
        self.numbers = {word: number for number, word in enumerate(asking)}
        self.asking = list(asking.values())
        """The numbers of the sets that a word is of, by the number of the word."""
        self.further = {words: tuple([self.numbers[word] for word in words]) for words in seldom}
        """The numbers of the words of each further set."""


_NOTHING = Vocabulary(())


class Searched(str):
    """A text that many patterns are run over. It keeps where their words stand for as long as it lives itself."""

    _vocabulary = _NOTHING
    _standing: Mapping[int, Sequence[int]] = {}
    """Where each word of the vocabulary begins that stands somewhere, in order."""
    _first: dict[int, Sequence[int]]
    """The same of its sets of words: where the first of a set begins that stands somewhere, and all once they are asked for."""
    _others: dict[int, list[Sequence[int]]]
    """Where the others of a set begin, until then. Most sets have but one word that stands."""

    @cached_property
    def _own(self) -> dict[str, Sequence[int]]:
        """Where words stand that the vocabulary does not foresee: the contract's own, or of a pattern that is run over a
        part of it as a rule."""
        return {}

    def look_for(self, vocabulary: Vocabulary) -> None:
        """Tell where all these words stand, ahead of the patterns that ask for them."""
        standing, asking = vocabulary.lexicon.standing(self), vocabulary.asking
        first: dict[int, Sequence[int]] = {}
        others: dict[int, list[Sequence[int]]] = {}
        for word, starts in standing.items():
            for number in asking[word]:
                if first.setdefault(number, starts) is not starts:
                    others.setdefault(number, []).append(starts)
        self._vocabulary, self._standing = vocabulary, standing
        self._first, self._others = first, others

    def has(self, words: Words) -> bool:
        """Whether any of the words stands somewhere."""
        number = self._vocabulary.asked.get(words)
        return number in self._first if number is not None else any(self.standing(words))

    def places(self, words: Words) -> Sequence[int]:
        """Where any of the words begins, in order."""
        number = self._vocabulary.asked.get(words)
        if number is None:
            return self._places_of(words)
        others = self._others.pop(number, None)
        if others is not None:
            self._first[number] = sorted(chain(self._first[number], *others))
        return self._first.get(number, ())

    def _places_of(self, words: Words) -> Sequence[int]:
        numbers, standing = self._vocabulary.further.get(words), self._standing
        if numbers is None:
            found = [starts for _, starts in self.standing(words)]
        else:
            found = [standing[number] for number in numbers if number in standing]
        return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))

    def standing(self, words: Iterable[str]) -> Iterator[tuple[str, Sequence[int]]]:
        """Each of the words that stands somewhere, and where it begins, in order."""
        numbers = self._vocabulary.numbers
        for word in words:
            number = numbers.get(word)
            starts = self._found(word) if number is None else self._standing.get(number)
            if starts:
                yield word, starts

    def _found(self, word: str) -> Sequence[int]:
        if word not in self._own:
            starts, at = [], self.find(word)
            while at >= 0:
                starts.append(at)
                at = self.find(word, at + 1)
            self._own[word] = starts
        return self._own[word]


def searched(text: str) -> Searched:
    """A contract's text as what it is: parser.normalise makes no other."""
    assert isinstance(text, Searched)
    return text


def look_for(text: str, vocabulary: Vocabulary) -> None:
    """As the method, for the text of a contract."""
    searched(text).look_for(vocabulary)


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
    def asked(self) -> tuple[tuple[Part, Words], ...]:
        """The parts that every match holds, each with its words."""
        return _with_words(self.needs.parts)

    @cached_property
    def ways(self) -> tuple[tuple[tuple[Part, Words], ...], ...]:
        """The same of each alternative."""
        return tuple(map(_with_words, self.needs.ways))

    def can_stand(self, text: str) -> bool:
        """Whether all that the pattern asks for stands somewhere in the text."""
        if isinstance(text, Searched):
            for _, words in self.asked:
                if not text.has(words):
                    return False
        return True

    def can_stand_in(self, text: str, span: tuple[int, int]) -> bool:
        """The same of a part of it."""
        if isinstance(text, Searched):
            for _, words in self.asked:
                places = text.places(words)
                at = bisect_left(places, span[0])
                if at == len(places) or places[at] >= span[1]:
                    return False
        return True

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        last = len(text) if endpos is None else endpos
        if last - pos > _SHORT and isinstance(text, Searched):
            return next(self._among(text, pos, last), None) if self.can_stand(text) else None
        return self.short.search(text, pos, last)

    def finditer(self, text: str, pos: int = 0, endpos: int | None = None) -> Iterator[regex.Match[str]]:
        last = len(text) if endpos is None else endpos
        if last - pos > _SHORT and isinstance(text, Searched):
            return self._among(text, pos, last)
        return self.short.finditer(text, pos, last)

    def match(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        return self.short.match(text, pos, len(text) if endpos is None else endpos)

    def match_each(self, text: str, places: Iterable[int]) -> list[regex.Match[str]]:
        """The matches that begin right at one of many places."""
        match = self.short.match
        return [found for at in places if (found := match(text, at))] if self.can_stand(text) else []

    def fullmatch(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        return self.short.fullmatch(text, pos, len(text) if endpos is None else endpos)

    def which(self, texts: Sequence[str]) -> list[int]:
        """The numbers of those of many short texts (titles) that it matches in."""
        search = self.short.search
        return [at for at, text in enumerate(texts) if search(text)]

    def _among(self, text: Searched, pos: int, endpos: int) -> Iterator[regex.Match[str]]:
        windows = _beginnings(text, self.asked, pos)
        if self.ways and windows and sum([last - first for first, last in windows]) > _MANY:
            each = [_beginnings(text, asked, pos) for asked in self.ways]
            windows = None if None in each else sorted(chain.from_iterable(filter(None, each)))
        if windows is None:
            return self.whole.finditer(text, pos, endpos)
        if self.needs.start:
            windows = [(0, 0)] if windows and windows[0][0] == 0 else []
        return _within(self, text, windows, min(endpos, len(text)))


def _with_words(parts: Iterable[Part]) -> tuple[tuple[Part, Words], ...]:
    return tuple([(part, words_of(part.words)) for part in parts])


def _beginnings(text: Searched, asked: Iterable[tuple[Part, Words]], pos: int) -> list[tuple[int, int]] | None:
    """Where a match may begin that has all these parts; None where that is nearly everywhere."""
    found: list[tuple[Part, Sequence[int]]] = []
    rarest, fewest = -1, len(text) // _DENSE + 1
    for part, words in asked:
        places = text.places(words)
        if not places:
            return []
        if len(places) < fewest and (part.high < ENDLESS or part.lines < _LINES):
            rarest, fewest = len(found), len(places)
        found.append((part, places))
    if rarest < 0:
        return None
    windows = _windows(text, *found.pop(rarest), pos)
    return [window for window in windows if _has_all(window, found)] if found else list(windows)


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


def _within(pattern: Pattern, text: str, windows: Iterable[tuple[int, int]], endpos: int) -> Iterator[regex.Match[str]]:
    """The matches that begin in a window, the first of those that overlap."""
    asked = pattern.needs
    # What decides on a match that begins in a window ends at this distance behind it: the rest need not be seen.
    reach = asked.width + asked.ahead + 1
    bounded = reach < ENDLESS
    match_at, search, done = pattern.short.match, pattern.short.search, 0
    rest = iter(windows)
    for first, last in rest:
        end = last + reach if bounded else _end_by_lines(asked, text, last)
        if not bounded and end - first > _SHORT:
            yield from _tried(pattern, text, [(max(first, done), last), *rest], endpos)
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
