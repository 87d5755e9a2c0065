"""Seals and signatures: parties without one, and seals that bear another name than the party's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract
from parser.findings import finding
from parser.signing import same_name

_LEAST_NAME = 4


def unsealed(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Parties at whose place to sign there is neither a seal nor a signature, where one would be seen: on a page scanned in
    colour, or in a transcription that tells of others."""
    bare = [signing for signing in contract.signatories if signing.seen and not signing.marks]
    if bare:
        who = "、".join(signing.role for signing in bare)
        yield finding(
            rule, contract, spans=[span for signing in bare for span in signing.spans], subject="sides", who=who
        )


def seal_names(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Seals of firms that bear the name of no party, each with the party that it stands by. `firm` is what such a name
    ends with: a person's seal, or one whose name was not read well, is not compared."""
    known = [signing.name for signing in contract.signatories if signing.name]
    for signing in contract.signatories:
        for signed in signing.marks:
            name = signed.name
            if signed.mark.kind != "seal" or not name or len(name) < _LEAST_NAME or not signing.name:
                continue
            if not name.endswith(tuple(rule.params["firm"])) or any(same_name(name, other) for other in known):
                continue
            made = finding(
                rule,
                contract,
                spans=signing.spans,
                subject=signing.role,
                who=signing.role,
                name=signing.name,
                seal=name,
            )
            yield replace(made, evidence=(signed.evidence, *made.evidence))
