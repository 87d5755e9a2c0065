"""Each file is read in a child process with limits, so that one that crashes, hangs or eats memory ends alone.

Libraries that read PDF and XML protect against next to nothing: the limits of the operating system do.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal, TypeVar

from bulk.child import Allowance, Answer, Child
from bulk.children import Children
from models.errors import ContractError
from models.source import Limits, Paging

T = TypeVar("T")
REPORT = "bulk.asked:report"
"""The work (bulk.child.Work) that answers a Job with its report, or with an explanation, as JSON."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: a path, or the bytes themselves. Into `progress` the child writes how many pages of how many it
    has recognised, as `3/20`; into `searchable` the document as a PDF with what was recognised as its text."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    progress: Path | None = None
    searchable: Path | None = None

    @property
    def size(self) -> int:
        """Bytes. Raises OSError where the path leads to no file."""
        if self.data is not None:
            return len(self.data)
        assert self.path is not None
        return self.path.stat().st_size


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: a report (or an explanation) as JSON, or the error. Never both."""

    name: str
    report: str
    error: ContractError | None


@dataclass(frozen=True, slots=True)
class _Call:
    """The task of calling what a child was made with."""

    name: str
    size: int = 0


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
    allowance = Allowance(seconds, mebibytes, ocr_mebibytes)
    if min(workers, len(jobs)) > 1:
        return _side_by_side(jobs, min(workers, len(jobs)), terms, allowance)
    return _one_by_one(jobs, terms, allowance)


def _one_by_one(jobs: Sequence[Job], terms: Terms, allowance: Allowance) -> Iterator[Outcome]:
    # Forked from this process, the child is there at once: a server to fork it from would cost more than a short file.
    child = Child[Job](REPORT, terms, allowance, get_context("fork"))
    try:
        yield from map(outcome_of, jobs, child.read(jobs))
    finally:
        child.stop()


def _side_by_side(jobs: Sequence[Job], workers: int, terms: Terms, allowance: Allowance) -> Iterator[Outcome]:
    children = Children[Job](REPORT, terms, allowance, count=workers)
    threads = ThreadPoolExecutor(workers, thread_name_prefix="qiyue-read")
    try:
        for job, answers in zip(jobs, threads.map(children.read, ([job] for job in jobs)), strict=True):
            yield outcome_of(job, answers[0])
    finally:
        children.stop()
        threads.shutdown(cancel_futures=True)


def outcome_of(job: Job, answer: Answer) -> Outcome:
    """What became of a job, by what its child answered."""
    return Outcome(job.name, answer.made.decode(), answer.error)


def alone(name: str, work: Callable[[], T], *, seconds: float, mebibytes: int) -> T:
    """What `work` returns, which can be pickled: it is called in a child process of its own, with limits. A ContractError
    that it raises is raised here, and so is one where it dies, fails or takes too long; `name` is the file's."""
    allowance = Allowance(seconds, mebibytes, mebibytes, cpu=seconds)
    child = Child[_Call]("bulk.guard:call", work, allowance, get_context("fork"))
    try:
        (answer,) = child.read([_Call(name)])
    finally:
        child.stop()
    if answer.error is not None:
        raise answer.error
    made: T = pickle.loads(answer.made)  # noqa: S301
    return made


def call(_: _Call, work: Callable[[], Any], _allow_ocr: Callable[[], None]) -> bytes:
    """Runs in the child (bulk.child.Work)."""
    return pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
