"""Two sides of one contract that do not agree; both are quoted, and none is called right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

import regex

from models.check_rule import CheckRule
from models.report import Clause, Field, Finding
from models.value import Value
from parser.contract import Contract, called, clause_at, compiled, finding, named, sentence_at, shown
from parser.matching import Pattern

_BRACKETS = re.compile(r"\([^()]*\)")
_SHORT = 160
"""Characters of a clause that speaks of one matter."""
_JOINTS = regex.compile(r"[^0-9A-Za-z\p{Han}]+")
_NEAR = 120
"""Characters between the answers of one choice, and before them to its question."""
_TITLE = 16
"""Characters of a heading at most."""
_DAY = len("2026-03-02")
_DAYS = re.compile(r"P([0-9]+)D")
_DEFINES = re.compile(r"[:,]?(?:是|系|意)?指")


def _spans(fields: list[Field]) -> list[tuple[int, int]]:
    return [f.evidence[0].span for f in fields if f.evidence and f.evidence[0].span]


def same_topic(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Two headed clauses of the upper levels, in different chapters, on one of `topics`.

    Not the topic that the contract is about as a whole (an agreement on confidentiality), nor two that speak of different
    parties (甲方违约责任, 乙方违约责任: `sides`), nor a definition (what stands under `definitions`), nor a line of a table of
    contents, whose number comes again.
    """
    sides, joined = compiled(rule.params["sides"]), compiled(rule.params["joined"])
    headed = _headed(rule, contract)
    titles = [one.words for one in headed]
    for topic, wording in rule.params["topics"].items():
        if topic in contract.types:
            continue
        found = _one_count(contract, _owners(joined, [headed[at] for at in compiled(wording).which(titles)]))
        parties = [match.group() for clause in found if (match := sides.search(clause.heading))]
        if len(found) > 1 and not (len(parties) == len(found) == len(set(parties))):
            yield finding(
                rule, contract, subject=topic, spans=[side.span for side in found],
                topic=_title(contract, topic), where="、".join(f"{side.label}{side.heading}" for side in found),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Headed:
    """A clause of the upper levels that has a title: `words` are the title's, without what it says in brackets, and
    `chapter` is the id of the topmost clause that it stands in; `defines`: what it says is a definition."""

    clause: Clause
    words: str
    chapter: str
    defines: bool


def _headed(rule: CheckRule, contract: Contract) -> list[_Headed]:
    """The clauses whose titles may name a topic; a whole sentence is no title. What stands behind the last place to sign is
    an annex, or says how to fill in the form, and repeats no article; nor does a part called `special`, which fills in general
    conditions."""
    special = compiled(rule.params["special"])
    chapters: dict[str, Clause] = {}
    titled: list[tuple[Clause, str, Clause]] = []
    signed = max(
        (clause.span[0] for clause in contract.clauses if clause.kind == "signature"), default=len(contract.text.text)
    )
    for clause in contract.clauses:
        chapter = chapters[clause.id] = chapters[clause.parent] if clause.parent is not None else clause
        heading = clause.heading
        if not heading or signed < clause.span[0] or clause.level > 2 or clause.kind == "annex":
            continue
        if special.search(chapter.heading):
            continue
        words = _BRACKETS.sub("", heading) if "(" in heading else heading
        if words and len(words) <= _TITLE:
            titled.append((clause, words, chapter))
    defining = set(compiled(rule.params["definitions"]).which([chapter.heading for *_, chapter in titled]))
    return [
        _Headed(clause, words, chapter.id, at in defining or _DEFINES.match(clause.text) is not None)
        for at, (clause, words, chapter) in enumerate(titled)
    ]


def _owners(joined: Pattern, on_topic: Sequence[_Headed]) -> list[Clause]:
    """The first clause on a topic in each chapter. A clause whose title joins several matters (`joined`) leaves it to one
    that stands under it."""
    owners: dict[str, Clause] = {}
    for one in on_topic:
        clause = one.clause
        if one.defines:
            continue
        if joined.search(clause.heading) and any(under.clause.parent == clause.id for under in on_topic):
            continue
        for again in [id for id, other in owners.items() if other.label and other.label == clause.label]:
            del owners[again]
        owners.setdefault(one.chapter, clause)
    return list(owners.values())


def _one_count(contract: Contract, found: Sequence[Clause]) -> list[Clause]:
    """Without those whose number is below that of one before them in the same row: there another text begins to count."""
    nodes, kept = contract.lists.numbering.nodes, list[Clause]()
    for clause in found:
        node = nodes.get(clause.id)
        rows = [other for one in kept if node and (other := nodes.get(one.id)) and other.style == node.style]
        if node is None or not any(other.chain == node.chain and other.numbers > node.numbers for other in rows):
            kept.append(clause)
    return kept


def _title(contract: Contract, topic: str) -> str:
    return next((t.title for t in contract.packs.topics if t.id == topic), topic)


def values(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """One field with two values, where nothing tells them apart: neither `apart` in their clauses, nor `outside` in their
    sentences, nor their objects (but for those of `plain`, which say no more than the contract does), nor that they are
    the cases of one list.

    The periods of `events` run from an event each: of those, two that run from the same one, for the same part of the
    price, are compared."""
    apart, outside = compiled(rule.params["apart"]), compiled(rule.params["outside"])
    for name in rule.params["fields"]:
        given = named(contract, name)
        found = [
            f
            for f in (given if len(given) > 1 else ())
            if not any(
                apart.search(_said(contract, s)) or outside.search(contract.text.cut(sentence_at(contract, *s)))
                for s in _spans([f])
            )
        ]
        plain = [f for f in found if f.object is None or f.object in rule.params["plain"]] or found
        if _apart(plain) and not _cases(contract, plain):
            yield _sides(rule, contract, plain)
    for name, alike in rule.params["alike"].items():
        given = named(contract, name)
        for fields in _by_party(contract, given, alike).values() if len(given) > 1 else ():
            said = {sentence_at(contract, *span) for span in _spans(fields)}
            if len(said) > 1 and _differ(fields) and not (_cases(contract, fields) or _rows(contract, fields)):
                yield _sides(rule, contract, fields)
    yield from _totals(rule, contract)
    yield from _again(rule, contract)
    for name, events in rule.params["events"].items():
        given = named(contract, name)
        for fields in _by_event(contract, given, events).values() if len(given) > 1 else ():
            if _differ(fields) and not _cases(contract, fields):
                yield _sides(rule, contract, fields)


def _totals(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A price that is called the contract's whole (`total`) again, and is another; not where `total_apart` stands."""
    text, prices = contract.text.text, named(contract, "total_price")
    again = [
        v
        for v in contract.values
        if v.kind == "money" and not v.blank and prices and v.norm and v.norm != prices[0].norm and "/" not in v.norm
        if compiled(rule.params["total"]).search(text, max(v.start - _TITLE * 2, 0), v.start)
    ]
    sides = [*_spans(prices[:1]), *((v.start, v.end) for v in again)]
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
            spans = [*_spans([field]), *other.values()]
            yield finding(rule, contract, subject=name, spans=spans, field=field.title, sides=words)


def _same(number: str) -> str:
    """A number without what groups its parts, which differs from one writing of it to another."""
    return _JOINTS.sub("", number).upper()


def _by_party(
    contract: Contract, fields: list[Field], alike: Mapping[str, str]
) -> dict[tuple[str | None, ...], list[Field]]:
    """Values by whose they are, what they are of, and their unit. Those of `unit`, each of some matter, where `of` says
    which words for it mean the same; else those of no matter in particular. `unless` excuses a sentence."""
    found: dict[tuple[str | None, ...], list[Field]] = {}
    roles = {field.role for field in fields} - {None}
    only = roles.pop() if len(roles) == 1 else None
    for field in fields:
        unit = str(field.norm).partition("/")[2]
        of = field.object
        said = " ".join(contract.text.cut(sentence_at(contract, *span)) for span in _spans([field]))
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
        f"{called(contract, clause_at(contract, s[0]))}为{shown(str(f.norm))}" for f in fields for s in _spans([f])
    )
    return finding(
        rule, contract, subject=fields[0].name, spans=_spans(fields), field=fields[0].title, sides=sides
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
        price = None if field.object in events["whole"] else field.object
        for span in _spans([field]):
            said = contract.text.cut(sentence_at(contract, *span))
            of = frozenset(
                name for name, wording in events["of"].items() if compiled(wording).search(field.anchor or "")
            )
            if of and not compiled(events["apart"]).search(said):
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
    tables = {
        next((b.cell.table for b in contract.text.blocks if b.cell is not None and b.start <= start < b.end), None)
        for start, _ in _spans(fields)
    }
    return len(tables) == 1 and None not in tables


def _said(contract: Contract, span: tuple[int, int]) -> str:
    """The clause of its own that a value stands in, or where that is long its sentence."""
    clause = clause_at(contract, span[0])
    around = clause.span if clause is not None and clause.span[1] - clause.span[0] <= _SHORT else None
    return contract.text.cut(around or sentence_at(contract, *span))


def arbitration_and_court(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Arbitration and a court for the same disputes. `unless` excuses a sentence, `choice` says that one of both is to be
    chosen: by a number, a box, or brackets. `either` names both in one breath (通过仲裁或诉讼解决)."""
    court = [f for f in named(contract, "dispute_method") if f.norm == "court"]
    arbitration = [f for f in named(contract, "dispute_method") if f.norm == "arbitration"]
    unless = compiled(rule.params["unless"])
    text = contract.text.text
    sides = [
        [s for s in _spans(side) if not unless.search(text[slice(*sentence_at(contract, *s))])]
        for side in (arbitration, court)
    ]
    if sides[0] and sides[1] and not any(_chosen(rule, text, a, b) for a in sides[0] for b in sides[1]):
        yield finding(rule, contract, spans=[*sides[0], *sides[1]])
        return
    spans = [sentence_at(contract, *m.span()) for m in compiled(rule.params["either"]).finditer(text)]
    spans = [s for s in spans if not unless.search(text[slice(*s)]) and not _chosen(rule, text, s, s)]
    if spans:
        yield finding(rule, contract, spans=spans)


def _chosen(rule: CheckRule, text: str, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two neighbouring places are the answers of one choice."""
    start, end = min(a[0], b[0]), max(a[1], b[1])
    return end - start <= _NEAR and bool(compiled(rule.params["choice"]).search(text, max(start - _NEAR, 0), end + 4))


def formal_and_digits(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """An amount in formal numerals and the same in digits beside it, which differ."""
    text = contract.text.text
    amounts = [v for v in contract.values if v.kind == "money" and v.value]
    for first, second in zip(amounts, amounts[1:], strict=False):
        if _pair(first, second) and "\n" not in text[first.end : second.start]:
            gap = text[first.end : second.start]
            if len(gap) <= int(rule.params["reach"]) and compiled(rule.params["between"]).search(gap):
                a, b = (Decimal(str((v.value or {})["amount"])) for v in (first, second))
                if abs(a - b) > Decimal("0.005"):
                    words, digits = sorted((first, second), key=lambda v: (v.value or {}).get("form") != "formal")
                    yield finding(
                        rule, contract, spans=[(first.start, first.end), (second.start, second.end)],
                        a=text[words.start : words.end], b=text[digits.start : digits.end],
                    )  # fmt: skip


def _pair(first: Value, second: Value) -> bool:
    forms = {(v.value or {}).get("form") for v in (first, second)}
    return forms == {"formal", "digits"}


def dates(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A date that lies behind one which should follow it: of each of `pairs`, the first and the second field; not where
    `unless` stands in one of their sentences. Only whole days are compared."""
    unless = compiled(rule.params["unless"])
    for name, pair in rule.params["pairs"].items():
        first, second = (named(contract, pair[key])[:1] for key in ("first", "second"))
        days = [str(f.norm) for f in (*first, *second)]
        spans = _spans([*first, *second])
        if len(days) < 2 or not len(days[0]) == len(days[1]) == _DAY or days[0] <= days[1]:
            continue
        if not any(unless.search(contract.text.cut(sentence_at(contract, *span))) for span in spans):
            yield finding(
                rule, contract, spans=spans, subject=name, what=pair["says"].format(first=days[0], second=days[1])
            )


def dangling(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「约定的X」 though the contract agrees no X: each of `terms` has a cue and the fields that would hold it."""
    text = contract.text.text
    for what, term in rule.params["terms"].items():
        match = compiled(term["cue"]).search(text)
        if match is None or any(named(contract, name) for name in term.get("fields", ())):
            continue
        if term.get("satisfied") and compiled(term["satisfied"]).search(text):
            continue
        span = sentence_at(contract, *match.span())
        yield finding(rule, contract, spans=[span], where=called(contract, clause_at(contract, span[0])), what=what)
        return


def penalty_base(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A penalty as a share of a sum that the contract does not give, and has no slot for either.

    `priced` finds a price that is not called the total; `never` a share that no price of the contract is the base of;
    `bare` one of nothing, where its sentence has none of `based` either: then the fact `base:none` holds.
    """
    text, params = contract.text.text, rule.params
    bare = [sentence_at(contract, *m.span()) for m in compiled(params["bare"]).finditer(text)]
    bare = [span for span in bare if not compiled(params["based"]).search(text, *span)]
    if bare:
        yield finding(rule, contract, spans=bare, facts=["base:none"])
        return
    if named(contract, "total_price") or named(contract, "rent"):
        return
    given = named(contract, "total_price", "blank") or compiled(params["priced"]).search(text)
    spans = [sentence_at(contract, *m.span()) for m in compiled(params["never" if given else "cue"]).finditer(text)]
    if spans and not compiled(rule.params["unless_anywhere"]).search(text):
        yield finding(rule, contract, spans=spans)
