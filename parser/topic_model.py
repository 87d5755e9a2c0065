"""A small trained model for clauses without a title: text -> topics. spaCy's bag of n-grams, trained by bench/topics.py.

The weights ship in rules/topic_model/. spaCy is loaded only when a contract has such clauses: its import costs more than
most contracts do.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = Path(__file__).resolve().parent.parent / "rules" / "topic_model"
READ = 300
"""Characters of a clause that the model is trained on and given."""
SURE = 0.4
"""Score from which a topic is given: the best F1 on held-out documents (bench/topics.py)."""


def predict(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The topics of each text, in the order of the rules; none where the model is not sure."""
    model = _model()
    return [
        tuple(topic for topic, score in document.cats.items() if score >= SURE)
        for document in model.pipe(text[:READ] for text in texts)
    ]


@lru_cache(maxsize=1)
def _model() -> Language:
    import spacy

    return spacy.load(MODEL)
