"""The `qiyue` command run as a user runs it, with what it used."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Done:
    """`cpu` are the seconds that the command and its children computed, `peak` the most bytes of memory they held at
    one time (sampled, resident)."""

    code: int
    out: str
    err: str
    cpu: float
    peak: int


def qiyue(*args: object, stdin: bytes = b"", folder: Path = ROOT) -> Done:
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
    )
    held = [0]
    used: dict[int, float] = {}
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, held, used, ended))
    watcher.start()
    out, err = process.communicate(stdin)
    ended.set()
    watcher.join()
    return Done(process.returncode, out.decode(), err.decode(), sum(used.values()), held[0])


def _watch(pid: int, held: list[int], used: dict[int, float], ended: threading.Event) -> None:
    while not ended.is_set():
        total = 0
        try:
            parent = psutil.Process(pid)
            for process in (parent, *parent.children(recursive=True)):
                total += process.memory_info().rss
                times = process.cpu_times()
                used[process.pid] = times.user + times.system
        except psutil.NoSuchProcess:
            pass
        held[0] = max(held[0], total)
        time.sleep(0.02)
