"""What kind of contract this is, and between whom: the facts that decide whether a term is lawful.

Which words show a fact is knowledge: rules/facts.yaml, and for the kinds of parties rules/parties.yaml. Only what follows
from the fields and from where the text ends is a function here (`READ`). A fact is yes only where the text shows it:
`persons` is no for a contract whose parties are left blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from typing import Literal

from models.fact import FactCase, FactWords
from models.rule import Packs, Parties
from parser.contract import Contract, compiled, hold, named
from parser.matching import Pattern

PartyKind = Literal["person", "company", "organ"]
_TITLE, _OPENING, _PRESENTATION = 60, 1200, 1500
"""Characters at the beginning of a text that are its title where none was read, its opening, and at most the
presentation of its parties."""
_BLANKS = 4
"""Slots left blank, besides the parties' names, that make a form."""


def party_kind(name: str, words: Parties) -> PartyKind | None:
    """What a party's name says it is; None where it says nothing. A name of two to four Han characters that says nothing
    else is a person's."""
    if compiled(words.company).search(name):
        return "company"
    if compiled(words.public_body).search(name):
        return "organ"
    if compiled(words.person).fullmatch(name) and not compiled(words.no_person).search(name):
        return "person"
    return None


def presentation(contract: Contract) -> str:
    """The text that presents the parties: what stands before the first numbered clause, and the signature blocks."""
    first = next((c.span[0] for c in contract.clauses if c.label), len(contract.text.text))
    signed = [contract.text.cut(c.span) for c in contract.clauses if c.kind in ("signature", "parties")]
    return "\n".join([contract.text.text[: min(first, _PRESENTATION)], *signed])


def title(contract: Contract) -> str:
    """The contract's name, or where none was read the beginning of its text."""
    found = next((str(f.norm) for f in named(contract, "contract_title")), "")
    return found or contract.text.text[:_TITLE]


class _Places:
    """The places of a contract that a fact's words are looked for in, by their names in models.fact.FactWords, each cut
    out when it is first asked."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    @cached_property
    def contract_title(self) -> str:
        return title(self._contract)

    @cached_property
    def party_names(self) -> str:
        return " ".join(str(field.norm) for field in named(self._contract, "party"))

    @cached_property
    def opening(self) -> str:
        return self._contract.text.text[:_OPENING]

    @cached_property
    def presentation(self) -> str:
        return presentation(self._contract)

    @property
    def anywhere(self) -> str:
        return self._contract.text.text


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A case with its words compiled, by place."""

    rule: FactCase
    has: tuple[tuple[str, Pattern], ...]
    lacks: tuple[tuple[str, Pattern], ...]


@lru_cache(maxsize=8)
def _cases(packs: Packs) -> tuple[tuple[str, tuple[_Case, ...]], ...]:
    """The cases of each fact, in the order in which they are told."""
    return tuple(
        (fact.id, tuple(_Case(case, _by_place(case.has), _by_place(case.lacks)) for case in fact.cases))
        for fact in packs.facts
    )


def _by_place(words: FactWords) -> tuple[tuple[str, Pattern], ...]:
    return tuple((place, compiled(pattern)) for place, pattern in words if pattern)


def _draft(contract: Contract) -> bool:
    blank = [f for f in contract.fields if f.status == "blank" and not f.name.startswith("party_")]
    return any(f.name == "party" for f in blank) and len(blank) >= _BLANKS


def _truncated(contract: Contract) -> bool:
    return contract.truncated


READ: Mapping[str, Callable[[Contract], bool]] = {"draft": _draft, "truncated": _truncated}
"""Facts that no words show. draft: a form, the parties' names are left blank and so are other slots; truncated: the text
breaks off."""
GIVEN: Mapping[str, str] = {
    "draft": "范本",
    "truncated": "文本不全",
    "party:person": "有自然人当事人",
    "party:company": "有企业当事人",
    "party:organ": "有机关或事业单位当事人",
}
"""The facts that are told before those of the rules, with what a reviewer calls them."""


def with_facts(contract: Contract) -> Contract:
    """The contract with the ids of the facts that hold; what type it has, and what kinds of parties, are facts too
    (`type:lease`, `party:person`)."""
    known = {f"type:{kind}" for kind in contract.types}
    kinds = {party_kind(str(field.norm), contract.packs.parties) for field in named(contract, "party")}
    known.update(f"party:{kind}" for kind in kinds if kind)
    known.update(fact for fact, holds in READ.items() if holds(contract))
    places = _Places(contract)
    for fact, cases in _cases(contract.packs):
        if any(_shows(case, contract, places, known) for case in cases):
            known.add(fact)
    return replace(contract, facts=frozenset(known))


def _shows(case: _Case, contract: Contract, places: _Places, known: set[str]) -> bool:
    rule = case.rule
    return (
        (not rule.types or not set(rule.types).isdisjoint(contract.types))
        and hold(known, rule.facts)
        and (rule.signed_before is None or (contract.signed is not None and contract.signed < rule.signed_before))
        and (not rule.field or any(compiled(rule.value).fullmatch(str(f.norm)) for f in named(contract, rule.field)))
        and all(_stands(pattern, places, place, rule.times) for place, pattern in case.has)
        and not any(_stands(pattern, places, place, 1) for place, pattern in case.lacks)
    )


def _stands(pattern: Pattern, places: _Places, place: str, times: int) -> bool:
    text: str = getattr(places, place)
    if times > 1 and place == "anywhere":
        return len(list(islice(pattern.finditer(text), times))) == times
    return pattern.search(text) is not None
