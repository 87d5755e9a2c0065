"""A quantity that is no field, or that a field does not find, told twice of one thing with two values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from models.check_rule import CheckRule
from models.report import Finding
from models.value import Value
from parser.contract import Contract, clause_at, compiled, in_one_table, places_of, sentence_at
from parser.findings import called, finding
from parser.matching import short
from parser.values.numerals import parse_number

_SIDES = 2
"""Values that are two sides of one; three or more are of as many things."""
_REACH = 40
"""Characters before and behind a value that say what it is of."""
_PARTS = re.compile(r"[,。;:\n]")
_LEAD = regex.compile(r"\p{Han}*$")
_LENGTH = re.compile(r"P([0-9]+)([DM])")
_YEAR = 365
_EXACT = (None, "le")
"""「30日内」 and 「30日」 may be two writings of one period; a least and a value are none."""
_OTHER = regex.compile(r"[^\p{Han}A-Z]+")


@dataclass(frozen=True, slots=True)
class _Told:
    """A value and what tells it: `of` are the words that say what it is of, `begin` is where they begin."""

    value: Value
    begin: int
    end: int
    of: tuple[str, ...]


def quantities(rule: CheckRule, contract: Contract, known: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """Each of `quantities` by what it is of, where two paragraphs give it two values of its `kind`.

    One of its `ways` says what stands right `before` a value (or `far` before it, up to there), and right `after` it. What
    it is of are their groups `of…` (words of one of `same` for each other), and what stands before these, behind the last
    of `joints` and without `plain_words`; of one that says so (`part`), all that its part of the sentence says without
    these. One that is `counted` is a number and a measure (`of`).

    Not of values that stand at a place which is `known`, nor where `unless` stands in the sentence, or `beside` in its
    part. Where `apart` finds other words in the sentence than in the other's, they are told of two things, and so are three
    values or more, the units of one list and the rows of one table."""
    by_kind: dict[str, list[Value]] = defaultdict(list)
    for value in contract.values:
        if value.norm and value.qualifier in _EXACT:
            by_kind[value.kind].append(value)
    for name, telling in rule.params["quantities"].items():
        values: Sequence[Value] = by_kind[telling["kind"]]
        if "words" in telling:
            values = _near(values, places_of(contract, telling["words"]))
        told: Iterable[_Told] = ()
        if "counted" in telling:
            told = _counted(telling, contract.text.text)
        elif len(values) >= _SIDES:
            told = _tellings(telling, contract.text.text, values)
        by: dict[tuple[str, ...], list[_Told]] = {}
        for one in told:
            by.setdefault(one.of, []).append(one)
        for given in by.values():
            sides = _two_sides(rule, telling, contract, given) if _open(given, known) else ()
            if sides:
                yield finding(
                    rule, contract, subject=name, field=telling["title"],
                    spans=[sentence_at(contract, one.begin, one.end) for one in sides],
                    sides=";".join(
                        f"{called(contract, clause_at(contract, one.begin))}为"
                        f"{contract.text.text[one.value.start : one.value.end]}"
                        for one in sides
                    ),
                )  # fmt: skip


def _open(given: Sequence[_Told], known: Sequence[tuple[int, int]]) -> bool:
    """Whether these give two values, of which a field has not told."""
    told = all(any(start <= one.value.start < end for start, end in known) for one in given)
    return not told and len({_plain_norm(one.value) for one in given}) > 1


def _plain_norm(value: Value) -> str:
    """The norm, of a period in hours: whoever writes one month, 30 days or 720 hours means the same, and so with a year."""
    length = _LENGTH.fullmatch(str(value.norm))
    if length is None:
        return str(value.norm)
    number = int(length[1])
    days = number * 30 if length[2] == "M" else number // _YEAR * 360 if number % _YEAR == 0 else number
    return f"PT{days * 24}H"


def _near(values: Sequence[Value], places: Sequence[int]) -> Sequence[Value]:
    """The values that have one of the places near them."""
    if not places:
        return ()
    found: list[Value] = []
    for value in values:
        at = bisect_left(places, value.start - _REACH)
        if at < len(places) and places[at] < value.end + _REACH:
            found.append(value)
    return found


def _tellings(telling: Mapping[str, Any], text: str, values: Sequence[Value]) -> Iterator[_Told]:
    """The values that one of the ways tells."""
    same = telling.get("same", {})
    ways = [
        (
            short(f"(?r){way['before']}").match
            if "before" in way
            else short(rf"(?:{way['far']})\Z").search
            if "far" in way
            else None,
            short(way["after"]).match if "after" in way else None,
        )
        for way in telling["ways"].values()
    ]
    for value in values:
        begin, end = value.start, value.end
        for before, after in ways:
            ahead = behind = None
            if before is not None and (ahead := before(text, begin - _REACH if begin > _REACH else 0, begin)) is None:
                continue
            if after is not None and (behind := after(text, end, end + _REACH)) is None:
                continue
            said = [match.groupdict() for match in (ahead, behind) if match is not None]
            of = {name: words for one in said for name, words in one.items() if words is not None}
            yield _Told(
                value,
                ahead.start() if ahead is not None else value.start,
                behind.end() if behind is not None else value.end,
                tuple(_class(same, of[name]) for name in sorted(of)),
            )
            break


def _counted(telling: Mapping[str, Any], text: str) -> Iterator[_Told]:
    """The numbers of things that are counted."""
    for match in compiled(telling["counted"]).finditer(text):
        number = parse_number(match["value"])
        if number is not None:
            value = Value("number", *match.span(), f"{number:f}")
            yield _Told(value, *match.span(), (_class(telling.get("same", {}), match["of"]),))


def _class(same: Mapping[str, str], words: str) -> str:
    return next((name for name, wording in same.items() if short(wording).search(words)), words)


def _two_sides(
    rule: CheckRule, telling: Mapping[str, Any], contract: Contract, told: Sequence[_Told]
) -> Sequence[_Told]:
    """The two sides that the same is told on."""
    by: dict[str, list[_Told]] = {}
    for one in told:
        about = _about(rule, telling, contract, one)
        if about is not None:
            by.setdefault(about, []).append(one)
    for given in by.values():
        first = {_plain_norm(one.value): one for one in reversed(given)}
        sides = sorted(first.values(), key=lambda one: one.begin)
        if len(sides) == _SIDES and "\n" in contract.text.text[sides[0].end : sides[1].begin]:
            apart = {_words(rule.params["quantities_apart"], contract, one) for one in given}
            if len(apart) == 1 and not _listed(contract, sides):
                return sides
    return ()


def _about(rule: CheckRule, telling: Mapping[str, Any], contract: Contract, told: _Told) -> str | None:
    """What a quantity is of, beside the words of its way; None where something excuses it."""
    text, params = contract.text.text, rule.params
    start, end = sentence_at(contract, told.begin, told.end)
    if compiled(telling.get("unless", params["quantities_unless"])).search(text, start, end):
        return None
    before = _PARTS.split(text[max(told.begin - _REACH, start) : told.begin])[-1]
    behind = _PARTS.split(text[told.end : min(told.end + _REACH, end)], maxsplit=1)[0]
    part = f"{before}{text[told.begin : told.end]}{behind}"
    if short(telling.get("beside", params["quantities_beside"])).search(part):
        return None
    if telling.get("part"):
        around = f"{before}{text[told.begin : told.value.start]},{text[told.value.end : told.end]}{behind}"
        return "".join(sorted(set(_bare(params["plain_words"], around))))
    named = told.begin < told.value.start
    about = _bare(params["plain_words"], _name(params["joints"], before)) if named else ""
    return about if about or telling["kind"] != "money" or len("".join(told.of)) > 1 else None


def _name(joints: str, before: str) -> str:
    """What ends a part of a sentence, behind its last joint."""
    found = _LEAD.search(before)
    lead = found.group() if found is not None else ""
    return lead[max([match.end() for match in short(joints).finditer(lead)], default=0) :]


def _bare(plain: str, said: str) -> str:
    return _OTHER.sub("", short(plain).sub("", said))


def _words(wording: str, contract: Contract, told: _Told) -> frozenset[str]:
    sentence = contract.text.cut(sentence_at(contract, told.begin, told.end))
    return frozenset(match.group() for match in short(wording).finditer(sentence))


def _listed(contract: Contract, sides: Sequence[_Told]) -> bool:
    """Whether both stand in units of one list, or in cells of one table."""
    clauses = [clause_at(contract, one.begin) for one in sides]
    items = all(clause is not None and clause.kind == "item" for clause in clauses)
    return (items and len({clause and clause.parent for clause in clauses}) == 1) or in_one_table(
        contract, (one.begin for one in sides)
    )
