"""What a person, or a program, sees of a run: the bar, the log, the summary. All of it is told when it is in the store."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from threading import Thread
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from bulk.events import Event, Sums
from bulk.remote import is_url, shown
from bulk.sources import Item, Refused, found

_EXAMPLES = 3
"""Files named for each reason in the summary; all are in the store and in the log."""

_WHYS = {
    "known": "in the store already",
    "same-bytes": "same bytes as another file",
    "failed-before": "failed before (--retry-failed tries again)",
}


class Watch:
    """Draws a bar on standard error where a person looks, prints the log where it is asked for, and sums up at the end."""

    def __init__(self, sums: Sums, paths: Sequence[str], *, jsonl: bool) -> None:
        self._sums, self._paths, self._jsonl = sums, paths, jsonl
        self._errors = Console(stderr=True)
        self._out = sys.stdout
        self._began = time.monotonic()
        self._examples: dict[str, list[str]] = {}
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("读取合同"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            TimeRemainingColumn(compact=True, elapsed_when_finished=True),
            console=self._errors,
            disable=not self._errors.is_terminal,
        )
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Watch:
        self._bar.start()
        if self._paths and not self._bar.disable:
            Thread(target=self._count, daemon=True, name="qiyue-count").start()
        if self._jsonl:
            self._print({"event": "begin", "paths": [shown(path) if is_url(path) else path for path in self._paths]})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def expect(self, files: int) -> None:
        """How many files there will be, where no path names them."""
        self._bar.update(self._task, total=files)

    def tell(self, event: Event) -> None:
        """Show what became of a file."""
        if event.error is not None:
            examples = self._examples.setdefault(event.why or event.error.code, [])
            if len(examples) < _EXAMPLES:
                examples.append(f"{event.path}: {event.error}")
        if self._jsonl:
            self._print(_line(event))
        if self._bar.disable:
            return
        sums = self._sums
        files, seconds = sums.done + sums.failed + sums.skipped, max(time.monotonic() - self._began, 0.001)
        text = f"完成 {sums.done:,} · 失败 {sums.failed:,} · 跳过 {sums.skipped:,} · {files / seconds:.1f} 份/秒"
        if sums.pages:
            text += f" · {sums.pages / seconds:.1f} 页/秒"
        self._bar.update(self._task, completed=files, description=text)

    def summarise(self, state: str) -> None:
        """Print what the run came to: on standard output, or on standard error where that takes the log."""
        sums, seconds = self._sums, time.monotonic() - self._began
        if self._jsonl:
            self._print(
                {
                    "event": "end", "run": sums.run, "state": state, "seconds": round(seconds, 3), "done": sums.done,
                    "failed": sums.failed, "skipped": sums.skipped, "passed_over": sums.passed_over,
                    "pages": sums.pages, "reasons": dict(sums.reasons), "whys": dict(sums.whys),
                }
            )  # fmt: skip
        console = self._errors if self._jsonl else Console()
        files = sums.done + sums.failed + sums.skipped
        rates = f"{files / max(seconds, 0.001):.1f} files/s, {sums.pages / max(seconds, 0.001):.1f} pages/s"
        console.print(
            f"Run {sums.run}, {state}: {files:,} files in {timedelta(seconds=round(seconds))} ({rates}).",
            highlight=False,
        )
        console.print(self._table())

    def _print(self, line: dict[str, object]) -> None:
        # A line a file, at once: who reads the log learns of it while the run goes on. Names need not be UTF-8.
        print(json.dumps(line, ensure_ascii=True), file=self._out, flush=True)

    def _table(self) -> Table:
        sums = self._sums
        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(justify="right")
        table.add_column()
        table.add_column(overflow="fold")
        table.add_row(f"{sums.done:,}", "done", f"{sums.pages:,} pages" if sums.pages else "")
        table.add_row(f"{sums.skipped:,}", "skipped", _reasons({_WHYS[why]: n for why, n in sums.whys.items()}))
        if sums.passed_over:
            table.add_row(f"{sums.passed_over:,}", "passed over", "hidden, left by a system, or links to folders")
        table.add_row(f"{sums.failed:,}", "failed", _reasons(sums.reasons))
        for code, examples in self._examples.items():
            for example in examples:
                table.add_row("", f"  {code}", example)
            if sums.reasons[code] > len(examples):
                table.add_row("", "", f"… and {sums.reasons[code] - len(examples):,} more, in the table `failures`")
        return table

    def _count(self) -> None:
        """How many files there are, while the first of them are read: with that, the time left is known."""
        self._bar.update(self._task, total=sum(1 for one in found(self._paths) if isinstance(one, Item | Refused)))


def _reasons(counted: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {reason}" for reason, number in sorted(counted.items(), key=lambda pair: -pair[1]))


def _line(event: Event) -> dict[str, object]:
    line: dict[str, object] = {"event": event.kind, "path": event.path}
    if event.sha256:
        line["sha256"] = event.sha256
    if event.why:
        line["why"] = event.why
    if event.error is not None:
        line |= {"code": event.error.code, "message": event.error.what, "remedy": event.error.remedy}
    if event.pages is not None:
        line["pages"] = event.pages
    if event.seconds is not None:
        line["seconds"] = round(event.seconds, 3)
    return line
