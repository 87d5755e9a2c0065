"""Many patterns over many short texts (titles, sentences): which need be tried where, told by one look at them all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from parser.literals import needs
from parser.pairs import pair_of, pairs_of


class Sieve:
    """Each pattern is known by its number and by the words of which one must stand where it matches; one that asks for
    no words is tried over every text."""

    def __init__(self, asked: Sequence[Sequence[str]]) -> None:
        self._always = [number for number, words in enumerate(asked) if not words]
        self._single: dict[str, set[int]] = {}
        self._by_pair: dict[int, dict[str, set[int]]] = {}
        for number, words in enumerate(asked):
            for word in words:
                alike = self._single if len(word) == 1 else self._by_pair.setdefault(pair_of(word), {})
                alike.setdefault(word, set()).add(number)

    def tried(self, texts: Sequence[str]) -> list[list[int]]:
        """For each text the numbers of the patterns whose words stand in it, in order."""
        joined = "\n".join(texts)
        ends = list(accumulate([len(text) + 1 for text in texts]))
        tried = [set(self._always) for _ in texts]
        begun = [self._by_pair[pair] for pair in self._by_pair.keys() & set(pairs_of(joined))]
        for words in (*begun, self._single):
            for word, numbers in words.items():
                at = joined.find(word)
                while at >= 0:
                    number = bisect_right(ends, at)
                    tried[number] |= numbers
                    at = joined.find(word, ends[number])
        return [sorted(numbers) for numbers in tried]


def words_in(patterns: Iterable[str]) -> tuple[str, ...]:
    """The words of the first pattern that asks for some; none where no pattern does."""
    for pattern in patterns:
        words = min((part.words for part in needs(pattern).parts), key=len, default=())
        if words:
            return words
    return ()
