"""Parties whose names, parts or places in the contract do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, compiled, sentence_at, sentences_with, standing
from parser.distance import distance, nearly
from parser.findings import finding
from parser.parties import Party
from parser.roles import Roles

_MARKS = regex.compile(r"[\s()\[\]【】“”\"'.·]")
_TYPO = 4
"""Characters by which two writings of one name differ at most; further apart they are two names."""
_STEM = 3
"""Characters that a name has at least before the kind of firm that it ends with."""
_LEAST = 6
"""Characters that a name has at least for a writing of it elsewhere to be known by one wrong character."""

_TOWARDS = frozenset("对为向给与")
"""What stands before one to whom, not by whom, something is done."""

Place = tuple[int, int]


def party_names(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """The name of one party written in two ways: at the head, at the signature, in the text, as the holder of an account.

    `full` is what a full name ends with; a short form (简称) is none. `forms` are kinds of firms that are written for each
    other at a name's end. `holder` has the group `name`.
    """
    full = compiled(rule.params["full"])
    told: dict[str, list[tuple[str, Place]]] = {}
    for party in contract.parties:
        name = _bare(party.name or "")
        if full.search(name):
            told.setdefault(party.role, []).append((name, _place(party)))
    for role, names in told.items():
        odd = [(name, place) for name, place in names if name != names[0][0] and _alike(name, names[0][0])]
        if odd and not _renamed(rule, contract, [place for _, place in (names[0], *odd)]):
            yield _names(rule, contract, role, names[0], odd[0])
    known = {name for names in told.values() for name, _ in names}
    if known:
        yield from _misspelt(rule, contract, {name: place for names in told.values() for name, place in names})
        yield from _holders(rule, contract, known, told)


def _place(party: Party) -> Place:
    return party.at, party.at + len(party.name or "")


def _bare(name: str) -> str:
    return _MARKS.sub("", name)


def _alike(name: str, other: str) -> bool:
    return distance(name, other, _TYPO) is not None or name in other or other in name


def _renamed(rule: CheckRule, contract: Contract, places: list[Place]) -> bool:
    unless = compiled(rule.params["unless"])
    return any(unless.search(contract.text.cut(sentence_at(contract, *place))) for place in places)


def _names(
    rule: CheckRule, contract: Contract, role: str, first: tuple[str, Place], second: tuple[str, Place]
) -> Finding:
    what = rule.params["says"]["names"].format(role=role, a=first[0], b=second[0])
    return finding(rule, contract, spans=[first[1], second[1]], subject=role, what=what)


def _in_other_form(name: str, forms: Sequence[str]) -> Iterator[str]:
    """青石有限公司 -> 青石有限责任公司. Of forms that end alike the longest is the name's own."""
    own = next((form for form in sorted(forms, key=len, reverse=True) if name.endswith(form)), None)
    if own is not None and len(name) >= len(own) + _STEM:
        yield from (name.removesuffix(own) + form for form in forms if form != own)


def _misspelt(rule: CheckRule, contract: Contract, known: dict[str, Place]) -> Iterator[Finding]:
    """A writing in the text that differs from a party's name in one character or in its form, and is no party's name
    itself."""
    text, full = contract.text.text, compiled(rule.params["full"])
    for name, place in known.items():
        for written in _in_other_form(name, rule.params["forms"]):
            at = text.find(written)
            if at >= 0 and written not in known and not _renamed(rule, contract, [(at, at + len(written))]):
                yield _names(rule, contract, "当事人", (name, place), (written, (at, at + len(written))))
                return
        for start in nearly(text, name) if len(name) >= _LEAST else ():
            where = (start, start + len(name))
            written = text[slice(*where)]
            if "\n" in written or written in known or sum(a != b for a, b in zip(name, written, strict=True)) != 1:
                continue
            # One character more, since what follows may decide whether a name ends there: 机械厂, not 机械厂房.
            ends = any(match.end() == where[1] for match in full.finditer(text, start, where[1] + 1))
            if ends and not _renamed(rule, contract, [where]):
                yield _names(rule, contract, "当事人", (name, place), (written, where))
                return


def _holders(
    rule: CheckRule, contract: Contract, known: set[str], told: dict[str, list[tuple[str, Place]]]
) -> Iterator[Finding]:
    """An account whose holder is none of the parties."""
    text = contract.text.text
    for match in compiled(rule.params["holder"]).finditer(text):
        holder = _bare(match["name"])
        named = any(holder in name or name in holder for name in known)
        if named or not compiled(rule.params["full"]).search(holder) or len(told) < 2:
            continue
        what = rule.params["says"]["holder"].format(a=holder)
        yield finding(
            rule, contract, spans=[match.span("name"), *(names[0][1] for names in told.values())], subject="holder",
            what=what,
        )  # fmt: skip
        return


def party_parts(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A duty that the other party's part brings with it: 甲方(卖方), and 甲方应于收货后付清货款.

    `pays` and `performs` are duties of the one who pays and of the one who performs, behind the party's name; `least` of
    them must stand with the wrong party before they are a finding, for one may be a slip of the reader's. A duty of
    one whose part (`stranger`, group `who`) is none of those that the head gives is a finding by itself, for which the
    fact `part:strange` holds.
    """
    yield from _strangers(rule, contract)
    roles = Roles(contract.parties, contract.packs)
    if roles.payer is None or roles.performer is None:
        return
    wrong = [
        (owner, place)
        for duty, owner in (("pays", roles.performer), ("performs", roles.payer))
        for place in _duties(rule, contract, roles, duty, owner)
    ]
    if len(wrong) < int(rule.params["least"]):
        return
    right = [
        place
        for duty, owner in (("pays", roles.payer), ("performs", roles.performer))
        for place in _duties(rule, contract, roles, duty, owner)
    ]
    if len(wrong) >= len(right):
        head = [party for party in contract.parties if party.kind and party.region == "head"]
        who = wrong[0][0]
        part = next((party.kind for party in head if party.role == who), who)
        spans = [*(party.span for party in head[:2]), *dict.fromkeys(place for _, place in wrong)]
        yield finding(rule, contract, spans=spans, who=who, part=part)


def _strangers(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """甲方(托运人), 乙方(承运人), and 发包方有权检查: where each party has a part, and the word is nowhere presented."""
    head = [party for party in contract.parties if party.region == "head"]
    if len(head) != 2 or not all(party.kind for party in head):
        return
    text = contract.text.text
    sides = contract.packs.sides
    own = {side.title for side in sides for party in head if party.kind in side.names}
    found: dict[str, list[Place]] = {}
    for match in compiled(rule.params["stranger"]).finditer(text):
        who = match["who"]
        title = next((side.title for side in sides if who in side.names), None)
        place = sentence_at(contract, *match.span())
        if title is None or title in own or compiled(rule.params["unless"]).search(text, *place):
            continue
        found.setdefault(who, []).append(place)
    for who, places in found.items():
        if len(own) == len(head) and not any(f"{mark}{who}" in text for mark in '("“') and f"{who}:" not in text:
            spans = [*(party.span for party in head), *places[:6]]
            yield finding(rule, contract, spans=spans, subject=who, facts=["part:strange"], who=who, part="")


def _duties(rule: CheckRule, contract: Contract, roles: Roles, duty: str, owner: str) -> list[Place]:
    """The sentences in which one party, by any of its words, has a duty."""
    text = contract.text.text
    words = [word for word, role in roles.words.items() if role == owner]
    named = {at + len(word): at for word, starts in standing(contract, words) for at in starts}
    ends = [end for end, start in named.items() if text[start - 1 : start] not in _TOWARDS]
    found = compiled(rule.params[duty]).match_each(text, sorted(ends))
    places = [sentence_at(contract, named[match.start()], match.end()) for match in found]
    return [place for place in places if not compiled(rule.params["unless"]).search(contract.text.cut(place))]


def undeclared(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A duty of one who is not presented as a party: `cue` has the group `who`."""
    presented = {party.role for party in contract.parties} | {party.kind for party in contract.parties if party.kind}
    if len(contract.parties) < 2 or not any(party.name for party in contract.parties):
        return
    found: dict[str, list[Place]] = {}
    for place in sentences_with(contract, rule.params["words"]):
        match = compiled(rule.params["cue"]).search(contract.text.text, *place)
        if match and match["who"] not in presented and not compiled(rule.params["unless"]).search(
            contract.text.text, *place
        ):  # fmt: skip
            found.setdefault(match["who"], []).append(place)
    for who, places in found.items():
        yield finding(rule, contract, spans=places[:6], subject=who, who=who)
