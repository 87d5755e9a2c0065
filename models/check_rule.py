"""A check of a rule pack: what it looks for, what it says, and the contracts that show it. See docs/rules.md."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from models.regex import Regex
from models.report import Basis, FindingKind, Severity


class Grade(BaseModel):
    """What a finding becomes where all of `facts` hold and `match` stands in its quotes (both empty: always).

    `facts` are as in CheckRule. `message` and `advice`, where given, stand in for the rule's own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    facts: tuple[str, ...] = ()
    match: Regex = ""
    severity: Severity
    message: str = ""
    advice: str = ""


class CheckRule(BaseModel):
    """One entry of rules/checks/*.yaml.

    `function` names an entry of parser.checks.CHECKS, and `params` is what it is given. `types` are the contract types
    it applies to (empty: all); `sides` the parties on whose side one must be (empty: whichever; `*`: any that is given).
    `facts` must all hold: ids of rules/facts.yaml or parser.facts.READ, `type:lease` for a contract type,
    `party:person` for a kind of party, `a|b` for either, `not` before what must not hold. A contract signed before `since` is passed over: the law that the check rests on was not in
    force. The first of `grades` that fits says how grave a finding is. `hit` and
    `miss` are short contracts in which it must and must not fire.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    kind: FindingKind
    severity: Severity
    function: str
    message: str
    advice: str
    basis: tuple[Basis, ...] = ()
    types: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    since: date | None = None
    grades: tuple[Grade, ...] = ()
    params: dict[str, Any] = {}
    hit: tuple[str, ...]
    miss: tuple[str, ...]
