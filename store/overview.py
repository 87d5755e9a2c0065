"""The archive in figures, as it is at one moment; the database counts, but for what must be worked out of a contract."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, case, distinct, extract, func, select

from models.overview import CheckCount, Count, Ending, Overview
from models.rule import Packs
from store.connect import Store
from store.schema import contracts, failures, fields, findings, paths
from store.term_ends import ends_counted, prints_its_end

_PARTIES, _MONTHS = 20, 24
"""Parties listed, and months."""


def overview(store: Store, *, since: date, packs: Packs) -> Overview:
    """The whole store; months in which contracts end are listed from that of `since` on. An end that no contract prints
    is counted by the deadlines of the packs."""
    with store.reading() as connection:
        named = (fields.c.name == "party", fields.c.status == "found", fields.c.norm.is_not(None))
        ranked = func.count(distinct(fields.c.contract_id))
        return Overview(
            contracts=_number(connection, select(func.count()).select_from(contracts)),
            files=_number(connection, select(func.count()).select_from(paths)),
            failures=_number(connection, select(func.count()).select_from(failures)),
            types=_counts(connection, _grouped(func.coalesce(contracts.c.type, ""))),
            states=_counts(connection, _grouped(_state())),
            named=_number(connection, select(func.count(distinct(fields.c.norm))).where(*named)),
            parties=_counts(
                connection,
                select(fields.c.norm, ranked)
                .where(*named)
                .group_by(fields.c.norm)
                .order_by(ranked.desc(), fields.c.norm)
                .limit(_PARTIES),
            ),
            ending=_ending(connection, since.replace(day=1), packs),
            fields=_counts(
                connection,
                select(fields.c.status, func.count()).group_by(fields.c.status).order_by(func.count().desc()),
            ),
            checks=_checks(connection),
        )


def _state() -> Any:
    """The worst that was found in a contract."""
    return case(
        (contracts.c.errors > 0, "error"), (contracts.c.warnings > 0, "warning"), (contracts.c.infos > 0, "info"),
        else_="none",
    )  # fmt: skip


def _grouped(key: Any) -> Select[Any]:
    return select(key, func.count()).select_from(contracts).group_by(key).order_by(func.count().desc(), key)


def _ending(connection: Connection, since: date, packs: Packs) -> Ending:
    last = since.year * 12 + since.month - 1 + _MONTHS
    behind = date(last // 12, last % 12 + 1, 1)
    printed = prints_its_end()
    day, ends = fields.c.day, func.count(distinct(fields.c.contract_id))
    year, month = extract("year", day), extract("month", day)
    listed = connection.execute(
        select(year, month, ends).where(*printed, day >= since, day < behind).group_by(year, month)
    )
    months = Counter({f"{int(row[0]):04}-{int(row[1]):02}": int(row[2]) for row in listed})
    early = _number(connection, select(ends).where(*printed, day < since))
    late = _number(connection, select(ends).where(*printed, day >= behind))
    said = _number(connection, select(ends).where(*printed))
    counted = left_open = 0
    for end in ends_counted(connection, packs):
        counted, left_open = counted + (end is not None), left_open + (end is None)
        if end is not None:
            early, late = early + (end < since), late + (end >= behind)
            months[f"{end:%Y-%m}"] += since <= end < behind
    total = _number(connection, select(func.count()).select_from(contracts))
    return Ending(
        since=f"{since:%Y-%m}",
        months=tuple(Count(key=key, number=number) for key, number in sorted(months.items()) if number),
        before=early,
        behind=late,
        counted=counted,
        open=left_open,
        undated=total - said - counted - left_open,
    )


def _checks(connection: Connection) -> tuple[CheckCount, ...]:
    found, within = func.count(), func.count(distinct(findings.c.contract_id))
    rows = connection.execute(
        select(findings.c.check, func.min(findings.c.title), findings.c.severity, found, within)
        .group_by(findings.c.check, findings.c.severity)
        .order_by(within.desc(), findings.c.check, findings.c.severity)
    )
    return tuple(
        CheckCount(check=check, title=title, severity=severity, findings=number, contracts=holders)
        for check, title, severity, number, holders in rows
    )


def _counts(connection: Connection, asked: Select[Any]) -> tuple[Count, ...]:
    return tuple(Count(key=key, number=number) for key, number in connection.execute(asked))


def _number(connection: Connection, asked: Select[Any]) -> int:
    number: int = connection.execute(asked).scalar_one()
    return number
