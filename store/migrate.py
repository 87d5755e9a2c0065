"""Bringing a store's tables up to date, by the revisions in store/migrations/versions. Those ship with the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from store.connect import Store, revision
from store.schema import REVISION


@dataclass(frozen=True, slots=True)
class Status:
    """`found` is None where there is no store yet; `pending` are (revision, what it does), in their order."""

    where: str
    found: str | None
    newest: str
    pending: tuple[tuple[str, str], ...]


def upgrade(store: Store) -> Status:
    """Make the tables, or bring them up to date; what is in them stays. The status before. All or nothing."""
    before = status(store)
    with configured(store) as config:
        command.upgrade(config, "head")
    return before


def status(store: Store) -> Status:
    """Which revision the store is of, and which are still to come."""
    found = revision(store)
    script = ScriptDirectory.from_config(_config())
    known = {one.revision for one in script.walk_revisions()}
    steps = [] if found is not None and found not in known else list(script.iterate_revisions("head", found or "base"))
    pending = tuple((step.revision, step.doc) for step in reversed(steps))
    return Status(store.where, found, REVISION, pending)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


@contextmanager
def configured(store: Store) -> Iterator[Config]:
    """What alembic needs for the store, within one transaction: what its commands do is kept whole, or not at all."""
    config = _config()
    with store.writing() as connection:
        config.attributes["connection"] = connection
        yield config
