"""Where every character of the source went. Blanks, and what the original does not print, are not counted."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

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
_SHOWN = 5
"""Stretches of unclaimed text that are quoted."""


def account(
    reading: Reading, text: NormalText, clauses: Sequence[Clause]
) -> tuple[tuple[Coverage, ...], tuple[Notice, ...]]:
    """Characters by kind; their sum is the number of characters read. What no clause claims is a notice that quotes its
    largest stretches.

    What stands in an annex, or in the cells of a table, counts as that wherever a clause holds it.
    """
    count: Counter[CoverageKind] = Counter()
    for paragraph in reading.paragraphs:
        if paragraph.aside is not None:
            count[paragraph.aside] += sum(_solid(piece.text) for piece in paragraph.pieces if piece.place is not None)
    printed, kinds, cells = _printed(text.raw), _kinds(clauses), _cells(text)
    dropped = [(start, _solid(printed[start:end])) for start, end in _dropped(text)]
    ends = [start for start, _ in dropped]
    noise = [0, *accumulate(chars for _, chars in dropped)]
    kept = 0
    gaps: list[tuple[int, int]] = []
    at = 0
    for clause, (first, last) in _claims(clauses):
        gaps.append((at, first))
        at = last
        start, end = text.starts[first], text.ends[last - 1]
        chars = _solid(printed[start:end]) - noise[bisect_left(ends, end)] + noise[bisect_left(ends, start)]
        head = min(_solid(clause.heading), chars) if first == clause.span[0] else 0
        table = (
            min(_held(text.text, cells, first, last), chars - head) if kinds[clause.id] in ("clause", "annex") else 0
        )
        count["heading"] += head
        count["table"] += table
        count[kinds[clause.id]] += chars - head - table
        kept += chars
    count["noise"] += noise[-1]
    count["unclaimed"] = _solid(printed) - kept - noise[-1]
    notices = (_unclaimed(text, count["unclaimed"], [*gaps, (at, len(text.text))]),) if count["unclaimed"] else ()
    return tuple(Coverage(kind=kind, chars=count[kind]) for kind in _ORDER if count[kind]), notices


def _unclaimed(text: NormalText, chars: int, gaps: Sequence[tuple[int, int]]) -> Notice:
    """The notice of what no clause claims, with its largest stretches in reading order."""
    solid = [(_solid(text.cut(gap)), gap) for gap in gaps]
    largest = sorted(gap for size, gap in sorted(solid, reverse=True)[:_SHOWN] if size)
    return Notice(
        code="unclaimed-text",
        stage="segment",
        message=f"{chars} characters of the text belong to no clause; the largest stretches are quoted.",
        evidence=tuple(text.evidence(gap) for gap in largest),
    )


def _kinds(clauses: Sequence[Clause]) -> dict[str, CoverageKind]:
    """What the text of each clause counts as, by its id."""
    kinds: dict[str, CoverageKind] = {}
    for clause in clauses:
        under = kinds.get(clause.parent or "")
        kinds[clause.id] = "annex" if under == "annex" else _KINDS.get(clause.kind, "clause")
    return kinds


def _cells(text: NormalText) -> list[tuple[int, int]]:
    """The spans of the text that stand in table cells, in order."""
    return [(block.start, block.end) for block in text.blocks if block.cell is not None]


def _held(text: str, cells: Sequence[tuple[int, int]], start: int, end: int) -> int:
    """Characters between start and end that stand in cells."""
    held = 0
    for first, last in cells[bisect_left(cells, (start, 0)) :]:
        if first >= end:
            break
        held += _solid(text[first : min(last, end)])
    return held


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


def _claims(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, tuple[int, int]]]:
    """The spans of the text that clauses hold as their own, in order and apart."""
    spans = ((evidence.span, clause) for clause in clauses for evidence in clause.evidence if evidence.span is not None)
    at = 0
    for (start, end), clause in sorted(spans, key=lambda claim: claim[0]):
        start = max(start, at)
        if start < end:
            yield clause, (start, end)
            at = end


def _solid(text: str) -> int:
    return len("".join(text.split()))
