"""Never a guess: a value that stands there and cannot be told safely is `unreadable`.

On a scan that is one that was not seen well; it comes with its crop and the reading as a proposal, and what the rest of the
contract says can still settle it (parser.crosscheck): then it is found after all. In any text it is one whose digits can be
meant in more ways than one (3,5000天); that has no proposal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.reading import COVERED, CUT, SEALED, WEAK
from models.report import Field, Finding
from models.text import NormalText
from models.value import Value
from parser.crosscheck import Seen, lacks_an_end, settled

Span = tuple[int, int]

WHY = ((WEAK, "unsure"), (SEALED, "sealed"), (CUT, "cut"), (COVERED, "covered"))
"""What a scan's doubts are called in a report."""
_PLAIN_WORD = 0.8
"""Score under which a character of a name or a place is in doubt; a figure's are wherever the reader doubts them."""
_UNCLEAR = "（扫描件此处字迹不清，以原件为准。）"


def judge(text: NormalText, fields: Sequence[tuple[Field, Span | None]], values: Sequence[Value]) -> tuple[Field, ...]:
    """The fields, those in doubt as unreadable. With each comes the span of its value, None where its norm does not
    rest on single characters (a choice of court, a type of contract)."""
    seen = Seen(text, values, fields)
    return tuple(_judged(seen, field, span) for field, span in fields)


def _judged(seen: Seen, field: Field, span: Span | None) -> Field:
    if span is None or field.status in ("absent", "unreadable"):
        return field
    score, doubts = seen.text.sight(span)
    if field.status == "blank":
        # A slot that looks empty under a seal may be filled.
        hidden = doubts & (SEALED | COVERED)
        return _unreadable(seen, field, span, score, hidden) if hidden else field
    if seen.text.scanned and lacks_an_end(seen, field, span):
        doubts |= CUT
    if not any(char.isdigit() for char in field.norm or ""):
        doubts = doubts & ~WEAK | (WEAK if score < _PLAIN_WORD else 0)
    sure = round(min(score, field.confidence), 2)
    if not doubts or settled(seen, field, span):
        return field if sure >= field.confidence else replace(field, confidence=sure)
    return _unreadable(seen, field, span, score, doubts)


def _unreadable(seen: Seen, field: Field, span: Span, score: float, doubts: int) -> Field:
    return replace(
        field,
        status="unreadable",
        norm=None,
        value={"proposal": field.norm, "why": [word for bit, word in WHY if doubts & bit]},
        confidence=round(min(score, field.confidence), 2),
        evidence=(seen.text.evidence(span), *field.evidence),
    )


def unclear(text: NormalText, field: Field, value: Value) -> Field:
    """The field of a value whose digits do not say what it is."""
    return replace(
        field,
        status="unreadable",
        value={"proposal": None, "why": [value.unclear]},
        evidence=(text.evidence((value.start, value.end)), *field.evidence),
    )


def spelled_out(text: str, at: int, norm: str) -> Span | None:
    """The span from `at` on that spells a norm, blanks aside; None where the text there says it in other words."""
    end = at
    for char in norm:
        while end < len(text) and text[end].isspace() and not char.isspace():
            end += 1
        if end >= len(text) or text[end] != char:
            return None
        end += 1
    return (at, end) if end > at else None


def sure_values(text: NormalText, values: Sequence[Value]) -> Iterator[Value]:
    """The values whose characters were all seen well: what a check may rest on."""
    return (value for value in values if value.blank or not text.sight((value.start, value.end))[1])


def with_doubt(text: NormalText, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings; those that rest on a figure in doubt say so."""
    return tuple(
        replace(finding, message=finding.message + _UNCLEAR) if _rests_on_doubt(text, finding) else finding
        for finding in findings
    )


def _rests_on_doubt(text: NormalText, finding: Finding) -> bool:
    spans = [evidence.span for evidence in finding.evidence if evidence.span] if text.scanned else ()
    return any(
        text.text[at].isdigit() and text.sight((at, at + 1))[1] for start, end in spans for at in range(start, end)
    )
