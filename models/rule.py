"""Rule packs, as loaded: what the parser knows about contracts. All of it comes from rules/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.check_rule import CheckRule
from models.deadline import Counting, DeadlineRule, EventRule
from models.duties import Anchors, Duties
from models.fact import FactRule
from models.field_rule import FieldRule
from models.phrase import Phrase
from models.regex import Regex
from models.report import PackUsed

LawStatus = Literal["in_force", "repealed", "amended", "pending", "renamed"]


class Topic(BaseModel):
    """What a clause is about. `heading` matches titles of such clauses, `body` (where given) their text; both regular
    expressions. `examples` are headings that must match, `others` headings that must not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    heading: Regex
    body: Regex = ""
    examples: tuple[str, ...]
    others: tuple[str, ...]


class Outline(BaseModel):
    """How contracts are numbered, headed and signed: regular expressions over the normalised text. See rules/outline.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference_before: Regex
    reference_after: Regex
    reference_elsewhere: Regex
    unit_after: Regex
    not_heading: Regex
    not_heading_above: Regex
    heading_tail: Regex
    heading_noun: Regex
    body_start: Regex
    signature: Regex
    title: Regex
    title_end: Regex
    specimen: Regex
    parties: Regex
    contents: Regex
    annexes: Regex
    legend: Regex
    crossing: Regex
    choice: Regex
    choice_open: Regex
    chosen_number: Regex
    title_firm: Regex
    signer: Regex
    signing_line: Regex
    transcribed_mark: Regex
    document: Regex
    money_column: Regex


class Parties(BaseModel):
    """How contracts name their parties: regular expressions over the normalised text. See rules/parties.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    letter: Regex
    payers: Regex
    kinds: Regex
    bystanders: Regex
    alias: Regex
    name: Regex
    suffix: Regex
    after: Regex
    heading: Regex
    organ: Regex
    ended: Regex
    goes_on: Regex
    name_column: Regex
    called_column: Regex
    naming: Regex
    company: Regex
    public_body: Regex
    person: Regex
    no_person: Regex
    holed: Regex
    printed: Regex
    lead: Regex
    apposition: Regex
    concluding: Regex
    sentence_lead: Regex
    joint: Regex
    sentence_behind: Regex


class Wordings(BaseModel):
    """How the text of a field becomes its norm: regular expressions over the text. See rules/wordings.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    collected: Regex
    masked: Regex
    filler: Regex
    generic: Regex
    leading: Regex
    no_name: Regex
    name_end: Regex
    abroad: Regex
    gaped: Regex
    printed_unit: Regex
    no_place: Regex
    forum_lead: Regex
    jurisdiction: Regex
    special_court: Regex
    any_court: Regex
    tribunal_lead: Regex
    any_tribunal: Regex
    law_skip: Regex
    law_kind: Regex
    no_person: Regex
    no_address: Regex


class Citing(BaseModel):
    """How a law is cited without 《》: regular expressions over the normalised text. See rules/citing.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    law: Regex
    longer: Regex
    abroad: Regex
    before: Regex
    behind: Regex


class Law(BaseModel):
    """A law, regulation or interpretation that contracts cite, or an office or term that bears another name now.

    `since`: the first day on which it, or an earlier version of it, is wrong; for a `pending` revision the day on which
    it takes effect. None: not verified. `current`: the year of the version in force, `articles`: how many it has.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    aliases: tuple[str, ...]
    status: LawStatus
    since: date | None
    current: int | None
    articles: int | None
    replaced_by: str
    source: str


class PrimeRate(BaseModel):
    """The one-year loan prime rate (LPR) from a day on, as a share. `checked`: to which day the table was followed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date
    one_year: Decimal
    checked: date
    source: str


class ContractType(BaseModel):
    """A kind of contract that rules can be limited to: `id` is a norm of the field contract_type."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str


class Side(BaseModel):
    """What a party is called by its part in the deal: 买方 is also 买受人 and 需方. `names` holds `title` too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule was written: the pack's name and folder, the file within it, the line (from 1) of its entry."""

    pack: str
    folder: str
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.folder}/{self.file}:{self.line}"


RuleKind = Literal["phrase", "field", "check", "playbook", "topic", "fact", "deadline", "event", "law"]


@dataclass(frozen=True, slots=True, eq=False)
class Packs:
    """The rules of one run: those that ship, and the user's laid over them.

    `version` is that of the rules that ship, `sha256` of all of them; `used` names each pack, the shipped one first.
    `as_of` is the day whose law they state. `origins` leads from a rule's kind and id to where it was written.
    """

    version: str
    sha256: str
    as_of: date
    used: tuple[PackUsed, ...]
    outline: Outline
    parties: Parties
    duties: Duties
    anchors: Anchors
    citing: Citing
    phrases: tuple[Phrase, ...]
    topics: tuple[Topic, ...]
    fields: tuple[FieldRule, ...]
    checks: tuple[CheckRule, ...]
    facts: tuple[FactRule, ...]
    deadlines: tuple[DeadlineRule, ...]
    events: tuple[EventRule, ...]
    counting: Counting
    laws: tuple[Law, ...]
    prime_rates: tuple[PrimeRate, ...]
    types: tuple[ContractType, ...]
    sides: tuple[Side, ...]
    origins: Mapping[tuple[RuleKind, str], Origin]
