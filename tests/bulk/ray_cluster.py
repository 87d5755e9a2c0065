"""Two machines of a Ray cluster, on this one: one is killed midway, and nothing is lost. Run by `make test-ray`."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import psutil
import pytest
from sqlalchemy import select

from store.opening import open_store
from store.schema import contracts
from tests.bulk.test_ingest import ROOT, archive, begin, kept


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A head that does its part, and a second machine."""
    from ray.cluster_utils import Cluster

    for name, value in {"PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0", "DO_NOT_TRACK": "true"}.items():
        monkeypatch.setenv(name, value)
    made = Cluster()
    for _ in range(2):
        made.add_node(num_cpus=1, object_store_memory=100_000_000, include_dashboard=False)
    yield made
    made.shutdown()


def test_a_machine_that_is_lost_takes_nothing_with_it(cluster: Any, tmp_path: Path) -> None:
    wanted = archive(tmp_path / "archive", 1500)
    store = tmp_path / "store.db"
    stays, lost = map(raylet_of, cluster.list_all_nodes())
    told: list[str] = []
    with begin(store, "--workers", 1, "--ray", cluster.address, tmp_path / "archive") as process:
        reader = Thread(target=lambda: told.extend(process.stdout or ()), daemon=True)
        reader.start()
        wait_until(lambda: process.poll() is not None or (readers_below(lost) and readers_below(stays) and told))
        assert process.poll() is None, "the run ended before a machine was lost"
        os.kill(lost, signal.SIGKILL)
        assert process.wait(300) == 0
        reader.join()
    assert len(told) == len(wanted)
    assert kept(store) == (wanted, len(set(wanted.values())), {})
    with open_store(str(store)) as opened, opened.reading() as connection:
        by_machine = Counter(connection.execute(select(contracts.c.name)).scalars())
    assert set(by_machine) <= {str(lost), str(stays)}
    assert by_machine[str(stays)] > by_machine[str(lost)]


def raylet_of(node: Any) -> int:
    pid: int = node.all_processes["raylet"][0].process.pid
    return pid


def readers_below(pid: int) -> bool:
    """Whether children that read have been started on a machine."""
    for child in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.Error):
            if "forkserver" in " ".join(child.cmdline()):
                return True
    return False


def wait_until(true: Any) -> None:
    until = time.monotonic() + 400
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)
