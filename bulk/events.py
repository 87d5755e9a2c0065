"""What a run tells while it goes on, and its sums. An event is told when what it says is in the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from models.errors import ContractError

Kind = Literal["done", "failed", "skipped", "passed-over"]
Why = Literal["", "known", "same-bytes", "failed-before", "gone"]


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a file. `why` says for what reason it was skipped, or that a file
    which failed before is gone; `pages` are None for formats that have none,
    `seconds` what the reading took."""

    kind: Kind
    path: str
    sha256: str | None = None
    why: Why = ""
    error: ContractError | None = None
    pages: int | None = None
    seconds: float | None = None


Tell = Callable[[Event], None]


@dataclass(slots=True)
class Sums:
    """How many files were read, failed and skipped, and why; the pages of those read. Done, failed and skipped together
    are all files that were met; those passed over are no contracts by their name."""

    run: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0
    passed_over: int = 0
    pages: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    whys: Counter[str] = field(default_factory=Counter)

    def add(self, event: Event) -> None:
        match event.kind:
            case "done":
                self.done += 1
                self.pages += event.pages or 0
            case "failed":
                self.failed += 1
                self.reasons[event.why or (event.error.code if event.error else "error")] += 1
            case "skipped":
                self.skipped += 1
                self.whys[event.why] += 1
            case "passed-over":
                self.passed_over += 1
