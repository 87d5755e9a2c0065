"""Making, opening and upgrading a store, and what is said where that cannot be."""

from __future__ import annotations

import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from command import qiyue
from reports import report
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from models.errors import StoreBusy, StoreOutdated, StoreUnavailable
from store import desk, schema
from store.connect import Store, connect, revision, url_of
from store.migrate import configured, status, upgrade
from store.newest import END
from store.opening import open_store
from store.read import load_report
from store.search import search
from store.write import save_report


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """What search indexes are made of is written by hand, in the databases' own words."""
    return not (name or "").startswith("clause_search") and name != "ix_clauses_grams"


def test_the_migrations_make_the_tables_of_the_code(store: Store) -> None:
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours, "compare_type": True})
        assert compare_metadata(context, desk.metadata) == []


def test_the_revision_of_the_code_is_the_newest() -> None:
    script = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    assert script.get_heads() == [schema.REVISION]


def test_a_new_store_is_what_the_migrations_make(tmp_path: Path) -> None:
    """Where this fails, the file that it writes is the one to put in the place of store/migrations/newest.sql."""
    with connect(str(tmp_path / "upgraded.db")) as store:
        upgrade(store)
        made = _sql_of(store)
    (tmp_path / "newest.sql").write_text(made)
    assert (files("store.migrations") / "newest.sql").read_text("utf-8") == made, tmp_path / "newest.sql"
    with open_store(str(tmp_path / "new.db"), create=True) as store:
        assert _sql_of(store) == made
        assert revision(store) == schema.REVISION


def _sql_of(store: Store) -> str:
    """What makes the tables of a SQLite store, each as it was made, in that order."""
    with store.reading() as connection:
        tables = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'clause!_search!_%' ESCAPE '!' ORDER BY rowid"
        ).scalars()
        settings = connection.exec_driver_sql("SELECT k, v FROM clause_search_config WHERE k <> 'version' ORDER BY k")
        return END.join(
            [
                *tables,
                *(f"INSERT INTO clause_search (clause_search, rank) VALUES ('{k}', {v})" for k, v in settings),
                f"INSERT INTO alembic_version (version_num) VALUES ('{schema.REVISION}')",
            ]
        )


def test_many_make_a_new_store_at_once(tmp_path: Path) -> None:
    def make(_: int) -> str | None:
        with open_store(str(tmp_path / "new.db"), create=True) as store:
            return revision(store)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(make, range(8))) == {schema.REVISION}


def test_a_new_store_that_another_is_making_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself does not wait here."""
    file = tmp_path / "new.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy):
            open_store(str(file), create=True, wait=0.05)
        end = threading.Timer(0.3, other.execute, ["COMMIT"])
        end.start()
        with open_store(str(file), create=True) as store:
            assert revision(store) == schema.REVISION
        end.join()


def test_upgrade_makes_a_store_and_then_does_nothing(place: str) -> None:
    with connect(place) as bare:
        assert revision(bare) is None
        assert next(step for step, _ in status(bare).pending) == "0001"
        assert upgrade(bare).found is None
        assert upgrade(bare).pending == ()
    with open_store(place) as store:
        assert revision(store) == schema.REVISION


def test_nothing_is_made_by_looking(place: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="db upgrade"):
        open_store(place)
    assert list(tmp_path.glob("store.db*")) == []


@pytest.mark.parametrize(("found", "remedy"), [("0000", "db upgrade"), ("9999", "later version")])
def test_other_tables_are_not_touched(store: Store, place: str, found: str, remedy: str) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})
    with pytest.raises(StoreOutdated, match=remedy):
        open_store(place)


@pytest.mark.parametrize("place", ["mysql://host/name", "postgresql://host", "sqlite://", "sqlite:///:memory:", "://"])
def test_what_names_no_store(place: str) -> None:
    with pytest.raises(StoreUnavailable, match="names no store"):
        url_of(place)


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(StoreUnavailable) as raised:
        open_store("postgresql://me:secret@127.0.0.1:1/archive")
    assert "secret" not in str(raised.value)
    assert "127.0.0.1:1/archive" in str(raised.value)


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("合同" * 1000, "utf-8")
    with pytest.raises(StoreUnavailable, match="damaged, or no store"):
        open_store(str(path), create=True)
    assert path.read_text("utf-8") == "合同" * 1000
    with pytest.raises(StoreUnavailable, match="it is a folder"):
        open_store(str(tmp_path), create=True)
    with pytest.raises(StoreUnavailable, match="its folder does not exist"):
        open_store(str(tmp_path / "no" / "store.db"), create=True)


def test_for_a_person(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    missing = qiyue("db", "status", "--db", path)
    assert missing.code == 11
    assert "db upgrade" in missing.err
    assert "Traceback" not in missing.err
    made = qiyue("db", "upgrade", "--db", path)
    assert made.code == 0
    assert "made" in made.out
    assert stat.S_ISREG(path.stat().st_mode)
    assert "up to date" in qiyue("db", "upgrade", "--db", path).out
    assert "contracts" in qiyue("db", "status", "--db", path).out


def test_what_is_in_a_store_stays_when_it_is_brought_up_to_date(place: str) -> None:
    made = report()
    with connect(place) as old:
        with configured(old) as config:
            command.upgrade(config, "0001")
        save_report(old, made, paths=["a.txt"])
        with pytest.raises(StoreOutdated, match="db upgrade"):
            open_store(place)
        assert upgrade(old).pending[0][0] == "0002"
        assert status(old).pending == ()
    with open_store(place) as store:
        assert load_report(store, made.source.sha256) == made
        assert len(search(store, "租金").found) > 0


def test_an_upgrade_that_fails_changes_nothing(place: str) -> None:
    with connect(place) as old:
        with configured(old) as config:
            command.upgrade(config, "0001")
        with old.writing() as connection:
            connection.execute(text("CREATE TABLE jobs (id INTEGER)"))
        with pytest.raises(DBAPIError, match="already exists"):
            upgrade(old)
        assert revision(old) == "0001"
        with old.reading() as connection:
            assert "bi_contracts" not in inspect(connection).get_view_names()
