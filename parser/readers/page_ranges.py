"""Which pages of a document are read, and what is said of the others."""

from __future__ import annotations

from itertools import groupby

from models.errors import UnreadableSource
from models.report import Notice
from models.source import Paging


def wanted_pages(name: str, count: int, paging: Paging) -> tuple[list[int], tuple[Notice, ...]]:
    """The numbers of the pages that are asked for, and a notice that names those left out. Raises UnreadableSource where
    the document has none of them."""
    wanted = [number for number in range(1, count + 1) if paging.wants(number)]
    if not wanted:
        raise UnreadableSource(f"{name} has {count} pages, and none of those asked for.", remedy="Ask for others.")
    left = [number for number in range(1, count + 1) if not paging.wants(number)]
    if not left:
        return wanted, ()
    message = f"Pages {_ranges(left)} of {count} were left out, as asked; what stands there is not in the report."
    return wanted, (Notice(code="pages-left-out", stage="read", message=message),)


def _ranges(numbers: list[int]) -> str:
    """1, 2, 3, 7 -> 1-3, 7"""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
