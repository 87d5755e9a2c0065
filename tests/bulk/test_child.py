"""A child's end is one file's error, with the right reason; its neighbours are read, each once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

from bulk.child import Allowance, Child
from bulk.guard import Terms
from bulk.sources import Item

ROOT = Path(__file__).parents[2]

CASES = {
    "CRASH": ("unreadable", "signal 11"),
    "ABORT": ("unreadable", "signal 6"),
    "EXIT": ("unreadable", "exit 7"),
    "SPIN": ("timed-out", "computes far longer"),
    "EAT": ("timed-out", "more memory than is allowed"),
    "LOCKED": ("encrypted", "encrypted"),
    "FAULT": ("fault", "ZeroDivisionError"),
}


@pytest.fixture
def child() -> Iterator[Child[Item]]:
    made = child_of(20.0)
    yield made
    made.stop()


def child_of(seconds: float) -> Child[Item]:
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.bulk.light"])
    return Child[Item]("tests.bulk.light:work", Terms(), Allowance(seconds, 1024, 1024, cpu=1.0), context)


def items(folder: Path, *contents: str) -> list[Item]:
    made = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.txt"
        path.write_text(content, "utf-8")
        made.append(Item(str(path), str(path), len(content)))
    return made


@pytest.mark.parametrize("poison", CASES)
def test_poison_ends_alone(poison: str, child: Child[Item], tmp_path: Path) -> None:
    answers = list(child.read(items(tmp_path, "one", f"{poison} two", "three")))
    assert [bool(answer.made) for answer in answers] == [True, False, True]
    error = answers[1].error
    assert error is not None
    assert (error.code, CASES[poison][1] in str(error)) == (CASES[poison][0], True)
    assert error.what.startswith("1.txt") or poison == "LOCKED"


@pytest.mark.parametrize("together", [False, True])
def test_a_hang_ends_with_its_time(together: bool, tmp_path: Path) -> None:
    child = child_of(1.0)
    answers = list(child.read(items(tmp_path, "zero", "SLEEP", "two"), together=together))
    child.stop()
    assert str(answers[1].error) == "1.txt: not read within 1 s. Raise --time-limit, or split the file."
    assert [bool(answer.made) for answer in answers] == [True, False, True]


def test_answers_come_as_they_are_made(child: Child[Item], tmp_path: Path) -> None:
    """Unless all are waited for: who parses some files sees each when it is done."""
    answers = child.read(items(tmp_path, "one", "SLEEP"))
    assert next(answers).made


def test_half_an_answer_is_none(child: Child[Item], tmp_path: Path) -> None:
    list(child.read(items(tmp_path, "one")))
    assert child._made is not None
    whole = os.pread(child._made.fileno(), 1 << 20, 0)
    for length in (1, 8, 9, len(whole) - 1):
        os.pwrite(child._made.fileno(), whole[:length], len(whole))
        assert not child._collect()
    os.pwrite(child._made.fileno(), whole, len(whole))
    assert child._collect()


@pytest.mark.parametrize("together", [False, True])
def test_all_poison(together: bool, child: Child[Item], tmp_path: Path) -> None:
    """Also the first and the last of a batch, and several one after the other."""
    answers = list(child.read(items(tmp_path, "CRASH", "EXIT", "good", "FAULT", "ABORT"), together=together))
    assert [answer.error.code if answer.error else "" for answer in answers] == [
        "unreadable", "unreadable", "", "fault", "unreadable",
    ]  # fmt: skip


def test_a_file_that_is_not_there(child: Child[Item], tmp_path: Path) -> None:
    gone = Item(str(tmp_path / "gone.txt"), str(tmp_path / "gone.txt"), 5)
    (answer,) = child.read([gone])
    assert str(answer.error) == "gone.txt: No such file or directory. Check the path and its rights."


@pytest.mark.parametrize("together", [False, True])
def test_killed_from_outside_is_read_again(together: bool, child: Child[Item], tmp_path: Path) -> None:
    """A machine out of memory ends processes; the files they read are innocent."""
    pids: list[int] = []

    def kill() -> None:
        while len(pids) < 2:
            time.sleep(0.3)
            if child._process is not None and child._process.pid not in (None, *pids):
                pids.append(child._process.pid)
                child._process.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    answers = list(child.read(items(tmp_path, *(f"SLOW {number}" for number in range(150))), together=together))
    killer.join()
    assert len(pids) >= 2
    assert all(answer.made for answer in answers)
    assert len(answers) == 150


def test_the_child_ends_with_its_pipe(child: Child[Item], tmp_path: Path) -> None:
    list(child.read(items(tmp_path, "one")))
    assert child._pipe is not None
    assert child._process is not None
    child._pipe.close()
    child._process.join(10)
    assert child._process.exitcode == 0


def test_nobody_waits_for_what_gave_way() -> None:
    asked = "import os; print(os.sched_getscheduler(0) == os.SCHED_BATCH)"
    program = (
        "import subprocess, sys; from bulk.child import give_way; give_way();"
        f"print(subprocess.run([sys.executable, '-c', {asked!r}], capture_output=True, text=True, check=True).stdout)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "True"


def test_what_children_share_is_loaded_with_few_searches_for_garbage() -> None:
    program = "import gc; before = gc.get_threshold(); import bulk.seldom; print(gc.get_threshold() > before)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "True"
