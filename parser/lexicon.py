"""Many words and every place where one of them stands in a text, told in one pass.

Aho and Corasick, "Efficient string matching: an aid to bibliographic search", CACM 18 (1975); the library is
ahocorasick_rs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ahocorasick_rs import AhoCorasick

_HALF = re.compile(r"[\ud800-\udfff]")
"""Half of a character in UTF-16, which a damaged file may leave alone: the library reads whole ones only."""
_OTHER = "\ufffd"


class Lexicon:
    """Words, none of them empty. `words` has each once, in the order given."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(dict.fromkeys(words))
        self._automaton = AhoCorasick([_HALF.sub(_OTHER, word) for word in self.words])

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """The number of a word, where it begins and where it ends, by the places where they end. Words that overlap, or
        stand within each other, are all told."""
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:
            return self._automaton.find_matches_as_indexes(_HALF.sub(_OTHER, text), overlapping=True)

    def standing(self, text: str) -> Mapping[int, list[int]]:
        """The words that stand in the text, by number, and where each begins, in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, start, _ in self.hits(text):
            found[number].append(start)
        return found
