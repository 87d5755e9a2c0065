"""`qiyue ingest` against a plain loop over parse() in as many processes, in one run, and its memory.

    python bench/bulk.py [--count N] [--workers N] [--slices N] [--together]

The archive is made here (bench/archive.py), and read by each side slice by slice in turns, or by both at the same time, so
that what else the machine does falls on both. The plain loop throws each report away; the run keeps all of it in a store.
Exit code 1 where a bar is missed. Of two at the same time, only the CPU that they took says something.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from archive import make_archive

LOOP = """
import sys
from multiprocessing import Pool
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from parser import parse

def read(path):
    parse(path)

if __name__ == "__main__":
    paths = [path for folder in sys.argv[3:] for path in Path(folder).rglob("*.*")]
    with Pool(int(sys.argv[2])) as pool:
        for _ in pool.imap_unordered(read, paths, chunksize=8):
            pass
"""


@dataclass(slots=True)
class Used:
    """What a program and all it started took: seconds of the clock and of CPU, and the driver's resident bytes in
    samples."""

    clock: float = 0.0
    cpu: float = 0.0
    driver: float = 0.0
    resident: list[int] = field(default_factory=list)


def watched(command: list[str]) -> Used:
    """Run a program to its end and measure it."""
    used, seconds, ended = Used(), {}, threading.Event()
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def watch() -> None:
        while not ended.is_set():
            try:
                driver = psutil.Process(process.pid)
                used.resident.append(driver.memory_info().rss)
                for one in (driver, *driver.children(recursive=True)):
                    times = one.cpu_times()
                    seconds[one.pid] = times.user + times.system
            except psutil.Error:
                pass
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, errors = process.communicate()
    used.clock = time.monotonic() - began
    ended.set()
    watcher.join()
    used.cpu, used.driver = sum(seconds.values()), seconds.get(process.pid, 0.0)
    if process.returncode:
        sys.exit(f"{command}: exit code {process.returncode}\n{errors.decode()[-2000:]}")
    return used


def told(what: str, figure: float, bar: float, *, least: bool) -> bool:
    fine = figure >= bar if least else figure <= bar
    print(f"{what:<58} {figure:6.2f}   (bar {bar:.2f})  {'ok' if fine else 'over'}")
    return fine


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("--count", type=int, default=1000)
    ask.add_argument("--workers", type=int, default=2)
    ask.add_argument("--slices", type=int, default=1)
    ask.add_argument("--together", action="store_true", help="both at the same time: for a machine that is busy")
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch) / "archive"
        size = make_archive(archive, args.count)
        folders = sorted(map(str, archive.iterdir()))
        print(f"{args.count:,} contracts, {size / 1e6:.0f} MB, {args.workers} workers")
        loop, run, flat = Used(), Used(), []
        for at in range(args.slices):
            part = folders[at :: args.slices]
            sides = [("loop", [sys.executable, "-c", LOOP, str(ROOT), str(args.workers), *part])]
            command = ["ingest", *part, "--db", f"{scratch}/store.db", "--workers", str(args.workers)]
            sides.append(("run", [sys.executable, str(ROOT / "cli.py"), *command]))
            ordered = sides if at % 2 else sides[::-1]
            with ThreadPoolExecutor(2 if args.together else 1) as pool:
                measured = list(pool.map(watched, [what for _, what in ordered]))
            for (side, _), used in zip(ordered, measured, strict=True):
                total = loop if side == "loop" else run
                total.clock += used.clock
                total.cpu += used.cpu
                total.driver += used.driver
                if side == "run":
                    quarter = len(used.resident) // 4
                    early, late = used.resident[quarter : 2 * quarter], used.resident[3 * quarter : -5]
                    flat.append(statistics.median(late) / statistics.median(early))
                    total.resident += used.resident
        store = Path(scratch, "store.db").stat().st_size
    print(f"plain loop: {args.count / loop.clock:.1f} files/s, {loop.cpu / args.count * 1000:.1f} ms of CPU a file")
    print(f"ingest:     {args.count / run.clock:.1f} files/s, {run.cpu / args.count * 1000:.1f} ms of CPU a file, "
          f"driver {run.driver / args.count * 1000:.1f} ms and {max(run.resident) / 1e6:.0f} MB at most, store {store / args.count / 1000:.0f} kB a file")  # fmt: skip
    fine = [
        told("throughput by CPU, ingest / plain loop", loop.cpu / run.cpu, 0.9, least=True),
        told("driver's memory, last quarter / second", max(flat), 1.1, least=False),
    ]
    if not args.together:
        fine.append(told("throughput by the clock, ingest / plain loop", loop.clock / run.clock, 0.9, least=True))
    sys.exit(0 if all(fine) else 1)


if __name__ == "__main__":
    main()
