"""Clause -> topics: by its heading where it has one, else by what its text says, else by what it stands under."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from models.report import Clause
from models.rule import Packs

_READ = 300
"""Characters of a clause's text that are looked at: what it is about is said at its beginning."""


@lru_cache(maxsize=8)
def _compiled(packs: Packs) -> tuple[tuple[str, regex.Pattern[str], regex.Pattern[str] | None], ...]:
    return tuple(
        (topic.id, regex.compile(topic.heading), regex.compile(topic.body) if topic.body else None)
        for topic in packs.topics
    )


def classify(clauses: Sequence[Clause], packs: Packs) -> tuple[Clause, ...]:
    """The clauses with their topics, in the order of the rules."""
    rules = _compiled(packs)
    known: dict[str, tuple[str, ...]] = {}
    made: list[Clause] = []
    for clause in clauses:
        topics = tuple(name for name, heading, _ in rules if clause.heading and heading.search(clause.heading))
        if not topics and clause.kind not in ("title", "table"):
            start = clause.text[:_READ]
            topics = tuple(name for name, _, body in rules if body and start and body.search(start))
        if not topics and clause.parent is not None:
            topics = known[clause.parent]
        known[clause.id] = topics
        made.append(clause.model_copy(update={"topics": topics}) if topics else clause)
    return tuple(made)
