"""The field rules of a run, compiled; what they are matched in, and what one of them finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from models.duties import Anchors
from models.field_rule import Cue, FieldRule
from models.rule import Packs
from models.text import NormalText
from models.value import Value
from parser.context import Places
from parser.matching import Pattern, short
from parser.options import Options
from parser.parties import Party
from parser.roles import Roles


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern of a text field, its norm with {groups} ("" for the group `value`), and what excuses a match."""

    pattern: Pattern
    norm: str
    unless: regex.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule with its patterns compiled."""

    rule: FieldRule
    cues: tuple[Cue, ...]
    patterns: tuple[Wording, ...]
    object: regex.Pattern[str] | None


class Hit(NamedTuple):
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
    """What the rules are matched in: `types` are what the contract is, `rules` those for it, `title` the span of its
    title, `head` where its head ends. `named` are the hits of title and parties, which decide the type; `options` are
    those that are not chosen."""

    text: NormalText
    values: Sequence[Value]
    places: Places
    parties: Sequence[Party]
    roles: Roles
    anchors: Anchors
    types: frozenset[str | None]
    rules: Rules
    title: tuple[int, int]
    head: int
    named: Sequence[Hit]
    options: Options


@lru_cache(maxsize=8)
def compile_rules(packs: Packs) -> Sequence[tuple[int, Compiled]]:
    """The rules of all contract types, each with its number."""
    return tuple(
        (
            number,
            Compiled(
                rule,
                rule.cues,
                tuple(Wording(Pattern(p.regex), p.norm, short(p.unless) if p.unless else None) for p in rule.patterns),
                short(rule.object) if rule.object else None,
            ),
        )
        for number, rule in enumerate(packs.fields)
    )


class Opening(NamedTuple):
    """The rules that say what a contract is, before it is known which others are asked: of its `title`, of its `type` by
    that title and by its head, and of what the `parties` present."""

    title: Rules
    type: Rules
    parties: Rules


@lru_cache(maxsize=8)
def opening(packs: Packs) -> Opening:
    """These rules among all."""
    rules = compile_rules(packs)
    return Opening(
        [(n, one) for n, one in rules if one.rule.name == "contract_title"],
        [(n, one) for n, one in rules if one.rule.scope == "title" or one.rule.name == "contract_type"],
        [(n, one) for n, one in rules if one.rule.part],
    )


@lru_cache(maxsize=64)
def rules_for(packs: Packs, types: frozenset[str | None]) -> Rules:
    """The rules that are asked in a contract of these types."""
    return [(n, one) for n, one in compile_rules(packs) if not one.rule.types or not types.isdisjoint(one.rule.types)]


@lru_cache(maxsize=64)
def expected(packs: Packs, types: frozenset[str | None], kind: str | None) -> Sequence[Compiled]:
    """Those of them whose field a contract of one of these types, the first, must have."""
    return [one for _, one in rules_for(packs, types) if kind in one.rule.expected_in]


@lru_cache(maxsize=64)
def worded(packs: Packs, types: frozenset[str | None]) -> Rules:
    """Those of them that have patterns, and are not asked before the types are known."""
    return [
        (n, one)
        for n, one in rules_for(packs, types)
        if one.patterns and one.rule.scope != "title" and one.rule.name not in ("contract_title", "contract_type")
    ]


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
