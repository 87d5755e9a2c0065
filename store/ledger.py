"""What a run over an archive asks the store: which paths are new, which files failed before, what can be walked again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from store.connect import Store
from store.schema import contracts, failures, paths, readings
from store.write import path_digest

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A contract, whose side it was read for, the first path its file was found under, and what it was read from:
    packed, or None where the store does not have it."""

    sha256: str
    name: str
    size: int
    side: str | None
    path: str
    reading: bytes | None


def unseen(store: Store, found: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Of the paths that contracts were found under, by sha256: those that the store does not have for them."""
    there: set[tuple[str, str]] = set()
    asked = select(contracts.c.sha256, paths.c.digest).join(contracts, contracts.c.id == paths.c.contract_id)
    with store.reading() as connection:
        for some in _chunks(path_digest(path) for named in found.values() for path in named):
            there.update((sha, digest) for sha, digest in connection.execute(asked.where(paths.c.digest.in_(some))))
    missing = {sha: [path for path in named if (sha, path_digest(path)) not in there] for sha, named in found.items()}
    return {sha: named for sha, named in missing.items() if named}


def failed_before(store: Store, found: Mapping[str, str]) -> set[str]:
    """Of these paths, each with the sha256 of its bytes: those that failed before with the same bytes."""
    by_digest = {path_digest(path): path for path in found}
    before: set[str] = set()
    with store.reading() as connection:
        for some in _chunks(by_digest):
            asked = select(failures.c.digest, failures.c.sha256).where(failures.c.digest.in_(some))
            rows = connection.execute(asked)
            before.update(by_digest[digest] for digest, sha in rows if sha == found[by_digest[digest]])
    return before


def failed_files(store: Store, *, before: int) -> Iterator[str]:
    """The path of each file that failed in a run before that one, as the store has it (`models.source.path_text`)."""
    after = ""
    while True:
        asked = select(failures.c.digest, failures.c.path).where(_open(before), failures.c.digest > after)
        with store.reading() as connection:
            rows = connection.execute(asked.order_by(failures.c.digest).limit(_CHUNK)).all()
        yield from (path for _, path in rows)
        if not rows:
            return
        after = rows[-1][0]


def count_failed(store: Store, *, before: int) -> int:
    """How many `failed_files` gives."""
    with store.reading() as connection:
        number: int = connection.execute(select(func.count()).select_from(failures).where(_open(before))).scalar_one()
        return number


def _open(before: int) -> ColumnElement[bool]:
    """A contract that is there and failed to be walked again has been read: its file is not what failed."""
    there = exists().where(contracts.c.sha256 == failures.c.sha256)
    return and_(or_(failures.c.run_id.is_(None), failures.c.run_id < before), ~there)


def kept_readings(store: Store, shas: Collection[str]) -> list[KeptReading]:
    """What was kept of these contracts; at most some hundreds at a time."""
    first = select(func.min(paths.c.path)).where(paths.c.contract_id == contracts.c.id).scalar_subquery()
    path = func.coalesce(first, contracts.c.name)
    asked = (
        select(*contracts.c["sha256", "name", "bytes", "side"], path.label("path"), readings.c.reading)
        .outerjoin(readings, readings.c.contract_id == contracts.c.id)
        .where(contracts.c.sha256.in_(list(shas)))
    )
    with store.reading() as connection:
        return [
            KeptReading(row.sha256, row.name, row.bytes, row.side, row.path, row.reading)
            for row in connection.execute(asked)
        ]


def _chunks(digests: Collection[str] | Iterator[str]) -> Iterator[Sequence[str]]:
    ordered = sorted(digests)
    for at in range(0, len(ordered), _CHUNK):
        yield ordered[at : at + _CHUNK]
