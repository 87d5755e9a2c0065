"""Why a rule said what it said of a contract, or said nothing: what `qiyue explain` shows."""

from __future__ import annotations

from typing import Literal

from models.report import Evidence, Field, Finding, Model

CheckOutcome = Literal["fires", "passes", "not-asked"]
FieldOutcome = Literal["found", "blank", "unreadable", "absent", "not-found"]
"""A field's status; `not-found` where it is not there and nothing asks for it."""
Verdict = Literal["taken", "claimed", "rejected", "repeated"]


class RuleAt(Model):
    """Where a rule was written; `line` counts from 1."""

    pack: str
    file: str
    line: int


class Step(Model):
    """One thing that was asked, in order. `part` names it (types, facts, side, since, params.cue, field:term, before ...);
    `holds` is its answer, and `said` says it in Chinese. `evidence` is what it was asked of, or what matched."""

    part: str
    holds: bool
    said: str
    clause: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Candidate(Model):
    """A value or a wording that might have been the field. `verdict`: taken as the field; another rule's (`claimed`); not
    the field's (`rejected`); the field's, but one like it was kept already (`repeated`). `steps` say why."""

    verdict: Verdict
    norm: str | None
    said: str
    clause: str | None
    evidence: tuple[Evidence, ...]
    steps: tuple[Step, ...]


class Explanation(Model):
    """A check or a field over one contract. `searched` are the ids of the clauses that were looked through; `called` says
    what the contract calls each clause that is named here."""

    kind: Literal["check", "field"]
    id: str
    title: str
    rules: tuple[RuleAt, ...]
    outcome: CheckOutcome | FieldOutcome
    said: str
    searched: tuple[str, ...]
    called: dict[str, str]
    steps: tuple[Step, ...]
    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...]
    fields: tuple[Field, ...]
