"""Text -> clauses."""

from __future__ import annotations

from models.report import Clause, Notice
from models.rule import Packs
from models.text import NormalText


def segment(text: NormalText, packs: Packs) -> tuple[tuple[Clause, ...], tuple[Notice, ...]]:
    return (), ()
