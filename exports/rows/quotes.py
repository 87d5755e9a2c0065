"""Evidence in a cell: what is quoted, and where it stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from models.report import Evidence, PagePlace, Report

_PARTS = {
    "title": "标题", "parties": "当事人", "preamble": "序言", "annex": "附件", "table": "表格", "signature": "签署栏",
}  # fmt: skip


def quoted(evidence: Sequence[Evidence]) -> str:
    """The quotes, blanks joined; several stand on lines of their own."""
    return "\n".join(quote for one in evidence if (quote := " ".join(one.quote.split())))


def first_page(evidence: Sequence[Evidence]) -> int | None:
    """The page on which the evidence begins; None for files without pages."""
    return next((place.page for one in evidence for place in one.places if isinstance(place, PagePlace)), None)


def span_of(evidence: Sequence[Evidence]) -> tuple[int | None, int | None]:
    """Where the first quote stands in the report's text: half-open, in code points."""
    return next((one.span for one in evidence if one.span is not None), (None, None))


def places_of(evidence: Sequence[Evidence]) -> str:
    """Every place in the original, as the JSON that a report has for them."""
    return json.dumps([asdict(place) for one in evidence for place in one.places], separators=(",", ":"))


def called(report: Report) -> dict[str, str]:
    """What a reader calls each clause: its label and heading, or what kind of part it is."""
    return {c.id: f"{c.label} {c.heading}".strip() or _PARTS.get(c.kind, c.id) for c in report.clauses}
