"""A fact: what the text of a contract shows of its kind and its parties, by which rules are asked or graded."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict

from models.regex import Regex


class FactWords(BaseModel):
    """A pattern for each place of a contract: its title, the names of its parties joined by a blank, its `opening` (1,200
    characters), its `presentation` (what stands before the first numbered clause, and at the signatures), and `anywhere`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contract_title: Regex = ""
    party_names: Regex = ""
    opening: Regex = ""
    presentation: Regex = ""
    anywhere: Regex = ""


class FactCase(BaseModel):
    """One way in which a fact shows: all that is given must hold. `types` are contract types of which it must have one.

    `facts` are as in CheckRule, of facts that stand before this one. `has` are words that must stand at their places, that
    for `anywhere` at least so many `times`; `lacks` are words that must not. A `field` must have a norm that the pattern
    `value` matches as a whole. `signed_before`: by its own date.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    types: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    has: FactWords = FactWords()
    times: int = 1
    lacks: FactWords = FactWords()
    field: str = ""
    value: Regex = ""
    signed_before: datetime.date | None = None


class FactRule(BaseModel):
    """One entry of rules/facts.yaml: the fact holds where one of its `cases` does. `hit` and `miss` are short contracts in
    which it must hold and must not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    cases: tuple[FactCase, ...]
    hit: tuple[str, ...]
    miss: tuple[str, ...]
