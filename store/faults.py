"""What a database says went wrong, as an error that a user can be told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from models.errors import ContractError, StoreBusy, StoreFull, StoreOutdated, StoreUnavailable

_FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "53100")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40P01", "40001", "57014")
_RIGHTS = ("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH", "42501")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002")
_CROWDED = ("53300",)
_UNREACHABLE = ("SQLITE_CANTOPEN", "SQLITE_IOERR", "08", "28", "3D000", "57P")
_TABLES = ("42P01", "42703")


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn the databases' errors that a user can do something about into StoreBusy, StoreFull, StoreUnavailable or
    StoreOutdated. `where` names the store, without its password. Other errors are faults of ours, and pass."""
    try:
        yield
    except PoolTimeout as error:
        raise _busy(where) from error
    except _drivers_errors() as error:
        known = explained(where, error.orig if isinstance(error, DBAPIError) else error)
        if known is None:
            raise
        raise known from error


def explained(where: str, cause: BaseException | None) -> ContractError | None:
    """The error to tell for a driver's error; None where it is none that a user can do anything about."""
    code = _code(cause)
    if code.startswith(_FULL):
        return StoreFull(
            f"{where}: no room is left; what was being written is not kept, what was there before is.",
            remedy="Make room on that disk, then run the same again.",
        )
    if code.startswith(_BUSY):
        return _busy(where)
    if code.startswith(_RIGHTS):
        return StoreUnavailable(
            f"{where} may not be written or read by this user.", remedy="Change its rights, or name another with --db."
        )
    if code.startswith(_DAMAGED):
        return StoreUnavailable(
            f"{where} is damaged, or no store.", remedy="Restore it from a copy, or name another with --db."
        )
    if code.startswith(_CROWDED):
        return StoreBusy(f"{where} takes no more connections.", remedy="Use fewer workers, or try again later.")
    if code.startswith(_TABLES) or _lacks_tables(cause):
        return StoreOutdated(f"{where} lacks tables that are needed.", remedy="Run `qiyue db upgrade`.")
    if code.startswith(_UNREACHABLE) or _is_lost(cause, code):
        return StoreUnavailable(
            f"{where} cannot be opened or reached ({_first_line(cause)}).",
            remedy="Check the name, the server and the rights, or name another with --db.",
        )
    return None


def _busy(where: str) -> StoreBusy:
    return StoreBusy(
        f"{where} is held by another process; what was being written is not kept.",
        remedy="Wait until the other is done, then run the same again.",
    )


def _code(cause: BaseException | None) -> str:
    """SQLite's name of the error, or PostgreSQL's five characters."""
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorname", "")
    return getattr(cause, "sqlstate", None) or ""


def _drivers_errors() -> tuple[type[Exception], ...]:
    """Asked for when something went wrong: who has a SQLite store does not load the driver of PostgreSQL before."""
    from psycopg import Error

    return (DBAPIError, Error)


def _is_lost(cause: BaseException | None, code: str) -> bool:
    """Whether the connection with a server ended without a word of the server's."""
    from psycopg import OperationalError

    return isinstance(cause, OperationalError) and not code


def _lacks_tables(cause: BaseException | None) -> bool:
    return isinstance(cause, sqlite3.OperationalError) and str(cause).startswith(("no such table", "no such column"))


def _first_line(cause: BaseException | None) -> str:
    return " ".join(str(cause).split("\n")[0].split())[:160]
