"""What is missing, doubled, in conflict, unlawful or outdated. One table CHECKS; one function a kind of check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from models.check_rule import CheckRule
from models.report import Finding
from models.rule import Packs
from parser.checks import (
    bounds,
    codes,
    conflict,
    courts,
    form,
    given_twice,
    law,
    lending,
    limits,
    missing,
    nature,
    numbering,
    opposed,
    parties,
    pattern,
    penalty,
    periods,
    playbook,
    reference,
    seals,
    sums,
    terms,
)
from parser.contract import Contract, holds

Check = Callable[[CheckRule, Contract], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "wording": pattern.wording,
    "wordings": pattern.wordings,
    "unstressed": pattern.unstressed,
    "missing": missing.missing,
    "missing_groups": missing.missing_groups,
    "blanks": form.blanks,
    "options": form.options,
    "codes": codes.codes,
    "code_kinds": codes.code_kinds,
    "ages": codes.ages,
    "copies": form.copies,
    "invalid_dates": form.invalid_dates,
    "truncated": form.truncated,
    "unsigned": form.unsigned,
    "sign_place": form.sign_place,
    "unsealed": seals.unsealed,
    "seal_names": seals.seal_names,
    "slot": form.slot,
    "nature": nature.nature,
    "garbled": nature.garbled,
    "gaps": numbering.gaps,
    "doubles": numbering.doubles,
    "mixed": numbering.mixed,
    "broken": reference.broken,
    "annexes": reference.annexes,
    "same_topic": conflict.same_topic,
    "values": given_twice.values,
    "arbitration_and_court": conflict.arbitration_and_court,
    "courts": courts.courts,
    "court_place": courts.court_place,
    "court_open": courts.court_open,
    "property_court": courts.property_court,
    "formal_and_digits": conflict.formal_and_digits,
    "dates": conflict.dates,
    "term_and_dates": periods.term_and_dates,
    "items": sums.items,
    "percent_amounts": sums.shares.percent_amounts,
    "opposed": opposed.opposed,
    "party_names": parties.party_names,
    "party_parts": parties.party_parts,
    "undeclared": parties.undeclared,
    "defined_twice": terms.defined_twice,
    "defined_unused": terms.defined_unused,
    "dangling": conflict.dangling,
    "penalty_base": conflict.penalty_base,
    "limit": limits.limit,
    "share_of_price": limits.share_of_price,
    "lease_length": limits.lease_length,
    "probation": limits.probation,
    "bounds": bounds.bounds,
    "penalty_size": penalty.penalty_size,
    "penalty_sides": penalty.penalty_sides,
    "loan_rate": lending.loan_rate,
    "repealed": law.repealed,
    "playbook_require": playbook.require,
    "playbook_limit": playbook.limit,
    "playbook_forbid": playbook.forbid,
    "playbook_prefer": playbook.prefer,
    "amended": law.amended,
    "pending": law.pending,
    "drift": law.drift,
    "same_name": law.same_name,
    "unknown_law": law.unknown_law,
    "out_of_range": law.out_of_range,
    "renamed": law.renamed,
}


def check(contract: Contract) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Findings in the order of the rules, and the ids of the checks that ran and found nothing."""
    findings: list[Finding] = []
    passed: list[str] = []
    for rule, function, free in _typed(contract.packs, frozenset(contract.types)):
        if not free and not _asked(rule, contract):
            continue
        made = list(function(rule, contract))
        findings.extend(made)
        if not made:
            passed.append(rule.id)
    return tuple(findings), tuple(passed)


@lru_cache(maxsize=64)
def _typed(packs: Packs, types: frozenset[str]) -> tuple[tuple[CheckRule, Check, bool], ...]:
    """The checks that are asked of a contract of these types, if all else that they ask for holds, each with its function;
    the third is true where it asks for nothing else."""
    return tuple([
        (rule, CHECKS[rule.function], rule.since is None and not rule.facts and not rule.sides)
        for rule in packs.checks
        if not rule.types or not types.isdisjoint(rule.types)
    ])  # fmt: skip


def applies(rule: CheckRule, contract: Contract) -> bool:
    """Whether a check is asked of this contract: by its type, its day, the facts that hold, and the side one is on."""
    return (not rule.types or not set(rule.types).isdisjoint(contract.types)) and _asked(rule, contract)


def _asked(rule: CheckRule, contract: Contract) -> bool:
    """The same of a check that is for contracts of this type."""
    if rule.since is not None and contract.signed is not None and contract.signed < rule.since:
        return False
    return (not rule.facts or holds(contract, rule.facts)) and (
        not rule.sides or not contract.us.isdisjoint(rule.sides) or (contract.side is not None and "*" in rule.sides)
    )
