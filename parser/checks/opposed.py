"""Terms that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, clause_at, compiled, sentence_at
from parser.findings import called, finding


def opposed(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Two or more of `sides` stand in the contract, in different sentences; each is quoted.

    `unless` excuses a sentence, `unless_anywhere` the contract.
    """
    text, params = contract.text.text, rule.params
    sides: dict[str, list[tuple[int, int]]] = {}
    taken: set[tuple[int, int]] = set()
    for name, pattern in params["sides"].items():
        for match in compiled(pattern).finditer(text):
            span = sentence_at(contract, *match.span())
            if span not in taken and not (params.get("unless") and compiled(params["unless"]).search(text, *span)):
                taken.add(span)
                sides.setdefault(name, []).append(span)
    nowhere = params.get("unless_anywhere")
    if len(sides) > 1 and not (nowhere and compiled(nowhere).search(text)):
        spans = [spans[0] for spans in sides.values()]
        said = ";".join(
            f"{called(contract, clause_at(contract, span[0]))}为「{name}」"
            for name, span in zip(sides, spans, strict=True)
        )
        yield finding(rule, contract, spans=spans, sides=said)
