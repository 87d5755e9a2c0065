"""Values by the words around them: which field a value is, whose, and what tells it apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from models.field_rule import Cue, FieldRule
from models.rule import Packs
from models.value import Value
from parser.context import Around
from parser.field_rules import Compiled, Hit, Rules, Setting, object_of, rules_for
from parser.matching import short
from parser.roles import anchor_of
from parser.sieve import Sieve, words_in

_AND = "、和及"
_COMMAS = re.compile(r"[,，:]")
_PARTS = ("M", "W", "D", "T")
"""Periods of what is due time and again: a month, a week, a day, an occasion. A year's sum may be the price."""
_DAY = 10
"""Characters of a norm that gives a day; a month alone is no date of a contract."""

_REPLACED_BEFORE = re.compile(r"(?:由|从|原)(?:原来?|现)?[^。;,由从原]{0,12}$")
_REPLACED_AFTER = re.compile(
    r"内?(?:/ ?[^\s,。;]{1,4})?(?:统一|相应)?(?:调整|变更|修改|修订|更改|调[减增升高低]|[下上]调|提高|降低|增加|减少|延长|缩短|改)(?:为|至|到|成)"
)
"""What a value stands between that another one takes the place of: 租金由3000元调整为3500元."""

_Tests = tuple[tuple[str, str, bool], ...]
"""What a cue asks for: a side of the value by its name in `Around`, a pattern, and whether it must match there."""


class _Asked(NamedTuple):
    """A cue: its rule and the rule's number, its own, and what it asks for."""

    number: int
    one: Compiled
    rank: int
    tests: _Tests


@dataclass(frozen=True, slots=True, eq=False)
class Cued:
    """The cues for values of one kind, in the order in which they are asked. The sieve knows them by the words that they
    ask for beside the value."""

    cues: Sequence[_Asked]
    sieve: Sieve


def cued(rules: Rules) -> Mapping[str, Cued]:
    """The rules' cues, by the kind of value."""
    by_kind: dict[str, list[_Asked]] = defaultdict(list)
    for number, one in rules:
        for rank, cue in enumerate(one.cues):
            for kind in ("gap",) if cue.slot else one.rule.kinds:
                by_kind[kind].append(_Asked(number, one, rank, _tests(cue)))
    return {
        kind: Cued(cues, Sieve([words_in(_beside(asked.tests)) for asked in cues])) for kind, cues in by_kind.items()
    }


@lru_cache(maxsize=64)
def cued_for(packs: Packs, types: frozenset[str | None]) -> Mapping[str, Cued]:
    """The cues that are asked in a contract of these types."""
    return cued(rules_for(packs, types))


def by_value(values: Sequence[Value], setting: Setting, asked: Mapping[str, Cued]) -> Iterator[Hit]:
    """What the rules call these values, by the words around them."""
    by_kind: dict[str, list[tuple[Value, Around]]] = defaultdict(list)
    listed = _lists(values, setting.text.text)
    for value in values:
        if value.kind in asked and value.clock != "7x24" and (value.blank or value.unclear or _is_given(value)):
            around = setting.places.around(value)
            if value in listed:
                around.after = setting.places.around(listed[value]).after
            if not _is_replaced(around):
                by_kind[value.kind].append((value, around))
    for kind, given in by_kind.items():
        cues = asked[kind].cues
        beside = [f"{_before(value, around)}\n{around.after}" for value, around in given]
        for (value, around), tried in zip(given, asked[kind].sieve.tried(beside), strict=True):
            yield from _called(value, around, [cues[at] for at in tried], setting)


def _called(value: Value, around: Around, cues: Iterable[_Asked], setting: Setting) -> Iterator[Hit]:
    text, roles = setting.text.text, setting.roles
    before, claimed, named = _before(value, around), False, None
    for number, one, rank, tests in cues:
        rule = one.rule
        if number == named or (rule.claims and claimed):
            continue
        if (
            (rule.units and value.kind != "gap" and value.unit not in rule.units)
            or (rule.whole and of_a_part(value))
            or not _holds(tests, before, around)
        ):
            continue
        named, claimed = number, claimed or rule.claims
        whose = value.kind in ("duration", "money", "rate")
        yield Hit(
            rule, (number, rank), quoted(text, value, around), value.start,
            None if value.blank else _norm(rule, value),
            roles.of(around.before, around.after, rule.duty) if whose else None, value.blank, value,
            object_of(one, around.before, around.headings), anchor_of(around.before, around.after, setting.anchors) if value.kind == "duration" else None,
        )  # fmt: skip


def of_a_part(value: Value) -> bool:
    """Whether an amount is the price of one unit, or is due time and again."""
    facts = value.value if value.kind == "money" else None
    return bool(facts and (facts.get("of") or facts.get("per") in _PARTS))


def _is_given(value: Value) -> bool:
    return value.norm is not None and (value.kind != "date" or len(value.norm) == _DAY)


def _lists(values: Sequence[Value], text: str) -> Mapping[Value, Value]:
    """The lengths of time that are members of a list (10日、20日、30日内), each with the last one, behind which stands what
    is said of all."""
    last: dict[Value, Value] = {}
    following: Value | None = None
    for value in reversed([value for value in values if value.kind == "duration"]):
        if following is not None and following.start == value.end + 1 and text[value.end] in _AND:
            last[value] = last.get(following, following)
        following = value
    return last


def _is_replaced(around: Around) -> bool:
    """Whether a value is what held before: it is named only to say what takes its place."""
    return bool(_REPLACED_AFTER.match(around.after) and _REPLACED_BEFORE.search(around.before))


def fits(cues: Iterable[Cue], value: Value, around: Around) -> int | None:
    """The number of the first cue that fits."""
    slot, before = value.kind == "gap", _before(value, around)
    return next(
        (rank for rank, cue in enumerate(cues) if cue.slot is slot and _holds(_tests(cue), before, around)), None
    )


def _before(value: Value, around: Around) -> str:
    """What stands before a value, with the words that are printed in a slot."""
    return around.before + str(value.value["words"]) if value.kind == "gap" and value.value else around.before


def _tests(cue: Cue) -> _Tests:
    every = (
        ("before", cue.before, True),
        ("after", cue.after, True),
        ("headings", cue.heading, True),
        ("lead", cue.lead, True),
        ("sentence", cue.unless, False),
        ("before", cue.unless_before, False),
        ("after", cue.unless_after, False),
        ("headings", cue.unless_heading, False),
    )
    return tuple([(side, pattern, wanted) for side, pattern, wanted in every if pattern])


def _beside(tests: _Tests) -> list[str]:
    """The patterns that must match right before or behind a value."""
    return [pattern for side, pattern, wanted in tests if wanted and side in ("before", "after")]


def _holds(tests: _Tests, before: str, around: Around) -> bool:
    # Patterns are compiled when they are first asked: most packs have more of them than a contract has words for.
    for side, pattern, wanted in tests:
        words = before if side == "before" else getattr(around, side)
        if (short(pattern).search(words) is not None) is not wanted:
            return False
    return True


def quoted(text: str, value: Value, around: Around) -> tuple[int, int]:
    """The part of the sentence between commas that holds the value, with the part before it where that is short."""
    cuts = [around.left, *(m.end() for m in _COMMAS.finditer(text, around.left, value.start))]
    start = cuts[-1]
    if value.start - start < 6 and len(cuts) > 1:
        start = cuts[-2]
    found = _COMMAS.search(text, value.end, around.right)
    return start, found.start() if found else around.right


def _norm(rule: FieldRule, value: Value) -> str | None:
    if value.norm is None or value.kind not in ("money", "rate"):
        return value.norm
    plain, _, per = value.norm.partition("/")
    if rule.per == "drop":
        return plain
    if rule.per == "keep":
        return value.norm
    return f"{plain}/{per or rule.per}"
