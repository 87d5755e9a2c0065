"""Every rule's examples, through the whole walk: what must match does, and what must not does not."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from models.catalogue import Failure, Trial
from models.check_rule import CheckRule
from models.fact import FactRule
from models.field_rule import Example, FieldRule
from models.phrase import Phrase
from models.report import Field
from models.rule import Packs, RuleKind, Topic
from parser.pipeline import parse, walk

_PADDING = "\n第九条 其他\n双方应当本着诚实信用的原则全面履行各自的义务,未尽事项另行商定。"
"""Behind a field's example, so that a single sentence is long enough to be read as a contract."""


def trials(packs: Packs, *, pack: str | None = None) -> Iterator[Trial]:
    """Try the rules of all packs, or of the one called `pack`."""
    for phrase in packs.phrases:
        yield from _tried(packs, "phrase", phrase.id, pack, _phrase(phrase))
    for topic in packs.topics:
        yield from _tried(packs, "topic", topic.id, pack, _topic(topic))
    for field in packs.fields:
        yield from _tried(packs, "field", field.name, pack, _field(packs, field))
    for fact in packs.facts:
        yield from _tried(packs, "fact", fact.id, pack, _fact(packs, fact))
    for name in dict.fromkeys(rule.id for rule in packs.deadlines):
        yield from _tried(packs, "deadline", name, pack, _deadline(packs, name))
    for check in packs.checks:
        kind: RuleKind = "playbook" if ("playbook", check.id) in packs.origins else "check"
        yield from _tried(packs, kind, check.id, pack, _check(packs, check))


Outcome = tuple[str, str, str]
"""An example's text, what was wanted of it, and what came of it: the same where it does what it should."""


def _tried(packs: Packs, kind: RuleKind, name: str, pack: str | None, outcomes: Iterator[Outcome]) -> Iterator[Trial]:
    origin = packs.origins[kind, name]
    if pack is not None and origin.pack != pack:
        return
    tried = list(outcomes)
    failures = (Failure(kind, name, origin, text, wanted, got) for text, wanted, got in tried if wanted != got)
    yield Trial(kind, name, len(tried), tuple(failures))


def _phrase(phrase: Phrase) -> Iterator[Outcome]:
    ways = [regex.compile(way, regex.MULTILINE) for way in phrase.ways]
    for texts, wanted in ((phrase.examples, "stands"), (phrase.others, "does not stand")):
        for text in texts:
            yield text, wanted, "stands" if any(way.search(text) for way in ways) else "does not stand"


def _topic(topic: Topic) -> Iterator[Outcome]:
    heading = regex.compile(topic.heading)
    for text in topic.examples:
        yield text, "matches", "matches" if heading.search(text) else "does not match"
    for text in topic.others:
        yield text, "does not match", "matches" if heading.search(text) else "does not match"


def _field(packs: Packs, rule: FieldRule) -> Iterator[Outcome]:
    for example in rule.examples:
        report = parse((example.text + _PADDING).encode(), name="example.txt", packs=packs)
        found = [f for f in report.fields if f.name == rule.name and f.status != "absent"]
        wanted = "not found" if example.norm is None else example.norm
        yield example.text, wanted, _came(example, found)


def _came(example: Example, found: list[Field]) -> str:
    said = ["blank" if field.status == "blank" else str(field.norm) for field in found]
    if example.norm == "blank":
        return "blank" if said[:1] == ["blank"] else ", ".join(said) or "not found"
    return example.norm if example.norm in said else ", ".join(said) or "not found"


def _fact(packs: Packs, rule: FactRule) -> Iterator[Outcome]:
    for texts, wanted in ((rule.hit, "holds"), (rule.miss, "does not hold")):
        for text in texts:
            known = walk(text.encode(), name="example.txt", packs=packs).contract.facts
            yield text, wanted, "holds" if rule.id in known else "does not hold"


def _deadline(packs: Packs, name: str) -> Iterator[Outcome]:
    from deadlines import deadlines_of

    for example in (example for rule in packs.deadlines if rule.id == name for example in rule.examples):
        report = parse((example.text + _PADDING).encode(), name="example.txt", packs=packs)
        found = [one for one in deadlines_of(report, packs) if one.rule == name]
        wanted = str(example.date or example.formula or "no deadline")
        said = [one.formula if example.formula else one.date or one.formula for one in found]
        yield example.text, wanted, wanted if wanted in said else ", ".join(said) or "no deadline"


def _check(packs: Packs, rule: CheckRule) -> Iterator[Outcome]:
    side = next((side for side in rule.sides if side != "*"), "甲方") if rule.sides else None
    for texts, wanted in ((rule.hit, "fires"), (rule.miss, "does not fire")):
        for text in texts:
            report = parse(text.encode(), name="example.txt", packs=packs, side=side)
            fires = any(finding.check == rule.id for finding in report.findings)
            yield text, wanted, "fires" if fires else "does not fire"
