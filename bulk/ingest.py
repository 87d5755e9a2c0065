"""An archive into a store: list, hash, leave out what is known, read the rest in children, save.

What is in the store is done; nothing else is remembered. So a run may end at any moment, and the next one goes on.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from threading import Event as Flag
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement

from bulk.child import Answer
from bulk.engine import Engine
from bulk.events import Event, Sums, Tell
from bulk.readers import Plan
from bulk.sources import Entered, Found, Gone, Item, Kept, PassedOver, Refused, found, found_again
from models.errors import ContractError, UnreadableSource
from store.connect import Store
from store.ledger import failed_before, failed_files, kept_readings, unseen
from store.read import each_sha256, known
from store.rows import ContractRows
from store.write import Entry, Failure, add_paths, finish_run, save_failures, save_reports, settle, start_run

FILES, BYTES = 2_000, 256_000_000
"""A chunk: what is listed, hashed and asked the store about at a time. It bounds this process's memory."""

_HASHED = 64
_BATCH_FILES, _BATCH_BYTES = 16, 400_000
"""A batch: what a child is given at a time. Large files, which scans are, go one by one."""

SAVED, SECONDS = 128, 5.0
"""Contracts written in one transaction; fewer where reading them takes longer than that: a run that is killed loses little."""

_LAST, _LAST_FILES = 8, 4
"""The last batches are of few files, so that the children end at the same time; before them what waits is written, so that
there is little to write when they have ended."""

T = TypeVar("T", Item, Kept)


@dataclass(slots=True)
class Run:
    """A run under way: where it writes, what it runs on, whom it tells, and what stops it."""

    store: Store
    engine: Engine
    number: int
    tell: Tell
    stop: Flag
    sums: Sums

    def note(self, event: Event) -> None:
        self.sums.add(event)
        self.tell(event)

    def write_sums(self, state: Literal["running", "finished", "interrupted"] = "running") -> None:
        """Tell the store how far the run is, or that it has ended."""
        sums = self.sums
        finish_run(self.store, self.number, done=sums.done, failed=sums.failed, skipped=sums.skipped, state=state)


@contextmanager
def running(
    store: Store,
    plan: Plan,
    *,
    rules_sha256: str,
    arguments: Mapping[str, Any],
    sums: Sums,
    tell: Tell,
    stop: Flag,
    ray: str | None = None,
) -> Iterator[Run]:
    """A run, which the store knows of, and which is ended whatever happens within. `arguments` are what was asked for, as
    JSON; `sums` are kept up to date, and `ray` is the address of a cluster. Raises the store's errors, MissingDependency, ClusterUnavailable."""
    engine = Engine(plan, stop=stop, ray=ray)
    try:
        number = start_run(store, version=version("qiyue"), rules_sha256=rules_sha256, arguments=arguments)
        sums.run = number
        run = Run(store, engine, number, tell, stop, sums)
        try:
            yield run
        except BaseException:
            # What ended the run is what is told, also where the store cannot even take note of it.
            with suppress(ContractError):
                run.write_sums("interrupted")
            raise
        run.write_sums("interrupted" if stop.is_set() else "finished")
    finally:
        engine.close()


def ingest(run: Run, paths: Sequence[str], *, retry_failed: bool = False) -> None:
    """Read all files that the paths name and that the store does not have. Files that failed before are skipped, unless
    they are to be tried again. Raises the store's errors; what was saved is kept."""
    for chunk in _chunks(found(paths)):
        if run.stop.is_set():
            return
        _ingest_chunk(run, chunk, retry_failed=retry_failed)
        run.write_sums()


def retry(run: Run) -> None:
    """Read the files that failed in earlier runs, where they lay then. One that does not lie there any more is told, and
    stays in the store as it failed. Raises the store's errors; what was saved is kept."""
    for recorded in _grouped(failed_files(run.store, before=run.number), FILES):
        for chunk in _chunks(found_again(recorded)):
            if run.stop.is_set():
                return
            _ingest_chunk(run, chunk, retry_failed=True)
            run.write_sums()


def reparse(run: Run, where: ColumnElement[bool]) -> None:
    """Walk again over every contract that `where` (over the columns of `contracts`) leaves, from what it was read from.
    Where the run is for no side, each is read for its own."""
    for shas in _grouped(each_sha256(run.store, where), _HASHED * 4):
        if run.stop.is_set():
            return
        paths: dict[str, list[str]] = {}
        tasks: list[tuple[str, Kept]] = []
        for kept in kept_readings(run.store, shas):
            paths[kept.sha256] = [kept.path]
            if kept.reading is None:
                error = UnreadableSource(
                    f"{kept.name}: what it was read from is not kept.", remedy="Take it out of the store and ingest it."
                )
                run.note(Event("failed", kept.path, kept.sha256, error=error))
            else:
                tasks.append((kept.sha256, Kept(kept.name, kept.sha256, kept.size, kept.reading, kept.side)))
        _read(run, tasks, paths)
        run.write_sums()


def _ingest_chunk(run: Run, chunk: Sequence[Found], *, retry_failed: bool) -> None:
    refused: list[tuple[str, ContractError]] = []
    entered: list[str] = []
    items: list[Item] = []
    for one in chunk:
        match one:
            case Item():
                items.append(one)
            case Refused(path, error):
                refused.append((path, error))
            case Entered(path):
                entered.append(path)
            case Gone(path, error):
                run.note(Event("failed", path, why="gone", error=error))
            case PassedOver(path):
                run.note(Event("passed-over", path))
    if entered:
        settle(run.store, entered)
    hashed, unread = _hashed(run, items)
    _save_failed(run, [*refused, *unread], None)
    if run.stop.is_set():
        return
    there = known(run.store, hashed)
    _skip_known(run, {sha: hashed.pop(sha) for sha in there})
    if not retry_failed:
        _skip_failed(run, hashed)
    largest = sorted(hashed.items(), key=lambda pair: pair[1][0].size, reverse=True)
    # The largest first: what takes long does not begin when all else is done.
    _read(run, [(sha, same[0]) for sha, same in largest], {sha: [i.path for i in same] for sha, same in largest})


def _hashed(run: Run, items: Sequence[Item]) -> tuple[dict[str, list[Item]], list[tuple[str, ContractError]]]:
    """The items by the sha256 of their bytes, and those that could not be read."""
    batches = [items[at : at + _HASHED] for at in range(0, len(items), _HASHED)]
    by_sha: dict[str, list[Item]] = {}
    unread: list[tuple[str, ContractError]] = []
    for number, answers in run.engine.hash(batches) if batches else ():
        for item, answer in zip(batches[number], answers, strict=True):
            if isinstance(answer, ContractError):
                unread.append((item.path, answer))
            else:
                by_sha.setdefault(answer, []).append(item)
    return by_sha, unread


def _skip_known(run: Run, hashed: Mapping[str, list[Item]]) -> None:
    paths = {sha: [item.path for item in same] for sha, same in hashed.items()}
    if new := unseen(run.store, paths):
        add_paths(run.store, new, run=run.number)
    for sha, named in paths.items():
        for path in named:
            run.note(Event("skipped", path, sha, "known"))


def _skip_failed(run: Run, hashed: dict[str, list[Item]]) -> None:
    """Take out what failed before with the same bytes."""
    before = failed_before(run.store, {item.path: sha for sha, same in hashed.items() for item in same})
    for sha in list(hashed):
        for item in hashed[sha]:
            if item.path in before:
                run.note(Event("skipped", item.path, sha, "failed-before"))
        hashed[sha] = [item for item in hashed[sha] if item.path not in before]
        if not hashed[sha]:
            del hashed[sha]


def _read(run: Run, tasks: Sequence[tuple[str, T]], paths: Mapping[str, Sequence[str]]) -> None:
    """Read tasks, each with its sha256, and save what comes of them under the paths of each."""
    batches = list(_batches(tasks))
    waiting: list[tuple[str, ContractRows, float]] = []
    saved = time.monotonic()
    asked = [[task for _, task in batch] for batch in batches]
    # Not kept in a variable: where writing fails, what is left of it ends at once.
    for count, (number, answers) in enumerate(run.engine.read(asked) if asked else (), 1):
        failed: list[tuple[str, Answer]] = []
        for (sha, _), answer in zip(batches[number], answers, strict=False):
            if answer.error is None:
                # Made by our own child, which hands it on as processes do.
                waiting.append((sha, pickle.loads(answer.made), answer.seconds))  # noqa: S301
            else:
                failed.append((sha, answer))
        for sha, answer in failed:
            assert answer.error is not None
            _save_failed(run, [(path, answer.error) for path in paths[sha]], sha)
        if len(waiting) >= SAVED or count == len(batches) - _LAST or time.monotonic() - saved > SECONDS:
            _save(run, waiting, paths)
            waiting, saved = [], time.monotonic()
    _save(run, waiting, paths)


def _save(run: Run, made: Sequence[tuple[str, ContractRows, float]], paths: Mapping[str, Sequence[str]]) -> None:
    save_reports(run.store, [Entry(rows, tuple(paths[sha])) for sha, rows, _ in made], run=run.number)
    for sha, rows, seconds in made:
        first, *others = paths[sha]
        run.note(Event("done", first, sha, pages=rows.contract["pages"], seconds=seconds))
        for path in others:
            run.note(Event("skipped", path, sha, "same-bytes"))


def _save_failed(run: Run, failed: Sequence[tuple[str, ContractError]], sha: str | None) -> None:
    rows = [Failure(path, error.code, error.what, error.remedy, sha) for path, error in failed]
    if rows:
        save_failures(run.store, rows, run=run.number)
    for path, error in failed:
        run.note(Event("failed", path, sha, error=error))


def _chunks(all_found: Iterable[Found]) -> Iterator[list[Found]]:
    chunk: list[Found] = []
    size = 0
    for one in all_found:
        chunk.append(one)
        size += one.size if isinstance(one, Item) else 0
        if len(chunk) >= FILES or size >= BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _batches(tasks: Sequence[tuple[str, T]]) -> Iterator[list[tuple[str, T]]]:
    batch: list[tuple[str, T]] = []
    size = 0
    for at, (sha, task) in enumerate(tasks):
        most = _BATCH_FILES if at < len(tasks) - _LAST * _LAST_FILES else _LAST_FILES
        if batch and (len(batch) >= most or size + task.size > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((sha, task))
        size += task.size
    if batch:
        yield batch


def _grouped(values: Iterable[str], count: int) -> Iterator[list[str]]:
    group: list[str] = []
    for value in values:
        group.append(value)
        if len(group) == count:
            yield group
            group = []
    if group:
        yield group
