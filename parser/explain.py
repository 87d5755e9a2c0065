"""Why a rule said what it said of a contract: the same walk, and then the rule's own account."""

from __future__ import annotations

from datetime import date
from os import PathLike
from typing import Literal

from models.explanation import Explanation
from models.rule import Packs
from models.source import Limits, Paging
from parser.explain_check import explain_check
from parser.explain_field import explain_field
from parser.pipeline import walk


def explain(
    document: str | PathLike[str] | bytes,
    *,
    question: tuple[Literal["check", "field"], str],
    name: str | None = None,
    packs: Packs | None = None,
    as_of: date | None = None,
    side: str | None = None,
    limits: Limits | None = None,
    paging: Paging | None = None,
) -> Explanation:
    """Why a check (or a playbook's entry) fired or did not, or why a field is what it is or is not there.

    `question` is what is asked about: a check's id, or a field's name. The other parameters, and the errors, are those of `parser.parse`.
    Raises KeyError where there is no such rule.
    """
    walked = walk(document, name=name, packs=packs, as_of=as_of, side=side, limits=limits, paging=paging)
    contract = walked.contract
    kind, rule = question
    if kind == "check":
        return explain_check(contract, {check.id: check for check in contract.packs.checks}[rule])
    if all(field.name != rule for field in contract.packs.fields):
        raise KeyError(rule)
    return explain_field(contract, rule)
