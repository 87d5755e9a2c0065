"""References that lead nowhere, and annexes that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, compiled, finding, sentence_at
from parser.numbering import Node, annex_parts, names_only, number


def broken(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A reference to an article or a numbered clause of this contract that it does not have."""
    chapters = any(clause.kind in ("part", "chapter", "section") for clause in contract.clauses)
    lost = [
        r
        for r in contract.references
        if r.target is None and (r.kind in ("article", "clause") or (r.kind == "chapter" and chapters))
    ]
    spans = [sentence_at(contract, *span) for r in lost if (span := r.evidence[0].span)]
    if spans:
        refs = "、".join(dict.fromkeys("".join(r.evidence[0].quote.split()) for r in lost))
        yield finding(rule, contract, spans=list(dict.fromkeys(spans)), refs=refs)


def annexes(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Annexes that the text names and that do not follow it. `cue` finds those that have no number, and a list of them
    under a line 附件: names others."""
    text = contract.text.text
    named = [
        span for r in contract.references if r.kind == "annex" and r.target is None and (span := r.evidence[0].span)
    ]
    if not any(r.kind == "annex" and r.target is not None for r in contract.references):
        named += [match.span() for match in compiled(rule.params["cue"]).finditer(text)]
        named = named or list(_listed(contract))
    spans, names = [], []
    for place in sorted(named):
        start, end = sentence_at(contract, *place)
        if compiled(rule.params["unless"]).search(text, start, end):
            continue
        spans.append((start, end))
        names.append(text[slice(*place)].strip())
    if spans:
        yield finding(
            rule, contract, spans=list(dict.fromkeys(spans))[:16], list="、".join(dict.fromkeys(names))[:120],
            searched=[c for c in contract.clauses if c.kind in ("annex", "signature")],
        )  # fmt: skip


def _listed(contract: Contract) -> Iterator[tuple[int, int]]:
    """The lines of a list of annexes of which none follows, under its number or as a line of its own that bears its
    name."""
    known = number(contract.clauses)
    lists = [parts for node in known.nodes.values() if (parts := annex_parts(known, node))]
    for parts in lists:
        if not all(names_only(known, part) for part in parts):
            continue
        behind = parts[-1].clause.span[1]
        lines = {_name(contract.text.cut((b.start, b.end))) for b in contract.text.blocks if b.start >= behind}
        yield from (part.clause.span for part in parts if _name(_said(part)) not in lines)


def _said(part: Node) -> str:
    return f"{part.clause.heading}{part.clause.text}"


def _name(line: str) -> str:
    return line.strip(" 《》;。,、:")
