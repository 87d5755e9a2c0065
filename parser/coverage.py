"""Where every character of the source went."""

from __future__ import annotations

from collections.abc import Sequence

from models.reading import Reading
from models.report import Clause, Coverage, Notice
from models.text import NormalText


def account(
    reading: Reading, text: NormalText, clauses: Sequence[Clause]
) -> tuple[tuple[Coverage, ...], tuple[Notice, ...]]:
    return (), ()
