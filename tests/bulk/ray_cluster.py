"""Two machines of a Ray cluster, on this one: one is killed midway, and nothing is lost. Run by `make test-ray`."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import psutil
import pytest
from sqlalchemy import select

from store.opening import open_store
from store.schema import contracts
from tests.bulk.test_ingest import ROOT, archive, assert_ended, begin, kept


@dataclass(frozen=True)
class Machines:
    """A cluster's address, and the raylets of the machine that stays (the head) and of the one that will be lost."""

    address: str
    stays: int
    lost: int


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """A head that does its part, and a second machine. Nothing of them is left in the end."""
    from ray.cluster_utils import Cluster

    for name, value in {"PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0", "DO_NOT_TRACK": "true"}.items():
        monkeypatch.setenv(name, value)
    made = Cluster()
    head, second = (
        made.add_node(num_cpus=1, object_store_memory=100_000_000, include_dashboard=False) for _ in range(2)
    )
    yield Machines(made.address, raylet_of(head), raylet_of(second))
    begun = {process.pid for process in psutil.process_iter() if of_session(process, head.get_session_dir_path())}
    made.shutdown()
    assert_ended(begun)


def test_a_machine_that_is_lost_takes_nothing_with_it(machines: Machines, tmp_path: Path) -> None:
    wanted = archive(tmp_path / "archive", 1500)
    store = tmp_path / "store.db"
    told: list[str] = []
    with begin(store, "--workers", 1, "--ray", machines.address, tmp_path / "archive") as process:
        out = Thread(target=lambda: told.extend(process.stdout or ()), daemon=True)
        out.start()
        wait_until(lambda: process.poll() is not None or (told and all(map(reads, (machines.lost, machines.stays)))))
        assert process.poll() is None, "the run ended before a machine was lost"
        below = {child.pid for child in psutil.Process(machines.lost).children(recursive=True)}
        os.kill(machines.lost, signal.SIGKILL)
        assert process.stderr is not None
        err = process.stderr.read()
        assert process.wait(60) == 0, err
        assert "Traceback" not in err
        out.join()
    assert_ended(below)
    assert [line for line in told if line.split(" ")[0] not in ("done", "skipped")] == []
    assert len(told) == len(wanted)
    assert kept(store) == (wanted, len(set(wanted.values())), {})
    with open_store(str(store)) as opened, opened.reading() as connection:
        by_machine = Counter(connection.execute(select(contracts.c.name)).scalars())
    assert set(by_machine) <= {str(machines.lost), str(machines.stays)}
    assert by_machine[str(machines.stays)] > by_machine[str(machines.lost)]


def raylet_of(node: Any) -> int:
    pid: int = node.all_processes["raylet"][0].process.pid
    return pid


def reads(raylet: int) -> bool:
    """Whether children that read have been started on a machine."""
    for child in psutil.Process(raylet).children(recursive=True):
        with suppress(psutil.Error):
            if "forkserver" in " ".join(child.cmdline()):
                return True
    return False


def of_session(process: psutil.Process, session: str) -> bool:
    with suppress(psutil.Error):
        return any(session in word for word in process.cmdline())
    return False


def wait_until(true: Any) -> None:
    until = time.monotonic() + 400
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)
