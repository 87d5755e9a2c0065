"""A store that is held by another, full, or damaged: said clearly, and nothing lost."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from reports import SALE, report
from sqlalchemy import event, text

from models.errors import ContractError, StoreBusy, StoreFull, StoreOutdated, StoreUnavailable
from models.report import Report
from store.connect import Store
from store.faults import explained
from store.opening import open_store
from store.read import list_contracts, load_report
from store.rows import rows_of
from store.write import Entry, Failure, Saved, save_failures, save_report, save_reports


def numbered(count: int) -> list[Report]:
    made = report()
    return [
        made.model_copy(update={"source": made.source.model_copy(update={"sha256": f"{at:064}"})})
        for at in range(count)
    ]


def shas(store: Store) -> set[str]:
    return {row.sha256 for row in list_contracts(store, limit=1000).contracts}


def test_a_store_that_another_writes_to(store: Store, place: str) -> None:
    """The other holds it for longer than one waits: nothing of the batch is kept, all that was there is, it can be read,
    and once the other is done the same is written."""
    first, second = report(), report(SALE)
    changed = first.model_copy(update={"findings": ()})
    save_report(store, first, paths=["a.txt"])
    batch = [Entry(rows_of(changed)), Entry(rows_of(second), ("b.txt",))]
    with open_store(place, wait=0.2) as hurried:
        with store.writing() as other:
            other.execute(text("UPDATE contracts SET name = name"))
            with pytest.raises(StoreBusy, match="held by another process") as raised:
                save_reports(hurried, batch)
            assert shas(hurried) == {first.source.sha256}
            assert load_report(hurried, first.source.sha256) == first
        assert raised.value.exit_code == 13
        assert shas(store) == {first.source.sha256}
        save_reports(hurried, batch)
    assert load_report(store, first.source.sha256) == changed
    assert shas(store) == {first.source.sha256, second.source.sha256}


def test_a_store_that_may_not_grow(tmp_path: Path) -> None:
    """SQLite is told how many pages there are; what is full then is the store."""
    made = numbered(400)
    with open_store(str(tmp_path / "a.db"), create=True) as store:
        save_reports(store, [Entry(rows_of(one)) for one in made[:5]])
        with store.reading() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    with open_store(str(tmp_path / "a.db")) as store:
        event.listen(store.engine, "connect", lambda dbapi, _: dbapi.execute(f"PRAGMA max_page_count={pages + 60}"))
        store.engine.dispose()
        kept = _until_full(store, made[5:])
    with open_store(str(tmp_path / "a.db")) as store:
        assert shas(store) == {one.source.sha256 for one in made[:5]} | kept
        save_reports(store, [Entry(rows_of(one)) for one in made])
        assert len(shas(store)) == 400
        assert load_report(store, made[-1].source.sha256) == made[-1]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("only who may mount can make a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    made = numbered(600)
    with open_store(str(small_disk / "a.db"), create=True) as store:
        kept = _until_full(store, made)
        assert kept
        assert shas(store) == kept
        for sha in kept:
            assert load_report(store, sha) is not None
        with store.reading() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def _until_full(store: Store, made: list[Report]) -> set[str]:
    """The contracts that were kept before there was no room."""
    kept: set[str] = set()
    with pytest.raises(StoreFull, match="no room is left") as raised:
        _fill(store, made, kept)
    assert raised.value.exit_code == 14
    return kept


def _fill(store: Store, made: list[Report], kept: set[str]) -> None:
    for at in range(0, len(made), 5):
        batch = made[at : at + 5]
        save_reports(store, [Entry(rows_of(one)) for one in batch])
        kept |= {one.source.sha256 for one in batch}


def test_a_store_whose_tables_are_gone(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("DROP TABLE failures"))
    with pytest.raises(StoreOutdated, match="db upgrade"):
        save_failures(store, [Failure("a.txt", "unreadable", "broken")])


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_store(str(path), create=True) as store:
        save_reports(store, [Entry(rows_of(one)) for one in numbered(30)])
    data = bytearray(path.read_bytes())
    data[8192:-4096] = b"\xff" * (len(data) - 8192 - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreUnavailable, match="damaged"), open_store(str(path)) as store:
        load_report(store, numbered(1)[0].source.sha256)


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (psycopg.errors.DiskFull("could not extend file"), StoreFull),
        (psycopg.errors.LockNotAvailable("canceling statement due to lock timeout"), StoreBusy),
        (psycopg.errors.DeadlockDetected("deadlock detected"), StoreBusy),
        (psycopg.errors.TooManyConnections("sorry, too many clients already"), StoreBusy),
        (psycopg.errors.InsufficientPrivilege("permission denied"), StoreUnavailable),
        (psycopg.errors.InvalidCatalogName('database "x" does not exist'), StoreUnavailable),
        (psycopg.errors.AdminShutdown("terminating connection"), StoreUnavailable),
        (psycopg.OperationalError("the connection is lost"), StoreUnavailable),
        (psycopg.errors.UndefinedTable("relation does not exist"), StoreOutdated),
        (psycopg.errors.NotNullViolation("null value"), None),
    ],
)
def test_what_postgresql_says(cause: psycopg.Error, told: type[ContractError] | None) -> None:
    error = explained("postgresql://host/archive", cause)
    assert (None if error is None else type(error)) is told
    if error is not None:
        assert error.remedy
        assert "\n" not in str(error)


def test_many_write_the_same_at_once(store: Store) -> None:
    """Each contract is there once and whole, whoever came first; nobody waits for ever."""
    made = numbered(12)

    def write(order: int) -> Saved:
        batch = made[order:] + made[:order]
        return save_reports(store, [Entry(rows_of(one), (f"{order}.txt",)) for one in batch])

    with ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(write, range(4)))
    assert sum(one.new for one in saved) == 12
    assert sum(one.changed for one in saved) == 0
    rows = list_contracts(store, limit=100).contracts
    assert {row.paths for row in rows} == {("0.txt", "1.txt", "2.txt", "3.txt")}
    with store.reading() as connection:
        clauses = connection.execute(text("SELECT count(*) FROM clauses")).scalar_one()
    assert clauses == 12 * len(report().clauses)
