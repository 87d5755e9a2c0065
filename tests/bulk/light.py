"""A run whose children read little and fast, or come to harm as a file tells them to; started as a program by the tests.

    python -c "from tests.bulk.light import program; program()" [--retry-failed] [--ray ADDRESS] [--workers N] [--wait S] [--save-every S] STORE [PATH...]

prints what becomes of each file: kind, reason to skip it, path. Without a path, what failed is tried again.

What is done with a file is `work`, in the place of the parser; all else is what `qiyue ingest` runs.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import redirect_stdout

import bulk.ingest
from bulk.child import Allowance
from bulk.content import bytes_of
from bulk.events import Event, Sums
from bulk.guard import Terms
from bulk.ingest import ingest, retry, running
from bulk.readers import Plan
from bulk.sources import Item
from models.errors import ContractError, EncryptedSource
from models.report import Report, RulesUsed
from models.source import Source, path_text
from store.opening import open_store
from store.rows import rows_of

GIBIBYTE = 1 << 30


def crash() -> None:
    """A fault in a library: memory is read that is not there."""
    ctypes.string_at(0)


def spin() -> None:
    while True:
        pass


def eat() -> None:
    held = bytearray(4 * GIBIBYTE)
    held[-1] = 1


def locked() -> None:
    raise EncryptedSource("it is encrypted.", remedy="Save it without a password.")


POISON: dict[bytes, Callable[[], object]] = {
    b"CRASH": crash,
    b"ABORT": os.abort,
    b"EXIT": lambda: os._exit(7),
    b"SPIN": spin,
    b"SLEEP": lambda: time.sleep(1000),
    b"EAT": eat,
    b"LOCKED": locked,
    b"FAULT": lambda: 1 // 0,
    b"SLOW": lambda: time.sleep(0.01),
}
"""What a file begins with, and what then happens to the process that reads it."""


def work(task: Item, terms: Terms, allow_ocr: Callable[[], None]) -> bytes:
    """Runs in the child: a report of nothing, once what the file asks for has happened."""
    data = bytes_of(task)
    POISON.get(data.split(b" ")[0], lambda: None)()
    # The name says on which of a cluster's machines it was read.
    return pickle.dumps(rows_of(report_of(os.environ.get("RAY_RAYLET_PID", path_text(task.name)), data)))


def report_of(name: str, data: bytes) -> Report:
    sha256 = hashlib.sha256(data).hexdigest()
    return Report(
        source=Source(name=name, sha256=sha256, bytes=len(data), media_type="text/plain", pages=None, reader="text"),
        rules=RulesUsed(version="0", sha256="0", as_of="2026-01-01", side=None, packs=()),
        text=data.decode(),
        clauses=(),
        references=(),
        fields=(),
        findings=(),
        passed=(),
        coverage=(),
        notices=(),
    )


def plan_of(workers: int, *, seconds: float = 3.0, mebibytes: int = 1024) -> Plan:
    return Plan("tests.bulk.light:work", Terms(), Allowance(seconds, mebibytes, mebibytes, cpu=1.0), workers)


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--retry-failed", action="store_true")
    ask.add_argument("--ray")
    ask.add_argument("--workers", type=int, default=2)
    ask.add_argument("--wait", type=float, default=60)
    ask.add_argument("--save-every", type=float, default=bulk.ingest.SECONDS)
    ask.add_argument("store")
    ask.add_argument("paths", nargs="*")
    asked = ask.parse_args()
    bulk.ingest.SECONDS = asked.save_every
    plan = plan_of(asked.workers, seconds=60 if asked.ray else 3)
    stop, sums = threading.Event(), Sums()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())

    out = sys.stdout

    def tell(event: Event) -> None:
        out.write(f"{event.kind} {event.why or '-'} {event.path}\n")
        out.flush()

    with (
        redirect_stdout(sys.stderr),
        open_store(asked.store, create=True, wait=asked.wait) as store,
        running(
            store,
            plan,
            rules_sha256="0",
            arguments={},
            sums=sums,
            tell=tell,
            stop=stop,
            ray=asked.ray,
        ) as run,
    ):
        if asked.paths:
            ingest(run, asked.paths, retry_failed=asked.retry_failed)
        else:
            retry(run)


def program() -> None:
    try:
        main()
    except ContractError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
