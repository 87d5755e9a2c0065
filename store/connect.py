"""A connection with a store's place: one SQLite file, or a PostgreSQL database."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError

from models.errors import StoreUnavailable
from store.faults import told

CACHE = 64
"""MiB of its pages that SQLite keeps at hand, for those that search."""

_PAGE = 8192
"""Bytes of a page of a SQLite store that is made anew: rows here are long, and twice the usual takes an eighth less time to
write."""

_MOVED = 32 * 1024 * 1024 // _PAGE
"""Pages that SQLite gathers in its log before it moves them into the file: 32 MB, not 4. Those that each contract touches
are moved the more seldom."""

_PAUSE = 0.01
"""Seconds between two tries to turn a new SQLite store to its log."""

_WRITES = "qiyue_writes"


@dataclass(frozen=True, slots=True)
class Store:
    """An open store; `where` is its name without a password. Safe in threads. A process that forks opens its own."""

    engine: Engine
    where: str

    @property
    def sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads: all of it sees the store at one moment. Raises StoreUnavailable, StoreBusy ..."""
        with told(self.where), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: kept whole at its end, or not at all. Raises StoreBusy where another writer holds
        the store for longer than `open_store` was told to wait, StoreFull, StoreUnavailable."""
        with told(self.where), self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(place: str, *, wait: float = 30.0, cache: int = CACHE) -> Store:
    """The place as it is, whatever tables it has or lacks; for `wait` and `cache` see `store.opening.open_store`. Raises
    StoreUnavailable for a place that is no store's."""
    url = url_of(place)
    where = url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        _require_folder(Path(where))
        engine = create_engine(url, connect_args={"timeout": wait}, pool_timeout=wait)
        event.listen(engine, "connect", lambda connection, _: _prepare_sqlite(connection, cache, wait))
        event.listen(engine, "begin", _begin_sqlite)
    else:
        # A plan made once for all phrases would read the whole table for the rare ones.
        options = f"-c lock_timeout={int(wait * 1000)} -c plan_cache_mode=force_custom_plan"
        engine = create_engine(url, connect_args={"options": options}, pool_timeout=wait, pool_pre_ping=True)
    return Store(engine, where)


def require_there(store: Store) -> None:
    """Raise StoreUnavailable where the file of a store is not there; to look into it would make it."""
    if store.sqlite and not Path(store.where).exists():
        raise StoreUnavailable(
            f"There is no store at {store.where}.", remedy="Make it with `qiyue db upgrade`, or name another with --db."
        )


def url_of(place: str) -> URL:
    """A place as the URL that SQLAlchemy knows it by; a plain path is a SQLite file."""
    if "://" not in place:
        return URL.create("sqlite", database=place)
    try:
        url = make_url(place)
    except ArgumentError:
        url = URL.create("")
    kinds = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    if (kind := kinds.get(url.drivername.partition("+")[0])) is None or not url.database or url.database == ":memory:":
        raise StoreUnavailable(
            "That names no store.", remedy="Give a file, sqlite:///FILE, or postgresql://USER@HOST/DATABASE."
        )
    return url.set(drivername=kind)


def revision(store: Store) -> str | None:
    """The revision of the store's tables; None where it has none yet."""
    with store.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _require_folder(file: Path) -> None:
    if not file.absolute().parent.is_dir() or file.is_dir():
        raise StoreUnavailable(
            f"{file} cannot be a store: {'it is a folder' if file.is_dir() else 'its folder does not exist'}.",
            remedy="Name a file in a folder that exists.",
        )


def _prepare_sqlite(connection: Any, cache: int, wait: float) -> None:
    """Transactions are begun by `_begin_sqlite`, not by the driver."""
    # The driver knows what None is, and yet looks for ways to adapt it, which takes half as long as a row's insertion. It
    # asks nothing quicker than a dictionary.
    sqlite3.register_adapter(type(None), {None: None}.__getitem__)
    connection.isolation_level = None
    connection.execute(f"PRAGMA page_size={_PAGE}")
    _keep_log(connection, wait)
    settings = {
        "wal_autocheckpoint": _MOVED,
        "foreign_keys": "ON",
        "cache_size": -cache * 1024,
        "temp_store": "MEMORY",
    }
    for name, value in settings.items():
        connection.execute(f"PRAGMA {name}={value}")


def _keep_log(connection: Any, wait: float) -> None:
    """Have the file written through a log (WAL). A file that is new is turned to it once, and two who do so at the same time
    are in each other's way: SQLite refuses one of them at once, however long its connection may wait, lest both wait for
    ever (sqlite3_busy_handler). So the one tries again for `wait` seconds."""
    until = time.monotonic() + wait
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return  # a disk that keeps no log leaves the file as it is


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its place at once: one that read first could not, where another has written in between."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
