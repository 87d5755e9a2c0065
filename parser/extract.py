"""The one matching engine: rules and values in, fields out."""

from __future__ import annotations

from collections.abc import Sequence

from models.report import Clause, Field
from models.rule import Packs
from models.text import NormalText


def extract(text: NormalText, clauses: Sequence[Clause], packs: Packs) -> tuple[Field, ...]:
    """Every field the rules name, in reading order: found, blank, unreadable or absent."""
    return ()
