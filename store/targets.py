"""What decisions are about: the name of each field and finding by its content, and how decisions on it add up."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from models.decision import Comment, Decision, Reviewed, State, Target
from models.report import Field, Finding, Report

_STATES: Mapping[str, State] = {
    "confirm": "confirmed",
    "correct": "corrected",
    "accept": "accepted",
    "dismiss": "dismissed",
}


def field_ids(fields: Sequence[Field]) -> tuple[str, ...]:
    """A name for each field, in order: the same for the same statement in any parse."""
    return _named(
        "f",
        (
            [
                field.name, field.role, field.object, field.status, field.norm,
                *(evidence.quote for evidence in field.evidence if field.status != "absent"),
            ]
            for field in fields
        ),
    )  # fmt: skip


def finding_ids(findings: Sequence[Finding]) -> tuple[str, ...]:
    """A name for each finding, in order. Of what is missing, where it was searched is no part of the statement."""
    return _named(
        "c",
        (
            [
                finding.check, finding.subject,
                *(evidence.quote for evidence in finding.evidence if finding.kind != "missing"),
            ]
            for finding in findings
        ),
    )  # fmt: skip


def _named(letter: str, statements: Iterable[list[str | None]]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    names: list[str] = []
    for statement in statements:
        text = json.dumps(statement, ensure_ascii=False)
        digest = hashlib.sha256(f"{seen[text]}{text}".encode()).hexdigest()
        seen[text] += 1
        names.append(f"{letter}-{digest[:16]}")
    return tuple(names)


def to_review(report: Report) -> frozenset[str]:
    """The targets that a review goes through: every finding, and every field that is not absent."""
    fields = zip(field_ids(report.fields), report.fields, strict=True)
    return frozenset(finding_ids(report.findings)) | {name for name, field in fields if field.status != "absent"}


def fold(target: str, decisions: Iterable[Decision]) -> Target:
    """What the decisions on one target, in the order of their ids, come to."""
    history = tuple(decisions)
    undone = {decision.undoes for decision in history}
    standing = [d for d in history if d.action in _STATES and d.id not in undone]
    last = standing[-1] if standing else None
    return Target(
        id=target,
        state=_STATES[last.action] if last else "open",
        value=last.value if last else None,
        reason=last.reason if last else None,
        by=last.by if last else None,
        at=last.at if last else None,
        version=history[-1].id if history else 0,
        comments=tuple(
            Comment(id=d.id, text=d.text or "", by=d.by, at=d.at)
            for d in history
            if d.action == "comment" and d.id not in undone
        ),
        history=history,
    )


def fold_all(decisions: Iterable[Decision]) -> dict[str, Target]:
    """Every target that anything was decided on."""
    by_target: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_target[decision.target].append(decision)
    return {target: fold(target, history) for target, history in by_target.items()}


def undoable(target: Target) -> int | None:
    """The decision that an undo would take back: the latest that stands, comments aside."""
    undone = {decision.undoes for decision in target.history}
    standing = [d.id for d in target.history if d.action in _STATES and d.id not in undone]
    return standing[-1] if standing else None


def reviewed(targets: frozenset[str], decided: Mapping[str, Target]) -> Reviewed:
    done = sum(1 for target in targets if target in decided and decided[target].state != "open")
    return Reviewed(done=done, total=len(targets))
