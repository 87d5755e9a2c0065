"""How a check says what it found: the finding, and what a reviewer reads in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from models.check_rule import CheckRule, Grade
from models.report import Clause, Evidence, Finding, Severity
from parser.contract import REACH, Contract, clause_at, compiled, hold

_LENGTH = re.compile(r"P(T?)([0-9]+)([DHM])")
_UNITS = {"D": "日", "M": "个月", "TH": "小时", "TM": "分钟"}
_EVERY = {"D": "每日", "W": "每周", "M": "每月", "Y": "每年"}


def called(contract: Contract, clause: Clause | None) -> str:
    """How a person names a clause: its label, with those above it where it has none of its own weight."""
    if clause is None or not clause.label:
        return "首部"
    if clause.kind != "item" or clause.parent is None:
        return clause.label
    return called(contract, contract.lists.clause.get(clause.parent)) + clause.label


def shown(norm: str) -> str:
    """A norm as a reviewer reads it: 0.3 as 30%, P36M as 36个月, 60000.00 CNY as 60,000.00元."""
    plain, _, per = norm.partition("/")
    every = _EVERY.get(per, "")
    if length := _LENGTH.fullmatch(plain):
        return length[2] + _UNITS[length[1] + length[3]]
    if plain.endswith(" CNY"):
        return f"{every}{Decimal(plain[:-4]):,f}元"
    if re.fullmatch(r"[0-9.]+", plain):
        return f"{every}{Decimal(plain) * 100:f}".rstrip("0").rstrip(".") + "%"
    return norm


def _grade(
    rule: CheckRule, contract: Contract, places: Iterable[tuple[int, int]], facts: Iterable[str]
) -> Grade | None:
    if not rule.grades:
        return None
    quotes = "\n".join(contract.text.cut(span) for span in places)
    known = contract.facts.union(facts)
    return next(
        (g for g in rule.grades if hold(known, g.facts) and (not g.match or compiled(g.match).search(quotes))), None
    )


def finding(
    rule: CheckRule,
    contract: Contract,
    *,
    spans: Iterable[tuple[int, int]] = (),
    searched: Iterable[Clause] = (),
    severity: Severity | None = None,
    facts: Iterable[str] = (),
    subject: str | None = None,
    **words: Any,
) -> Finding:
    """A finding with the rule's message (its {slots} filled with `words`), and the evidence of every span. What is
    missing, and has nothing near it, leads to where the search began.

    A grade of the rule decides the severity before `severity` does, and that before the rule's own; `facts` are what
    the check knows of this finding, and hold for its grade beside the contract's own.
    """
    places = list(spans) or ([_opening(contract)] if rule.kind == "missing" else [])
    grade = _grade(rule, contract, places, facts)
    owners = [clause_at(contract, span[0]) for span in places]
    evidence = [_evidence(contract, span, owner) for span, owner in zip(places, owners, strict=True)]
    clauses = dict.fromkeys([owner.id for owner in owners if owner is not None])
    return Finding(
        check=rule.id,
        kind=rule.kind,
        severity=grade.severity if grade else severity or rule.severity,
        title=rule.title,
        message=((grade and grade.message) or rule.message).format(**words),
        advice=(grade and grade.advice) or rule.advice,
        basis=rule.basis,
        subject=subject,
        clauses=tuple(clauses),
        searched=tuple(clause.id for clause in searched),
        evidence=tuple([e for e in evidence if e.places]),
    )


def _evidence(contract: Contract, span: tuple[int, int], owner: Clause | None) -> Evidence:
    """What leads to a span, made once where the whole clause or a field has it."""
    span = contract.text.trim(span)
    if owner is not None and owner.evidence and owner.evidence[0].span == span:
        return owner.evidence[0]
    return contract.lists.evidence.get(span) or contract.text.evidence(span)


def _opening(contract: Contract) -> tuple[int, int]:
    """The first line of the contract, its title as a rule."""
    line = contract.text.blocks[0]
    return line.start, min(line.end, line.start + REACH, *contract.starts[1:2])
