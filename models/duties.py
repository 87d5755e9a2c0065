"""How a sentence says whose duty it speaks of, and from when a period runs. See rules/duties.yaml."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.regex import Regex


class DutyExample(BaseModel):
    """A sentence of a contract between 甲方(买方) and 乙方(卖方), with `|` where the value stands, and who owes what it says:
    where it does not say, who must by `duty`; None where neither tells."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    whose: str | None
    duty: Literal["", "payer", "performer"] = ""


class Duties(BaseModel):
    """Patterns for what stands right behind the word for a party: what it may ask for
    (`entitled`), how it fails (`breach`); `to` stands right before the one that receives. Behind a period, `acting` stands
    before the party that must act in it, and `receiving` before the one that is to be given something.
    `not_acting_before` and `not_acting_after` stand beside a word for a party that is not the one who acts. `late_payer` and
    `late_performer` say by what is late whose breach it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    entitled: Regex
    breach: Regex
    not_acting_before: Regex
    not_acting_after: Regex
    to: Regex
    acting: Regex
    receiving: Regex
    late_payer: Regex
    late_performer: Regex
    examples: tuple[DutyExample, ...]


class AnchorExample(BaseModel):
    """A sentence with `|` where its period stands, and the event that the period runs from; None where it names none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    anchor: str | None


class Anchors(BaseModel):
    """Patterns with the group `anchor` for the event that a period runs from: right `before` it, `after` it, or `earlier` in
    its sentence, asked in this order; `lead` is what is taken off the event's beginning."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: Regex
    after: Regex
    earlier: Regex
    lead: Regex
    examples: tuple[AnchorExample, ...]
