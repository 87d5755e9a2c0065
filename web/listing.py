"""Contracts as the list shows them: what the store has of each, and how far its review is."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, func, select

from models.decision import Reviewed
from models.source import Reader
from store import decisions
from store.connect import Store
from store.decisions import Made
from store.read import ContractRow, load_report
from store.schema import fields
from store.targets import fold_all, reviewed, to_review
from web.api_models import ContractView, Counts
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


def cursor_of(after: tuple[Any, int] | None) -> str | None:
    """Where a page of a list ended, in letters that an address takes."""
    if after is None:
        return None
    rank, number = after
    told = {"t": rank.isoformat()} if isinstance(rank, datetime) else rank
    return base64.urlsafe_b64encode(json.dumps([told, number]).encode()).decode().rstrip("=")


def after_of(cursor: str | None) -> tuple[Any, int] | None:
    """What `cursor_of` was given. Raises ProblemError for what it never made."""
    if cursor is None:
        return None
    try:
        rank, number = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        rank = datetime.fromisoformat(rank["t"]) if isinstance(rank, dict) else rank
        if not isinstance(number, int) or not isinstance(rank, str | int | datetime) or not -(2**63) <= number < 2**63:
            raise ValueError
    except (ValueError, TypeError, KeyError, binascii.Error) as error:
        raise ProblemError("not-found", "cursor") from error
    return rank, number
