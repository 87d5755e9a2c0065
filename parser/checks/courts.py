"""The courts that a contract chooses: more than one, one without a tie, one elsewhere than the land in dispute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, compiled, named, sentence_at, sentences_with, spans_of
from parser.findings import finding


@dataclass(frozen=True, slots=True)
class Place:
    """The town and the district that an address or a court's name begins with; "" for what it does not say."""

    city: str
    district: str

    def apart(self, other: Place) -> bool:
        """Whether both say enough to be two places: two districts, or two towns."""
        if self.district and other.district:
            return not _ends_alike(self.district, other.district)
        return bool(self.city and other.city) and self.city not in (other.city, other.district)


def _ends_alike(a: str, b: str) -> bool:
    """浦东新区 and 上海浦东新区."""
    return a.endswith(b) or b.endswith(a)


def _place_in(text: str, params: Mapping[str, Any]) -> Place:
    text = text.strip(" :")
    province = compiled(params["province"]).match(text)
    found = compiled(params["town"]).match(text, province.end() if province else 0)
    return Place(found["city"] or "", found["district"] or "") if found else Place("", "")


def courts(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Two clauses that choose different courts, or two sentences of one that are `parted`; `unless` excuses a sentence."""
    text, unless = contract.text.text, compiled(rule.params["unless"])
    found = [
        f
        for f in named(contract, "dispute_forum")
        if f.norm and f.norm.endswith("法院")
        if not any(unless.search(text, *sentence_at(contract, *span)) for span in spans_of([f]))
    ]
    spans = sorted(spans_of(found))
    parted = spans and compiled(rule.params["parted"]).search(text, spans[0][1], spans[-1][0])
    if len({f.norm for f in found}) > 1 and (len({f.clause for f in found}) > 1 or parted):
        yield finding(rule, contract, spans=spans_of(found), sides="、".join(dict.fromkeys(str(f.norm) for f in found)))


def court_place(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A court of a place that the contract names nowhere else, though it gives the parties' addresses.

    `place` finds, as group `place`, the town in the court's name; `anywhere` excuses a contract.
    """
    text = contract.text.text
    addresses = named(contract, "party_address")
    if len({field.role for field in addresses}) < 2 or compiled(rule.params["anywhere"]).search(text):
        return
    for field in named(contract, "dispute_forum"):
        match = compiled(rule.params["place"]).match(str(field.norm)) if str(field.norm).endswith("法院") else None
        if match is None:
            continue
        spans = spans_of([field])
        said = sentence_at(contract, *spans[0]) if spans else (0, 0)
        if match["place"] not in text[: said[0]] + text[said[1] :]:
            yield finding(rule, contract, spans=[*spans, *spans_of(addresses)], place=match["place"])


def court_open(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A sentence that sends disputes to a court and does not say to which: by words that leave it open (`cue`), or, in a
    contract that names no court and no tribunal anywhere, by none at all (`bare`). `unless` finds what determines a
    court, or what else a court is asked for; `unless_bare` what excuses the latter besides.
    """
    text = contract.text.text
    cue, bare, unless, unless_bare = (compiled(rule.params[key]) for key in ("cue", "bare", "unless", "unless_bare"))
    chosen = any(named(contract, "dispute_forum", status) for status in ("found", "blank", "unreadable"))
    spans = [
        span
        for span in sentences_with(contract, rule.params["words"])
        if (
            cue.search(text, *span) or (not chosen and bare.search(text, *span) and not unless_bare.search(text, *span))
        )
        and not unless.search(text, *span)
    ]
    if spans:
        yield finding(rule, contract, spans=spans[:12], quote=contract.text.cut(spans[0]).strip()[:60])


def property_court(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A court for disputes over land or what stands on it that is not the one of its place.

    `cue` finds one that is chosen by a party's place (group `who`) or the place of signing: a finding, unless that party's
    address is in the district of the `site` (group `site`), or `unless` excuses the sentence. `court` finds one by its
    name, group `place`, which says more than the formula, as the field of the forum does where there is no formula: a finding
    where that is another town or district than the site. `province` and `town` (groups `city` and `district`) are what an
    address begins with.
    """
    text = contract.text.text
    site = _site(contract, rule.params)
    forums = {
        sentence_at(contract, *span): str(f.norm) for f in named(contract, "dispute_forum") for span in spans_of([f])
    }
    spans = []
    for start, end in sentences_with(contract, rule.params["words"]):
        if compiled(rule.params["unless"]).search(text, start, end):
            continue
        formula, court = (compiled(rule.params[key]).search(text, start, end) for key in ("cue", "court"))
        chosen = _place_in(court["place"] if court else forums.get((start, end), ""), rule.params)
        if site is not None and (court or (not formula and (chosen.city or chosen.district))):
            apart = chosen.apart(site)
        elif formula:
            home = _home(contract, formula["who"] or "", rule.params)
            apart = site is None or home is None or home.apart(site)
        else:
            continue
        if apart:
            spans.append((start, end))
    if spans:
        yield finding(rule, contract, spans=spans, quote=contract.text.cut(spans[0]).strip()[:60])


def _site(contract: Contract, params: Mapping[str, Any]) -> Place | None:
    """The first place of land or works that the text gives as far as its town or district."""
    places = (_place_in(match["site"], params) for match in compiled(params["site"]).finditer(contract.text.text))
    return next((place for place in places if place.city or place.district), None)


def _home(contract: Contract, who: str, params: Mapping[str, Any]) -> Place | None:
    """The place of a party's address, by its letter or its part; None where it is not given."""
    roles = {party.role for party in contract.parties if who and who in (party.role, party.kind)}
    found = next((f for f in named(contract, "party_address") if f.role in roles), None)
    place = _place_in(str(found.norm), params) if found is not None else None
    return place if place is not None and (place.city or place.district) else None
