"""Where every character of the source went. Blanks, and what the original does not print, are not counted."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from models.reading import Reading
from models.report import Clause, ClauseKind, Coverage, CoverageKind, Notice
from models.text import NormalText, RawText

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
    printed = _printed(text.raw)
    dropped = [(start, _solid(printed[start:end])) for start, end in _dropped(text)]
    ends = [start for start, _ in dropped]
    kept = 0
    for clause, start, end in _claims(text, clauses):
        noise = sum(chars for _, chars in dropped[bisect_left(ends, start) : bisect_left(ends, end)])
        chars = _solid(printed[start:end]) - noise
        head = min(_solid(clause.heading), chars) if start == text.starts[clause.span[0]] else 0
        count["heading"] += head
        count[_KINDS.get(clause.kind, "clause")] += chars - head
        kept += chars
    count["noise"] += sum(chars for _, chars in dropped)
    count["unclaimed"] = _solid(printed) - kept - sum(chars for _, chars in dropped)
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


def _printed(raw: RawText) -> str:
    """The raw text, with blanks for what the original implies and does not print (Word's automatic numbers)."""
    parts: list[str] = []
    at = 0
    for piece, start in zip(raw.pieces, raw.starts, strict=True):
        if piece.place is None and not piece.text.isspace():
            parts += (raw.text[at:start], " " * len(piece.text))
            at = start + len(piece.text)
    return "".join((*parts, raw.text[at:]))


def _dropped(text: NormalText) -> Iterator[tuple[int, int]]:
    """The ranges of the raw text that normalising took out, in order."""
    at = 0
    for start, end in zip(text.starts, text.ends, strict=True):
        if start > at:
            yield at, start
        at = end
    if at < len(text.raw.text):
        yield at, len(text.raw.text)


def _claims(text: NormalText, clauses: Sequence[Clause]) -> Iterator[tuple[Clause, int, int]]:
    """The ranges of the raw text that clauses hold as their own, in order and apart."""
    spans = ((evidence.span, clause) for clause in clauses for evidence in clause.evidence if evidence.span is not None)
    at = 0
    for (start, end), clause in sorted(spans, key=lambda claim: claim[0]):
        start = max(start, at)
        if start < end:
            yield clause, text.starts[start], text.ends[end - 1]
            at = end


def _solid(text: str) -> int:
    return len("".join(text.split()))
