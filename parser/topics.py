"""Clause -> topics: by its heading where it has one, else by what its text says, else by what it stands under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.report import Clause
from models.rule import Packs
from parser.matching import Sieve
from parser.topic_model import READ, predict

_LEAST = 12
"""Characters below which a text says too little to be classified by the model."""


@dataclass(frozen=True, slots=True)
class _Topics:
    """The topics, by what the titles and the texts of such clauses match."""

    ids: tuple[str, ...]
    headings: Sieve
    bodies: Sieve


@lru_cache(maxsize=8)
def _compiled(packs: Packs) -> _Topics:
    topics = packs.topics
    return _Topics(
        ids=tuple(topic.id for topic in topics),
        headings=Sieve([topic.heading for topic in topics]),
        bodies=Sieve([topic.body for topic in topics]),
    )


def classify(clauses: Sequence[Clause], packs: Packs) -> tuple[Clause, ...]:
    """The clauses with their topics, in the order of the rules.

    A title decides for its clause. A clause that has none and stands under none is judged by the trained model, which
    reads it with what stands under it; the others, and those the model is not sure of, by the words of their text.
    """
    rules = _compiled(packs)
    titled = {
        clause.id: tuple([rules.ids[at] for at in rules.headings.found(clause.heading)])
        for clause in clauses
        if clause.heading
    }
    learned = _learned(clauses)
    known: dict[str, tuple[str, ...]] = {}
    made: list[Clause] = []
    for clause in clauses:
        topics = titled.get(clause.id, ()) or learned.get(clause.id, ())
        if not topics and clause.text and clause.kind not in ("title", "table"):
            topics = tuple([rules.ids[at] for at in rules.bodies.found(clause.text[:READ])])
        if not topics and clause.parent is not None:
            topics = known[clause.parent]
        known[clause.id] = topics
        made.append(clause.model_copy(update={"topics": topics}) if topics else clause)
    return tuple(made)


def _learned(clauses: Sequence[Clause]) -> dict[str, tuple[str, ...]]:
    """What the model makes of the clauses that have no title and stand under none."""
    titled: set[str] = set()
    whole: dict[str, str] = {}
    for clause in clauses:
        parent = clause.parent or ""
        if clause.heading or parent in titled:
            titled.add(clause.id)
        elif clause.label:
            whole[clause.id] = clause.text
            if parent in whole and len(whole[parent]) < READ:
                whole[parent] = f"{whole[parent]} {clause.text}"
    asked = [name for name, words in whole.items() if len(words) >= _LEAST]
    if not asked:
        return {}
    return dict(zip(asked, predict([whole[name].replace("\n", " ") for name in asked]), strict=True))
