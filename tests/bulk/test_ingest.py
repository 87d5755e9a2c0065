"""Every file exactly once, whatever ends: the run, a child, a file."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select

from bulk.ingest import SAVED
from store.opening import open_store
from store.schema import contracts, failures, paths, runs

ROOT = Path(__file__).resolve().parents[2]


def begin(store: Path, *named: object, before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """A run as a program of its own, with the test's work in the place of the parser; `named` are its options, and last
    its path, if any."""
    # Not by -m: on the machines of a cluster, and in children, __main__ is another program than a module of that name.
    code = "from tests.bulk.light import program; program()"
    options, path = (named[:-1], [str(named[-1])]) if named else ((), [])
    command = [sys.executable, "-c", code, *map(str, options), str(store), *path]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        cwd=ROOT,
        preexec_fn=before,
    )


def whole_run(store: Path, *named: object) -> tuple[Counter[str], Counter[str]]:
    """A run that ends by itself: how many files it told of by what became of them, and by why they were skipped."""
    process = begin(store, *named)
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    words = [line.split(" ", 2) for line in out.splitlines()]
    return Counter(kind for kind, *_ in words), Counter(why for kind, why, _ in words if kind == "skipped")


def archive(folder: Path, count: int, *, content: str = "SLOW {}") -> dict[str, str]:
    """A folder of files, and some of them a second time; the sha256 of each path."""
    for number in range(count):
        place = folder / str(number % 7) / f"{number}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        # Every tenth has the bytes of the one before.
        place.write_text(content.format(number - (number % 10 == 9)), "utf-8")
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.txt")}


def kept(store: Path | str) -> tuple[dict[str, str], int, dict[str, str]]:
    """What the store has: the sha256 by path, how many contracts, and the code of each failure by path."""
    with open_store(str(store)) as opened, opened.reading() as connection:
        rows = connection.execute(select(paths.c.path, contracts.c.sha256).join(contracts))
        found = [(path, sha) for path, sha in rows]
        number = connection.execute(select(func.count()).select_from(contracts)).scalar_one()
        failed = {row.path: row.code for row in connection.execute(select(failures.c.path, failures.c.code))}
    assert len(found) == len(dict(found)), "a path stands twice"
    return dict(found), number, failed


def test_each_file_once_however_often_the_run_is_killed(tmp_path: Path) -> None:
    """kill -9 of the whole run at ten random moments; each time it goes on from what is in the store."""
    wanted = archive(tmp_path / "archive", 700)
    store = tmp_path / "store.db"
    chance = random.Random(5)
    children: set[int] = set()
    for _ in range(10):
        process = begin(store, tmp_path / "archive")
        assert process.stdout is not None
        if process.stdout.readline():
            time.sleep(chance.uniform(0, 0.6))
        children |= {child.pid for child in psutil.Process(process.pid).children(recursive=True)}
        process.kill()
        process.communicate()
    assert_ended(children)
    told, _ = whole_run(store, tmp_path / "archive")
    assert sum(told.values()) == len(wanted)
    assert kept(store) == (wanted, len(set(wanted.values())), {})


def assert_ended(pids: set[int]) -> None:
    """What a killed run had begun ends by itself, soon."""
    until = time.monotonic() + 120
    while any(map(psutil.pid_exists, pids)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


def test_what_is_read_slowly_does_not_wait_for_many(tmp_path: Path) -> None:
    """Scans, of which a hundred take half an hour, are kept as they come."""
    archive(tmp_path / "archive", 200)
    store = tmp_path / "store.db"
    process = begin(store, "--save-every", 0, tmp_path / "archive")
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    assert 0 < kept(store)[1] < SAVED


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    wanted = archive(tmp_path / "archive", 500)
    store = tmp_path / "store.db"
    process = begin(store, tmp_path / "archive")
    assert process.stdout is not None
    process.stdout.readline()
    killed = 0
    while killed < 4 and process.poll() is None:
        for child in psutil.Process(process.pid).children(recursive=True):
            # The grandchildren are those that read; between them and the run stands the server that forks them.
            if child.ppid() != process.pid:
                child.kill()
                killed += 1
        time.sleep(0.3)
    _, err = process.communicate()
    assert (process.returncode, err, killed >= 4) == (0, "", True)
    assert kept(store) == (wanted, len(set(wanted.values())), {})


def test_sigterm_ends_in_good_order(tmp_path: Path) -> None:
    wanted = archive(tmp_path / "archive", 400)
    store = tmp_path / "store.db"
    process = begin(store, tmp_path / "archive")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=180)
    assert (process.returncode, err) == (0, "")
    found, number, _ = kept(store)
    assert 0 < number < len(set(wanted.values()))
    with open_store(str(store)) as opened, opened.reading() as connection:
        row = connection.execute(select(runs.c.state, runs.c.done)).one()
    assert (row.state, row.done) == ("interrupted", number)
    assert found.items() <= wanted.items()


def test_a_full_disk_ends_the_run_and_loses_nothing(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(6000).hex()
    wanted = archive(tmp_path / "archive", 300, content="good {} " + noise)
    store = tmp_path / "store.db"
    with open_store(str(store), create=True):
        pass

    def leave_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (store.stat().st_size + 500_000, resource.RLIM_INFINITY))

    process = begin(store, tmp_path / "archive", before=leave_little_room)
    _, err = process.communicate()
    assert process.returncode == 14, err
    assert "no room is left" in err
    assert "Traceback" not in err
    assert kept(store)[0].items() < wanted.items()
    whole_run(store, tmp_path / "archive")
    assert kept(store) == (wanted, len(set(wanted.values())), {})


def test_a_store_that_is_held_ends_the_run_and_loses_nothing(tmp_path: Path) -> None:
    wanted = archive(tmp_path / "archive", 600)
    store = tmp_path / "store.db"
    process = begin(store, "--wait", 0.2, tmp_path / "archive")
    assert process.stdout is not None
    process.stdout.readline()
    with open_store(str(store)) as opened, opened.writing():
        _, err = process.communicate()
    assert process.returncode == 13, err
    assert "held by another process" in err
    found = kept(store)[0]
    assert 0 < len(found) < len(wanted)
    whole_run(store, tmp_path / "archive")
    assert kept(store) == (wanted, len(set(wanted.values())), {})


POISONED = {
    "crash.txt": ("CRASH", "unreadable"),
    "abort.txt": ("ABORT", "unreadable"),
    "spin.txt": ("SPIN", "timed-out"),
    "hang.txt": ("SLEEP", "timed-out"),
    "eats.txt": ("EAT", "timed-out"),
    "locked.txt": ("LOCKED", "encrypted"),
    "fault.txt": ("FAULT", "fault"),
}


@pytest.fixture
def poisoned(tmp_path: Path) -> Path:
    folder = tmp_path / "poisoned"
    archive(folder, 40, content="good {}")
    for name, (content, _) in POISONED.items():
        (folder / name).write_text(content, "utf-8")
    return folder


def test_poison_is_a_failure_with_its_reason(poisoned: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    told, why = whole_run(store, poisoned)
    assert (told, why) == ({"done": 36, "failed": 7, "skipped": 4}, {"same-bytes": 4})
    found, number, failed = kept(store)
    assert failed == {str(poisoned / name): code for name, (_, code) in POISONED.items()}
    assert (len(found), number) == (40, 36)
    told, why = whole_run(store, poisoned)
    assert (told, why) == ({"skipped": 47}, {"known": 40, "failed-before": 7})
    (poisoned / "crash.txt").write_text("mended", "utf-8")
    (poisoned / "locked.txt").unlink()
    told, why = whole_run(store, "--retry-failed", poisoned)
    assert (told, why) == ({"done": 1, "failed": 5, "skipped": 40}, {"known": 40})
    assert str(poisoned / "crash.txt") not in kept(store)[2]


def test_what_failed_is_tried_again_by_the_store_alone(poisoned: Path, tmp_path: Path) -> None:
    """Where each lay; what does not lie there any more is told, and stays as it failed."""
    store = tmp_path / "store.db"
    named = os.fsdecode(os.path.join(os.fsencode(poisoned), "合同".encode("gb18030") + b".txt"))
    for name in ("spin.txt", "hang.txt", "eats.txt", "abort.txt"):
        (poisoned / name).unlink()
    Path(named).write_text("CRASH here", "utf-8")
    with zipfile.ZipFile(poisoned / "a.zip", "w") as made:
        for name in ("1.txt", "2.txt"):
            made.writestr(name, f"CRASH {name}")
        made.writestr("3.txt", "good")
    (poisoned / "[b]*.zip").write_bytes(b"PK no archive")
    whole_run(store, poisoned)
    before = kept(store)[2]
    assert len(before) == 7
    # One is mended, one is gone, one archive can be opened now, and of the other one a member is gone.
    Path(named).write_text("mended", "utf-8")
    (poisoned / "locked.txt").unlink()
    with zipfile.ZipFile(poisoned / "a.zip", "w") as made:
        made.writestr("2.txt", "mended, too")
        made.writestr("4.txt", "not asked for")
    with zipfile.ZipFile(poisoned / "[b]*.zip", "w") as made:
        made.writestr("5.txt", "LOCKED")
        made.writestr("6.txt", "new")
    told, _ = whole_run(store)
    assert told == {"done": 3, "failed": 5}
    _, _, failed = kept(store)
    assert failed == {
        str(poisoned / "crash.txt"): "unreadable",
        str(poisoned / "fault.txt"): "fault",
        str(poisoned / "locked.txt"): "encrypted",
        f"{poisoned}/a.zip!/1.txt": "unreadable",
        f"{poisoned}/[b]*.zip!/5.txt": "encrypted",
    }
    with open_store(str(store)) as opened, opened.reading() as connection:
        tried = {row.path: row.attempts for row in connection.execute(select(failures.c.path, failures.c.attempts))}
    assert tried[str(poisoned / "locked.txt")] == tried[f"{poisoned}/[b]*.zip!/5.txt"] == 1
    assert tried[str(poisoned / "crash.txt")] == 2


def test_an_archive_is_read_member_by_member(tmp_path: Path) -> None:
    folder, store = tmp_path / "archive", tmp_path / "store.db"
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.zip", "w") as made:
        for name, content in (("x/1.txt", "one"), ("x/2.txt", "CRASH"), ("x/3.txt", "three"), ("x/4.txt", "one")):
            made.writestr(name, content)
    (folder / "b.zip").write_bytes(b"PK no archive")
    told, _ = whole_run(store, folder)
    assert told == {"done": 2, "failed": 2, "skipped": 1}
    found, number, failed = kept(store)
    inside = f"{folder}/a.zip!/x/"
    assert (set(found), number) == ({inside + "1.txt", inside + "3.txt", inside + "4.txt"}, 2)
    assert failed == {inside + "2.txt": "unreadable", str(folder / "b.zip"): "unreadable"}
    # A path that is new for bytes that are known.
    (folder / "c.txt").write_text("one", "utf-8")
    assert whole_run(store, folder)[1] == {"known": 4, "failed-before": 1}
    assert str(folder / "c.txt") in kept(store)[0]
