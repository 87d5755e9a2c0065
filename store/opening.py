"""Opening a store whose tables are of this version, and making them where there are none."""

from __future__ import annotations

from contextlib import ExitStack

from models.errors import StoreOutdated, StoreUnavailable
from store import newest
from store.connect import CACHE, Store, connect, require_there, revision
from store.schema import REVISION

DEFAULT = "qiyue.db"
"""The store where none is named: a file in the current folder."""


def open_store(place: str = DEFAULT, *, create: bool = False, wait: float = 30.0, cache: int = CACHE) -> Store:
    """The store at `place`: a file, `sqlite:///file`, or `postgresql://user@host/database`.

    With `create`, a store that is not there yet is made (a PostgreSQL database must exist, and may be empty); without, it
    is StoreUnavailable. `wait` is the seconds that a writer waits for another, `cache` the MiB of its pages that SQLite
    keeps at hand: who only writes needs few. Raises StoreOutdated where the tables are of another version,
    StoreUnavailable where the place cannot be opened.
    """
    with ExitStack() as undone:
        store = undone.enter_context(connect(place, wait=wait, cache=cache))
        _require_tables(store, create)
        undone.pop_all()
    return store


def _require_tables(store: Store, create: bool) -> None:
    if not create:
        require_there(store)
    found = revision(store)
    if found is None and create and store.sqlite:
        newest.make(store)
    elif found is None and create:
        from store.migrate import upgrade  # alembic is slow to load, and seldom needed

        upgrade(store)
    elif found is None:
        raise StoreUnavailable(f"{store.where} holds no store.", remedy="Make one there with `qiyue db upgrade`.")
    elif found != REVISION:
        raise _outdated(store.where, found)


def _outdated(where: str, found: str) -> StoreOutdated:
    if found < REVISION:
        return StoreOutdated(
            f"{where} was made by an earlier version (tables {found}, needed {REVISION}).",
            remedy="Run `qiyue db upgrade`; a copy first does no harm.",
        )
    return StoreOutdated(
        f"{where} was made by a later version (tables {found}, known {REVISION}).", remedy="Use that version of qiyue."
    )
