"""The one matching engine: rules and values in, fields out.

Values are found once, where they stand; each field's rule then says by the words around them which are its own. Text
fields are found by their wording. A value has one name: that of the first rule that claims it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from models.field_rule import Cue, FieldRule
from models.report import Clause, Field
from models.rule import Packs
from models.text import NormalText
from models.value import Value
from parser.values.wording import CLEAN

_STOPS = regex.compile(r"[。;!?\n\t]")
_COMMAS = regex.compile(r"[,，:]")
_LEFT, _RIGHT = 90, 70


@dataclass(frozen=True, slots=True)
class Side:
    """A cue, compiled: None where the rule asks nothing."""

    before: regex.Pattern[str] | None
    after: regex.Pattern[str] | None
    heading: regex.Pattern[str] | None
    unless: regex.Pattern[str] | None
    unless_before: regex.Pattern[str] | None
    unless_after: regex.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Compiled:
    rule: FieldRule
    cues: tuple[Side, ...]
    patterns: tuple[tuple[regex.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A field before it is told apart from others of its name: `span` is the wording that justifies it."""

    rule: FieldRule
    number: int
    span: tuple[int, int]
    at: int
    norm: str | None
    role: str | None
    value: Value | None
    blank: bool


def extract(text: NormalText, clauses: Sequence[Clause], values: Sequence[Value], packs: Packs) -> tuple[Field, ...]:
    """Every field the rules name, in reading order: found, blank, unreadable or absent."""
    rules = _compiled(packs)
    places = _Places(clauses)
    hits = [*_by_wording(text.text, rules), *_by_value(text.text, values, rules, places)]
    hits.sort(key=lambda hit: (hit.at, hit.number))
    kept = _told_apart(hits, places)
    fields = [_field(text, hit, places) for hit in kept]
    return (*fields, *_absent(text, values, rules, fields, places))


@lru_cache(maxsize=8)
def _compiled(packs: Packs) -> tuple[Compiled, ...]:
    return tuple(
        Compiled(
            rule,
            tuple(_side(cue) for cue in rule.cues),
            tuple((regex.compile(p.regex, regex.MULTILINE), p.norm) for p in rule.patterns),
        )
        for rule in packs.fields
    )


def _side(cue: Cue) -> Side:
    sides = (cue.before, cue.after, cue.heading, cue.unless, cue.unless_before, cue.unless_after)
    return Side(*(regex.compile(side) if side else None for side in sides))


class _Places:
    """Which clause holds an offset, and the headings around it."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        ordered = sorted(clauses, key=lambda clause: clause.span[0])
        self.clauses = ordered
        self.starts = [clause.span[0] for clause in ordered]
        self.by_id = {clause.id: clause for clause in clauses}
        self._chains: dict[str, str] = {}

    def at(self, offset: int) -> Clause | None:
        index = bisect_right(self.starts, offset) - 1
        return self.clauses[index] if index >= 0 else None

    def headings(self, clause: Clause | None) -> str:
        if clause is None:
            return ""
        if clause.id not in self._chains:
            parent = self.by_id.get(clause.parent or "")
            self._chains[clause.id] = f"{self.headings(parent)}/{clause.heading}" if parent else clause.heading
        return self._chains[clause.id]


def _by_wording(text: str, rules: Sequence[Compiled]) -> Iterator[Hit]:
    for number, compiled in enumerate(rules):
        for pattern, norm in compiled.patterns:
            for match in pattern.finditer(text):
                groups = match.groupdict()
                role = groups.get("role")
                raw = groups.get("value")
                cleaned = norm or (CLEAN[compiled.rule.clean](raw or ""))
                if cleaned is None:
                    continue
                blank = cleaned == ""
                if blank and groups.get("value") is None and not norm:
                    continue
                at = match.start("value") if raw is not None else match.start()
                yield Hit(compiled.rule, number, match.span(), at, cleaned or None, _role(role), None, blank)
                if compiled.rule.first and not blank:
                    break
            else:
                continue
            break


def _role(role: str | None) -> str | None:
    return "".join(role.split()) if role else None


def _by_value(text: str, values: Sequence[Value], rules: Sequence[Compiled], places: _Places) -> Iterator[Hit]:
    for value in values:
        if value.clock == "7x24" or (value.norm is None and not value.blank):
            continue
        left, right = _around(text, value)
        before, after = text[left : value.start], text[value.end : right]
        headings = places.headings(places.at(value.start))
        for number, compiled in enumerate(rules):
            if value.kind in compiled.rule.kinds and any(
                _fits(side, before, after, headings, text[left:right]) for side in compiled.cues
            ):
                span = _quoted(text, value, left, right)
                norm = None if value.blank else _norm(compiled.rule, value)
                yield Hit(compiled.rule, number, span, value.start, norm, None, value, value.blank)
                break


def _around(text: str, value: Value) -> tuple[int, int]:
    """The sentence a value stands in, as far as a rule looks."""
    floor = max(value.start - _LEFT, 0)
    left = floor
    for stop in _STOPS.finditer(text, floor, value.start):
        left = stop.end()
    found = _STOPS.search(text, value.end, min(value.end + _RIGHT, len(text)))
    return left, found.start() if found else min(value.end + _RIGHT, len(text))


def _fits(side: Side, before: str, after: str, headings: str, sentence: str) -> bool:
    return (
        (side.before is None or side.before.search(before) is not None)
        and (side.after is None or side.after.search(after) is not None)
        and (side.heading is None or side.heading.search(headings) is not None)
        and (side.unless is None or side.unless.search(sentence) is None)
        and (side.unless_before is None or side.unless_before.search(before) is None)
        and (side.unless_after is None or side.unless_after.search(after) is None)
    )


def _quoted(text: str, value: Value, left: int, right: int) -> tuple[int, int]:
    """The part of the sentence between commas that holds the value, with the part before it where that is short."""
    cuts = [left, *(m.end() for m in _COMMAS.finditer(text, left, value.start))]
    start = cuts[-1]
    if value.start - start < 6 and len(cuts) > 1:
        start = cuts[-2]
    found = _COMMAS.search(text, value.end, right)
    return start, found.start() if found else right


def _norm(rule: FieldRule, value: Value) -> str | None:
    if value.norm is None or value.kind not in ("money", "rate"):
        return value.norm
    plain, _, per = value.norm.partition("/")
    if rule.per == "drop":
        return plain
    if rule.per == "keep":
        return value.norm
    return f"{plain}/{per or rule.per}"


def _told_apart(hits: Sequence[Hit], places: _Places) -> list[Hit]:
    """One of each name, role, norm and clause; a blank only where the name has no value."""
    filled = {(hit.rule.name, hit.role) for hit in hits if not hit.blank}
    seen: set[tuple[str, str | None, str | None, str | None]] = set()
    kept: list[Hit] = []
    once: set[str] = set()
    for hit in hits:
        if hit.blank and (hit.rule.name, hit.role) in filled:
            continue
        if hit.rule.first and hit.rule.name in once:
            continue
        clause = places.at(hit.at)
        key = (hit.rule.name, hit.role, hit.norm, None if hit.blank or hit.rule.first or clause is None else clause.id)
        if key in seen:
            continue
        seen.add(key)
        if not hit.blank or hit.rule.first:
            once.add(hit.rule.name)
        kept.append(hit)
    return kept


def _field(text: NormalText, hit: Hit, places: _Places) -> Field:
    clause = places.at(hit.at)
    value = hit.value
    return Field(
        name=hit.rule.name,
        title=hit.rule.title,
        role=hit.role,
        object=None,
        status="blank" if hit.blank else "found",
        norm=hit.norm,
        value=value.value if value is not None else hit.norm,
        unit=value.unit if value is not None else None,
        qualifier=value.qualifier if value is not None else None,
        clock=value.clock if value is not None else None,
        anchor=None,
        clause=clause.id if clause is not None else None,
        rule=hit.rule.name,
        confidence=0.9 if value is None else 0.8,
        evidence=(text.evidence(hit.span),),
    )


def _absent(
    text: NormalText, values: Sequence[Value], rules: Sequence[Compiled], fields: Sequence[Field], places: _Places
) -> Iterator[Field]:
    """Fields that a contract of this type is asked for, and that are not in it: what was searched, and what is near."""
    kind = next((field.norm for field in fields if field.name == "contract_type"), None)
    known = {field.name for field in fields}
    searched = tuple(clause.id for clause in places.clauses)
    for compiled in rules:
        rule = compiled.rule
        if kind in rule.expected_in and rule.name not in known:
            nearest = text.evidence(_nearest(text.text, values, compiled, places))
            yield Field(
                name=rule.name, title=rule.title, role=None, object=None, status="absent", norm=None, value=None,
                unit=None, qualifier=None, clock=None, anchor=None, clause=None, rule=rule.name, confidence=0.7,
                evidence=(nearest.model_copy(update={"searched": searched}),),
            )  # fmt: skip


def _nearest(text: str, values: Sequence[Value], compiled: Compiled, places: _Places) -> tuple[int, int]:
    """What comes closest to an absent field: a value that only an `unless` keeps out, else the clause under whose
    heading it belongs, else where the search began."""
    for value in values:
        if value.kind not in compiled.rule.kinds:
            continue
        left, right = _around(text, value)
        before, after = text[left : value.start], text[value.end : right]
        for side in compiled.cues:
            wide = replace(side, unless=None, unless_before=None, unless_after=None)
            if (side.before or side.after) and _fits(wide, before, after, places.headings(places.at(value.start)), ""):
                return _quoted(text, value, left, right)
    headings = [side.heading for side in compiled.cues if side.heading is not None]
    printed = [clause for clause in places.clauses if clause.evidence]
    under = [clause for clause in printed if any(heading.search(clause.heading) for heading in headings)]
    nearest = (under or printed)[0]
    line = text.find("\n", *nearest.span)
    return nearest.span[0], line if line >= 0 else nearest.span[1]
