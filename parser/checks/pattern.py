"""A wording that is itself the finding."""

from __future__ import annotations

from collections.abc import Iterator

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import (
    Contract,
    called,
    clause_at,
    clause_span,
    compiled,
    finding,
    sentence_at,
    sentences_with,
)


def wording(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A sentence that `cue` matches and `unless` does not, in a clause that `unless_clause` does not match either.

    `words`: only sentences with one of these are looked at, which is what makes many rules cheap. `needs` stands
    somewhere in the contract, `unless_anywhere` nowhere.
    """
    text = contract.text.text
    needs, nowhere = rule.params.get("needs"), rule.params.get("unless_anywhere")
    spans = list(_sentences(rule, contract))
    if not spans or (needs and not compiled(needs).search(text)) or (nowhere and compiled(nowhere).search(text)):
        return
    where = "、".join(dict.fromkeys(called(contract, clause_at(contract, span[0])) for span in spans))
    yield finding(rule, contract, spans=spans[:12], where=where, quote=text[slice(*spans[0])].strip()[:60])


def _sentences(rule: CheckRule, contract: Contract) -> Iterator[tuple[int, int]]:
    text = contract.text.text
    cue, unless, clause = (rule.params.get(key) for key in ("cue", "unless", "unless_clause"))
    for start, end in _candidates(str(cue), rule.params.get("words"), contract):
        if unless and compiled(unless).search(text, start, end):
            continue
        if clause and compiled(clause).search(text, *clause_span(contract, start)):
            continue
        yield start, end


def _candidates(cue: str, words: list[str] | None, contract: Contract) -> list[tuple[int, int]]:
    """The sentences that the cue matches, in order."""
    text = contract.text.text
    if words is None:
        found = [sentence_at(contract, *match.span()) for match in compiled(cue).finditer(text)]
        return list(dict.fromkeys(found))
    return [span for span in sentences_with(contract, words) if compiled(cue).search(text, *span)]
