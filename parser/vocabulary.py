"""The words that the rules look for in the whole of a contract."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from models.rule import Packs
from parser.checks.law import former_names
from parser.checks.params import TAKES, looked_for
from parser.field_rules import compile_rules
from parser.literals import Needs
from parser.matching import Vocabulary, words_of


@lru_cache(maxsize=8)
def vocabulary_of(packs: Packs) -> Vocabulary:
    """All of them, so that one pass over a text tells where each stands."""
    asked = list(_asked(packs))
    sets = chain([part.words for each in asked for part in each.parts], [former_names(packs)])
    further = [part.words for each in asked for way in each.ways for part in way]
    return Vocabulary(map(words_of, sets), map(words_of, further))


def _asked(packs: Packs) -> Iterator[Needs]:
    for _, one in compile_rules(packs):
        yield from (wording.pattern.needs for wording in one.patterns)
    for rule in packs.checks:
        yield from looked_for(TAKES[rule.function].params, rule.params)
