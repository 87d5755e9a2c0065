"""Contracts as the list shows them: what the store has of each, and how far its review is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, func, select

from models.decision import Reviewed
from models.errors import BadFilter
from models.source import Reader
from store import decisions
from store.connect import Store
from store.decisions import Made
from store.places import place_of, place_text
from store.read import ContractRow, count_contracts, list_contracts, load_report
from store.schema import fields
from store.targets import fold_all, reviewed, to_review
from web.api_models import ContractView, Counts
from web.desk import Desk
from web.filters import Filters, condition
from web.problems import ProblemError


def views(store: Store, rows: Sequence[ContractRow]) -> list[ContractView]:
    """One view a row, in their order, in a few queries for all."""
    ids = [row.id for row in rows]
    with store.reading() as connection:
        due = _fields_due(connection, ids)
        parties = _parties(connection, ids)
        made = decisions.of_contracts(connection, [row.sha256 for row in rows])
    return [
        ContractView(
            id=row.sha256,
            name=row.name,
            title=row.title,
            type=row.type,
            reader=cast(Reader, row.reader),
            pages=row.pages,
            bytes=row.bytes,
            added=row.added_at,
            parties=parties.get(row.id, []),
            counts=Counts(error=row.errors, warning=row.warnings, info=row.infos),
            fields=due.get(row.id, 0),
            findings=row.errors + row.warnings + row.infos,
            reviewed=_reviewed(store, row, due.get(row.id, 0), made.get(row.sha256, [])),
            url=f"/contracts/{row.sha256}",
        )
        for row in rows
    ]


def _fields_due(connection: Connection, ids: Sequence[int]) -> Mapping[int, int]:
    query = (
        select(fields.c.contract_id, func.count())
        .where(fields.c.contract_id.in_(ids), fields.c.status != "absent")
        .group_by(fields.c.contract_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _parties(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[str]]:
    query = (
        select(fields.c.contract_id, fields.c.norm)
        .where(fields.c.contract_id.in_(ids), fields.c.name == "party", fields.c.status == "found")
        .order_by(fields.c.contract_id, fields.c.position)
    )
    found: dict[int, list[str]] = {}
    for id_, norm in connection.execute(query):
        if norm is not None and norm not in (named := found.setdefault(id_, [])):
            named.append(norm)
    return found


def _reviewed(store: Store, row: ContractRow, due: int, made: Iterable[Made]) -> Reviewed:
    """From the record alone as long as all of it is on the present report; else by going through that report."""
    total = due + row.errors + row.warnings + row.infos
    decided = fold_all(one.decision for one in made)
    if all(one.report == row.report_sha256 for one in made):
        to_count = {one.decision.target for one in made if one.due}
        done = sum(1 for target in to_count if decided[target].state != "open")
        return Reviewed(done=done, total=total)
    report = load_report(store, row.sha256)
    return reviewed(to_review(report), decided) if report is not None else Reviewed(done=0, total=total)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the list: its contracts, how many there are on all pages, and where the next begins."""

    contracts: list[ContractView]
    total: int
    cursor: str | None


def page_of(desk: Desk, filters: Filters) -> Shown:
    """What the filters leave. Raises BadFilter for a `where` that does not parse; ProblemError for a page that is none."""
    where = condition(filters, desk.store, desk.field_titles)
    order, descending = filters.sort.lstrip("-"), filters.sort.startswith("-")
    try:
        after = place_of(filters.cursor, order) if filters.cursor is not None else None
    except BadFilter as error:
        raise ProblemError("not-found", str(error)) from error
    page = list_contracts(desk.store, where, order=order, descending=descending, after=after, limit=filters.limit)
    return Shown(
        contracts=views(desk.store, page.contracts),
        total=count_contracts(desk.store, where),
        cursor=place_text(page.after) if page.after is not None else None,
    )
