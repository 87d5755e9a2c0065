"""When contracts end that print no day for it: the day that follows from what they do say, counted as deadlines are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as parts_of
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from deadlines import deadlines_of
from models.report import Field, Report
from models.rule import Packs
from store.schema import fields

_END = "term-end"
"""The id of the deadlines that end a contract."""
_PRINTED = "term_end"
_PLAIN = tuple(part.name for part in parts_of(Field) if part.name != "evidence")


def prints_its_end() -> tuple[ColumnElement[bool], ...]:
    """The conditions that a row of `fields` is a day on which its contract ends."""
    return fields.c.name == _PRINTED, fields.c.status == "found", fields.c.day.is_not(None)


def ends_counted(connection: Connection, packs: Packs) -> Iterator[date | None]:
    """For each contract that prints no end, and says for how long it holds or leaves the day blank: the day, or None
    where it hangs on something that the contract leaves open. Contracts come one by one; memory holds a few."""
    rules = tuple(rule for rule in packs.deadlines if rule.id == _END)
    ends = replace(packs, deadlines=rules)
    asked = {rule.field for rule in rules}
    names = asked | {rule.base for rule in rules if rule.base} | {event.field for event in packs.events}
    printed = select(fields.c.contract_id).where(*prints_its_end())
    rows = connection.execution_options(yield_per=1_000).execute(
        select(fields)
        .where(fields.c.name.in_(names), fields.c.status != "absent", fields.c.contract_id.not_in(printed))
        .order_by(fields.c.contract_id, fields.c.position)
    )
    for _, held in groupby(rows, key=attrgetter("contract_id")):
        found = tuple(map(_field, held))
        if asked.isdisjoint(field.name for field in found):
            continue
        # Of a report, the end of a contract asks for fields alone.
        days = [one.date for one in deadlines_of(Report.model_construct(text="", clauses=(), fields=found), ends)]
        if days:
            yield min((date.fromisoformat(day) for day in days if day), default=None)


def _field(row: Any) -> Field:
    return Field(**{name: getattr(row, name) for name in _PLAIN}, evidence=())
