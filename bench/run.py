"""Speed and memory against peers that read the same pages in the same run. Exits 1 where a figure is over its bar.

    python bench/run.py [FILE.pdf ...] [--quick]

Figures are CPU time, and ratios of it: those of one run can be compared, those of two machines cannot. The contracts are
made here (bench/pages.py), of 6 and 20 pages, with the font embedded and without; FILEs are measured beside them.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from measure import cpu, made, read_boxes, read_plumber
from pages import default_font
from stages import RULES, stages

from models.rule import Packs
from parser import parse
from parser.packs import load_packs
from parser.starters import FOLDERS, write_starter

BOXES, PLUMBER, RULE_SHARE, SCALING, MEMORY, HELP = 2.5, 1 / 3, 1.0, 1.2, 0.3, 0.3
ROUNDS = 15
EACH = "abcdefghij"
"""Rules of the user's of each kind, by what their names end with."""


_PEAK = """
import sys, parser
parser.parse(sys.argv[1])
status = open("/proc/self/status").read()
print(status.split("VmHWM:")[1].split()[0])
"""
"""The peak by Linux's own account of this program: that of `resource` begins with what the process that starts it holds."""


class Figure(NamedTuple):
    what: str
    figure: float
    bar: float


def in_turn(data: bytes, packs: Packs | None = None) -> tuple[dict[str, float], float]:
    """The least CPU seconds of `whole` and `rules` of several parses, and of pypdfium2's boxes. They take turns, so that a
    busy moment of the machine, and what the one leaves of its caches, meet both."""
    spent = {"whole": float("inf"), "rules": float("inf")}
    boxes = float("inf")
    for _ in range(ROUNDS):
        boxes = min(boxes, cpu(partial(read_boxes, data), times=1))
        taken = stages(data, rounds=1, packs=packs)
        spent["whole"] = min(spent["whole"], taken["whole"])
        spent["rules"] = min(spent["rules"], sum(taken[stage] for stage in RULES))
    return spent, boxes


def speed(name: str, data: bytes) -> Iterator[Figure]:
    """The whole parse, and its rules, against pypdfium2 reading the same boxes; the whole against pdfplumber's text."""
    spent, boxes = in_turn(data)
    yield Figure(f"{name}: whole parse / pypdfium2 boxes", spent["whole"] / boxes, BOXES)
    yield Figure(f"{name}: rules and checks / pypdfium2 boxes", spent["rules"] / boxes, RULE_SHARE)
    yield Figure(
        f"{name}: whole parse / pdfplumber text", spent["whole"] / cpu(partial(read_plumber, data), times=1), PLUMBER
    )


def with_packs(data: bytes) -> Figure:
    """Rules and checks with a pack of the user's own laid over those that ship: rules of every kind that can be begun."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in FOLDERS:
            for letter in EACH:
                write_starter(kind, f"{kind}{letter}", Path(folder))
        packs = load_packs(Path(folder))
    spent, boxes = in_turn(data, packs)
    own = len(FOLDERS) * len(EACH)
    return Figure(f"6 pages, {own} rules of the user's: rules and checks / boxes", spent["rules"] / boxes, RULE_SHARE)


def scaling(small: bytes, large: bytes) -> Figure:
    """A page of a contract of 200 pages against one of 5."""
    few = cpu(partial(parse, small, name="5.pdf")) / 5
    many = cpu(partial(parse, large, name="200.pdf"), times=2) / 200
    return Figure("a page of 200 / a page of 5", many / few, SCALING)


def memory(small: bytes, large: bytes) -> Figure:
    """MB a page by which a process grows that reads the file and parses it."""
    grown = (_peak(large) - _peak(small)) / 195
    return Figure("peak memory, MB a page", grown, MEMORY)


def _peak(data: bytes) -> float:
    """Peak MB of a process that reads a file of these bytes and parses it."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(
            [sys.executable, "-c", _PEAK, file.name], cwd=ROOT, capture_output=True, text=True, check=True
        )
    return int(done.stdout) / 1024


def help_cpu() -> Figure:
    """CPU seconds of `qiyue --help`."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "cli.py", "--help"], cwd=ROOT, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return Figure("qiyue --help, CPU seconds", min(once() for _ in range(3)), HELP)


def figures(files: list[Path], *, quick: bool) -> Iterator[Figure]:
    font = default_font()
    if font is None:
        print("No TrueType font with Chinese characters was found: all pages name their font.", file=sys.stderr)
    kinds = [("embedded font", font)] if font else []
    for pages in (6,) if quick else (6, 20):
        for kind, each in [*kinds, ("named font", None)]:
            yield from speed(f"{pages} pages, {kind}", made(pages, each))
    yield with_packs(made(6, font))
    for file in files:
        yield from speed(file.name, file.read_bytes())
    if not quick:
        small, large = made(5, font), made(200, font)
        yield scaling(small, large)
        yield memory(small, large)
        yield help_cpu()


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("files", nargs="*", type=Path, help="PDFs with a text layer to measure as well.")
    ask.add_argument("--quick", action="store_true", help="The 6 pages and the files only.")
    args = ask.parse_args()
    over = 0
    for what, figure, bar in figures(args.files, quick=args.quick):
        over += figure > bar
        print(f"{what:<62} {figure:6.2f}   (bar {bar:.2f}) {'over' if figure > bar else 'ok'}", flush=True)
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
