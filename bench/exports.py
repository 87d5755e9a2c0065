"""Exports of an archive: rows a second in each format, and whether memory stays flat while the archive grows.

    python bench/exports.py [--contracts N] [--times N] [--only FORMAT]

Two stores of made-up contracts (bench/reports.py: 20 fields and 10 findings each), the second some times as large. Each
export is `qiyue export` in a process of its own; the kernel says its CPU time and the most memory it held. The peer reads
every report of the same store and writes nothing: what an export takes beside it is its own. Exit code 1 where a bar is
missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing import Process
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

MOST_GROWTH = 1.10
"""The most memory held over the larger store, as a share of that over the smaller; what the peer grew by is left out: the
cache of pages that SQLite fills up to 64 MB."""
FIELDS, FINDINGS = 20, 10
KINDS = (
    ("jsonl", "reports", 1), ("jsonl", "fields", FIELDS), ("csv", "fields", FIELDS), ("csv", "contracts", 1),
    ("parquet", "fields", FIELDS), ("parquet", "contracts", 1), ("xlsx", "all", 1 + FIELDS + FINDINGS),
)  # fmt: skip
"""A format, its rows, and how many of them a contract has."""
READ = """
import sys
sys.path.insert(0, sys.argv[1])
from store.opening import open_store
from store.read import each_report
with open_store(sys.argv[2]) as store:
    for _ in each_report(store):
        pass
"""


@dataclass(frozen=True)
class Used:
    """Seconds of CPU and of the clock, and the most megabytes that were resident at one time."""

    cpu: float
    clock: float
    peak: float


def make(path: Path, count: int) -> None:
    """In a process of its own: what this one holds counts as held by those that it starts."""
    from reports import make_report

    from store.opening import open_store
    from store.rows import rows_of
    from store.write import Entry, save_reports

    with open_store(str(path), create=True) as store:
        for start in range(0, count, 100):
            numbers = range(start, min(start + 100, count))
            save_reports(store, [Entry(rows_of(make_report(number)), (f"archive/{number}.pdf",)) for number in numbers])


def used(command: list[str]) -> Used:
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command}: exit code {process.returncode}\n{errors[-2000:]}")
    return Used(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("--contracts", type=int, default=4_000, help="in the smaller store: enough to fill what is held")
    ask.add_argument("--times", type=int, default=3, help="how many times as large the other is")
    ask.add_argument("--only", help="this format")
    args = ask.parse_args()
    counts = (args.contracts, args.contracts * args.times)
    fine = True
    with tempfile.TemporaryDirectory() as scratch:
        stores = [Path(scratch) / f"{count}.db" for count in counts]
        for path, count in zip(stores, counts, strict=True):
            maker = Process(target=make, args=(path, count))
            maker.start()
            maker.join()
        peer = [used([sys.executable, "-c", READ, str(ROOT), str(path)]) for path in stores]
        print(f"{counts[0]:,} and {counts[1]:,} contracts; reading every report and writing nothing: "
              f"{peer[1].cpu / counts[1] * 1000:.2f} ms of CPU a contract, {peer[0].peak:.0f} and {peer[1].peak:.0f} MB")  # fmt: skip
        for form, rows, each in (kind for kind in KINDS if args.only in (None, kind[0])):
            out = str(Path(scratch) / f"out.{form}")
            which = [] if form == "xlsx" else ["--rows", rows]
            command = [sys.executable, "cli.py", "export", "--format", form, *which, "--out", out, "--db"]
            small, large = (used([*command, str(path)]) for path in stores)
            growth = (large.peak - (peer[1].peak - peer[0].peak)) / small.peak
            held = growth <= MOST_GROWTH
            fine = fine and held
            print(
                f"{form + ' ' + rows:<18} {counts[1] * each / large.cpu:9,.0f} rows/s by CPU, {counts[1] * each / large.clock:9,.0f} by the "
                f"clock; {large.cpu / peer[1].cpu:5.2f} times the peer; {small.peak:4.0f} and {large.peak:4.0f} MB, {growth:.2f} "
                f"(bar {MOST_GROWTH:.2f}) {'ok' if held else 'OVER'}",
                flush=True,
            )  # fmt: skip
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
