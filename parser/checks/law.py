"""Laws that are cited though they are no longer in force."""

from __future__ import annotations

from collections.abc import Iterator

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, finding, named


def repealed(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A cited law that rules/laws.csv calls repealed on the day of the contract, or of the packs where it has none."""
    known = {name: law for law in contract.packs.laws if law.status == "repealed" for name in (law.name, *law.aliases)}
    for field in named(contract, "cited_law"):
        law = known.get(str(field.norm))
        if law is None or (law.since is not None and contract.signed is not None and contract.signed < law.since):
            continue
        span = field.evidence[0].span
        yield finding(
            rule, contract, spans=[span] if span else [], subject=law.name, law=law.name,
            since=law.since.isoformat() if law.since else "", new=law.replaced_by,
        )  # fmt: skip
