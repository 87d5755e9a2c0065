"""A contract as people decided it, in the shape of an annotated case: what a reading of it is measured against."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from models.decision import Target
from models.report import Clause, Field, Finding, Report

_BEGINNING = 30
_NOTE = "Fields and findings as people decided them; what nobody decided is under maybe. Clauses as they were read."


def gold_case(
    report: Report, decided: Mapping[str, Target], *, fields: Sequence[str], findings: Sequence[str]
) -> dict[str, Any]:
    """`fields[i]` and `findings[i]` are the targets of the report's; `decided` has those on which anything was decided.

    A confirmed or corrected field and an accepted finding count; a field that is absent and a finding that was dismissed
    are left out; what is open counts neither way.
    """
    numbered = [clause for clause in report.clauses if clause.label]
    names = {clause.id: f"g{number}" for number, clause in enumerate(numbered, 1)}
    parents = {clause.id: clause.parent for clause in report.clauses}
    case: dict[str, Any] = {
        "id": report.source.sha256[:12],
        "file": report.source.name,
        "title": next((field.norm for field in report.fields if field.name == "contract_title"), None) or "",
        "note": _NOTE,
        "clauses": [_clause(clause, names, parents) for clause in numbered],
        "fields": [],
        "maybe_fields": [],
        "findings": [],
        "maybe_findings": [],
    }
    for name, field in zip(fields, report.fields, strict=True):
        target = decided.get(name, Target(id=name))
        if (entry := _field(field, target, _nearest(field.clause, names, parents))) is not None:
            case["maybe_fields" if target.state == "open" else "fields"].append(entry)
    for name, finding in zip(findings, report.findings, strict=True):
        target = decided.get(name, Target(id=name))
        if target.state != "dismissed":
            case["maybe_findings" if target.state == "open" else "findings"].append(
                _finding(finding, target, names, parents)
            )
    return case


def gold_json(case: Mapping[str, Any]) -> str:
    return json.dumps(case, ensure_ascii=False, indent=1) + "\n"


def _clause(clause: Clause, names: Mapping[str, str], parents: Mapping[str, str | None]) -> dict[str, Any]:
    return {
        "id": names[clause.id],
        "parent": _nearest(clause.parent, names, parents),
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text[:_BEGINNING],
    }


def _nearest(clause: str | None, names: Mapping[str, str], parents: Mapping[str, str | None]) -> str | None:
    """The case's name of a clause, or of the smallest numbered one around it."""
    while clause is not None and clause not in names:
        clause = parents.get(clause)
    return names[clause] if clause is not None else None


def _field(field: Field, target: Target, clause: str | None) -> dict[str, Any] | None:
    value = target.value
    status, norm = (value.status, value.norm) if value else (field.status, field.norm)
    if status == "absent":
        return None
    quote = (value.quote if value else None) or (field.evidence[0].quote if field.evidence else "")
    return {
        "name": field.name,
        "role": field.role,
        "status": status,
        "norm": norm,
        "clock": field.clock,
        "quote": quote,
        "clause": clause,
    }


def _finding(
    finding: Finding, target: Target, names: Mapping[str, str], parents: Mapping[str, str | None]
) -> dict[str, Any]:
    near = [_nearest(clause, names, parents) for clause in finding.clauses]
    comments = [comment.text for comment in target.comments]
    return {
        "check": finding.check,
        "clauses": list(dict.fromkeys(name for name in near if name is not None)),
        "why": " ".join([finding.message, *comments]),
    }
