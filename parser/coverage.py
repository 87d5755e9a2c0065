"""Where every character of the source went. Blanks are not counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from models.reading import Reading
from models.report import Clause, ClauseKind, Coverage, CoverageKind, Notice
from models.text import NormalText

_KINDS: dict[ClauseKind, CoverageKind] = {
    "title": "heading", "parties": "parties", "preamble": "parties", "table": "table", "signature": "signature",
    "annex": "annex",
}  # fmt: skip
_ORDER: tuple[CoverageKind, ...] = (
    "clause", "heading", "parties", "table", "signature", "annex", "furniture", "boilerplate", "noise", "comment",
    "unreadable", "unclaimed",
)  # fmt: skip


def account(
    reading: Reading, text: NormalText, clauses: Sequence[Clause]
) -> tuple[tuple[Coverage, ...], tuple[Notice, ...]]:
    """Characters by kind; their sum is the number of characters read. A notice where some are claimed by no clause."""
    count: Counter[CoverageKind] = Counter()
    for paragraph in reading.paragraphs:
        if paragraph.aside is not None:
            count[paragraph.aside] += sum(_solid(piece.text) for piece in paragraph.pieces if piece.place is not None)
    raw = text.raw.text
    printed = sum(_solid(piece.text) for piece in text.raw.pieces if piece.place is not None)
    kept = 0
    at = 0
    for clause in sorted(clauses, key=lambda clause: clause.span):
        kind = _KINDS.get(clause.kind, "clause")
        for evidence in clause.evidence:
            if evidence.span is None:
                continue
            start, end = max(evidence.span[0], at), evidence.span[1]
            if start < end:
                chars = _printed(text, start, end)
                head = _solid(clause.heading)
                count["heading"] += min(head, chars)
                count[kind] += chars - min(head, chars)
                kept += chars
                at = end
    left = printed - kept
    noise = _solid(raw) - _solid(text.text) if left else 0
    count["noise"] += min(left, max(noise, 0))
    count["unclaimed"] += left - min(left, max(noise, 0))
    notices: tuple[Notice, ...] = ()
    if count["unclaimed"]:
        notices = (
            Notice(
                code="unclaimed-text",
                stage="segment",
                message=f"{count['unclaimed']} characters of the text belong to no clause.",
            ),
        )
    return tuple(Coverage(kind=kind, chars=count[kind]) for kind in _ORDER if count[kind]), notices


def _printed(text: NormalText, start: int, end: int) -> int:
    """Characters of the original under a span that a reader printed (not a generated label or blank), blanks aside."""
    return sum(
        _solid(piece.text[first:last])
        for piece, first, last in text.pieces(text.starts[start], text.ends[end - 1])
        if piece is not None and piece.place is not None
    )


def _solid(text: str) -> int:
    return len("".join(text.split()))
