"""Clause -> topics: by its heading where it has one, else by what its text says, else by what it stands under."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from models.report import Clause
from models.rule import Packs
from parser.matching import short
from parser.sieve import Sieve, words_in
from parser.topic_model import READ, predict

_LEAST = 12
"""Characters below which a text says too little to be classified by the model."""


class _Wordings:
    """The topics that have a pattern for titles, or one for texts, and that pattern of each."""

    def __init__(self, patterns: Sequence[tuple[str, str]]) -> None:
        self._topics = [(topic, short(pattern)) for topic, pattern in patterns if pattern]
        self._sieve = Sieve([words_in([pattern]) for _, pattern in patterns if pattern])

    def of(self, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """For each text the topics whose pattern matches in it, in the order of the rules."""
        return [
            tuple([self._topics[at][0] for at in tried if self._topics[at][1].search(text)])
            for text, tried in zip(texts, self._sieve.tried(texts), strict=True)
        ]


@lru_cache(maxsize=8)
def _wordings(packs: Packs) -> tuple[_Wordings, _Wordings]:
    """What titles and what texts match."""
    topics = packs.topics
    return _Wordings([(t.id, t.heading) for t in topics]), _Wordings([(t.id, t.body) for t in topics])


def classify(clauses: Sequence[Clause], packs: Packs) -> tuple[Clause, ...]:
    """The clauses with their topics, in the order of the rules.

    A title decides for its clause. A clause that has none and stands under none is judged by the trained model, which
    reads it with what stands under it; the others, and those the model is not sure of, by the words of their text.
    """
    titles, texts = _wordings(packs)
    headed = [clause for clause in clauses if clause.heading]
    known = dict(zip([clause.id for clause in headed], titles.of([clause.heading for clause in headed]), strict=True))
    learned = _learned(clauses)
    told = [clause for clause in clauses if not known.get(clause.id) and not learned.get(clause.id)]
    told = [clause for clause in told if clause.text and clause.kind not in ("title", "table")]
    said = dict(zip([clause.id for clause in told], texts.of([clause.text[:READ] for clause in told]), strict=True))
    made: list[Clause] = []
    for clause in clauses:
        topics = known.get(clause.id) or learned.get(clause.id) or said.get(clause.id, ())
        if not topics and clause.parent is not None:
            topics = known[clause.parent]
        known[clause.id] = topics
        made.append(_with_topics(clause, topics) if topics else clause)
    return tuple(made)


def _with_topics(clause: Clause, topics: tuple[str, ...]) -> Clause:
    """Written out, since `replace` looks up every field by its name: of all the clauses it would take half the time."""
    return Clause(
        clause.id, clause.parent, clause.kind, clause.level, clause.label, clause.heading, clause.text, topics,
        clause.span, clause.evidence,
    )  # fmt: skip


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
