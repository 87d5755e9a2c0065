"""What a contract gives twice, with two values."""

from __future__ import annotations

from collections.abc import Iterator

from models.check_rule import CheckRule
from models.report import Finding
from parser.checks.given_twice.fields import fields_given_twice
from parser.checks.given_twice.quantities import quantities
from parser.contract import Contract


def values(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A field or another quantity that is given twice."""
    found = list(fields_given_twice(rule, contract))
    yield from found
    known = [evidence.span for finding in found for evidence in finding.evidence if evidence.span]
    yield from quantities(rule, contract, known)
