"""Numbers that leave gaps or repeat, references that lead nowhere, annexes that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from models.check_rule import CheckRule
from models.report import Clause, Finding
from parser.contract import Contract, compiled, finding, sentence_at
from parser.values.numerals import parse_number

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*|[〇零一二三四五六七八九十百]+")


@lru_cache(maxsize=4096)
def _number(label: str) -> int | None:
    found = _NUMBER.search(label)
    if found is None:
        return None
    number = parse_number(found.group().split(".")[-1])
    return int(number) if number is not None else None


@lru_cache(maxsize=4096)
def _shape(label: str) -> str:
    return _NUMBER.sub("#", label).strip(" 、.．")


def _series(contract: Contract) -> Iterator[tuple[Clause, Clause]]:
    """Neighbours of one series: same parent, same style of label, the one right behind the other."""
    last: dict[tuple[str | None, str], Clause] = {}
    for clause in contract.clauses:
        if not clause.label:
            last.clear()
            continue
        key = (clause.parent, _shape(clause.label))
        before = last.get(key)
        if before is not None:
            yield before, clause
        last[key] = clause


def gaps(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A number of a running series is left out."""
    for before, after in _series(contract):
        a, b = _number(before.label), _number(after.label)
        if a is not None and b is not None and a + 1 < b <= a + 5:
            spans = [_head(before), _head(after)]
            yield finding(rule, contract, spans=spans, first=before.label, second=after.label)


def doubles(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """The same number twice under the same parent."""
    for before, after in _series(contract):
        a, b = _number(before.label), _number(after.label)
        if a is not None and a == b and before.label == after.label and before.kind != "annex":
            yield finding(rule, contract, spans=[_head(before), _head(after)], first=before.label)


def _head(clause: Clause) -> tuple[int, int]:
    start = clause.span[0]
    return start, min(start + len(clause.label) + len(clause.heading) + 12, clause.span[1])


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
    """Annexes that the text names and that do not follow it. `cue` finds those that have no number."""
    text = contract.text.text
    named = [
        span for r in contract.references if r.kind == "annex" and r.target is None and (span := r.evidence[0].span)
    ]
    if not any(r.kind == "annex" and r.target is not None for r in contract.references):
        named += [match.span() for match in compiled(rule.params["cue"]).finditer(text)]
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
