"""A field that a contract gives twice, with two values; both are quoted, and none is called right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

import regex

from models.check_rule import CheckRule
from models.report import Field, Finding
from parser.contract import Contract, clause_at, compiled, in_one_table, named, sentence_at, spans_of
from parser.findings import called, finding, shown
from parser.values.numerals import parse_number

_SHORT = 160
"""Characters of a clause that speaks of one matter."""
_JOINTS = regex.compile(r"[^0-9A-Za-z\p{Han}]+")
_DAYS = re.compile(r"P([0-9]+)D")
_MONTHS = re.compile(r"P([0-9]+)M")
_STOPS = re.compile(r"[,。;\n]")
_CASE = 6
"""Characters of a condition that says more than that something is not done."""
_BEFORE = 32
"""Characters before a price in which it is called the contract's whole, and around a number that is told twice."""


def fields_given_twice(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """One field with two values, where nothing tells them apart: neither `apart` in their clauses, nor `outside` in their
    sentences, nor their objects (but for those of `plain`, which say no more than the contract does), nor that they are
    the cases of one list.

    The periods of `events` run from an event each: of those, two that run from the same one, for the same part of the
    price, are compared; values of `matters` where they are of the same matter, those of `conditions` under the same
    condition, and numbers that are no field where they are `told` of the same thing."""
    apart, outside = compiled(rule.params["apart"]), compiled(rule.params["outside"])
    for name in rule.params["fields"]:
        given = named(contract, name)
        found = [
            f
            for f in (given if len(given) > 1 else ())
            if not any(
                apart.search(_said(contract, s)) or outside.search(contract.text.cut(sentence_at(contract, *s)))
                for s in spans_of([f])
            )
        ]
        plain = [f for f in found if f.object is None or f.object in rule.params["plain"]] or found
        if _apart(plain) and not _cases(contract, plain):
            yield _sides(rule, contract, plain)
    for name, alike in rule.params["alike"].items():
        given = named(contract, name)
        for fields in _by_party(contract, given, alike).values() if len(given) > 1 else ():
            said = {sentence_at(contract, *span) for span in spans_of(fields)}
            if len(said) > 1 and _differ(fields) and not (_cases(contract, fields) or _rows(contract, fields)):
                yield _sides(rule, contract, fields)
    yield from _totals(rule, contract)
    yield from _again(rule, contract)
    for name, events in rule.params["events"].items():
        given = named(contract, name)
        for fields in _by_event(contract, given, events).values() if len(given) > 1 else ():
            if _differ(fields) and not _cases(contract, fields):
                yield _sides(rule, contract, fields)
    for name, matters in rule.params["matters"].items():
        given = named(contract, name)
        for fields in _by_matter(contract, given, matters).values() if len(given) > 1 else ():
            if len({_in_month(f.norm) for f in fields}) > 1 and not _cases(contract, fields):
                yield _sides(rule, contract, fields)
    for name in rule.params["conditions"]:
        given = named(contract, name)
        for fields in _by_condition(rule, contract, given).values() if len(given) > 1 else ():
            if _apart(fields) and not _cases(contract, fields):
                yield _sides(rule, contract, fields)
    yield from _told(rule, contract)


def _totals(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A price that is called the contract's whole (`total`) again, and is another; not where `total_apart` stands."""
    text, prices = contract.text.text, named(contract, "total_price")
    again = [
        v
        for v in contract.values
        if v.kind == "money" and not v.blank and prices and v.norm and v.norm != prices[0].norm and "/" not in v.norm
        if compiled(rule.params["total"]).search(text, max(v.start - _BEFORE, 0), v.start)
    ]
    sides = [*spans_of(prices[:1]), *((v.start, v.end) for v in again)]
    said = " ".join(text[slice(*sentence_at(contract, *side))] for side in sides)
    if again and not compiled(rule.params["total_apart"]).search(said):
        words = "、".join(dict.fromkeys([shown(str(prices[0].norm)), *(shown(str(v.norm)) for v in again)]))
        yield finding(rule, contract, subject="total_price", spans=sides, field=prices[0].title, sides=words)


def _again(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A field of which one value is kept, and that is given again (`again`) as another."""
    text = contract.text.text
    for name, wording in rule.params["again"].items():
        field = next((f for f in named(contract, name) if f.norm and f.evidence), None)
        if field is None:
            continue
        said = {text[slice(*span)]: span for m in compiled(wording).finditer(text) if (span := m.span("value"))}
        other = {word: span for word, span in said.items() if _same(word) != _same(str(field.norm))}
        if other:
            words = "、".join([str(field.norm), *other])
            spans = [*spans_of([field]), *other.values()]
            yield finding(rule, contract, subject=name, spans=spans, field=field.title, sides=words)


def _told(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """What is no field, and is told (`told`) in two numbers of the same thing (`of`, written one way: without `plain`)."""
    text = contract.text.text
    for name, telling in rule.params["told"].items():
        places: dict[str, dict[Decimal, tuple[int, int]]] = {}
        for match in compiled(telling["wording"]).finditer(text):
            said = {group: words for group, words in match.groupdict().items() if words is not None}
            number = parse_number(next(words for group, words in said.items() if group.startswith("value")))
            if number is not None and not compiled(telling["unless"]).search(_part(text, *match.span())):
                of = "".join(sorted(words for group, words in said.items() if group.startswith("of")))
                places.setdefault(_without(telling["plain"], of), {}).setdefault(number, match.span())
        for numbers in places.values():
            if len(numbers) > 1:
                sides = ";".join(
                    f"{called(contract, clause_at(contract, span[0]))}为{number}" for number, span in numbers.items()
                )
                spans = [sentence_at(contract, *span) for span in numbers.values()]
                yield finding(rule, contract, subject=name, spans=spans, field=telling["title"], sides=sides)


def _without(wording: str, said: str) -> str:
    """What is said, without what the wording finds in it."""
    ends = [(0, 0), *(match.span() for match in compiled(wording).finditer(said)), (len(said), len(said))]
    return "".join(said[end:start] for (_, end), (start, _) in pairwise(ends))


def _part(text: str, start: int, end: int) -> str:
    """A place with what its part of the sentence says around it."""
    before, behind = text[max(start - _BEFORE, 0) : start], text[end : end + _BEFORE]
    return f"{_STOPS.split(before)[-1]}{text[start:end]}{_STOPS.split(behind, maxsplit=1)[0]}"


def _by_matter(
    contract: Contract, fields: list[Field], matters: Mapping[str, Any]
) -> dict[tuple[str | None, ...], list[Field]]:
    """Values by whose they are and the matter that their sentence names (`of`); `unless` excuses a sentence."""
    found: dict[tuple[str | None, ...], list[Field]] = {}
    for field in fields:
        said = " ".join(contract.text.cut(sentence_at(contract, *span)) for span in spans_of([field]))
        of = next((name for name, wording in matters["of"].items() if compiled(wording).search(said)), None)
        if of is not None and not compiled(matters["unless"]).search(said):
            found.setdefault((field.role, of), []).append(field)
    return found


def _by_condition(rule: CheckRule, contract: Contract, fields: list[Field]) -> dict[tuple[str, ...], list[Field]]:
    """Values by their unit and what their sentence, or else the clause before them, gives as their condition (`condition`,
    group `case`, without what one may write one way or another: `plain`)."""
    text, params = contract.text.text, rule.params
    found: dict[tuple[str, ...], list[Field]] = {}
    for field in fields:
        for span in spans_of([field]):
            match = compiled(params["condition"]).search(text, sentence_at(contract, *span)[0], span[1])
            case = _without(params["condition_plain"], match["case"]) if match is not None else ""
            if len(case) >= _CASE:
                found.setdefault((str(field.norm).partition("/")[2], case), []).append(field)
    return found


def _in_month(norm: str | None) -> str:
    """P1M as P30D: whoever writes one in one place and the other in another means the same."""
    months = _MONTHS.fullmatch(norm or "")
    return f"P{int(months[1]) * 30}D" if months else str(norm)


def _same(number: str) -> str:
    """A number without what groups its parts, which differs from one writing of it to another."""
    return _JOINTS.sub("", number).upper()


def _by_party(
    contract: Contract, fields: list[Field], alike: Mapping[str, str]
) -> dict[tuple[str | None, ...], list[Field]]:
    """Values by whose they are, what they are of, and their unit (of an amount without a period: its currency, where
    `unit` asks for one). Those of `unit`, each of some matter, where `of` says
    which words for it mean the same; else those of no matter in particular. `unless` excuses a sentence."""
    found: dict[tuple[str | None, ...], list[Field]] = {}
    roles = {field.role for field in fields} - {None}
    only = roles.pop() if len(roles) == 1 else None
    for field in fields:
        norm = str(field.norm)
        unit = norm.partition("/")[2] or (norm.partition(" ")[2] if "unit" in alike else "")
        of = field.object
        said = " ".join(contract.text.cut(sentence_at(contract, *span)) for span in spans_of([field]))
        if not unit or unit != alike.get("unit", unit) or (of is None) is ("of" in alike):
            continue
        if of is not None and (word := compiled(alike["of"]).search(of)) is not None:
            of = f"{of[: word.start()]}/{of[word.end() :]}"
        if not compiled(alike["unless"]).search(said):
            found.setdefault((field.role or only, of, unit), []).append(field)
    return found


def _apart(fields: Sequence[Field]) -> bool:
    """Whether two clauses share no value. Of several that one clause gives, each is of a matter of its own: one that
    another clause gives again contradicts none of them."""
    given: dict[str | None, set[tuple[str | None, str | None]]] = {}
    for field in fields:
        given.setdefault(field.clause, set()).add((_in_hours(field.norm), field.clock))
    return any(one.isdisjoint(other) for one, other in combinations(given.values(), 2))


def _differ(fields: list[Field]) -> bool:
    return len({(_in_hours(f.norm), f.clock) for f in fields}) > 1


def _sides(rule: CheckRule, contract: Contract, fields: list[Field]) -> Finding:
    sides = ";".join(
        f"{called(contract, clause_at(contract, s[0]))}为{shown(str(f.norm))}" for f in fields for s in spans_of([f])
    )
    return finding(
        rule, contract, subject=fields[0].name, spans=spans_of(fields), field=fields[0].title, sides=sides
    )  # fmt: skip


def _by_event(
    contract: Contract, fields: list[Field], events: Mapping[str, Any]
) -> dict[tuple[object, ...], list[Field]]:
    """Periods by the events that each runs from, what it is of, and the part of the price that its sentence names. One
    whose clause does not say who pays is that of the one party that others name."""
    roles = {field.role for field in fields} - {None}
    payer = roles.pop() if len(roles) == 1 else None
    found: dict[tuple[object, ...], list[Field]] = {}
    for field in fields:
        anchor = field.anchor or ""
        of = frozenset(name for name, wording in events["of"].items() if anchor and compiled(wording).search(anchor))
        price = None if field.object in events["whole"] else field.object
        for span in spans_of([field]) if of else ():
            said = contract.text.cut(sentence_at(contract, *span))
            if not compiled(events["apart"]).search(said):
                part = tuple(match.group() for match in compiled(events["part"]).finditer(said))
                found.setdefault((of, price, field.role or payer, part), []).append(field)
    return found


def _in_hours(norm: str | None) -> str | None:
    """P2D as PT48H, which it equals; any other norm as it is."""
    days = _DAYS.fullmatch(norm or "")
    return f"PT{int(days[1]) * 24}H" if days else norm


def _cases(contract: Contract, fields: list[Field]) -> bool:
    """Whether the fields stand in units of one list: 2.4(一) 紧急 …, (二) 一般 …."""
    by_id = contract.lists.clause
    owners = [by_id[field.clause] for field in fields if field.clause is not None and field.clause in by_id]
    return len({clause.parent for clause in owners}) == 1 and all(clause.kind == "item" for clause in owners)


def _rows(contract: Contract, fields: list[Field]) -> bool:
    """Whether the fields stand in the cells of one table, whose rows are of one thing each."""
    return in_one_table(contract, (start for start, _ in spans_of(fields)))


def _said(contract: Contract, span: tuple[int, int]) -> str:
    """The clause of its own that a value stands in, or where that is long its sentence."""
    clause = clause_at(contract, span[0])
    around = clause.span if clause is not None and clause.span[1] - clause.span[0] <= _SHORT else None
    return contract.text.cut(around or sentence_at(contract, *span))
