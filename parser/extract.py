"""The one matching engine: rules and values in, fields out.

Values are found once, where they stand; each field's rule then says by the words around them which are its own. Text
fields are found by their wording. Of the rules that claim, the first that fits a value has it; the others add names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.field_rule import Cue, FieldRule
from models.report import Clause, Field
from models.rule import Outline, Packs
from models.text import NormalText
from models.value import Value
from parser.by_value import by_value, cued_for, fits, quoted
from parser.by_wording import matches
from parser.context import Places
from parser.field_rules import Compiled, Hit, Rules, Setting, expected, opening, rules_for, worded
from parser.matching import short
from parser.options import NONE, Options
from parser.parties import Party, head_end
from parser.roles import Roles
from parser.unreadable import judge, spelled_out, unclear

_HEAD = 3000
"""Characters at the beginning of a text in which a field with the scope `head` is looked for, at most."""


def extract(
    text: NormalText,
    clauses: Sequence[Clause],
    values: Sequence[Value],
    parties: Sequence[Party],
    packs: Packs,
    *,
    options: Options = NONE,
) -> tuple[Field, ...]:
    """Every field the rules name, in reading order: found, blank, unreadable or absent; nothing of the `options` that are
    not chosen."""
    setting = set_up(text, clauses, values, parties, packs, options=options)
    kept = told_apart(
        [
            *setting.named,
            *_by_wording(setting, worded(packs, setting.types)),
            *by_value(setting.values, setting, cued_for(packs, setting.types)),
        ],
        setting.places,
    )
    fields = tuple(field_of(text, hit, setting.places) for hit in kept)
    if text.scanned:
        spans = [_value_span(text.text, hit) for hit in kept]
        fields = judge(text, list(zip(fields, spans, strict=True)), values)
    return (*fields, *_absent(text, values, packs, fields, setting))


def set_up(
    text: NormalText,
    clauses: Sequence[Clause],
    values: Sequence[Value],
    parties: Sequence[Party],
    packs: Packs,
    *,
    options: Options = NONE,
) -> Setting:
    """Find title, parties and type, which say where the other rules look, and which of them are asked."""
    places = Places(text, clauses)
    rules = opening(packs)
    titles = [hit for number, one in rules.title for hit in matches(text.text, number, one, (0, len(text.text)))]
    title = _without_firm(text.text, titles[0].span, packs.outline) if titles else (0, 0)
    head = min(head_end(clauses, packs), _HEAD)
    named = [*titles, *_typed(text.text, rules.type, title, head), *presented(parties, rules.parties)]
    types = frozenset(hit.norm for hit in told_apart(named, places) if hit.rule.name == "contract_type")
    return Setting(
        text=text,
        values=values,
        options=options,
        places=places,
        parties=parties,
        roles=Roles(parties, packs),
        anchors=packs.anchors,
        types=types,
        rules=rules_for(packs, types),
        title=title,
        head=head,
        named=named,
    )


def _without_firm(text: str, title: tuple[int, int], outline: Outline) -> tuple[int, int]:
    """A title without the firm that stands before it, whose trade is not what the contract is about: 青石物流有限公司|软件开发合同."""
    firm = short(outline.title_firm).match(text, *title)
    return (firm.end(), title[1]) if firm else title


def _typed(text: str, rules: Rules, title: tuple[int, int], head: int) -> Iterator[Hit]:
    """What the words of the contract's title say (its type), and where those say nothing what its head does."""
    for number, one in rules:
        yield from matches(text, number, one, title if one.rule.scope == "title" else (0, head))


def presented(parties: Sequence[Party], rules: Rules) -> Iterator[Hit]:
    """What the presentation of each party says: its name, its part, what it is called."""
    untold = {party.role for party in parties if party.name is None and party.region != "signature"}
    for number, one in rules:
        for party in parties if one.rule.part else ():
            if one.rule.part == "name" and party.name is not None and (party.name or party.role not in untold):
                yield Hit(one.rule, (number, 0), party.span, party.at, party.name or None, party.role, not party.name)
            elif one.rule.part == "kind" and party.kind:
                yield Hit(one.rule, (number, 0), party.span, party.span[0], party.kind, party.role, blank=False)
            elif one.rule.part == "alias" and party.alias:
                word, span = party.alias
                yield Hit(one.rule, (number, 0), span, span[0], word, party.role, blank=False)


def _by_wording(setting: Setting, rules: Rules) -> Iterator[Hit]:
    text = setting.text.text
    for number, one in rules:
        if any(wording.pattern.can_stand(text) for wording in one.patterns):
            for span, role in regions(one.rule, setting):
                yield from matches(text, number, one, span, role, starts=setting.places.starts, options=setting.options)


def regions(rule: FieldRule, setting: Setting) -> Iterator[tuple[tuple[int, int], str | None]]:
    """Where a rule's patterns are looked for, and whose role a match there has."""
    if rule.scope == "party":
        yield from ((block, party.role) for party in setting.parties for block in party.blocks)
    elif rule.scope == "title":
        yield setting.title, None
    else:
        yield (0, setting.head if rule.scope == "head" else len(setting.text.text)), None


def told_apart(hits: Sequence[Hit], places: Places) -> list[Hit]:
    """One of each name, role, norm, object and clause, in reading order; a blank only where the name has no value."""

    owners = [(hit.rule.name, hit.role if hit.rule.scope == "party" or hit.rule.part else None) for hit in hits]
    filled = {owner for owner, hit in zip(owners, hits, strict=True) if not hit.blank}
    best: dict[tuple[str, str | None], tuple[int, int]] = {}
    for owner, hit in zip(owners, hits, strict=True):
        if hit.rule.first and hit.blank is not (owner in filled):
            best[owner] = min(best.get(owner, hit.rank), hit.rank)
    seen: set[object] = set()
    kept: list[Hit] = []
    for owner, hit in sorted(zip(owners, hits, strict=True), key=lambda pair: (pair[1].at, pair[1].rank)):
        if hit.blank and owner in filled:
            continue
        if hit.rule.first and hit.rank != best[owner]:
            continue
        clause = places.clause(hit.at)
        key: object = owner if hit.rule.first or hit.blank else (
            hit.rule.name, hit.role, hit.norm, hit.object, hit.value.clock if hit.value else None,
            clause.id if clause else None,
        )  # fmt: skip
        if key not in seen:
            seen.add(key)
            kept.append(hit)
    return kept


def field_of(text: NormalText, hit: Hit, places: Places) -> Field:
    """The field that a hit is; unreadable where its value cannot be told."""
    clause = places.clause(hit.at)
    value = hit.value
    field = Field(
        name=hit.rule.name,
        title=hit.rule.title,
        role=hit.role,
        object=hit.object,
        status="blank" if hit.blank else "found",
        norm=hit.norm,
        value=value.value if value is not None else hit.norm,
        unit=value.unit if value is not None else None,
        qualifier=value.qualifier if value is not None else None,
        clock=value.clock if value is not None else None,
        anchor=hit.anchor,
        clause=clause.id if clause is not None else None,
        rule=hit.rule.name,
        confidence=0.9 if value is None else 0.8,
        evidence=(text.evidence(_within(hit, clause, places)),),
    )
    return unclear(text, field, value) if value is not None and value.unclear else field


def _within(hit: Hit, clause: Clause | None, places: Places) -> tuple[int, int]:
    """What is quoted of a hit: nothing of the clauses around its own, from which run-on text parts it by no mark."""
    start, end = hit.span
    if clause is not None:
        start = max(start, clause.span[0])
    if hit.value is not None:
        after = bisect_left(places.starts, hit.value.end)
        end = min(end, places.starts[after]) if after < len(places.starts) else end
    return start, end


def _value_span(text: str, hit: Hit) -> tuple[int, int] | None:
    """Where the value itself stands; None where its norm is the rule's word for it."""
    if hit.value is not None:
        return hit.value.start, hit.value.end
    return spelled_out(text, hit.at, hit.norm or "")


def _absent(
    text: NormalText, values: Sequence[Value], packs: Packs, fields: Sequence[Field], setting: Setting
) -> Iterator[Field]:
    """Fields that a contract of this type is asked for, and that are not in it: what was searched, and what is near."""
    kind = next((field.norm for field in fields if field.name == "contract_type"), None)
    known = {field.name for field in fields}
    searched = tuple([clause.id for clause in setting.places.clauses])
    for one in expected(packs, setting.types, kind):
        rule = one.rule
        if rule.name not in known:
            known.add(rule.name)
            nearest = text.evidence(_nearest(values, one, setting.places))
            yield Field(
                name=rule.name, title=rule.title, role=None, object=None, status="absent", norm=None, value=None,
                unit=None, qualifier=None, clock=None, anchor=None, clause=None, rule=rule.name, confidence=0.7,
                evidence=(replace(nearest, searched=searched),),
            )  # fmt: skip


def _nearest(values: Sequence[Value], one: Compiled, places: Places) -> tuple[int, int]:
    """What comes closest to an absent field: a value that only an `unless` keeps out, else the clause under whose
    heading it belongs, else where the search began."""
    sides = [
        Cue(before=cue.before, after=cue.after, heading=cue.heading, lead=cue.lead, slot=cue.slot)
        for cue in one.cues
        if cue.before or cue.after
    ]
    for value in values:
        if value.kind in one.rule.kinds:
            around = places.around(value)
            if fits(sides, value, around) is not None:
                return quoted(places.text, value, around)
    headings = [short(cue.heading) for cue in one.cues if cue.heading]
    printed = [clause for clause in places.clauses if clause.evidence]
    under = [clause for clause in printed if any(heading.search(clause.heading) for heading in headings)]
    nearest = (under or printed)[0]
    line = places.text.find("\n", *nearest.span)
    return nearest.span[0], line if line >= 0 else nearest.span[1]
