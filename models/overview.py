"""An archive in figures: what `qiyue stats` shows."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from models.report import Severity


class Figures(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Count(Figures):
    """`key` is what programs know it by: a contract type, a party's name, a month (2026-12), a status."""

    key: str
    number: int


class CheckCount(Figures):
    """A check: what it is called, how many findings it made, and in how many contracts."""

    check: str
    title: str
    severity: Severity
    findings: int
    contracts: int


class Ending(Figures):
    """When contracts end: by month from `since` on, before it, and behind the last month listed. `counted` of these print
    no day, which follows from their beginning and their length; of `open` it hangs on what the contract leaves blank or
    on an event without a day (合同生效之日 + 24个月). `undated` say nothing of an end."""

    since: str
    months: tuple[Count, ...]
    before: int
    behind: int
    counted: int
    open: int
    undated: int


class Overview(Figures):
    """`states` are contracts by the worst of their findings: error, warning, info, or none. `fields` are fields by their
    status. `parties` are those of most contracts, of `named` in all; `checks` all that found something."""

    contracts: int
    files: int
    failures: int
    types: tuple[Count, ...]
    states: tuple[Count, ...]
    named: int
    parties: tuple[Count, ...]
    ending: Ending
    fields: tuple[Count, ...]
    checks: tuple[CheckCount, ...]
