"""Words that the contract defines: twice, or for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, compiled, sentence_at
from parser.distance import distance
from parser.findings import finding

Place = tuple[int, int]

_SAME = 0.2
"""The share of its characters by which a second definition may differ and still say the same."""


def defined_twice(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A word that is given two meanings. `cue` has the groups `term` and `meaning`."""
    for term, places in _definitions(rule, contract).items():
        meanings = [meaning for _, meaning in places]
        if any(not _alike(meanings[0], other) for other in meanings[1:]):
            yield finding(rule, contract, spans=[place for place, _ in places], subject=term, term=term)


def defined_unused(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Words that are defined and then not used. `cue` is as for `defined_twice`."""
    text = contract.text.text
    unused = {term: places for term, places in _definitions(rule, contract).items() if text.count(term) == len(places)}
    if unused:
        spans = [place for places in unused.values() for place, _ in places]
        yield finding(rule, contract, spans=spans[:12], terms="、".join(unused))


def _definitions(rule: CheckRule, contract: Contract) -> dict[str, list[tuple[Place, str]]]:
    found: dict[str, list[tuple[Place, str]]] = {}
    for match in compiled(rule.params["cue"]).finditer(contract.text.text):
        place = sentence_at(contract, *match.span())
        found.setdefault(match["term"], []).append((place, match["meaning"]))
    return found


def _alike(first: str, second: str) -> bool:
    return distance(first, second, int(max(len(first), len(second)) * _SAME)) is not None
