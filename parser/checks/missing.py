"""What a contract of its type should hold, and does not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, islice

import regex

from models.check_rule import CheckRule
from models.report import Clause, Finding
from parser.contract import Contract, clause_at, compiled, holds, named, sentence_at
from parser.facts import title
from parser.findings import finding

Span = tuple[int, int]

_MOST_IDLE = 32
"""Places of a wording that are gone through for one that says something."""
_SLOTS = "_【:"
"""What leaves room in a heading for what is said under it."""
_MOST_PLACES = 8
"""Places of a wording that are gone through for one in a numbered clause."""


def missing(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Neither `pattern` (but in a party's name, or in a heading that nothing stands under) nor a field of `fields` stands anywhere, though the contract asks for one of them; nor a field that
    `type_fields` gives for the contract's type.

    It asks for it where all that is given holds: `title` matches its title, `asked` its text, and `unless` nothing;
    `needs` matches the sentence that makes it necessary, which is then quoted. Else the nearest candidate is quoted:
    what `near` matches, or the first clause on a topic of `near_topics`. Facts: the names in the parameter `facts`, each
    where its pattern stands in the text.
    """
    by_type: dict[str, list[str]] = rule.params.get("type_fields", {})
    if _given(contract, [*rule.params.get("fields", ()), *chain(*(by_type.get(kind, ()) for kind in contract.types))]):
        return
    cause = _cause(rule, contract)
    if cause is None or ("pattern" in rule.params and _stands(contract, rule.params["pattern"])):
        return
    spans = cause or _nearest(rule, contract)
    yield finding(rule, contract, spans=spans, searched=contract.clauses, facts=_facts(rule, contract))


def missing_groups(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Each of `groups` (name: pattern) must stand somewhere; where `least` of them do not, they are listed.

    It is asked for as in `missing`, a group of `when` only where the facts given there hold. A group counts as there also
    by a field that `group_fields` gives for it. More than `most` that are lacking are no finding: the text is then no
    contract of the kind. Facts are those of `missing`.
    """
    cause = _cause(rule, contract)
    if cause is None:
        return
    by_field: dict[str, list[str]] = rule.params.get("group_fields", {})
    when: dict[str, list[str]] = rule.params.get("when", {})
    lost = [
        name
        for name, pattern in rule.params["groups"].items()
        if holds(contract, when.get(name, ()))
        and not _given(contract, by_field.get(name, ()))
        and not _stands(contract, pattern)
    ]
    if int(rule.params.get("least", 1)) <= len(lost) <= int(rule.params.get("most", len(lost))):
        spans = cause or _nearest(rule, contract)
        yield finding(
            rule, contract, spans=spans, searched=contract.clauses, facts=_facts(rule, contract), list="、".join(lost)
        )


def _stands(contract: Contract, wording: str) -> bool:
    """Whether a wording stands somewhere where it says something."""
    places = islice(compiled(wording).finditer(contract.text.text), _MOST_IDLE)
    return any(not _idle(contract, *place.span()) for place in places)


def _idle(contract: Contract, start: int, end: int) -> bool:
    """Whether a span says nothing: it is part of a party's name, or of a heading that nothing stands under."""
    if any(_within(party.name, contract.text.text, start, end) for party in contract.parties if party.name):
        return True
    at = bisect_right(contract.starts, start) - 1
    if at < 0 or not contract.clauses[at].heading:
        return False
    clause, below = contract.clauses[at], contract.clauses[at + 1 : at + 2]
    return (
        clause.kind == "article"
        and not clause.text.strip()
        and not any(mark in contract.text.cut(clause.span) for mark in _SLOTS)
        and end <= clause.span[1]
        and all(next_.label and next_.parent != clause.id for next_ in below)
    )


def _within(name: str, text: str, start: int, end: int) -> bool:
    """Whether a span is part of a place where a name stands."""
    at = text.find(name, max(end - len(name), 0), start + len(name))
    return -1 < at <= start


def _facts(rule: CheckRule, contract: Contract) -> list[str]:
    text = contract.text.text
    return [name for name, pattern in rule.params.get("facts", {}).items() if compiled(pattern).search(text)]


def _cause(rule: CheckRule, contract: Contract) -> list[Span] | None:
    """The sentence that makes the clause necessary, none where nothing but its type does; None: not asked for."""
    text, params = contract.text.text, rule.params
    if "title" in params and not compiled(params["title"]).search(title(contract)):
        return None
    if "asked" in params and not compiled(params["asked"]).search(text):
        return None
    found = _found(contract, params["needs"]) if "needs" in params else None
    if "needs" in params and found is None:
        return None
    if "unless" in params and compiled(params["unless"]).search(text):
        return None
    return [sentence_at(contract, *found.span())] if found else []


def _found(contract: Contract, wording: str) -> regex.Match[str] | None:
    """The first place of a wording in a numbered clause, or else the first: what stands before the clauses tells of the
    parties and their dealings."""
    first = None
    for place in islice(compiled(wording).finditer(contract.text.text), _MOST_PLACES):
        clause = clause_at(contract, place.start())
        if clause is not None and clause.label:
            return place
        first = first or place
    return first


def _given(contract: Contract, fields: Sequence[str]) -> bool:
    return any(
        named(contract, name) or named(contract, name, "blank") or named(contract, name, "unreadable")
        for name in fields
    )


def _nearest(rule: CheckRule, contract: Contract) -> list[Span]:
    near = rule.params.get("near")
    found = compiled(near).search(contract.text.text) if near else None
    if found is not None:
        return [sentence_at(contract, *found.span())]
    topics: Sequence[str] = rule.params.get("near_topics", ())
    clause = next((c for topic in topics for c in contract.clauses if topic in c.topics), None)
    return [_opening(contract, clause)] if clause is not None else []


def _opening(contract: Contract, clause: Clause) -> Span:
    """A clause's heading, or its first sentence where it has none."""
    start = clause.span[0]
    return start, min(sentence_at(contract, start, start + 1)[1], clause.span[1])
