"""A day by which something is to be done or ends, as it follows from the fields of a contract."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict

from models.regex import Regex
from models.report import Basis, Evidence


class Deadline(BaseModel):
    """`date` is the last day, YYYY-MM-DD, where the contract says enough to count it; else null, and `formula` says what
    it hangs on (验收合格之日 + 12个月). `counted` is the day before it moved to the next working day. `provisional` says
    that days were counted for which no calendar of holidays is published yet.

    `clause` is the id of the clause, `where` what a reader calls it. `evidence` quotes the period or the date, then the
    date it was counted from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    title: str
    field: str
    role: str | None
    object: str | None
    date: str | None
    counted: str | None
    formula: str
    provisional: bool
    basis: tuple[Basis, ...]
    notes: tuple[str, ...]
    clause: str | None
    where: str
    evidence: tuple[Evidence, ...]


class Counting(BaseModel):
    """The law that periods are counted by; see rules/counting.yaml. `first_day`: where a period begins; `like_day`: where
    one of months ends; `holiday`: where it moves to; `agreed`: what the parties may say instead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first_day: Basis
    like_day: Basis
    holiday: Basis
    agreed: Basis


class DeadlineExample(BaseModel):
    """A text in which the rule must give this date, or this formula; without both, in which it must give nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    date: datetime.date | None = None
    formula: str = ""


class DeadlineRule(BaseModel):
    """How a field becomes a deadline; see rules/deadlines.yaml. Several entries may share an id, one for each field.

    A date field is the day itself. A period runs from the event that the field itself names (`anchored`), or else from
    the date of the field `base`; `event` is what that day is called where it is not known. `back` counts before the
    event. `when` and `unless` ask the heading of the field's clause (the first line) and its sentence (the second).
    `assumes` is said where `base` stands for the event only by an assumption. A rule `instead_of` a field is asked only
    where that field gives no date.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    field: str
    anchored: bool = True
    base: str = ""
    event: str = ""
    back: bool = False
    when: Regex = ""
    unless: Regex = ""
    assumes: str = ""
    instead_of: str = ""
    examples: tuple[DeadlineExample, ...]


class EventRule(BaseModel):
    """An event that a period runs from, whose day is a field's: `words` must match the whole event."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    field: str
    words: Regex
