"""Which contracts a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key
from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true

from store.connect import Store
from store.desk import decisions
from store.filters.grammar import parse_filter
from store.filters.names import settled
from store.filters.sql import condition as filter_condition
from store.filters.tree import Compare, Filter, Name, Words
from store.schema import contracts, fields

State = Literal["untouched", "begun", "reviewed"]
Severity = Literal["error", "warning", "info"]
Sort = Literal[
    "-added", "added", "-read", "read", "name", "-name", "title", "-title", "type", "-type", "errors", "-errors",
    "warnings", "-warnings", "bytes", "-bytes",
]  # fmt: skip
_STANDS = ("confirm", "correct", "accept", "dismiss")


class Filters(BaseModel):
    """`q` stands in the name, the title or a party's name; `where` is a filter as `qiyue find` takes it (docs/search.md);
    `check` is a finding's check; `missing` words of what is not there; `state` is of the review."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Key(default="", max_length=200)
    where: str = Key(default="", max_length=1000)
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


def condition(filters: Filters, store: Store, titles: Mapping[str, str]) -> ColumnElement[bool]:
    """Over the columns of `contracts`. `titles` are those of fields, by name, that a filter may also go by.

    Raises BadFilter for a `where` that does not parse, and names what it is about.
    """
    asked: list[Filter] = []
    if filters.where:
        asked.append(settled(parse_filter(filters.where), store, more=lambda: titles))
    for name, value in (
        ("type", filters.type),
        ("severity", filters.severity),
        ("finding", filters.check),
        ("missing", filters.missing),
    ):
        if value:
            asked.append(Compare(Name(name, None, 1), "=", Words(value), 1))
    conditions = [filter_condition(one, sqlite=store.sqlite) for one in asked]
    if filters.q:
        conditions.append(_named(filters.q))
    if filters.state:
        conditions.append(_in_state(filters.state))
    return and_(true(), *conditions)


def _named(words: str) -> ColumnElement[bool]:
    in_party = exists().where(
        fields.c.contract_id == contracts.c.id,
        fields.c.name == "party",
        fields.c.norm.contains(words, autoescape=True),
    )
    return or_(
        contracts.c.name.contains(words, autoescape=True), contracts.c.title.contains(words, autoescape=True), in_party
    )


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
