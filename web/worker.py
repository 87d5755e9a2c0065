"""The process that parses: it takes jobs from the queue, has guarded children read them, and writes what they say.

It runs beside the web process, with less of a claim on the processor, and speaks with it through the store alone. It ends
when its standard input does: when the web process is gone, however that came about.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from bulk import guard
from bulk.child import Allowance, Answer, Child
from models.errors import ContractError
from models.report import Report
from models.source import Limits
from store import jobs, webhooks
from store.connect import Store
from store.opening import open_store
from store.write import save_report
from web.originals import Originals
from web.settings import SETTINGS, Settings
from web.webhooks import deliver_until, message_of

_LOG = logging.getLogger("qiyue.web")
_PAUSE, _PAUSE_OF_STORE, _NICENESS = 0.1, 2.0, 5


@dataclass(frozen=True, slots=True)
class Running:
    """A job in a child's hands. There is no answer where the child was ended over it."""

    job: jobs.Job
    file: guard.Job
    child: Child[guard.Job]
    answer: Future[Answer | None]


@dataclass(frozen=True, slots=True)
class Bench:
    """The children that wait for a job, those that have one, and the threads that wait for these."""

    settings: Settings
    threads: ThreadPoolExecutor
    free: list[Child[guard.Job]]
    running: list[Running] = field(default_factory=list)


def main() -> None:
    """Reads the settings as one line of JSON on standard input."""
    settings: Settings = SETTINGS.validate_json(sys.stdin.buffer.readline())
    stop = threading.Event()
    threading.Thread(target=_await_end, args=(stop,), daemon=True).start()
    logging.basicConfig(format="qiyue: %(message)s")
    os.nice(_NICENESS)
    with open_store(settings.db) as store:
        teller = threading.Thread(target=deliver_until, args=(stop, store, settings.back_off))
        teller.start()
        try:
            work(settings, store, stop)
        finally:
            stop.set()
            teller.join()


def _await_end(stop: threading.Event) -> None:
    while sys.stdin.buffer.read(1):
        pass
    stop.set()


def work(settings: Settings, store: Store, stop: threading.Event) -> None:
    """Do what is queued until told to stop; what is then unfinished is queued anew at the next start."""
    progress = settings.folder / "progress"
    progress.mkdir(exist_ok=True)
    with store.writing() as connection:
        jobs.recover(connection)
    children = [_child(settings) for _ in range(settings.workers)]
    bench = Bench(settings, ThreadPoolExecutor(settings.workers, thread_name_prefix="qiyue-read"), children)
    try:
        while not stop.wait(_PAUSE):
            try:
                _turn(bench, store)
            except ContractError as error:
                # The store is held, or full: what is done stays in hand until it can be written.
                _LOG.error("%s", error)
                stop.wait(_PAUSE_OF_STORE)
    finally:
        for child in (*bench.free, *(one.child for one in bench.running)):
            child.end()
        bench.threads.shutdown(cancel_futures=True)


def _child(settings: Settings) -> Child[guard.Job]:
    context = get_context("forkserver")
    context.set_forkserver_preload([guard.REPORT.partition(":")[0]])
    terms = guard.Terms(side=settings.side, rules=settings.rules, limits=Limits(pages=settings.most_pages))
    allowance = Allowance(settings.seconds, settings.mebibytes, settings.ocr_mebibytes)
    return Child(guard.REPORT, terms, allowance, context)


def _turn(bench: Bench, store: Store) -> None:
    for one in tuple(bench.running):
        if one.answer.done():
            _end(one, store)
            bench.running.remove(one)
            bench.free.append(_child(bench.settings) if one.child.ended else one.child)
    if bench.running:
        _watch(bench.running, store)
    while bench.free and (job := _claimed(store)) is not None:
        bench.running.append(_begin(bench, job))


def _claimed(store: Store) -> jobs.Job | None:
    with store.reading() as connection:
        if not jobs.anything_queued(connection):
            return None
    with store.writing() as connection:
        return jobs.claim(connection)


def _begin(bench: Bench, job: jobs.Job) -> Running:
    folder = bench.settings.folder
    path = Originals(folder).path(job.contract)
    file = guard.Job(name=job.name, path=path, progress=folder / "progress" / str(job.id))
    child = bench.free.pop()
    return Running(job, file, child, bench.threads.submit(_read, child, file))


def _read(child: Child[guard.Job], file: guard.Job) -> Answer | None:
    return next(child.read([file]), None)


def _watch(running: list[Running], store: Store) -> None:
    """Note how far each job is, and end those whose end was asked for."""
    with store.reading() as connection:
        unwanted = jobs.cancelling(connection)
    for one in running:
        if one.job.id in unwanted:
            one.child.end()
        elif (pages := _pages(one.file.progress)) is not None:
            with store.writing() as connection:
                jobs.progress(connection, one.job.id, done=pages[0], pages=pages[1])


def _pages(progress: Path | None) -> tuple[int, int] | None:
    """What the child wrote since it was last asked; None where it wrote nothing new."""
    assert progress is not None
    try:
        done, _, pages = progress.read_text().partition("/")
        progress.unlink()
        return int(done), int(pages)
    except (FileNotFoundError, ValueError):
        return None


def _end(one: Running, store: Store) -> None:
    """Write down what became of a job."""
    assert one.file.progress is not None
    one.file.progress.unlink(missing_ok=True)
    if (answer := one.answer.result()) is None:
        with store.writing() as connection:
            jobs.end_cancelled(connection, one.job.id)
        return
    if answer.error is None:
        # Written before the job is done: should this process end in between, the file is read again, to the same end.
        save_report(store, Report.model_validate_json(answer.made), paths=(str(one.file.path),))
    with store.writing() as connection:
        if (error := answer.error) is not None:
            jobs.fail(connection, one.job.id, code=error.code, detail=error.what, remedy=error.remedy)
        else:
            jobs.finish(connection, one.job.id)
        ended = jobs.get(connection, one.job.id)
        assert ended is not None
        message, payload = message_of(ended)
        webhooks.announce(connection, message=message, payload=payload)


if __name__ == "__main__":
    main()
