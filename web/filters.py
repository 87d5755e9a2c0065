"""Which contracts a list shows, and in which order."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key
from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true

from store.desk import decisions
from store.schema import contracts, fields, findings

State = Literal["untouched", "begun", "reviewed"]
Severity = Literal["error", "warning", "info"]
Sort = Literal[
    "-added", "added", "-read", "read", "name", "-name", "title", "-title", "type", "-type", "errors", "-errors",
    "warnings", "-warnings", "bytes", "-bytes",
]  # fmt: skip
_GRADES = {"error": contracts.c.errors, "warning": contracts.c.warnings, "info": contracts.c.infos}
_STANDS = ("confirm", "correct", "accept", "dismiss")


class Filters(BaseModel):
    """`q` stands in the name, the title or a party's name; `check` is a finding's check; `missing` the topic of what is
    not there; `state` is of the review."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Key(default="", max_length=200)
    type: str = Key(default="", max_length=64)
    severity: Severity | Literal[""] = ""
    check: str = Key(default="", max_length=128)
    missing: str = Key(default="", max_length=128)
    state: State | Literal[""] = ""
    sort: Sort = "-added"
    cursor: str | None = Key(default=None, max_length=1000)
    limit: int = Key(default=50, ge=1, le=200)

    def asked(self) -> dict[str, str | int]:
        """What was asked for, as an address takes it, without the cursor."""
        return self.model_dump(exclude={"cursor"}, exclude_defaults=True)


def condition(filters: Filters) -> ColumnElement[bool]:
    """Over the columns of `contracts`."""
    conditions: list[ColumnElement[bool]] = [true()]
    if filters.q:
        in_party = exists().where(
            fields.c.contract_id == contracts.c.id,
            fields.c.name == "party",
            fields.c.norm.contains(filters.q, autoescape=True),
        )
        conditions.append(
            or_(
                contracts.c.name.contains(filters.q, autoescape=True),
                contracts.c.title.contains(filters.q, autoescape=True),
                in_party,
            )
        )
    if filters.type:
        conditions.append(contracts.c.type == filters.type)
    if filters.severity:
        conditions.append(_GRADES[filters.severity] > 0)
    if filters.check:
        conditions.append(_has_finding(filters.check))
    if filters.missing:
        conditions.append(_has_finding(f"missing-{filters.missing.removeprefix('missing-')}"))
    if filters.state:
        conditions.append(_in_state(filters.state))
    return and_(*conditions)


def _has_finding(check: str) -> ColumnElement[bool]:
    return exists().where(findings.c.contract_id == contracts.c.id, findings.c.check == check)


def _in_state(state: State) -> ColumnElement[bool]:
    """By the decisions on the present report that stand."""
    undone = select(decisions.c.undoes).where(decisions.c.undoes.is_not(None))
    standing = (
        select(func.count(decisions.c.target.distinct()))
        .where(
            decisions.c.contract == contracts.c.sha256,
            decisions.c.report == contracts.c.report_sha256,
            decisions.c.due,
            decisions.c.action.in_(_STANDS),
            decisions.c.id.not_in(undone),
        )
        .scalar_subquery()
    )
    stated = (
        select(func.count())
        .select_from(fields)
        .where(fields.c.contract_id == contracts.c.id, fields.c.status != "absent")
        .scalar_subquery()
    )
    due = stated + contracts.c.errors + contracts.c.warnings + contracts.c.infos
    if state == "untouched":
        return standing == 0
    return standing >= due if state == "reviewed" else and_(standing > 0, standing < due)


def types_in(connection: Connection) -> list[str]:
    """The contract types that there are."""
    query = select(contracts.c.type).where(contracts.c.type.is_not(None)).distinct().order_by(contracts.c.type)
    return list(connection.execute(query).scalars())
