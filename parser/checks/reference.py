"""References that lead nowhere, and annexes that are not there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from models.check_rule import CheckRule
from models.report import Clause, Finding, Reference
from parser.contract import Contract, compiled, sentence_at
from parser.findings import finding
from parser.numbering import Node, annex_parts, names_only

Place = tuple[int, int]

_MOST_SUBJECTS = 64
"""References whose subjects are compared: each is looked for in the whole of the clause that it leads to."""
_MOST_NAMES = 12
"""Annexes that a message names."""
_LABELLED = re.compile(r"^\(?[0-9]{1,2}[).、] ?")
_NUMBERED = re.compile(
    r"附[件表录图] ?(?:[〇零一二三四五六七八九十]{1,3}|[0-9]{1,3}|[A-Za-z])(?![〇零一二三四五六七八九十0-9A-Za-z])"
)
_SHOWN = 12
"""Characters of a clause that are quoted behind its label and title."""


def broken(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A reference to an article or a numbered clause of this contract that it does not have, and one that names its
    subject (`subject`, right behind it) where the clause it leads to says nothing of that, by its topic or by the words
    `near` it, and another bears it as its title."""
    chapters = any(clause.kind in ("part", "chapter", "section") for clause in contract.clauses)
    lost = [
        r
        for r in contract.references
        if r.target is None and (r.kind in ("article", "clause") or (r.kind == "chapter" and chapters))
    ]
    spans = [sentence_at(contract, *span) for r in lost if (span := r.evidence[0].span)]
    if spans:
        refs = "、".join(
            dict.fromkeys("".join(contract.text.cut(s).split()) for r in lost if (s := r.evidence[0].span))
        )
        yield finding(rule, contract, spans=list(dict.fromkeys(spans)), refs=refs)
    by_id = contract.lists.clause
    subjects = (
        (place, group, match)
        for place, group in _single(contract.references)
        if (match := compiled(rule.params["subject"]).match(contract.text.text, place[1]))
    )
    for place, group, match in islice(subjects, _MOST_SUBJECTS):
        target = by_id.get(group.target or "")
        if target is None:
            continue
        other = _meant(contract, target, match["subject"], by_id, rule.params["near"])
        if other is not None:
            yield finding(
                rule, contract, spans=[sentence_at(contract, *place), _opening(target), _opening(other)],
                facts=("ref:other_subject",), refs=contract.text.cut(place), subject=group.target,
                about=match["subject"], heading=target.heading or target.text[:_SHOWN], other=f"{other.label}{other.heading}",
            )  # fmt: skip


def _single(references: Sequence[Reference]) -> Iterator[tuple[tuple[int, int], Reference]]:
    """Those to one article or clause; a list (第三、五条) names no subject of one of them."""
    places = Counter(r.evidence[0].span for r in references)
    for r in references:
        place = r.evidence[0].span
        if place is not None and places[place] == 1 and r.kind in ("article", "clause"):
            yield place, r


def _meant(
    contract: Contract, target: Clause, subject: str, by_id: Mapping[str, Clause], near: Mapping[str, str]
) -> Clause | None:
    """The clause that bears the subject in its title, where the target, and what it stands under, says nothing of it."""
    topics = {topic.id: compiled(topic.heading) for topic in contract.packs.topics}
    on = {name for name, heading in topics.items() if heading.search(subject)}
    said = contract.text.cut(target.span)
    above = target
    while above.parent is not None:
        above = by_id[above.parent]
        said += above.heading
    if not on or subject in said or not on.isdisjoint(target.topics) or any(topics[name].search(said) for name in on):
        return None
    if any(compiled(near[name]).search(said) for name in on if name in near):
        return None
    return next(
        (
            clause
            for clause in contract.clauses
            if clause.label and clause.kind != "annex" and any(topics[name].search(clause.heading) for name in on)
        ),
        None,
    )


def _opening(clause: Clause) -> tuple[int, int]:
    start = clause.span[0]
    return start, min(start + len(clause.label) + len(clause.heading) + _SHOWN, clause.span[1])


def annexes(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Annexes that the text names and that do not follow it. `cue` finds those that have no number, and a list of them
    under a line 附件: or under a clause of that title names others. `lead` is what stands before the first name of a list, and
    `behind` finds the name of what is said to follow, “抵押物清单”(附后)."""
    text = contract.text.text
    named = [
        span for r in contract.references if r.kind == "annex" and r.target is None and (span := r.evidence[0].span)
    ]
    if not any(r.kind == "annex" and r.target is not None for r in contract.references):
        named += [
            match.span()
            for match in compiled(rule.params["cue"]).finditer(text)
            if not _follows(contract, match.span())
        ]
        named = named or list(_listed(contract))
    named += _titled(contract, rule.params["titles"], rule.params["listing"])
    spans, names = [], []
    lead, behind = compiled(rule.params["lead"]), compiled(rule.params["behind"])
    for place in sorted(named):
        start, end = sentence_at(contract, *place)
        if compiled(rule.params["unless"]).search(text, start, end):
            continue
        spans.append((start, end))
        name = text[slice(*place)].strip()
        led = lead.match(name)
        said = behind.search(text, start, place[1]) if behind.can_stand_in(text, (start, place[1])) else None
        names.append(said["name"] if said else _LABELLED.sub("", name[led.end() if led else 0 :].rstrip(";。")))
    if spans:
        yield finding(
            rule, contract, spans=list(dict.fromkeys(spans))[:16], list=_told(names),
            searched=[c for c in contract.clauses if c.kind in ("annex", "signature")],
        )  # fmt: skip


def _told(names: Sequence[str]) -> str:
    """Each annex once, in the order of the first mentions, by the fullest of its names; of many the first."""
    fullest: dict[str, str] = {}
    for name in names:
        number = _NUMBERED.match(name)
        key = number.group() if number else name
        if len(name) > len(fullest.get(key, "")):
            fullest[key] = name.replace(":", "", 1)
    told = list(fullest.values())
    return "、".join(told[:_MOST_NAMES]) + (f"等{len(told)}份" if len(told) > _MOST_NAMES else "")


def _follows(contract: Contract, place: Place) -> bool:
    """Whether what a mention names (附:质物清单) is a line of its own further on."""
    name = _name(contract.text.cut(place).strip().removeprefix("附"))
    return any(b.start >= place[1] and _name(contract.text.cut((b.start, b.end))) == name for b in contract.text.blocks)


def _titled(contract: Contract, titles: Sequence[str], listing: str) -> list[Place]:
    """The parts that are names, of a clause of one of these titles or one that `listing` ends, where none is a line of its
    own further on."""
    leads = compiled(listing)
    if not leads.can_stand(contract.text.text) and not any(c.heading.strip(":") in titles for c in contract.clauses):
        return []
    known, outline = contract.lists.numbering, contract.packs.outline
    for node in known.nodes.values():
        titled = node.clause.heading.strip(":") in titles and not node.clause.text.strip(":")
        if node.style != "annex" and (titled or leads.search(node.clause.text)):
            parts = [part for part in known.children.get(node.clause.id, []) if names_only(known, part, outline)]
            places = [part.clause.span for part in parts]
            if len(parts) > 1 and not any(
                _name(contract.text.cut((b.start, b.end))) == _name(_said(part))
                for b in contract.text.blocks
                if b.start >= places[-1][1]
                for part in parts
            ):
                return places
    return []


def _listed(contract: Contract) -> Iterator[tuple[int, int]]:
    """The lines of a list of annexes of which none follows, under its number or as a line of its own that bears its
    name."""
    known, outline = contract.lists.numbering, contract.packs.outline
    lists = [parts for node in known.nodes.values() if (parts := annex_parts(known, node))]
    for parts in lists:
        if not all(names_only(known, part, outline) for part in parts):
            continue
        behind = parts[-1].clause.span[1]
        lines = {_name(contract.text.cut((b.start, b.end))) for b in contract.text.blocks if b.start >= behind}
        yield from (part.clause.span for part in parts if _name(_said(part)) not in lines)


def _said(part: Node) -> str:
    return f"{part.clause.heading}{part.clause.text}"


def _name(line: str) -> str:
    return line.strip(" 《》;。,、:")
