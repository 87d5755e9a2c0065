"""A field of a rule pack: how a value or a text of the contract gets its name. See docs/rules.md."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from models.regex import Regex
from models.value import ValueKind


class Cue(BaseModel):
    """What must stand around a value for it to be the field's. All that is given must match: `before` in its sentence
    to the left, `after` to the right, `heading` among the headings of its clause and those around it; `unless` must
    not match the sentence, nor `unless_before` and `unless_after` their side."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: Regex = ""
    after: Regex = ""
    heading: Regex = ""
    unless: Regex = ""
    unless_before: Regex = ""
    unless_after: Regex = ""


class Pattern(BaseModel):
    """A text field by its wording: `regex` with a group `value`, and `role` where it names a party. `norm` is the
    canonical value where the wording itself is one (a choice of court); else the group, cleaned as the field says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    regex: Regex
    norm: str = ""


class Example(BaseModel):
    """A text in which the field must be found with this norm (`blank` for an empty slot), or not at all (null)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    norm: str | None


class FieldRule(BaseModel):
    """One field. `kinds` are the kinds of value it may have, with `cues`; a text field has `patterns` and `clean`.

    `per` says what becomes of a period: keep it, drop it, or the default to add (`M`). `first` keeps the first only.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    kinds: tuple[ValueKind, ...] = ()
    cues: tuple[Cue, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    clean: str = "text"
    per: str = "keep"
    first: bool = False
    expected_in: tuple[str, ...] = ()
    examples: tuple[Example, ...]
