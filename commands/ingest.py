"""qiyue ingest: an archive into the store."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from threading import Event as Flag
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from commands.options import (
    CACHE_SIZE,
    MEBIBYTES,
    OCR_MEBIBYTES,
    SECONDS,
    AsOf,
    CacheDir,
    CacheSize,
    OcrOption,
    Rules,
    SideOption,
    paging_of,
)
from commands.output import fail
from commands.store import DEFAULT_DB, Db

if TYPE_CHECKING:
    from bulk.ingest import Run
    from commands.watch import Watch

EPILOG = (
    "Exit codes: 0 all that was new is in the store; 1 some files failed; 2 wrong use; 7 a part is not installed; "
    "9 bad rules; 11 no store there, or not to be reached; 12 of another version; 13 held by another process; "
    "14 no room is left; 15 no Ray cluster there; 130 or 143 stopped by a signal; 70 a fault of the program."
)

_PATIENCE = 120.0
"""Seconds that a run waits where another process holds the store: a run of a night does not end over a backup."""

_CACHE = 8
"""MiB of SQLite's pages kept at hand: more makes writing no quicker, and this process larger for its first thousand files."""


class LogForm(StrEnum):
    """Forms of a log."""

    jsonl = "jsonl"


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked for: paths, or what is in the store already; by which rules, for which day and side."""

    paths: list[str]
    rules_sha256: str
    as_of: date
    side: str | None
    reparse: bool
    retry_failed: bool

    @property
    def arguments(self) -> dict[str, object]:
        """What the store keeps of it: no password that stands in a URL."""
        from bulk.remote import is_url, shown

        paths = [shown(path) if is_url(path) else path for path in self.paths]
        return asdict(self) | {"paths": paths, "as_of": self.as_of.isoformat()}


@dataclass(slots=True)
class Stop:
    """Whether the run is to end, and the signals that said so."""

    flag: Flag = field(default_factory=Flag)
    signals: list[int] = field(default_factory=list)


def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files, folders, 'patterns', ZIP archives, URLs (s3://bucket/folder)."),
    ] = None,
    db: Db = DEFAULT_DB,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Files read at the same time on a machine; its processors by default."),
    ] = None,
    ray: Annotated[
        str | None, typer.Option("--ray", metavar="ADDRESS", help="Read on the Ray cluster whose head is there.")
    ] = None,
    retry_failed: Annotated[
        bool,
        typer.Option(
            "--retry-failed",
            help="Also read the files of PATH that failed before with the same bytes; without PATH, all that failed.",
        ),
    ] = False,
    reparse: Annotated[
        bool,
        typer.Option(
            "--reparse", help="Instead of PATH: what was read by other rules, or as of another day, from what was kept."
        ),
    ] = False,
    log: Annotated[LogForm | None, typer.Option("--log", help="Print what becomes of each file, a line each.")] = None,
    as_of: AsOf = None,
    time_limit: Annotated[float, typer.Option("--time-limit", min=1, help="Seconds allowed for one file.")] = SECONDS,
    memory_limit: Annotated[int, typer.Option("--memory-limit", min=256, help="MiB allowed for one file.")] = MEBIBYTES,
    ocr: OcrOption = True,
    cache_dir: CacheDir = None,
    cache_size: CacheSize = CACHE_SIZE,
    ocr_memory_limit: Annotated[
        int, typer.Option("--ocr-memory-limit", min=1024, help="MiB allowed for one file whose pages are pictures.")
    ] = OCR_MEBIBYTES,
    rules: Rules = None,
    side: SideOption = None,
) -> None:
    """Read an archive of contracts into the store. It may be stopped at any moment: the same command goes on."""
    from bulk.child import Allowance, give_way, search_seldom

    # Also while what a run takes is loaded, all of which stays.
    search_seldom()
    from bulk.guard import Terms
    from bulk.readers import Plan, readers_of, rules_of
    from models.errors import ContractError

    named = _named(paths or [], reparse=reparse, retry_failed=retry_failed)
    paging = paging_of(ocr=ocr, pages=None, workers=1, cache_dir=cache_dir, cache_size=cache_size)
    folders = tuple(folder.absolute() for folder in rules or ())
    terms = Terms(as_of.date() if as_of else None, side, folders, paging)
    allowance = Allowance(time_limit, memory_limit, ocr_memory_limit)
    plan = Plan("bulk.work:read_contract", terms, allowance, workers or len(os.sched_getaffinity(0)))
    give_way()
    if ray is None:
        # Children would load the program's own module, of which they need nothing.
        vars(sys.modules["__main__"]).pop("__file__", None)
    readers_of(plan).begin()
    # While another process loads what reading takes:
    from bulk.engine import load
    from bulk.events import Sums
    from bulk.ingest import running
    from commands.watch import Watch
    from store.opening import open_store

    load()
    try:
        rules_sha256, day = rules_of(plan)
    except ContractError as error:
        fail(error)
    task = Task(named, rules_sha256, terms.as_of or day, side, reparse, retry_failed)
    sums = Sums()
    watch = Watch(sums, named, jsonl=log is LogForm.jsonl)
    try:
        with _stopped_by_signals() as stop, open_store(db, create=bool(named), wait=_PATIENCE, cache=_CACHE) as store:
            begun = running(
                store,
                plan,
                rules_sha256=rules_sha256,
                arguments=task.arguments | {"rules": [*map(str, folders)]},
                sums=sums,
                tell=watch.tell,
                stop=stop.flag,
                ray=ray,
            )
            # Ray writes of machines that are lost to standard output, which is the log's.
            aside = redirect_stdout(sys.stderr) if ray else nullcontext()
            with aside, watch, begun as run:
                _go(run, task, watch)
                stopped = stop.flag.is_set()
    except ContractError as error:
        if sums.run or log is LogForm.jsonl:
            watch.summarise("interrupted")
        if sums.run:
            _say_how_to_go_on()
        print(f"qiyue: {error}", file=sys.stderr)
        _leave(error.exit_code)
    watch.summarise("interrupted" if stopped else "finished")
    if stopped:
        _say_how_to_go_on()
        _leave(128 + stop.signals[0])
    _leave(1 if sums.failed else 0)


def _named(paths: list[str], *, reparse: bool, retry_failed: bool) -> list[str]:
    """The paths, once each is known to name something; else what is wrong, and exit code 2."""
    from bulk.sources import require_named
    from models.errors import ContractError

    if reparse and (paths or retry_failed):
        print("qiyue: --reparse reads no file: give it without PATH, and without --retry-failed.", file=sys.stderr)
        raise typer.Exit(2)
    if not (paths or reparse or retry_failed):
        print("qiyue: name what is to be read, or give --retry-failed or --reparse.", file=sys.stderr)
        raise typer.Exit(2)
    try:
        require_named(paths)
    except ContractError as error:
        print(f"qiyue: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    return paths


def _go(run: Run, task: Task, watch: Watch) -> None:
    from bulk import ingest as walk
    from bulk.child import search_seldom
    from store.ledger import count_failed
    from store.read import count_contracts, read_otherwise

    search_seldom()
    if task.reparse:
        otherwise = read_otherwise(task.rules_sha256, as_of=task.as_of, side=task.side)
        watch.expect(count_contracts(run.store, otherwise))
        walk.reparse(run, otherwise)
    elif task.paths:
        walk.ingest(run, task.paths, retry_failed=task.retry_failed)
    else:
        watch.expect(count_failed(run.store, before=run.number))
        walk.retry(run)


@contextmanager
def _stopped_by_signals() -> Iterator[Stop]:
    """The first Ctrl-C or SIGTERM asks the run to end in good order; a second one ends it at once."""
    stop = Stop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, _frame: object) -> None:
        stop.signals.append(number)
        stop.flag.set()
        for known in before:
            signal.signal(known, signal.SIG_DFL)

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(code: int) -> NoReturn:
    """Leave at once, when all is kept and said. Threads of Daft's outlive its last answer by a moment, and one that comes
    to Python while that takes itself apart aborts the process."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def _say_how_to_go_on() -> None:
    command = shlex.join(["qiyue", *sys.argv[1:]])
    print(f"qiyue: what is done is kept. Go on with: {command}", file=sys.stderr)
