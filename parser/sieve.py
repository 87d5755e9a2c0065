"""Many patterns over many short texts (titles, sentences): which need be tried where, told by one look at them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from parser.lexicon import Lexicon
from parser.literals import needs

_TELLING = 2
"""Characters of a word that tells where a pattern can match."""


class Sieve:
    """Each pattern is known by its number and by the words of which one must stand where it matches; one that asks for
    no words is tried over every text."""

    def __init__(self, asked: Sequence[Sequence[str]]) -> None:
        self._always = [number for number, words in enumerate(asked) if not words]
        asking: dict[str, set[int]] = defaultdict(set)
        for number, words in enumerate(asked):
            for word in words:
                asking[word].add(number)
        self._lexicon = Lexicon(asking)
        self._asking = list(asking.values())

    def tried(self, texts: Sequence[str]) -> list[list[int]]:
        """For each text the numbers of the patterns whose words stand in it, in order."""
        tried = [self._always] * len(texts)
        ends = [-1, *accumulate([len(text) + 1 for text in texts])]
        at, numbers = 0, set(self._always)
        for number, _, end in self._lexicon.hits("\n".join(texts)):
            if end > ends[at]:
                if at:
                    tried[at - 1] = sorted(numbers)
                    numbers = set(self._always)
                while end > ends[at]:
                    at += 1
            numbers |= self._asking[number]
        if at:
            tried[at - 1] = sorted(numbers)
        return tried


def words_in(patterns: Iterable[str]) -> tuple[str, ...]:
    """The words of which one must stand where all the patterns match: the fewest that any of them asks for, and rather words
    than single characters, which stand nearly everywhere. None where no pattern asks for any."""
    parts = [part.words for pattern in patterns for part in needs(pattern).parts]
    return min(parts, key=lambda words: (min(map(len, words)) < _TELLING, len(words)), default=())
