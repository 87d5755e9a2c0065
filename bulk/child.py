"""A long-lived process that reads files under the kernel's limits, and the end of it that this process holds.

Libraries that read PDF and XML protect against next to nothing: the limits of the operating system do. The child answers
for each file as soon as it is done, so when it ends, it is known which file it ended on, and its neighbours are safe.
It answers into a file in memory, which outlives it: this process need not wake up for each. No lock and no pipe is shared
between children: one that is killed while it answers disturbs no other.
"""

from __future__ import annotations

import gc
import math
import os
import pickle
import resource
import select
import signal
import struct
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext
from multiprocessing.process import BaseProcess
from pkgutil import resolve_name
from typing import Any, Generic, Protocol, TypeVar

from models.errors import ContractError, Fault, TimedOut, UnreadableSource

_MEBIBYTE = 1024 * 1024
LEAST_CPU, _CPU_A_BYTE = 6.0, 30e-6
"""CPU seconds that every file is given, and more for each of its bytes: some ten times what long contracts take."""

_FILES = 5_000
"""A child makes way for a fresh one after so many files, whatever its libraries have leaked."""

_SEARCHES = (20_000, 20, 20)
"""New objects before Python looks for rings of garbage among them, and how often before it looks among older ones: a file
makes some hundred thousand objects, few of them in rings."""

_GRACE = 10.0
"""Seconds that this process waits for the kernel's clock to end a child, before it does so itself."""

_LENGTH = struct.Struct("<Q")
"""Stands before each answer: its bytes."""

_KILLED_TIMES = 3
"""SIGKILL comes from outside (the machine is out of memory, someone ends processes): a file is tried so often."""


class Task(Protocol):
    """What a child is given: what messages call it, and its size in bytes."""

    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...


T = TypeVar("T", bound=Task)
Work = Callable[[Any, Any, Callable[[], None]], bytes]
"""(task, terms, allow_ocr) -> what the task comes to, as bytes. `allow_ocr` is called once before text recognition is
loaded. What it raises is that file's error."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one file may take: seconds of the clock, MiB of address space, and MiB once its pages turn out to be pictures.
    As long as no picture is to be read it is also given CPU seconds: `cpu`, and more by its size."""

    seconds: float
    mebibytes: int
    ocr_mebibytes: int
    cpu: float = LEAST_CPU


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a task: what it came to, or the error, never both; and the seconds it took."""

    made: bytes
    error: ContractError | None
    seconds: float


class Child(Generic[T]):
    """Reads tasks one after the other in a process of its own, which is started when first needed and after each end."""

    def __init__(
        self, work: str, terms: object, allowance: Allowance, context: ForkContext | ForkServerContext
    ) -> None:
        self._work, self._terms, self._allowance, self._context = work, terms, allowance, context
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._bell = select.poll()
        self._made: Connection | None = None
        self._taken = 0
        self._answers: deque[tuple[Answer, bool]] = deque()
        self._files = 0
        self._ended = False

    def read(self, tasks: Sequence[T], *, together: bool = False) -> Iterator[Answer]:
        """An answer for each task, in their order: as soon as it is there, or, `together`, when all are. A task whose
        process was not fresh gets a fresh one before it is called the cause of its end. Fewer answers where `end` is
        called meanwhile."""
        at = tried = 0
        while at < len(tasks) and not self._ended:
            fresh = self._send(tasks[at:], together)
            for task in tasks[at:]:
                answer, code = self._receive()
                tried += 1
                again = code is not None and _worth_another(code, fresh=fresh, tried=tried)
                if code is not None:
                    self.stop()
                if again or self._ended:
                    break
                yield answer or Answer(b"", self._blame(task.name, code), 0.0)
                at, tried, fresh = at + 1, 0, False
                if code is not None:
                    break

    @property
    def ended(self) -> bool:
        """Whether it was ended for good, and reads no more."""
        return self._ended

    def end(self) -> None:
        """End the process for good, from another thread than the one that reads."""
        self._ended = True
        if (process := self._process) is not None:
            process.kill()

    def stop(self) -> None:
        """End the process, whatever it does; the next task starts another."""
        if self._process is not None and self._pipe is not None and self._made is not None:
            self._process.kill()
            self._process.join(_GRACE)
            self._pipe.close()
            self._made.close()
        self._process = self._pipe = self._made = None

    def _blame(self, name: str, code: int | None) -> ContractError:
        if code == -signal.SIGALRM:
            return slow(name, self._allowance.seconds)
        return died(name, code, self._allowance.mebibytes)

    def _send(self, tasks: Sequence[T], together: bool) -> bool:
        """Hand on the tasks; true where the process is a new one."""
        if self._files >= _FILES:
            self.stop()
        if fresh := self._pipe is None or not self._handed_on(tasks, together):
            self.stop()
            self._start()
            self._handed_on(tasks, together)
        return fresh

    def _handed_on(self, tasks: Sequence[T], together: bool) -> bool:
        assert self._pipe is not None
        assert self._made is not None
        os.ftruncate(self._made.fileno(), 0)
        self._taken = 0
        self._answers.clear()
        try:
            self._pipe.send((tasks, together))
        except OSError:
            return False
        return True

    def _start(self) -> None:
        here, there = self._context.Pipe()
        # As a connection it is handed on to a child in whatever way that is started.
        made = Connection(os.memfd_create("answers"))
        # A child that is forked from this process holds what this one does: with its pipe's other end it would outlive us.
        inherited = here if isinstance(self._context, ForkContext) else None
        arguments = (there, made, inherited, self._work, self._terms, self._allowance)
        # A daemon is ended with this process, where that ends in good order; where not, its pipe and its clock do.
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        # The server that forks may begin here: Ctrl-C in a terminal reaches it too, and is none of its business.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        process.start()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self._process = process
        if self._ended:
            process.kill()
        there.close()
        self._pipe, self._made, self._files = here, made, 0
        self._bell = select.poll()
        self._bell.register(here.fileno(), select.POLLIN)

    def _receive(self) -> tuple[Answer | None, int | None]:
        """The next answer, and None; or what there is of it, and the exit code of the process that ended over it."""
        assert self._pipe is not None
        assert self._process is not None
        while not self._answers:
            rung, ended = self._bell.poll((self._allowance.seconds + _GRACE) * 1000), False
            try:
                if rung:
                    self._pipe.recv_bytes()
            except (EOFError, OSError):
                ended = True
            if self._collect():
                break
            if ended:
                self._process.join(_GRACE)
                return None, self._process.exitcode if self._process.exitcode is not None else -signal.SIGKILL
            if not rung:
                return None, -signal.SIGALRM
        answer, spent = self._answers.popleft()
        self._files += 1
        return answer, os.EX_UNAVAILABLE if spent else None

    def _collect(self) -> bool:
        """Take the answers that are whole; whether there are any. Of one that the process ended over there may be a part."""
        assert self._made is not None
        file = self._made.fileno()
        size = os.fstat(file).st_size
        while size - self._taken >= _LENGTH.size:
            (length,) = _LENGTH.unpack(os.pread(file, _LENGTH.size, self._taken))
            if (end := self._taken + _LENGTH.size + length) > size:
                break
            # Made by our own child, as all that processes hand on to each other.
            self._answers.append(pickle.loads(_read(file, self._taken + _LENGTH.size, length)))  # noqa: S301
            self._taken = end
        return bool(self._answers)


def _worth_another(code: int, *, fresh: bool, tried: int) -> bool:
    """Whether a file may be innocent of the end of the process that read it."""
    if -code in (signal.SIGALRM, signal.SIGXCPU):
        return False
    return tried < _KILLED_TIMES if -code == signal.SIGKILL else not fresh and tried == 1


def slow(name: str, seconds: float) -> TimedOut:
    """The error of a file that took too long."""
    return TimedOut(f"{name}: not read within {seconds:g} s.", remedy="Raise --time-limit, or split the file.")


def died(name: str, code: int | None, mebibytes: int) -> ContractError:
    """The error of a file whose process ended over it, by its exit code: that of a signal is below 0."""
    if code is not None and abs(code) == signal.SIGXCPU:
        return TimedOut(
            f"{name}: computes far longer than a file of its size should; the file is damaged, or made to do harm.",
            remedy="Open and save it anew, or split it.",
        )
    why = f"signal {-code}" if code is not None and code < 0 else f"exit {code}"
    return UnreadableSource(
        f"{name}: the reader died ({why}); the file is damaged, or made to do harm.",
        remedy=f"Open and save it anew, or raise --memory-limit above {mebibytes} MiB.",
    )


def _serve(
    pipe: Connection, made: Connection, inherited: Connection | None, work: str, terms: object, allowance: Allowance
) -> None:
    """The child's life: it ends with its pipe, that is with the process that holds the other end, however that ends."""
    if inherited is not None:
        inherited.close()
    for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    limit(allowance.mebibytes, allowance.ocr_mebibytes)
    # What was loaded before the fork also stays shared memory.
    search_seldom()
    do: Work = resolve_name(work)
    try:
        while True:
            tasks, together = pipe.recv()
            at = 0
            for done, task in enumerate(tasks, 1):
                answer, spent = _answer(task, do, terms, allowance)
                at = _write(made.fileno(), at, pickle.dumps((answer, spent), pickle.HIGHEST_PROTOCOL))
                if spent:
                    return
                if done == len(tasks) or not together:
                    pipe.send_bytes(b"")
    except (EOFError, OSError):
        return


def _write(file: int, at: int, answer: bytes) -> int:
    """Write an answer into the file, and say where the next one goes."""
    left = memoryview(_LENGTH.pack(len(answer)) + answer)
    while left:
        written = os.pwrite(file, left, at)
        at, left = at + written, left[written:]
    return at


def _read(file: int, at: int, length: int) -> bytes:
    """So many bytes of the file; the system gives at most some 2 GB at a time."""
    parts: list[bytes] = []
    while length:
        parts.append(os.pread(file, length, at))
        at, length = at + len(parts[-1]), length - len(parts[-1])
    return b"".join(parts) if len(parts) != 1 else parts[0]


def _answer(task: Task, work: Work, terms: object, allowance: Allowance) -> tuple[Answer, bool]:
    """What became of a task, and whether it used up this process's memory. Whatever happens is told, not raised."""
    began = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, allowance.seconds)
    error: ContractError | None = None
    made, spent = b"", False
    try:
        allow_cpu(task.size, least=allowance.cpu, most=allowance.seconds)
        made = work(task, terms, allow_ocr)
    except Exception as raised:
        error, spent = told(task.name, raised), isinstance(raised, MemoryError)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return Answer(made, error, time.monotonic() - began), spent


def told(name: str, error: Exception) -> ContractError:
    """An error as a user is told of it."""
    match error:
        case ContractError():
            return error
        case MemoryError():
            return TimedOut(f"{name}: needs more memory than is allowed.", remedy="Raise --memory-limit.")
        case OSError():
            return UnreadableSource(f"{name}: {error.strerror or error}.", remedy="Check the path and its rights.")
    what = f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
    return Fault(f"{name}: a fault of the program ({what}).", remedy="Please report it with the file.")


def search_seldom() -> None:
    """Leave what this process has by now out of Python's search for garbage, since it stays; and search seldom."""
    gc.freeze()
    gc.set_threshold(*_SEARCHES)


def give_way() -> None:
    """Tell the kernel that nobody waits for this process, nor for those that it starts from now on (sched(7), SCHED_BATCH).
    None of them then interrupts another for each answer: that costs the other what its processor has at hand."""
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def limit(mebibytes: int, ocr_mebibytes: int) -> None:
    """Hold this process to so much memory, and leave Ctrl-C to the one that it works for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    size, most = mebibytes * _MEBIBYTE, max(mebibytes, ocr_mebibytes) * _MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (size, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu(size: int, *, least: float = LEAST_CPU, most: float) -> None:
    """Hold this process to the CPU seconds of a file of `size` bytes: one of few bytes that computes for minutes is made
    to do harm, and the kernel ends the process then."""
    seconds = time.process_time() + min(least + size * _CPU_A_BYTE, most)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), resource.getrlimit(resource.RLIMIT_CPU)[1]))


def allow_ocr() -> None:
    """Raise this process's limits to what text recognition may take. That of memory stays: the models do."""
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU):
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (most, most))
