"""A wording that is itself the finding, and a wording that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, called, clause_at, finding, sentence_at


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.MULTILINE)


def wording(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """`cue` stands in a sentence that `unless` does not match; `needs` stands somewhere, `unless_anywhere` nowhere."""
    text = contract.text.text
    needs, nowhere = rule.params.get("needs"), rule.params.get("unless_anywhere")
    if (needs and not _compiled(needs).search(text)) or (nowhere and _compiled(nowhere).search(text)):
        return
    unless = rule.params.get("unless")
    spans = []
    for match in _compiled(rule.params["cue"]).finditer(text):
        start, end = sentence_at(contract, *match.span())
        if unless and _compiled(unless).search(text, start, end):
            continue
        spans.append((start, end))
    if spans:
        spans = list(dict.fromkeys(spans))
        where = "、".join(dict.fromkeys(called(contract, clause_at(contract, span[0])) for span in spans))
        yield finding(rule, contract, spans=spans[:12], where=where, quote=text[slice(*spans[0])].strip()[:60])


def missing(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """`pattern` stands nowhere, though `needs` (where given) does. `near` finds the nearest candidate to show."""
    text = contract.text.text
    needs = rule.params.get("needs")
    cause = _compiled(needs).search(text) if needs else None
    if (needs and cause is None) or _compiled(rule.params["pattern"]).search(text):
        return
    if rule.params.get("tail") and contract.truncated:
        return
    near = cause or (_compiled(rule.params["near"]).search(text) if rule.params.get("near") else None)
    spans = [sentence_at(contract, *near.span())] if near else []
    yield finding(rule, contract, spans=spans, searched=contract.clauses)


def missing_groups(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Each of `groups` (name: pattern) must stand somewhere; those that do not are listed."""
    text = contract.text.text
    lost = [name for name, pattern in rule.params["groups"].items() if not _compiled(pattern).search(text)]
    if len(lost) >= int(rule.params.get("least", 1)):
        yield finding(rule, contract, searched=contract.clauses, list="、".join(lost))
