"""The words that the rules look for in the whole of a contract."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from models.rule import Packs
from parser.checks.law import former_names
from parser.checks.params import TAKES, looked_for
from parser.field_rules import compile_rules
from parser.matching import Vocabulary, words_of


@lru_cache(maxsize=8)
def vocabulary_of(packs: Packs) -> Vocabulary:
    """All of them, so that one pass over a text tells where each stands."""
    return Vocabulary(map(words_of, _asked(packs)))


def _asked(packs: Packs) -> Iterator[tuple[str, ...]]:
    for _, one in compile_rules(packs):
        for wording in one.patterns:
            yield from (part.words for part in wording.pattern.needs.parts)
    for rule in packs.checks:
        yield from looked_for(TAKES[rule.function].params, rule.params)
    yield former_names(packs)
