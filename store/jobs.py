"""The queue of files to be parsed. It is in the store, so that it outlives the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, insert, select, update

from store.desk import jobs, now
from store.schema import contracts

State = Literal["queued", "running", "cancelling", "done", "failed", "cancelled"]
OPEN: tuple[State, ...] = ("queued", "running", "cancelling")
_MOST_ATTEMPTS = 3
"""A file at which the server itself went down so often is not tried again."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file's way through the queue. `position` is its place among those that wait, from 1; null once it is begun."""

    id: int
    contract: str
    name: str
    bytes: int
    state: State
    attempts: int
    pages_done: int | None
    pages: int | None
    error: str | None
    detail: str | None
    remedy: str | None
    by: str
    queued: datetime
    started: datetime | None
    ended: datetime | None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody gave: the sha256 of its bytes, its name, its size in bytes."""

    contract: str
    name: str
    bytes: int
    by: str


def add(connection: Connection, upload: Upload) -> Job:
    """Put a file at the end of the queue. One that stands there already is not put in twice: its job is the answer."""
    waiting = connection.execute(
        select(jobs)
        .where(jobs.c.contract == upload.contract, jobs.c.state.in_(("queued", "running")))
        .order_by(jobs.c.id)
    ).first()
    if waiting is not None:
        return _job(connection, waiting)
    row = connection.execute(
        insert(jobs).values(**asdict(upload), state="queued", attempts=0, queued=now()).returning(jobs)
    ).one()
    return _job(connection, row)


def add_known(connection: Connection, upload: Upload) -> Job | None:
    """The done job of a file that the store has read already; None where it has not."""
    if connection.execute(select(contracts.c.id).where(contracts.c.sha256 == upload.contract)).first() is None:
        return None
    done = select(jobs).where(jobs.c.contract == upload.contract, jobs.c.state == "done").order_by(jobs.c.id.desc())
    row = connection.execute(done.limit(1)).first()
    if row is None:
        moment = now()
        times = {"queued": moment, "started": moment, "ended": moment}
        values = {**asdict(upload), "state": "done", "attempts": 0, **times}
        row = connection.execute(insert(jobs).values(**values).returning(jobs)).one()
    return _job(connection, row)


def get(connection: Connection, job: int) -> Job | None:
    row = connection.execute(select(jobs).where(jobs.c.id == job)).first()
    return _job(connection, row) if row is not None else None


def newest(connection: Connection, *, states: Sequence[State] = (), before: int | None = None, limit: int) -> list[Job]:
    """Jobs from the newest on, of these states (all, where none is named), with ids below `before`."""
    query = select(jobs).order_by(jobs.c.id.desc()).limit(limit)
    if states:
        query = query.where(jobs.c.state.in_(states))
    if before is not None:
        query = query.where(jobs.c.id < before)
    return [_job(connection, row) for row in connection.execute(query)]


def counts(connection: Connection) -> Mapping[str, int]:
    """How many jobs are in each state."""
    rows = connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state))
    return {row[0]: row[1] for row in rows}


def anything_queued(connection: Connection) -> bool:
    return connection.execute(select(jobs.c.id).where(jobs.c.state == "queued").limit(1)).first() is not None


def claim(connection: Connection) -> Job | None:
    """Begin the job that has waited longest; None where none waits. Two who claim at once get two jobs."""
    while True:
        row = connection.execute(select(jobs.c.id).where(jobs.c.state == "queued").order_by(jobs.c.id).limit(1)).first()
        if row is None:
            return None
        taken = connection.execute(
            update(jobs)
            .where(jobs.c.id == row.id, jobs.c.state == "queued")
            .values(state="running", started=now(), attempts=jobs.c.attempts + 1, pages_done=None, pages=None)
            .returning(jobs)
        ).first()
        if taken is not None:
            return _job(connection, taken)


def progress(connection: Connection, job: int, *, done: int, pages: int) -> None:
    connection.execute(update(jobs).where(jobs.c.id == job).values(pages_done=done, pages=pages))


def finish(connection: Connection, job: int) -> None:
    _end(connection, job, state="done", error=None, detail=None, remedy=None)


def fail(connection: Connection, job: int, *, code: str, detail: str, remedy: str) -> None:
    """End a job with its reason; `code` is that of models/errors.py."""
    _end(connection, job, state="failed", error=code, detail=detail, remedy=remedy)


def end_cancelled(connection: Connection, job: int) -> None:
    _end(connection, job, state="cancelled", error=None, detail=None, remedy=None)


def cancel(connection: Connection, job: int) -> bool:
    """Take a job out of the queue, or ask for its end while it runs. False where it has ended already."""
    waited = connection.execute(
        update(jobs).where(jobs.c.id == job, jobs.c.state == "queued").values(state="cancelled", ended=now())
    )
    if waited.rowcount:
        return True
    ran = connection.execute(
        update(jobs).where(jobs.c.id == job, jobs.c.state.in_(("running", "cancelling"))).values(state="cancelling")
    )
    return bool(ran.rowcount)


def retry(connection: Connection, job: int) -> bool:
    """Queue a failed or cancelled job anew. False where it is neither."""
    done = connection.execute(
        update(jobs)
        .where(jobs.c.id == job, jobs.c.state.in_(("failed", "cancelled")))
        .values(
            state="queued", attempts=0, error=None, detail=None, remedy=None, pages_done=None, pages=None,
            started=None, ended=None, queued=now(),
        )
    )  # fmt: skip
    return bool(done.rowcount)


def recover(connection: Connection) -> None:
    """At a start: what was running when the server went down waits again, unless it went down at it time and again."""
    connection.execute(
        update(jobs)
        .where(jobs.c.state == "running", jobs.c.attempts < _MOST_ATTEMPTS)
        .values(state="queued", started=None, pages_done=None, pages=None)
    )
    connection.execute(
        update(jobs)
        .where(jobs.c.state == "running")
        .values(
            state="failed", ended=now(), error="fault",
            detail=f"The server went down {_MOST_ATTEMPTS} times while it read the file.",
            remedy="Look at the file, or give the server more memory, and try again.",
        )
    )  # fmt: skip
    connection.execute(update(jobs).where(jobs.c.state == "cancelling").values(state="cancelled", ended=now()))


def cancelling(connection: Connection) -> frozenset[int]:
    """The running jobs whose end was asked for."""
    return frozenset(connection.execute(select(jobs.c.id).where(jobs.c.state == "cancelling")).scalars())


def _end(connection: Connection, job: int, **values: str | None) -> None:
    connection.execute(update(jobs).where(jobs.c.id == job).values(ended=now(), **values))


def _job(connection: Connection, row: Row[Any]) -> Job:
    position = None
    if row.state == "queued":
        ahead = select(func.count()).where(jobs.c.state == "queued", jobs.c.id <= row.id)
        position = connection.execute(ahead).scalar_one()
    return Job(**row._mapping, position=position)
