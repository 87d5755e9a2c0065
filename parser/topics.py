"""Clause -> topics."""

from __future__ import annotations

from collections.abc import Sequence

from models.report import Clause
from models.rule import Packs
from models.text import NormalText


def classify(clauses: Sequence[Clause], text: NormalText, packs: Packs) -> tuple[Clause, ...]:
    return tuple(clauses)
