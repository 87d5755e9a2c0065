"""The field rules of a run, compiled; what they are matched in, and what one of them finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from models.field_rule import Cue, FieldRule
from models.rule import Packs
from models.text import NormalText
from models.value import Value
from parser.context import Places
from parser.matching import Pattern, short
from parser.parties import Party
from parser.roles import Roles


@dataclass(frozen=True, slots=True)
class Side:
    """A cue, compiled: None where the rule asks nothing. The fields are those of models.field_rule.Cue."""

    before: regex.Pattern[str] | None
    after: regex.Pattern[str] | None
    heading: regex.Pattern[str] | None
    lead: regex.Pattern[str] | None
    unless: regex.Pattern[str] | None
    unless_before: regex.Pattern[str] | None
    unless_after: regex.Pattern[str] | None
    unless_heading: regex.Pattern[str] | None
    slot: bool


@dataclass(frozen=True, slots=True)
class Wording:
    pattern: Pattern
    norm: str
    unless: regex.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Compiled:
    rule: FieldRule
    cues: tuple[Side, ...]
    patterns: tuple[Wording, ...]
    object: regex.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A field before it is told apart from others of its name: `span` is the wording that justifies it, `rank` its
    rule's number and the number of the cue or pattern in it."""

    rule: FieldRule
    rank: tuple[int, int]
    span: tuple[int, int]
    at: int
    norm: str | None
    role: str | None
    blank: bool
    value: Value | None = None
    object: str | None = None
    anchor: str | None = None


Rules = Sequence[tuple[int, Compiled]]
"""Each with its number, which says how early it is asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What the rules are matched in: `rules` are those for this type of contract, `title` the span of its title, `head`
    where its head ends. `named` are the hits of title and parties, which decide the type."""

    text: NormalText
    values: Sequence[Value]
    places: Places
    parties: Sequence[Party]
    roles: Roles
    rules: Rules
    title: tuple[int, int]
    head: int
    named: Sequence[Hit]


@lru_cache(maxsize=8)
def compile_rules(packs: Packs) -> Sequence[tuple[int, Compiled]]:
    return tuple(
        (
            number,
            Compiled(
                rule,
                tuple(_side(cue) for cue in rule.cues),
                tuple(Wording(Pattern(p.regex), p.norm, short(p.unless) if p.unless else None) for p in rule.patterns),
                short(rule.object) if rule.object else None,
            ),
        )
        for number, rule in enumerate(packs.fields)
    )


def _side(cue: Cue) -> Side:
    def compiled(pattern: str) -> regex.Pattern[str] | None:
        return short(pattern) if pattern else None

    return Side(
        before=compiled(cue.before),
        after=compiled(cue.after),
        heading=compiled(cue.heading),
        lead=compiled(cue.lead),
        unless=compiled(cue.unless),
        unless_before=compiled(cue.unless_before),
        unless_after=compiled(cue.unless_after),
        unless_heading=compiled(cue.unless_heading),
        slot=cue.slot,
    )


def object_of(one: Compiled, before: str, headings: str) -> str | None:
    """What tells this value apart: the last such word before it in its sentence, else the last among the headings."""
    if one.object is None:
        return None
    for words in (before, headings):
        found = None
        for match in one.object.finditer(words):
            found = match.group()
        if found:
            return found
    return None
