"""An entry of a playbook: what one side wants of a contract, by its type. See docs/rules.md."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.regex import Regex
from models.report import Basis, FindingKind, Severity


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Require(Part):
    """What must be there: a clause on `topic`, a wording `pattern` (in such a clause, where both are given), or a value
    for `field`."""

    topic: str = ""
    pattern: Regex = ""
    field: str = ""


class Limit(Part):
    """What a field's value must keep to, in the field's own norms (P60D, 0.0005/D, 100000.00 CNY, court). `role` asks
    for the values of our side, or of the other, only."""

    field: str
    at_most: str = ""
    at_least: str = ""
    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    role: Literal["us", "them"] | None = None


class Forbid(Part):
    """What must not be there: a sentence that `pattern` matches and `unless` does not, in a clause on `topic`."""

    pattern: Regex
    unless: Regex = ""
    topic: str = ""


class Prefer(Part):
    """How a clause on `topic`, where there is one, should be worded: `pattern` matches it."""

    topic: str
    pattern: Regex


class PlaybookEntry(Part):
    """One of `require`, `limit`, `forbid` and `prefer`, for contracts of `types` (empty: all) when one is on one of
    `sides` (empty: whichever). `{us}` and `{them}` in a pattern stand for the names of one's own side and of the other
    in the contract. `wording` is the clause to propose. `hit` and `miss` as in CheckRule.
    """

    id: str
    title: str
    types: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    kind: FindingKind | None = None
    severity: Severity = "warning"
    require: Require | None = None
    limit: Limit | None = None
    forbid: Forbid | None = None
    prefer: Prefer | None = None
    message: str = ""
    advice: str = ""
    wording: str = ""
    basis: tuple[Basis, ...] = ()
    hit: tuple[str, ...]
    miss: tuple[str, ...]
