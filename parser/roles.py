"""Whose duty a sentence speaks of, and from when a period runs: by what it says (rules/duties.yaml), never by which party
stands nearer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import regex

from models.duties import Anchors
from models.rule import Packs, Parties
from parser.matching import short
from parser.parties import Party


class _Wordings(NamedTuple):
    """How sentences name a party (the group `who`): as one who may, who breaks the contract, who acts, to whom something is
    done, and who acts or is done to within a period; and what is said of whoever pays or performs late."""

    entitled: regex.Pattern[str]
    breach: regex.Pattern[str]
    subject: regex.Pattern[str]
    receiver: regex.Pattern[str]
    acting: regex.Pattern[str]
    receiving: regex.Pattern[str]
    late_payer: regex.Pattern[str]
    late_performer: regex.Pattern[str]


class Roles:
    """The parties' words of one contract, each with the role that it stands for, and who of them pays."""

    def __init__(self, parties: Sequence[Party], packs: Packs) -> None:
        words, duties = packs.parties, packs.duties
        roles: dict[str, str] = {f"{letter}方": f"{letter}方" for letter in "甲乙丙丁"}
        self.payer: str | None = None
        named = list(dict.fromkeys(party.role for party in parties))
        for party in parties:
            roles.setdefault(party.role, party.role)
            if party.kind:
                roles.setdefault(party.kind, party.role)
                if self.payer is None and short(words.payers).fullmatch(party.kind):
                    self.payer = party.role
        self.performer = next((role for role in named if role != self.payer), None) if self.payer else None
        if self.payer is None:
            self._by_performer(parties, words, named)
        self.pair = named[:2] if len(named) == 2 else ["甲方", "乙方"] if len(named) < 2 else []
        self.words = roles
        self._duties = duties

    @cached_property
    def _says(self) -> _Wordings:
        duties = self._duties
        mention = "|".join(sorted(map(regex.escape, self.words), key=len, reverse=True))
        return _Wordings(
            entitled=short(rf"(?P<who>{mention}){duties.entitled}"),
            breach=short(rf"(?P<who>{mention})(?:的)?{duties.breach}"),
            subject=short(rf"(?<!{duties.not_acting_before})(?P<who>{mention})(?!{duties.not_acting_after})"),
            receiver=short(rf"{duties.to}(?P<who>{mention})"),
            acting=short(rf"{duties.acting}(?P<who>{mention})(?!{duties.not_acting_after}|{duties.entitled})"),
            receiving=short(rf"{duties.receiving}(?P<who>{mention})"),
            late_payer=short(duties.late_payer),
            late_performer=short(duties.late_performer),
        )

    def _by_performer(self, parties: Sequence[Party], words: Parties, named: Sequence[str]) -> None:
        kinds = short(words.kinds)
        performing = next((p.role for p in parties if p.kind and kinds.fullmatch(p.kind)), None)
        others = [role for role in named if role != performing]
        if performing and len(others) == 1:
            self.performer, self.payer = performing, others[0]

    def other(self, role: str) -> str | None:
        return next((one for one in self.pair if one != role), None) if role in self.pair else None

    def of(self, before: str, after: str, duty: str) -> str | None:
        """Who owes what the sentence says; `duty` is what is true where it does not say: payer or performer."""
        says = self._says
        told = self._within(after)
        if told:
            return told
        named = any(word in before for word in self.words)
        entitled = _last(says.entitled, before) if named else None
        if entitled:
            return self.other(self.words[entitled])
        breach = _last(says.breach, before) if named else None
        if breach:
            return self.words[breach]
        late = self._late(before)
        if late:
            return late
        receiver = (_last(says.receiver, before) if named else None) or _first(says.receiver, after[:40])
        subject = _last(says.subject, before) if named else None
        if subject and subject != receiver:
            return self.words[subject]
        if receiver and self.other(self.words[receiver]):
            return self.other(self.words[receiver])
        return {"payer": self.payer, "performer": self.performer}.get(duty)

    def _within(self, after: str) -> str | None:
        """Who must act in a period by what stands right behind it."""
        says = self._says
        acting = _first(says.acting, after)
        if acting:
            return self.words[acting]
        receiving = _first(says.receiving, after)
        return self.other(self.words[receiving]) if receiving else None

    def _late(self, before: str) -> str | None:
        if self._says.late_payer.search(before):
            return self.payer
        return self.performer if self._says.late_performer.search(before) else None


def _last(pattern: regex.Pattern[str], text: str) -> str | None:
    found = None
    for match in pattern.finditer(text):
        found = match["who"]
    return found


def _first(pattern: regex.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match["who"] if match else None


def anchor_of(before: str, after: str, words: Anchors) -> str | None:
    """From when a period runs: 验收合格之日起, 接到报修后. Where several stand in one sentence, the nearest before it."""
    match = short(words.before).search(before) or short(words.after).search(after)
    match = match or next(reversed(list(short(words.earlier).finditer(before))), None)
    if match is None:
        return None
    word = short(words.lead).sub("", match["anchor"], count=1).strip()
    return word or None
