"""Each file is read in a child process with limits, so that one that crashes, hangs or eats memory ends alone.

Libraries that read PDF and XML protect against next to nothing: the limits of the operating system do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from bulk.child import allow_cpu, allow_ocr, died, limit, slow, told
from models.errors import ContractError, TimedOut
from models.source import Limits, Paging

if TYPE_CHECKING:
    from models.report import Report

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: a path, or the bytes themselves. Into `progress` the child writes how many pages of how many it
    has recognised, as `3/20`; into `searchable` the document as a PDF with what was recognised as its text."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    progress: Path | None = None
    searchable: Path | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What every file of a run is read under: the day of the law, whose side one is on, the folders of rule packs laid
    over those that ship, and which pages are read. With a `question` (a check's id or a field's name) it is explained
    instead of reported."""

    as_of: date | None = None
    side: str | None = None
    rules: tuple[Path, ...] = ()
    paging: Paging = field(default_factory=Paging)
    question: tuple[Literal["check", "field"], str] | None = None
    limits: Limits = field(default_factory=Limits)


Answer = tuple[str, ContractError | None]
"""What a child hands back: a report (or an explanation) as JSON, or the error."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: a report (or an explanation) as JSON, or the error. Never both."""

    name: str
    report: str
    error: ContractError | None


def run(
    jobs: Sequence[Job],
    *,
    workers: int,
    terms: Terms,
    seconds: float,
    mebibytes: int,
    ocr_mebibytes: int,
) -> Iterator[Outcome]:
    """Outcomes in the order of the jobs. `seconds` (wall clock) and `mebibytes` (address space) are a file's;
    `ocr_mebibytes` is what a file may take instead once its pages turn out to be pictures. A file is also given CPU
    seconds by its size, as long as no picture is to be read."""
    with open_pool(
        min(workers, max(len(jobs), 1)),
        mebibytes=mebibytes,
        ocr_mebibytes=ocr_mebibytes,
        start="forkserver" if workers > 1 else "fork",
    ) as pool:
        futures = [begin(pool, job, terms=terms, seconds=seconds) for job in jobs]
        for job, future in zip(jobs, futures, strict=True):
            yield outcome_of(job, future, seconds=seconds, mebibytes=mebibytes)


def open_pool(
    workers: int, *, mebibytes: int, ocr_mebibytes: int, start: Literal["fork", "forkserver"] = "forkserver"
) -> ProcessPool:
    """Children that read one file each at a time, within limits. A process that has threads must not `fork` them."""
    return ProcessPool(
        max_workers=workers,
        max_tasks=50,
        initializer=limit,
        initargs=(mebibytes, ocr_mebibytes),
        context=get_context(start),
    )


def begin(pool: ProcessPool, job: Job, *, terms: Terms, seconds: float) -> ProcessFuture[Answer]:
    """Have a child read a file; cancelling the future ends the child."""
    future: ProcessFuture[Answer] = pool.schedule(_read, args=(job, terms, seconds), timeout=seconds)
    return future


def outcome_of(job: Job, future: ProcessFuture[Answer], *, seconds: float, mebibytes: int) -> Outcome:
    """What became of a job, once its child is done with it or has ended."""
    try:
        report, error = future.result()
        return Outcome(job.name, report, error)
    except FutureTimeout:
        return Outcome(job.name, "", slow(job.name, seconds))
    except ProcessExpired as ended:
        return Outcome(job.name, "", died(job.name, ended.exitcode, mebibytes))


def alone(name: str, work: Callable[[], T], *, seconds: float, mebibytes: int) -> T:
    """What `work`, which can be pickled, returns: it is called in a child process of its own, with limits. A
    ContractError that it raises is raised here, and so is one where it dies or takes too long; `name` is the file's."""
    with ProcessPool(
        max_workers=1, initializer=limit, initargs=(mebibytes, mebibytes), context=get_context("fork")
    ) as pool:
        try:
            return pool.schedule(work, timeout=seconds).result()
        except FutureTimeout:
            raise TimedOut(f"{name}: not done within {seconds:g} s.", remedy="Raise --time-limit.") from None
        except MemoryError:
            raise TimedOut(f"{name}: needs more memory than is allowed.", remedy="Raise --memory-limit.") from None
        except ProcessExpired as ended:
            raise died(name, ended.exitcode, mebibytes) from None


def _tell(progress: Path | None, done: int, total: int) -> None:
    # A count that cannot be written is no reason to stop.
    if progress is not None:
        with suppress(OSError):
            progress.write_text(f"{done}/{total}", "ascii")


def _report(job: Job, source: bytes | Path, **terms: Any) -> Report:
    """The report of a file; its searchable PDF is written on the way, where one is wanted."""
    from parser.pipeline import report_of, walk

    walked = walk(source, **terms)
    if job.searchable is not None:
        from exports import write_file
        from exports.searchable_pdf import searchable_pdf

        data = source if isinstance(source, bytes) else source.read_bytes()
        made = searchable_pdf(data, walked.reading)
        write_file(job.searchable, lambda file: file.write(made))
    return report_of(walked)


def _read(job: Job, terms: Terms, seconds: float) -> Answer:
    """Runs in the child. Whatever happens to one file is told, not raised: the child goes on to the next."""
    from parser.explain import explain
    from parser.packs import packs_of

    try:
        size = len(job.data) if job.data is not None else job.path.stat().st_size if job.path is not None else 0
        allow_cpu(size, most=seconds)
        source = job.data if job.data is not None else job.path
        assert source is not None
        read = partial(_report, job) if terms.question is None else partial(explain, question=terms.question)
        made = read(
            source,
            name=job.name,
            packs=packs_of(terms.rules),
            as_of=terms.as_of,
            side=terms.side,
            limits=terms.limits,
            paging=replace(terms.paging, before_ocr=allow_ocr, on_page=partial(_tell, job.progress)),
        )
        return made.model_dump_json(by_alias=True), None
    except Exception as error:
        return "", told(job.name, error)
