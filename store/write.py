"""Writing: a contract whole or not at all, the same one twice without change, many in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.dialects import sqlite

from models.report import Report
from models.source import path_text
from store import search_index
from store.connect import Store
from store.rows import CLAUSE, FIELD, FINDING, NOTICE, ContractRows, Row, Tables, kept, rows_of
from store.schema import (
    OF_CONTRACT,
    clause_ids,
    clauses,
    contracts,
    failures,
    fields,
    findings,
    notices,
    readings,
    reports,
    runs,
)
from store.schema import paths as paths_table

_LABEL, _HEADING, _TEXT = map(CLAUSE.index, ("label", "heading", "text"))

_ASKED = 500
_UNPACKED = 32
"""Contracts whose rows are unpacked at a time: those of a whole transaction would not stay near the processor."""

RunState = Literal["running", "finished", "interrupted"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A contract to write, and every path that its bytes were found under."""

    rows: ContractRows
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """How many contracts were new, had another report before, and had the same."""

    new: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read: its path, what models.errors says of it, and its sha256 where it has one."""

    path: str
    code: str
    message: str
    remedy: str = ""
    sha256: str | None = None


def save_report(
    store: Store, report: Report, *, paths: Sequence[str] = (), reading: bytes | None = None, run: int | None = None
) -> Saved:
    """Write one report; see `save_reports`. `reading` is what `store.readings.pack_reading` made."""
    return save_reports(store, [Entry(rows_of(report, reading=reading), tuple(paths))], run=run)


def save_reports(store: Store, entries: Iterable[Entry], *, run: int | None = None) -> Saved:
    """Write reports in one transaction: all are kept, or none.

    A contract that is there with the same report only gets its new paths; with another report, the new one takes its
    place. A reading that was kept stays where none comes with the entry. Failures of these files are settled by it.
    Raises StoreBusy, StoreFull, StoreUnavailable; then nothing of it is kept, and the same may be written again.
    """
    merged = _merged(entries)
    if not merged:
        return Saved(0, 0, 0)
    with store.writing() as connection:
        known = _numbered(connection, merged, run)
        fresh = {sha: id_ for sha, (id_, report) in known.items() if report is None}
        changed = {
            sha: id_
            for sha, (id_, report) in known.items()
            if report is not None and report != merged[sha].rows.contract["report_sha256"]
        }
        _forget(connection, list(changed.values()))
        for sha, id_ in changed.items():
            row = {**merged[sha].rows.contract, "run_id": run, "read_at": _now()}
            connection.execute(update(contracts).where(contracts.c.id == id_).values(row))
        written = {id_: merged[sha].rows for sha, id_ in (fresh | changed).items()}
        _insert(connection, written)
        _keep_readings(connection, {id_: merged[sha].rows.reading for sha, (id_, _) in known.items()})
        _add_paths(connection, {id_: merged[sha].paths for sha, (id_, _) in known.items()}, run)
        _settle(connection, merged)
    return Saved(len(fresh), len(changed), len(known) - len(fresh) - len(changed))


def add_paths(store: Store, found: Mapping[str, Sequence[str]], *, run: int | None = None) -> None:
    """Write down further paths of contracts that are in the store, by their sha256. Failures of these paths are settled."""
    asked = select(contracts.c.sha256, contracts.c.id).where(contracts.c.sha256.in_(list(found)))
    with store.writing() as connection:
        ids = {row.sha256: row.id for row in connection.execute(asked)}
        _add_paths(connection, {ids[sha]: paths for sha, paths in found.items() if sha in ids}, run)
        digests = [path_digest(path) for paths in found.values() for path in paths]
        connection.execute(delete(failures).where(failures.c.digest.in_(digests)))


def save_failures(store: Store, found: Iterable[Failure], *, run: int | None = None) -> None:
    """Write down files that could not be read; one that failed before counts one more attempt."""
    rows = {
        path_digest(one.path): {
            "path": path_text(one.path),
            "sha256": one.sha256,
            "code": one.code,
            "message": kept(one.message),
            "remedy": kept(one.remedy),
            "run_id": run,
            "failed_at": _now(),
        }
        for one in found
    }
    if not rows:
        return
    with store.writing() as connection:
        statement = _insert_for(connection, failures)
        statement = statement.on_conflict_do_update(
            index_elements=["digest"],
            set_={name: statement.excluded[name] for name in next(iter(rows.values()))}
            | {"attempts": failures.c.attempts + 1},
        )
        connection.execute(statement, [{"digest": key, "attempts": 1, **rows[key]} for key in sorted(rows)])


def settle(store: Store, paths: Iterable[str]) -> None:
    """Take paths out of the failures: what could not be opened there could be now."""
    digests = sorted(map(path_digest, paths))
    with store.writing() as connection:
        for at in range(0, len(digests), _ASKED):
            connection.execute(delete(failures).where(failures.c.digest.in_(digests[at : at + _ASKED])))


def start_run(store: Store, *, version: str, rules_sha256: str, arguments: Mapping[str, Any]) -> int:
    """Begin a run and get its number; later runs have larger ones. `arguments` are what it was asked for, as JSON."""
    row = {
        "state": "running",
        "started_at": _now(),
        "version": version,
        "rules_sha256": rules_sha256,
        "arguments": dict(arguments),
    }
    with store.writing() as connection:
        number: int = connection.execute(insert(runs).values(row).returning(runs.c.id)).scalar_one()
        return number


def finish_run(store: Store, run: int, *, done: int, failed: int, skipped: int, state: RunState = "finished") -> None:
    """End a run, or, with state `running`, tell how far it is."""
    row = {"state": state, "done": done, "failed": failed, "skipped": skipped}
    ended = {} if state == "running" else {"finished_at": _now()}
    with store.writing() as connection:
        connection.execute(update(runs).where(runs.c.id == run).values(row | ended))


def path_digest(path: str) -> str:
    """What a path is found by; a path may be too long for an index."""
    return hashlib.sha256(path_text(path).encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)


def _merged(entries: Iterable[Entry]) -> dict[str, Entry]:
    """One entry a contract, the last report of it and the paths of all; in the order of hashes, so that two writers of
    the same contracts wait for each other and never cross."""
    found: dict[str, Entry] = {}
    for entry in entries:
        before = found.get(entry.rows.sha256)
        paths = (*before.paths, *entry.paths) if before is not None else entry.paths
        found[entry.rows.sha256] = Entry(entry.rows, tuple(dict.fromkeys(paths)))
    return {sha: found[sha] for sha in sorted(found)}


def _numbered(
    connection: Connection, merged: Mapping[str, Entry], run: int | None
) -> dict[str, tuple[int, str | None]]:
    """The number of each contract, and the hash of the report it has; None where the contract is new."""
    now = _now()
    statement = _insert_for(connection, contracts).on_conflict_do_nothing(index_elements=["sha256"])
    rows = [{**entry.rows.contract, "run_id": run, "added_at": now, "read_at": now} for entry in merged.values()]
    new = connection.execute(statement.returning(contracts.c.sha256, contracts.c.id), rows)
    found: dict[str, tuple[int, str | None]] = {sha: (id_, None) for sha, id_ in new}
    rest = [sha for sha in merged if sha not in found]
    if rest:
        columns = (contracts.c.sha256, contracts.c.id, contracts.c.report_sha256)
        asked = select(*columns).where(contracts.c.sha256.in_(rest)).order_by(contracts.c.sha256).with_for_update()
        found |= {sha: (id_, report) for sha, id_, report in connection.execute(asked)}
    return found


def _forget(connection: Connection, ids: Sequence[int]) -> None:
    if ids:
        search_index.remove(connection, ids)
        for table in OF_CONTRACT:
            connection.execute(delete(table).where(table.c.contract_id.in_(ids)))


def _insert(connection: Connection, written: Mapping[int, ContractRows]) -> None:
    numbers = iter(written)
    while some := list(islice(numbers, _UNPACKED)):
        _insert_some(connection, {id_: written[id_].tables() for id_ in some})
    packed = [{"contract_id": id_, "report": rows.report} for id_, rows in written.items()]
    if packed:
        connection.execute(insert(reports), packed)


def _insert_some(connection: Connection, written: Mapping[int, Tables]) -> None:
    numbered = [
        (id_, contract, row)
        for contract, tables in written.items()
        for id_, row in zip(clause_ids(contract, len(tables.clauses)), tables.clauses, strict=True)
    ]
    _insert_rows(connection, clauses, ("id", "contract_id", *CLAUSE), [(id_, of, *row) for id_, of, row in numbered])
    words = [f"{row[_LABEL]}{row[_HEADING]}{row[_TEXT]}" for _, _, row in numbered]
    search_index.add(connection, [id_ for id_, _, _ in numbered], words)
    for table, columns in ((fields, FIELD), (findings, FINDING), (notices, NOTICE)):
        found = [
            (id_, at, *row) for id_, tables in written.items() for at, row in enumerate(getattr(tables, table.name))
        ]
        _insert_rows(connection, table, ("contract_id", "position", *columns), found)


def _insert_rows(connection: Connection, table: Table, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Many rows at once, by the quickest way that the driver has."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_insert_into(table, columns), rows)
    else:
        _copy(connection, table, columns, rows)


@lru_cache(maxsize=16)
def _insert_into(table: Table, columns: tuple[str, ...]) -> str:
    return str(insert(table).compile(dialect=sqlite.dialect(), column_keys=list(columns)))


def _copy(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    # Only who has a PostgreSQL store loads its driver.
    from psycopg import Connection as Postgresql
    from psycopg import sql

    driver = connection.connection.driver_connection
    assert isinstance(driver, Postgresql)
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), named)
    with driver.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)


def _keep_readings(connection: Connection, found: Mapping[int, bytes | None]) -> None:
    rows = [{"contract_id": id_, "reading": reading} for id_, reading in found.items() if reading is not None]
    if rows:
        statement = _insert_for(connection, readings)
        statement = statement.on_conflict_do_update(
            index_elements=["contract_id"], set_={"reading": statement.excluded.reading}
        )
        connection.execute(statement, rows)


def _add_paths(connection: Connection, found: Mapping[int, Sequence[str]], run: int | None) -> None:
    now = _now()
    rows = [
        {"contract_id": id_, "digest": path_digest(path), "path": path_text(path), "run_id": run, "seen_at": now}
        for id_, named in found.items()
        for path in named
    ]
    if rows:
        connection.execute(_insert_for(connection, paths_table).on_conflict_do_nothing(), rows)


def _settle(connection: Connection, merged: Mapping[str, Entry]) -> None:
    connection.execute(delete(failures).where(failures.c.sha256.in_(list(merged))))
    digests = [path_digest(path) for entry in merged.values() for path in entry.paths]
    connection.execute(delete(failures).where(failures.c.digest.in_(digests)))


def _insert_for(connection: Connection, table: Table) -> Any:
    """An INSERT that may say what happens on a conflict: both databases can, each in its own construct."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_sqlite

        return insert_sqlite(table)
    from sqlalchemy.dialects.postgresql import insert as insert_postgresql

    return insert_postgresql(table)
