"""A progress bar on standard error, by page where pages are recognised, while a person looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bulk.guard import Outcome


def shown(outcomes: Iterator[Outcome], counts: Sequence[Path]) -> Iterator[Outcome]:
    """The outcomes. `counts` are where each file's child writes how many pages it has recognised (bulk.guard.Job)."""
    if not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.text import Text

    class Recognised(ProgressColumn):
        """Pages of all files; the bar beside it goes by them where there is one file."""

        def render(self, task: Task) -> Text:
            pages = [read for path in counts if (read := _count(path))]
            done, total = sum(done for done, _ in pages), sum(total for _, total in pages)
            if len(counts) == 1 and total:
                task.completed, task.total = done, total
            return Text(f"识别 {done}/{total} 页" if total else "")

    columns = (TextColumn("读取合同"), Recognised(), BarColumn(), TextColumn("{task.completed:.0f}/{task.total:.0f}"))
    # What is printed meanwhile goes to standard output as it is, not above the bar.
    console = Console(stderr=True)
    several = len(counts) > 1
    with Progress(
        *(columns if several else columns[:-1]), console=console, transient=True, redirect_stdout=False
    ) as bar:
        task = bar.add_task("", total=len(counts))
        for outcome in outcomes:
            bar.advance(task)
            yield outcome


def _count(path: Path) -> tuple[int, int] | None:
    """Pages done and pages to do; None where no page is recognised (yet)."""
    try:
        done, _, total = path.read_text("ascii").partition("/")
        return int(done), int(total)
    except (OSError, ValueError):
        return None
