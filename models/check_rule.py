"""A check of a rule pack: what it looks for, what it says, and the contracts that show it. See docs/rules.md."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from models.report import Basis, FindingKind, Severity


class CheckRule(BaseModel):
    """One entry of rules/checks/*.yaml.

    `function` names an entry of parser.checks.CHECKS, and `params` is what it is given. `types` are the contract types
    it applies to (empty: all). `hit` and `miss` are short contracts in which it must and must not fire.
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
    params: dict[str, Any] = {}
    hit: tuple[str, ...]
    miss: tuple[str, ...]
