"""Where the time of a parse goes: CPU a stage, as a share of what pypdfium2 takes to read the same character boxes.

    python bench/stages.py [FILE.pdf ...] [--pages N] [--rounds N]

Without files, over pages made here (bench/pages.py).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from measure import cpu, made, read_boxes
from pages import default_font

from models.rule import Packs
from parser import parse, pipeline

STAGES = (
    "read", "normalise", "look_for", "segment", "classify", "resolve", "scan", "with_tables", "find_parties", "extract",
    "sure_values", "make_contract", "with_facts", "with_side", "check", "with_doubt", "account", "Report",
)  # fmt: skip
"""The stages of parser.pipeline, by the names it calls them."""
RULES = ("look_for", "classify", "extract", "check")
"""What rules and checks take together, the search for their words with them: no more than reading the characters does."""


@contextmanager
def timed(spent: dict[str, float]) -> Iterator[None]:
    """Each stage's CPU seconds, added to `spent` while the walk runs."""
    own = {name: getattr(pipeline, name) for name in STAGES}

    def watched(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            began = time.process_time()
            made = stage(*args, **options)
            spent[name] += time.process_time() - began
            return made

        return run

    for name, stage in own.items():
        setattr(pipeline, name, watched(name, stage))
    try:
        yield
    finally:
        for name, stage in own.items():
            setattr(pipeline, name, stage)


def stages(data: bytes, *, rounds: int = 5, packs: Packs | None = None) -> dict[str, float]:
    """CPU seconds of each stage, and of the `whole`, the least of several parses."""
    parse(data, name="warm.pdf", packs=packs)
    best: dict[str, float] = {}
    for _ in range(rounds):
        spent: dict[str, float] = defaultdict(float)
        with timed(spent):
            began = time.process_time()
            parse(data, name="bench.pdf", packs=packs)
            spent["whole"] = time.process_time() - began
        best = {name: min(best.get(name, seconds), seconds) for name, seconds in spent.items()}
    return best


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("files", nargs="*", type=Path)
    ask.add_argument("--pages", type=int, default=20)
    ask.add_argument("--rounds", type=int, default=5)
    args = ask.parse_args()
    total: dict[str, float] = defaultdict(float)
    for data in [path.read_bytes() for path in args.files] or [made(args.pages, default_font())]:
        best: dict[str, float] = {}
        # In turns, so that what the one leaves of the processor's caches meets both.
        for _ in range(args.rounds):
            spent = {"boxes": cpu(partial(read_boxes, data), times=1), **stages(data, rounds=1)}
            best = {name: min(best.get(name, seconds), seconds) for name, seconds in spent.items()}
        for name, seconds in best.items():
            total[name] += seconds
    for name, seconds in total.items():
        print(f"{name:<16}{seconds * 1000:9.1f} ms {seconds / total['boxes']:7.2f}")
    print(f"{'rules, checks':<16}{'':>12} {sum(total[name] for name in RULES) / total['boxes']:7.2f}")


if __name__ == "__main__":
    main()
