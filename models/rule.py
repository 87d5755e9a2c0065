"""Rule packs, as loaded: what the parser knows about contracts. All of it comes from rules/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from models.check_rule import CheckRule
from models.field_rule import FieldRule


class Topic(BaseModel):
    """What a clause is about. `heading` matches titles of such clauses, `body` (where given) their text; both regular
    expressions. `examples` are headings that must match, `others` headings that must not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    heading: str
    body: str = ""
    examples: tuple[str, ...]
    others: tuple[str, ...]


class Outline(BaseModel):
    """How contracts are numbered and headed: regular expressions over the normalised text. See rules/outline.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference_before: str
    reference_after: str
    reference_elsewhere: str
    unit_after: str
    not_heading: str
    heading_tail: str
    heading_noun: str
    body_start: str
    signature: str
    title: str
    title_end: str
    parties: str
    contents: str
    annexes: str


class Law(BaseModel):
    """A law, or a version of it, that must no longer be cited. `since` is the first day on which citing it is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    aliases: tuple[str, ...]
    status: str
    since: date | None
    replaced_by: str
    source: str


class PrimeRate(BaseModel):
    """The one-year loan prime rate (LPR) from a day on, as a share. `checked`: to which day the table was followed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date
    one_year: Decimal
    checked: date
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Packs:
    """The rules of one run. `version` and `sha256` name them in the report; `as_of` is the day whose law they state."""

    version: str
    sha256: str
    as_of: date
    outline: Outline
    topics: tuple[Topic, ...]
    fields: tuple[FieldRule, ...]
    checks: tuple[CheckRule, ...]
    laws: tuple[Law, ...]
    prime_rates: tuple[PrimeRate, ...]
