"""What a run over an archive asks the store: which paths are new, which files failed before, what can be walked again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from store.connect import Store
from store.schema import contracts, failures, paths, readings
from store.write import path_digest

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A contract, the first path its file was found under, and what it was read from: packed, or None where the store
    does not have it."""

    sha256: str
    name: str
    size: int
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


def kept_readings(store: Store, shas: Collection[str]) -> list[KeptReading]:
    """What was kept of these contracts; at most some hundreds at a time."""
    first = select(func.min(paths.c.path)).where(paths.c.contract_id == contracts.c.id).scalar_subquery()
    path = func.coalesce(first, contracts.c.name)
    asked = (
        select(contracts.c.sha256, contracts.c.name, contracts.c.bytes, path, readings.c.reading)
        .outerjoin(readings, readings.c.contract_id == contracts.c.id)
        .where(contracts.c.sha256.in_(list(shas)))
    )
    with store.reading() as connection:
        return [KeptReading(*row) for row in connection.execute(asked)]


def _chunks(digests: Collection[str] | Iterator[str]) -> Iterator[Sequence[str]]:
    ordered = sorted(digests)
    for at in range(0, len(ordered), _CHUNK):
        yield ordered[at : at + _CHUNK]
