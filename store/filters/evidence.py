"""Why a contract is among those that a filter leaves: the entries of fields and the findings that the filter names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from store.connect import Store
from store.filters.sql import ALIASES, ATTRIBUTES, about, of_findings
from store.filters.tree import Filter, Name, conditions
from store.schema import clauses, fields, findings


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of a field (`status` is the field's) or a finding (`status` is its severity), with the clause that it
    stands in (`label`, empty where it has none) and the first of its evidence."""

    contract: int
    name: str
    title: str
    about: str
    status: str
    value: str
    clause: str | None
    label: str
    quote: str | None
    page: int | None
    start: int | None
    end: int | None


def named_by(store: Store, asked: Filter | None, contracts: Sequence[int]) -> dict[int, tuple[Said, ...]]:
    """What the filter names in these contracts, by their number; fields first, in reading order."""
    if asked is None or not contracts:
        return {}
    found: dict[int, tuple[Said, ...]] = {}
    for said in (*_entries(store, asked, contracts), *_findings(store, asked, contracts)):
        found[said.contract] = (*found.get(said.contract, ()), said)
    return found


def _entries(store: Store, asked: Filter, contracts: Sequence[int]) -> Iterable[Said]:
    names = {one.name for one in conditions(asked) if one.name.text not in ATTRIBUTES or one.name.text in ALIASES}
    if not names:
        return
    label = (
        select(clauses.c.label)
        .where(clauses.c.contract_id == fields.c.contract_id, clauses.c.clause == fields.c.clause)
        .limit(1)
        .scalar_subquery()
    )
    rows = (
        select(fields, label.label("label"))
        .where(fields.c.contract_id.in_(contracts), or_(*(_is(name) for name in names)))
        .order_by(fields.c.contract_id, fields.c.position)
    )
    with store.reading() as connection:
        for row in connection.execute(rows):
            whose = " ".join(word for word in (row.role, row.object) if word)
            yield Said(
                row.contract_id, row.name, row.title, whose, row.status, row.norm or "", row.clause, row.label or "", row.quote,
                row.page, row.start, row.end,
            )  # fmt: skip


def _is(name: Name) -> ColumnElement[bool]:
    named = fields.c.name == ALIASES.get(name.text, name.text)
    return named if name.about is None else and_(named, about(name.about))


def _findings(store: Store, asked: Filter, contracts: Sequence[int]) -> Iterable[Said]:
    wanted = [found for one in conditions(asked) if (found := of_findings(one, sqlite=store.sqlite)) is not None]
    if not wanted:
        return
    rows = (
        select(findings)
        .where(findings.c.contract_id.in_(contracts), or_(*wanted))
        .order_by(findings.c.contract_id, findings.c.position)
    )
    with store.reading() as connection:
        for row in connection.execute(rows):
            clause = row.clauses[0] if row.clauses else None
            yield Said(
                row.contract_id, row.check, row.title, "", row.severity, row.message, clause, "", row.quote, row.page, row.start,
                row.end,
            )  # fmt: skip
