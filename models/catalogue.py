"""Rules as one looks through them, and how their examples did."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from models.rule import Origin, RuleKind


@dataclass(frozen=True, slots=True)
class Row:
    """A rule by what one looks for it by; `rules` are its entries (a field may have several). `about` is the kind of a
    check's findings, the kinds of a field's values, a law's status."""

    kind: RuleKind
    id: str
    title: str
    about: str
    severity: str
    types: tuple[str, ...]
    origin: Origin
    rules: tuple[BaseModel, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not do what its rule says it does: `wanted` and `got` in the rule's own words."""

    kind: RuleKind
    id: str
    origin: Origin
    text: str
    wanted: str
    got: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule, how many examples it has, and those that fail."""

    kind: RuleKind
    id: str
    examples: int
    failures: tuple[Failure, ...]
