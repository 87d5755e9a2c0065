"""What people decide about a report. The parser's word is never changed: a decision stands beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.report import FieldStatus

Action = Literal["confirm", "correct", "accept", "dismiss", "comment", "undo"]
"""confirm, correct: a field. accept, dismiss: a finding. comment, undo: either."""
State = Literal["open", "confirmed", "corrected", "accepted", "dismissed"]

FIELD_ACTIONS: frozenset[Action] = frozenset({"confirm", "correct", "comment", "undo"})
FINDING_ACTIONS: frozenset[Action] = frozenset({"accept", "dismiss", "comment", "undo"})


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Correction(Model):
    """What a field should be: its status and norm as in a report, and the wording that says so."""

    status: FieldStatus
    norm: str | None = None
    quote: str | None = None


class Decision(Model):
    """One line of the record, never altered. `id` grows with time; `undoes` is the decision that an undo takes back;
    `at` is in UTC."""

    id: int
    target: str
    action: Action
    value: Correction | None = None
    reason: str | None = None
    text: str | None = None
    undoes: int | None = None
    by: str
    at: datetime


class Comment(Model):
    id: int
    text: str
    by: str
    at: datetime


class Target(Model):
    """A field or finding as people have left it.

    `id` names what the parser said, by its content (f-... a field, c-... a finding): where the parser says something
    else after a new parse, that is another target. `version` is the id of the last decision on it, 0 where there is
    none; `by` and `at` are of the decision that stands.
    """

    id: str
    state: State = "open"
    value: Correction | None = None
    reason: str | None = None
    by: str | None = None
    at: datetime | None = None
    version: int = 0
    comments: tuple[Comment, ...] = ()
    history: tuple[Decision, ...] = ()


class Reviewed(Model):
    """How far a review is: of the fields and findings to be looked at, how many are decided."""

    done: int
    total: int
