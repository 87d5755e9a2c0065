"""What is missing, doubled, in conflict, unlawful or outdated. One table CHECKS; one function a kind of check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.report import Clause, Field, Finding
from models.rule import Packs
from models.text import NormalText


def check(
    text: NormalText, clauses: Sequence[Clause], fields: Sequence[Field], packs: Packs, day: date
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Findings in the order of the rules, and the ids of the checks that ran and found nothing."""
    return (), ()
