"""What rules there are, as a list to look through."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from models.catalogue import Row
from models.rule import Packs, RuleKind


def rows(packs: Packs, *, kind: str | None = None, type_: str | None = None, pack: str | None = None) -> Iterator[Row]:
    """The rules in the order in which they are used, those only that `kind`, contract type and `pack` leave.

    `kind` is phrase, field, check, playbook, topic, fact, deadline, event or law, or the kind of a check's findings (missing, conflict ...).
    """
    for row in _all(packs):
        by_kind = kind is None or kind in (row.kind, row.about)
        by_type = type_ is None or not row.types or type_ in row.types
        if by_kind and by_type and (pack is None or row.origin.pack == pack):
            yield row


def _all(packs: Packs) -> Iterator[Row]:
    for check in packs.checks:
        kind: RuleKind = "playbook" if ("playbook", check.id) in packs.origins else "check"
        origin = packs.origins[kind, check.id]
        yield Row(kind, check.id, check.title, check.kind, check.severity, check.types, origin, (check,))
    for name in dict.fromkeys(field.name for field in packs.fields):
        entries = tuple(field for field in packs.fields if field.name == name)
        kinds = "/".join(dict.fromkeys(k for entry in entries for k in entry.kinds or ("text",)))
        yield Row("field", name, entries[0].title, kinds, "", (), packs.origins["field", name], entries)
    for phrase in packs.phrases:
        yield Row("phrase", phrase.id, phrase.title, "", "", (), packs.origins["phrase", phrase.id], (phrase,))
    for topic in packs.topics:
        yield Row("topic", topic.id, topic.title, "", "", (), packs.origins["topic", topic.id], (topic,))
    for fact in packs.facts:
        yield Row("fact", fact.id, fact.title, "", "", (), packs.origins["fact", fact.id], (fact,))
    for name in dict.fromkeys(rule.id for rule in packs.deadlines):
        deadlines = tuple(rule for rule in packs.deadlines if rule.id == name)
        yield Row("deadline", name, deadlines[0].title, "", "", (), packs.origins["deadline", name], deadlines)
    for event in packs.events:
        yield Row("event", event.id, event.field, "", "", (), packs.origins["event", event.id], (event,))
    for law in packs.laws:
        yield Row("law", law.name, law.replaced_by, law.status, "", (), packs.origins["law", law.name], (law,))


def find(packs: Packs, name: str) -> list[Row]:
    """The rules of that id; a field and a topic may share one."""
    return [row for row in _all(packs) if row.id == name]


def near(packs: Packs, name: str, *, kind: str | None = None) -> list[str]:
    """Ids like one that is unknown."""
    known = dict.fromkeys(row.id for row in rows(packs, kind=kind))
    inside = [other for other in known if name and (name in other or other in name)]
    return list(dict.fromkeys([*get_close_matches(name, known, n=5, cutoff=0.5), *inside]))[:5]
