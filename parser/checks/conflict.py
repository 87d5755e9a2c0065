"""Two sides of one contract that do not agree; both are quoted, and none is called right."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import regex

from models.check_rule import CheckRule
from models.report import Clause, Finding
from models.value import Value
from parser.contract import Contract, clause_at, compiled, named, sentence_at, spans_of
from parser.findings import called, finding
from parser.matching import Pattern
from parser.numbering import restarts

_BRACKETS = re.compile(r"\([^()]*\)")
_NEAR = 120
"""Characters between the answers of one choice, and before them to its question."""
_TITLE = 16
"""Characters of a heading at most."""
_DAY = len("2026-03-02")
_DEFINES = re.compile(r"[:,]?(?:是|系|意)?指")


def same_topic(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Two headed clauses of the upper levels, in different chapters, on one of `topics`.

    Not the topic that the contract is about as a whole (an agreement on confidentiality), nor two that speak of different
    parties (甲方违约责任, 乙方违约责任: `sides`), nor a definition (what stands under `definitions`), nor a line of a table of
    contents, whose number comes again, nor what stands in another text of the file.
    """
    sides, joined = compiled(rule.params["sides"]), compiled(rule.params["joined"])
    headed = _headed(rule, contract)
    titles = [one.words for one in headed]
    texts = restarts(contract.lists.numbering) if headed else ()
    for topic, wording in rule.params["topics"].items():
        if topic in contract.types:
            continue
        found = _owners(joined, [headed[at] for at in compiled(wording).which(titles)])
        begun = [bisect_left(texts, clause.span[0] + 1) for clause in found]
        found = [clause for clause, text in zip(found, begun, strict=True) if text == begun[0]]
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
        if chapter.kind == "annex" or special.search(chapter.heading):
            continue
        words = _BRACKETS.sub("", heading) if "(" in heading else heading
        if words and len(words) <= _TITLE:
            titled.append((clause, words, chapter))
    tops = {chapter.id: chapter.heading for *_, chapter in titled}
    found = set(compiled(rule.params["definitions"]).which(list(tops.values())))
    defining = {top for at, top in enumerate(tops) if at in found}
    return [
        _Headed(clause, words, chapter.id, chapter.id in defining or _DEFINES.match(clause.text) is not None)
        for clause, words, chapter in titled
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


def _title(contract: Contract, topic: str) -> str:
    return next((t.title for t in contract.packs.topics if t.id == topic), topic)


def arbitration_and_court(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Arbitration and a court for the same disputes. `unless` excuses a sentence, `choice` says that one of both is to be
    chosen: by a number, a box, or brackets. `either` names both in one breath (通过仲裁或诉讼解决)."""
    court = [f for f in named(contract, "dispute_method") if f.norm == "court"]
    arbitration = [f for f in named(contract, "dispute_method") if f.norm == "arbitration"]
    unless = compiled(rule.params["unless"])
    text = contract.text.text
    sides = [
        [s for s in spans_of(side) if not unless.search(text[slice(*sentence_at(contract, *s))])]
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
    """A date that lies behind one which should follow it: of each of `pairs`, the first and the second field; and of every
    period (two days with `between` them) the end, where it has been told of no pair. Not where `unless` stands in one of
    their sentences. Only whole days are compared."""
    text, params = contract.text.text, rule.params
    told: set[tuple[int, int]] = set()
    for name, pair in params["pairs"].items():
        first, second = (named(contract, pair[key])[:1] for key in ("first", "second"))
        days = [str(f.norm) for f in (*first, *second)]
        spans = spans_of([*first, *second])
        if len(days) == 2 and _turned(days[0], days[1]) and not _excused(rule, contract, spans):
            told.update(spans)
            yield finding(
                rule, contract, spans=spans, subject=name, what=pair["says"].format(first=days[0], second=days[1])
            )
    days_of = [value for value in contract.values if value.kind == "date" and value.norm]
    for first_day, last_day in pairwise(days_of):
        spans = [(first_day.start, first_day.end), (last_day.start, last_day.end)]
        if (
            _turned(str(first_day.norm), str(last_day.norm))
            and compiled(params["between"]).fullmatch(text, first_day.end, last_day.start)
            and not any(start <= span[0] < end for span in spans for start, end in told)
            and not _excused(rule, contract, spans)
        ):
            what = params["period"].format(first=first_day.norm, second=last_day.norm)
            yield finding(rule, contract, spans=[sentence_at(contract, *spans[0])], subject="period", what=what)


def _turned(first: str, second: str) -> bool:
    return len(first) == len(second) == _DAY and first > second


def _excused(rule: CheckRule, contract: Contract, spans: Sequence[tuple[int, int]]) -> bool:
    unless = compiled(rule.params["unless"])
    return any(unless.search(contract.text.cut(sentence_at(contract, *span))) for span in spans)


def dangling(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「约定的X」 though the contract agrees no X: each of `terms` has a cue and the fields that would hold it, or the wording
    (`satisfied`). Instead of a cue it may have a `noun`, which stands right behind what `agreed` finds. One with a group
    `of` names what is agreed: another sentence that names it too, with `told`, tells it."""
    text = contract.text.text
    ends = [match.end() for match in compiled(rule.params["agreed"]).finditer(text)]
    for what, term in rule.params["terms"].items():
        if any(named(contract, name) for name in term.get("fields", ())):
            continue
        told = term.get("told")
        said = (match for match in _agreed(term, text, ends) if not told or not _told_elsewhere(told, contract, match))
        match = next(said, None)
        if match is None or (term.get("satisfied") and compiled(term["satisfied"]).search(text)):
            continue
        span = sentence_at(contract, *match.span())
        yield finding(
            rule,
            contract,
            spans=[span],
            where=called(contract, clause_at(contract, span[0])),
            what=match["of"] if told else what,
        )
        return


def _agreed(term: Mapping[str, Any], text: str, ends: Sequence[int]) -> Iterator[regex.Match[str]]:
    """Where a term is said to be agreed: by its cue, or by its noun at one of `ends`."""
    if "cue" in term:
        yield from compiled(term["cue"]).finditer(text)
    else:
        yield from (match for at in ends if (match := compiled(term["noun"]).match(text, at)))


def _told_elsewhere(told: str, contract: Contract, match: regex.Match[str]) -> bool:
    """Whether another sentence, or what is said behind it in its own, names a thing, and tells it."""
    text, name = contract.text.text, match["of"]
    own = sentence_at(contract, *match.span())
    at = text.find(name)
    while at >= 0:
        if not own[0] <= at < match.end():
            span = sentence_at(contract, at, at + len(name))
            if compiled(told).search(text, max(span[0], at - _NEAR), min(span[1] + 2, at + _NEAR)):
                return True
        at = text.find(name, at + 1)
    return False


def penalty_base(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A penalty as a share of a sum that the contract does not give, and has no slot for either.

    `priced` finds a price that is not called the total; `never` a share that no price of the contract is the base of;
    `bare` one of nothing, where its sentence has none of `based` either: then the fact `base:none` holds. Where a penalty
    for delay (`delay`) is as small as one by the day, `by_day` at most, and its sentence names no `period`, `base:period`
    holds. `bases` are sums by a name of their own (the `cue` of a share of one), which another sentence has to tell (`told`):
    else `base:untold` holds.
    """
    text, params = contract.text.text, rule.params
    bare = [sentence_at(contract, *m.span()) for m in compiled(params["bare"]).finditer(text)]
    bare = [span for span in bare if not compiled(params["based"]).search(text, *span)]
    if bare:
        yield finding(rule, contract, spans=bare, facts=["base:none"])
        return
    timeless = [
        around
        for field in named(contract, "penalty_rate")
        for span in spans_of([field])
        if _small(str(field.norm), Decimal(str(params["by_day"])))
        and compiled(params["delay"]).search(text, *(around := sentence_at(contract, *span)))
        and not compiled(params["period"]).search(text, *around)
    ]
    if timeless:
        yield finding(rule, contract, spans=timeless, facts=["base:period"])
        return
    for base in params["bases"].values():
        spans = [sentence_at(contract, *m.span()) for m in compiled(base["cue"]).finditer(text)]
        told = compiled(base["told"]).finditer(text) if spans else ()
        if spans and not any(all(m.end() <= start or end <= m.start() for start, end in spans) for m in told):
            yield finding(rule, contract, spans=spans, facts=["base:untold"])
            return
    if named(contract, "total_price") or named(contract, "rent"):
        return
    given = named(contract, "total_price", "blank") or compiled(params["priced"]).search(text)
    spans = [sentence_at(contract, *m.span()) for m in compiled(params["never" if given else "cue"]).finditer(text)]
    if spans and not compiled(rule.params["unless_anywhere"]).search(text):
        yield finding(rule, contract, spans=spans)


def _small(norm: str, most: Decimal) -> bool:
    """Whether a rate without a period is `most` or less."""
    return re.fullmatch(r"[0-9.]+", norm) is not None and 0 < Decimal(norm) <= most
