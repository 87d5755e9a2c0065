"""Reading: what is known, whole reports, and contracts page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true

from models.errors import BadFilter
from models.reading import Reading
from models.report import Report
from store.connect import Store
from store.readings import unpack_reading
from store.rows import kept, unpack_report
from store.schema import clauses, contracts, failures, fields, findings, paths, readings, reports, runs

_CHUNK = 500


Place = tuple[int | str | datetime, int]


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract as a list shows it: the columns of `contracts`, and where its file was found."""

    id: int
    sha256: str
    name: str
    media_type: str
    reader: str
    bytes: int
    pages: int | None
    characters: int
    title: str | None
    type: str | None
    clauses: int
    errors: int
    warnings: int
    infos: int
    notices: int
    rules_version: str
    rules_sha256: str
    as_of: str
    side: str | None
    report_sha256: str
    run_id: int | None
    added_at: datetime
    read_at: datetime
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some contracts; `after` (rank and number of the last) asks `list_contracts` for those behind them, in the same
    order, and is None where there are none. `store.places` writes it as text."""

    contracts: tuple[ContractRow, ...]
    after: Place | None


ORDERS: Mapping[str, ColumnElement[Any]] = {
    "added": contracts.c.id,
    "name": contracts.c.name,
    "title": func.coalesce(contracts.c.title, ""),
    "type": func.coalesce(contracts.c.type, ""),
    "errors": contracts.c.errors,
    "warnings": contracts.c.warnings,
    "read": contracts.c.read_at,
    "bytes": contracts.c.bytes,
}
"""What contracts may be listed by; those of one rank by their number."""


def known(store: Store, shas: Collection[str]) -> set[str]:
    """Which of these contracts are in the store."""
    asked = sorted(set(shas))
    found: set[str] = set()
    with store.reading() as connection:
        for at in range(0, len(asked), _CHUNK):
            some = select(contracts.c.sha256).where(contracts.c.sha256.in_(asked[at : at + _CHUNK]))
            found.update(connection.execute(some).scalars())
    return found


def read_otherwise(rules_sha256: str, *, as_of: date, side: str | None = None) -> ColumnElement[bool]:
    """The condition that a contract was read by other rules than these, for another day or, where one is given, for
    another side."""
    other = or_(contracts.c.rules_sha256 != rules_sha256, contracts.c.as_of != as_of.isoformat())
    return other if side is None else or_(other, contracts.c.side.is_distinct_from(kept(side)))


def each_sha256(store: Store, where: ColumnElement[bool]) -> Iterator[str]:
    """The sha256 of each contract that `where` (over the columns of `contracts`) leaves; it may be written meanwhile."""
    after = 0
    while True:
        asked = (
            select(contracts.c.id, contracts.c.sha256)
            .where(where, contracts.c.id > after)
            .order_by(contracts.c.id)
            .limit(_CHUNK)
        )
        with store.reading() as connection:
            rows = connection.execute(asked).all()
        yield from (sha for _, sha in rows)
        if not rows:
            return
        after = rows[-1][0]


def load_report(store: Store, sha256: str) -> Report | None:
    """The whole report of a contract; None where it is not in the store."""
    with store.reading() as connection:
        asked = select(reports.c.report).join(contracts).where(contracts.c.sha256 == sha256)
        packed = connection.execute(asked).scalar()
    return None if packed is None else unpack_report(packed)


def load_reading(store: Store, sha256: str) -> Reading | None:
    """What a contract was read from, to run other rules over; None where the store does not have it."""
    with store.reading() as connection:
        asked = select(readings.c.reading).join(contracts).where(contracts.c.sha256 == sha256)
        packed = connection.execute(asked).scalar()
    return None if packed is None else unpack_reading(packed)


def each_report(store: Store, where: ColumnElement[bool] | None = None) -> Iterator[tuple[ContractRow, Report]]:
    """Every contract that `where` (over the columns of `contracts`) leaves, with its report, in the order in which they
    came; memory holds a few at a time."""
    after: Place | None = None
    while True:
        page = list_contracts(store, where, after=after, limit=50)
        with store.reading() as connection:
            ids = [row.id for row in page.contracts]
            asked = select(reports.c.contract_id, reports.c.report).where(reports.c.contract_id.in_(ids))
            packed = {row.contract_id: row.report for row in connection.execute(asked)}
        # A contract may have been taken out since it was listed.
        yield from ((row, unpack_report(packed[row.id])) for row in page.contracts if row.id in packed)
        if page.after is None:
            return
        after = page.after


def list_contracts(
    store: Store,
    where: ColumnElement[bool] | None = None,
    *,
    order: str = "added",
    descending: bool = False,
    after: Place | None = None,
    limit: int = 50,
) -> Page:
    """Contracts page by page: those that `where` leaves, by one of ORDERS. `after` is that of the page before this one.

    Raises BadFilter for an order that is none."""
    if order not in ORDERS:
        raise BadFilter(f"Contracts have no order `{order}`.", remedy=f"Take one of {', '.join(ORDERS)}.")
    rank, number = ORDERS[order], contracts.c.id
    asked: Select[Any] = select(contracts, rank.label("rank")).where(true() if where is None else where)
    if after is not None:
        behind = (rank < after[0], number < after[1]) if descending else (rank > after[0], number > after[1])
        asked = asked.where(or_(behind[0], and_(rank == after[0], behind[1])))
    by = (rank.desc(), number.desc()) if descending else (rank, number)
    with store.reading() as connection:
        rows = connection.execute(asked.order_by(*by).limit(limit + 1)).all()
        shown = rows[:limit]
        named = paths_of(connection, [row.id for row in shown])
    listed = tuple(_contract(row, named.get(row.id, ())) for row in shown)
    return Page(listed, (shown[-1].rank, shown[-1].id) if len(rows) > limit else None)


def count_contracts(store: Store, where: ColumnElement[bool] | None = None) -> int:
    """How many contracts `where` leaves."""
    with store.reading() as connection:
        asked = select(func.count()).select_from(contracts).where(true() if where is None else where)
        number: int = connection.execute(asked).scalar_one()
        return number


def holdings(store: Store) -> dict[str, int]:
    """How many contracts, clauses, fields, findings, failures and runs the store holds."""
    with store.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (contracts, clauses, fields, findings, failures, runs)
        }


def paths_of(connection: Any, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Where the files of these contracts were found, by the contract's number."""
    found: dict[int, tuple[str, ...]] = {}
    asked = select(paths.c.contract_id, paths.c.path).where(paths.c.contract_id.in_(ids))
    for id_, path in connection.execute(asked.order_by(paths.c.contract_id, paths.c.path)):
        found[id_] = (*found.get(id_, ()), path)
    return found


def _contract(row: Row[Any], named: tuple[str, ...]) -> ContractRow:
    values = {name: value for name, value in row._mapping.items() if name != "rank"}
    return ContractRow(**values, paths=named)
