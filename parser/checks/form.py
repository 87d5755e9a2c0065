"""Slots left blank, placeholders, options, codes, copies, dates, the end of the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from models.check_rule import CheckRule
from models.report import Finding
from models.value import Value
from parser.contract import Contract, clause_at, compiled, holds, named, sentence_at, spans_of
from parser.distance import written_nearly
from parser.findings import called, finding
from parser.numbering import restarts
from parser.options import without_legends
from parser.values.numerals import parse_number

_TWO_OR_MORE = {"三": 3, "四": 4, "五": 5}
_LETTERS = re.compile(r"[甲乙丙丁戊]方?")
_PARTS = re.compile(r"[、,和与及]")
_NAMED = 16
"""Characters before a slot that say what it is for."""
_WHOLE = 6
"""Characters that a name has at least for a writing of it to be known by one wrong character."""
_WEEKDAY = re.compile(r"\s?[(,]?\s?(?:星期|周)(?P<day>[一二三四五六日天])")


def blanks(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Slots of the head and body (`cue`) that are printed and empty; those to sign on do not count, nor do those in whose
    line `unless` stands. `unit` is what is quoted of the words behind one."""
    text = contract.text.text
    unless, units = compiled(rule.params["unless"]), compiled(rule.params["unit"])
    found: list[tuple[int, int]] = []
    behind = 0
    for match in compiled(rule.params["cue"]).finditer(text):
        if contract.options.bar(*match.span(), blank=True):
            continue
        clause = clause_at(contract, match.start())
        begin = max(text.rfind("\n", 0, match.start()) + 1, clause.span[0] if clause else 0)
        if not unless.search(text[begin : match.end() + 12].split("\n")[0]):
            unit = units.match(text, match.end())
            found.append((max(match.start() - _NAMED, begin, behind), unit.end() if unit else match.end()))
        behind = match.end()
    blank = [f for f in contract.fields if f.status == "blank" and f.name != "sign_date"]
    # What is said of a party beside its name (a telephone, an agent) may be left out.
    found.extend(spans_of(field for field in blank if not field.name.startswith("party_")))
    spans = _apart([span for span in found if not _to_sign(contract, span)])
    if spans:
        places = dict.fromkeys(called(contract, clause_at(contract, span[0])) for span in spans)
        where = "、".join(list(places)[:4])
        quote = text[slice(*spans[0])].strip()
        yield finding(rule, contract, spans=spans[:40], count=len(spans), where=where, quote=quote)


def _to_sign(contract: Contract, span: tuple[int, int]) -> bool:
    clause = clause_at(contract, span[0])
    return (clause is not None and clause.kind == "signature") or any(a <= span[1] - 1 < b for a, b in contract.signing)


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def options(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Boxes of a choice none of which is ticked, or of a `single` choice several; and a number of a choice left blank.

    `lists` are words of a list from which several may be ticked, or none; `choice` is a choice of one, a line for each box.
    """
    text, params = without_legends(contract.text.text, contract.packs.outline), rule.params
    spans = [sentence_at(contract, *match.span()) for match in compiled(params["number"]).finditer(text)]
    spans += [match.span() for match in compiled(params["choice"]).finditer(text)]
    for match in compiled(params["boxes"]).finditer(text):
        span = sentence_at(contract, *match.span())
        ticks = sum(1 for _ in compiled(params["ticked"]).finditer(text, *span))
        several = ticks > 1 and compiled(params["single"]).search(text, *span)
        if several or (not ticks and not compiled(params["lists"]).search(text, *span)):
            spans.append(span)
    if spans:
        spans = list(dict.fromkeys(spans))
        places = dict.fromkeys(called(contract, clause_at(contract, span[0])) for span in spans)
        where = "、".join(list(places)[:4])
        yield finding(rule, contract, spans=spans[:12], where=where)


def copies(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """一式N份 against what each party, and everyone else who is named, gets.

    `cue` gives the number (group `n`); `share` is one portion of the sentence behind it: `who`, `each` where every one
    of them gets it, and `n`; `goes_on` is a sentence that goes on with portions. `rest` says that what is left goes somewhere else: then nothing is summed; `halves` are the
    originals and the duplicates that a number is made of. `own` is how the contract names itself: of two such
    sentences that give another number, both are quoted, unless one contract ends between them. `together` are words for
    all parties, `one_party` for a single one, and `holder` ends the name of someone else who may hold a copy.
    """
    text, params = contract.text.text, rule.params
    cues = list(compiled(params["cue"]).finditer(text))
    said = [match for match in cues if compiled(params["own"]).match(text, match.start())]
    totals = {number: match.span() for match in said if (number := parse_number(match["n"])) is not None}
    signed = [clause.span[0] for clause in contract.clauses if clause.kind == "signature"]
    signed = sorted({*signed, *restarts(contract.lists.numbering)}) if len(totals) > 1 else signed
    if len(totals) > 1 and len({bisect_left(signed, start) for start, _ in totals.values()}) == 1:
        spans = [sentence_at(contract, *span) for span in totals.values()]
        what = params["says"]["totals"].format(totals="、".join(f"{number}份" for number in totals))
        yield finding(rule, contract, spans=spans, what=what)
        return
    for match in compiled(params["halves"]).finditer(text):
        total, *halves = (parse_number(match[name]) for name in ("n", "a", "b"))
        if total is not None and None not in halves and (given := sum(half or 0 for half in halves)) != total:
            what = params["says"]["parts"].format(total=total, given=given)
            yield finding(rule, contract, spans=[sentence_at(contract, *match.span())], what=what)
            return
    for match in cues:
        start, end = sentence_at(contract, *match.span())
        end = goes_on.end() if (goes_on := compiled(params["goes_on"]).match(text, end)) else end
        total = parse_number(match["n"])
        if total is None or compiled(params["rest"]).search(text, start, end):
            continue
        given, covered = Decimal(0), ""
        for share in compiled(params["share"]).finditer(text, match.end(), end):
            number, who = parse_number(share["n"]) or Decimal(0), share["who"]
            holders = _holders(rule, who, contract) if share["each"] else 1
            if holders is None:
                given = Decimal(0)  # no telling among how many
                break
            letters = {letter[0] for letter in _LETTERS.findall(who)}
            if share["each"]:
                covered += "甲乙丙丁" if compiled(params["together"]).search(who) else "".join(letters)
            elif letters <= set(covered) and compiled(params["one_party"]).fullmatch(who):
                continue  # 双方各执一份,甲方一份,乙方一份 says it twice
            given += number * holders
        if given and given != total:
            what = params["says"]["parts"].format(total=total, given=given)
            yield finding(rule, contract, spans=[(start, end)], what=what)
            return


def _holders(rule: CheckRule, who: str, contract: Contract) -> int | None:
    """How many 甲乙双方及见证人 are; None where the words do not say."""
    together = compiled(rule.params["together"]).search(who)
    letters = len(set(_LETTERS.findall(who)))
    names = re.sub(rule.params["together"], "", _LETTERS.sub("", who))
    others = [part for part in _PARTS.split(names) if compiled(rule.params["holder"]).search(part)]
    nearest = _PARTS.split(names.rpartition(",")[2])
    if any(len(part.strip()) > 1 and part not in others for part in nearest):
        return None
    if not together:
        return letters + len(others) if letters + len(others) >= 2 else None
    if together.group()[0] in "各每":
        roles = {f.role for f in contract.fields if f.name == "party" and f.role}
        return max(len(roles), 2) + len(others)
    return _TWO_OR_MORE.get(together.group()[0], 2) + len(others)


def invalid_dates(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Days that no calendar has, and days that are said to be another day of the week."""
    text = contract.text.text
    wrong = [v for v in contract.values if v.kind == "date" and v.value and v.value.get("invalid")]
    wrong += [v for v in contract.values if v.kind == "date" and _other_weekday(text, v)]
    spans = [(v.start, v.end) for v in wrong]
    if spans:
        yield finding(rule, contract, spans=spans, quote="、".join(dict.fromkeys(text[slice(*s)] for s in spans)))


def _other_weekday(text: str, value: Value) -> bool:
    said = _WEEKDAY.match(text, value.end)
    if said is None or value.norm is None or len(value.norm) != 10:
        return False
    return date.fromisoformat(value.norm).weekday() != "一二三四五六日".index(said["day"].replace("天", "日"))


def truncated(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """The last clause breaks off, and no place to sign follows."""
    if contract.truncated:
        last = contract.clauses[-1]
        yield finding(rule, contract, spans=[last.span], label=f"{last.label}{last.heading}")


def unsigned(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """No place to sign, in a text that does not break off; or none for one of the parties that letters name.

    It leads to the last line, behind which it belongs. `at_head` is a place to sign beside the parties at the head. `says`
    holds the words for {what}, `sides` with {who}.
    """
    if contract.truncated or not contract.types:
        return
    starts = [clause.span[0] for clause in contract.clauses if clause.kind == "signature"] + [
        s for s, _ in contract.signing
    ]
    last = contract.text.blocks[-1]
    place = sentence_at(contract, last.end - 1, last.end)
    if not starts:
        if compiled(rule.params["at_head"]).search(contract.text.text) is None:
            yield finding(rule, contract, spans=[place], searched=contract.clauses, what=rule.params["says"]["none"])
        return
    text = contract.text.text
    signed = text[min(starts) :]
    above = text.rfind("\n", 0, max(text.rfind("\n", 0, min(starts)), 0)) + 1  # a party's name may stand over its line
    named_by = {str(f.role)[0] for f in contract.fields if f.name == "party" and f.role and f.role[-1] == "方"}
    letters = {letter for letter in "甲乙丙丁" if letter in named_by}
    if not letters:
        yield from _unsigned_parts(rule, contract, text[above:], place)
        return
    by_name = {
        str(f.role)[0] for f in contract.fields if f.name == "party" and f.role and str(f.norm or "\n") in text[above:]
    }
    lost = sorted(letter for letter in letters - by_name if not re.search(rf"{letter}\s{{0,4}}方", signed))
    if lost and len(lost) < len(letters):
        who = "、".join(f"{letter}方" for letter in "甲乙丙丁" if letter in lost)
        what = rule.params["says"]["sides"].format(who=who)
        yield finding(rule, contract, spans=[place], searched=contract.clauses, subject="sides", what=what)


def _unsigned_parts(rule: CheckRule, contract: Contract, signed: str, place: tuple[int, int]) -> Iterator[Finding]:
    """Parties that their parts name (定作方, 承揽方), of which some sign by part or name, and others do not. Who is named
    beside the parties (标的公司) need not."""
    roles: dict[str, list[str]] = {}
    bystanders = compiled(contract.packs.parties.bystanders)
    for field in contract.fields:
        if field.name == "party" and field.role and field.norm and not bystanders.fullmatch(field.role):
            roles.setdefault(field.role, []).append(field.norm)
    there = {
        role
        for role, names in roles.items()
        if any(word in signed for word in (role, role[:-1], *names))
        or any(written_nearly(signed, name) for name in names if len(name) >= _WHOLE)
    }
    lost = [role for role in roles if role not in there]
    if there and lost:
        what = rule.params["says"]["sides"].format(who="、".join(lost))
        yield finding(rule, contract, spans=[place], searched=contract.clauses, subject="sides", what=what)


def sign_place(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A court chosen by the place of signing, and no such place."""
    if named(contract, "sign_place"):
        return
    spans = [sentence_at(contract, *m.span()) for m in compiled(rule.params["cue"]).finditer(contract.text.text)]
    if spans:
        yield finding(rule, contract, spans=spans)


def slot(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A `field` whose slot is empty; or that is nowhere, where the fact `absent` holds. `says` has a message for each."""
    name, says = rule.params["field"], rule.params["says"]
    if named(contract, name) or named(contract, name, "unreadable") or not contract.types:
        return
    blank = spans_of(named(contract, name, "blank"))
    if blank:
        yield finding(rule, contract, spans=blank, subject="blank", what=says["blank"])
    elif holds(contract, [rule.params["absent"]]):
        end = sentence_at(contract, 0, 1)[1]
        yield finding(
            rule, contract, spans=[(0, end)], searched=contract.clauses[:1], subject="absent", what=says["absent"]
        )
