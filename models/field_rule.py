"""A field of a rule pack: how a value or a text of the contract gets its name. See docs/rules.md."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.regex import Regex
from models.value import ValueKind


class Cue(BaseModel):
    """What must stand around a value for it to be the field's. All that is given must match: `before` in its sentence
    to the left, `after` to the right, `heading` among the headings of its clause and those around it, and the lines
    that lead in a list; `lead` in what the paragraph says before the sentence; `unless` must not match the sentence,
    nor `unless_before` and `unless_after` their side, nor `unless_heading` the headings.

    In a table, `before` sees the head of the column and the first cell of the row: `质保期|服务器|`. A cue with `slot`
    is for slots without a unit (押金____) and for no other value; `before` then also sees the words in the slot.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: Regex = ""
    after: Regex = ""
    heading: Regex = ""
    lead: Regex = ""
    unless: Regex = ""
    unless_before: Regex = ""
    unless_after: Regex = ""
    unless_heading: Regex = ""
    slot: bool = False


class Pattern(BaseModel):
    """A text field by its wording: `regex` with a group `value`, and `role` where it names a party. `norm` is the
    canonical value where the wording itself is one (a choice of court), and may hold groups of the pattern in braces;
    else the group, cleaned as the field says. `unless` must not match the wording."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    regex: Regex
    norm: str = ""
    unless: Regex = ""


class Example(BaseModel):
    """A text in which the field must be found with this norm (`blank` for an empty slot), or not at all (null).

    `role` and `object` are checked where they are given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    norm: str | None
    role: str = ""
    object: str = ""


class FieldRule(BaseModel):
    """One field. `kinds` are the kinds of value it may have (with `units`, where only some), with `cues`; a text field
    has `patterns` and `clean`.

    `claims`: a value is named by the first rule with `claims` that fits, and besides by every rule without.
    `first` keeps one: of the strongest cue (cues stand in order of strength), the first.
    `per` says what becomes of a period: keep it, drop it, or the default to add (`M`). `whole` is a sum that is no price
    of a unit (12元/㎡) and for no month, week, day or occasion.
    `scope`: where patterns are looked for: in the whole contract, in its title, in its head (what stands before the
    first clause), or in what is said of each party, whose role the field then has; `part` takes what the presentation
    of a party itself says: its name, its part in the contract, what it is called.
    `object` finds in the sentence, or else in the headings, what tells values of one field apart (一级故障, 首付款).
    `duty` is whose duty it is where the sentence does not say: the one who pays, or the one who performs.
    `types` limits the rule to contract types; `expected_in` are those that must have the field.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    kinds: tuple[ValueKind, ...] = ()
    units: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    clean: str = "text"
    per: str = "keep"
    whole: bool = False
    first: bool = False
    claims: bool = False
    scope: Literal["contract", "title", "head", "party"] = "contract"
    part: Literal["", "name", "kind", "alias"] = ""
    object: Regex = ""
    duty: Literal["", "payer", "performer"] = ""
    types: tuple[str, ...] = ()
    expected_in: tuple[str, ...] = ()
    examples: tuple[Example, ...]
