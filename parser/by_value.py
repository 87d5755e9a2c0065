"""Values by the words around them: which field a value is, whose, and what tells it apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from models.field_rule import FieldRule
from models.value import Value
from parser.context import Around
from parser.field_rules import Compiled, Hit, Rules, Setting, Side, object_of
from parser.roles import anchor_of

_COMMAS = re.compile(r"[,，:]")
_DAY = 10
"""Characters of a norm that gives a day; a month alone is no date of a contract."""


def by_value(values: Sequence[Value], setting: Setting, rules: Rules) -> Iterator[Hit]:
    """What the rules call these values, by the words around them."""
    text, places, roles = setting.text.text, setting.places, setting.roles
    by_kind: dict[str, list[tuple[int, Compiled]]] = defaultdict(list)
    for number, one in rules:
        for kind in one.rule.kinds:
            by_kind[kind].append((number, one))
        if any(cue.slot for cue in one.cues):
            by_kind["gap"].append((number, one))
    for value in values:
        if value.clock == "7x24" or not (value.blank or _is_given(value)):
            continue
        around = places.around(value)
        claimed = False
        for number, one in by_kind[value.kind]:
            rule = one.rule
            if (rule.claims and claimed) or (rule.units and value.kind != "gap" and value.unit not in rule.units):
                continue
            rank = fits(one.cues, value, around)
            if rank is None:
                continue
            claimed = claimed or rule.claims
            whose = value.kind in ("duration", "money", "rate")
            yield Hit(
                rule, (number, rank), quoted(text, value, around), value.start,
                None if value.blank else _norm(rule, value),
                roles.of(around.before, around.after, rule.duty) if whose else None, value.blank, value,
                object_of(one, around.before, around.headings), anchor_of(around.before, around.after) if value.kind == "duration" else None,
            )  # fmt: skip


def _is_given(value: Value) -> bool:
    return value.norm is not None and (value.kind != "date" or len(value.norm) == _DAY)


def fits(cues: Iterable[Side], value: Value, around: Around) -> int | None:
    """The number of the first cue that fits."""
    slot = value.kind == "gap"
    before = around.before
    if slot and value.value:
        before += str(value.value["words"])
    for rank, side in enumerate(cues):
        if (
            side.slot is slot
            and (side.before is None or side.before.search(before) is not None)
            and (side.after is None or side.after.search(around.after) is not None)
            and (side.heading is None or side.heading.search(around.headings) is not None)
            and (side.lead is None or side.lead.search(around.lead) is not None)
            and (side.unless is None or side.unless.search(around.sentence) is None)
            and (side.unless_before is None or side.unless_before.search(before) is None)
            and (side.unless_after is None or side.unless_after.search(around.after) is None)
            and (side.unless_heading is None or side.unless_heading.search(around.headings) is None)
        ):
            return rank
    return None


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
