"""Options and arguments that several commands take, and what they come to."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from commands.output import fail

if TYPE_CHECKING:
    from models.rule import Packs
    from models.source import Paging

SECONDS, MEBIBYTES, OCR_MEBIBYTES = 300.0, 768, 4096
"""What one file may take, where nothing else is said."""

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day whose law is stated where a contract has no date."),
]
Rules = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="DIR", help="A rule pack laid over those that ship; may be given several times."),
]
SideOption = Annotated[
    str | None,
    typer.Option("--side", metavar="PARTY", help="Whose side one is on (甲方, 买方 ...), which playbooks ask about."),
]

OcrOption = Annotated[bool, typer.Option("--ocr/--no-ocr", help="Recognise the text of pages that are pictures.")]
PagesOption = Annotated[
    str | None, typer.Option("--pages", metavar="RANGES", help="Read these pages only: 1-20, or 1-3,8,40- .")
]
CacheDir = Annotated[
    Path | None,
    typer.Option(
        "--cache-dir", metavar="DIR", envvar="QIYUE_CACHE_DIR",
        help="Where recognised pages are kept, so that they are not recognised again.  [default: ~/.cache/qiyue/pages]",
    ),
]  # fmt: skip
CacheSize = Annotated[
    int,
    typer.Option("--cache-size", metavar="MB", min=0, envvar="QIYUE_CACHE_SIZE", help="Its largest size; 0 for none."),
]
CACHE_SIZE = 1000


def paging_of(*, ocr: bool, pages: str | None, workers: int, cache_dir: Path | None, cache_size: int) -> Paging:
    """How pages are read. `pages` is what the user wrote; what is no such list is said, and exit code 2."""
    from models.source import PageCache, Paging

    ranges = tuple(_range(part) for part in pages.split(",")) if pages is not None else ()
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = cache_dir or Path(home) / "qiyue" / "pages"
    cache = PageCache(folder, cache_size * 1_000_000) if cache_size else None
    return Paging(ocr=ocr, pages=ranges, workers=workers, cache=cache)


def _range(words: str) -> tuple[int, int]:
    """First and last page of 8, 1-20, 40- or -5."""
    first, dash, last = (part.strip() for part in words.partition("-"))
    try:
        span = int(first or (1 if last else 0)), int(last or sys.maxsize) if dash else int(first)
    except ValueError:
        span = 0, 0
    if not 1 <= span[0] <= span[1]:
        print(f"qiyue: `{words.strip()}` names no pages. Write --pages 1-20, or 1-3,8,40- .", file=sys.stderr)
        raise typer.Exit(2)
    return span


def packs_in_order(folders: list[Path] | None) -> tuple[Path, ...]:
    """The folders of the packs, once they are known to be in order; else what is wrong with them, and exit code 9."""
    from models.errors import BadRules
    from parser.packs import packs_of

    named = tuple(folders or ())
    try:
        if named:
            packs_of(named)
    except BadRules as error:
        fail(error)
    return named


def unknown(packs: Packs, name: str, kind: str | None) -> NoReturn:
    """Say that a rule is not known, and which are like it; exit code 2."""
    from parser.catalogue import near

    # A playbook's entry is a check by another name.
    known = [*near(packs, name, kind=kind), *(near(packs, name, kind="playbook") if kind == "check" else ())]
    hint = f"Did you mean {', '.join(known)}?" if known else "`qiyue rules list` names them all."
    print(f"qiyue: no {kind or 'rule'} is called {name}. {hint}", file=sys.stderr)
    raise typer.Exit(2)


def job_of(name: str) -> tuple[str, Path | None, bytes | None]:
    """What to read: its name, and its path, or its bytes where it is standard input."""
    from models.source import Limits

    if name == "-":
        # One byte more than is read tells the parser that there is too much.
        return "stdin", None, sys.stdin.buffer.read(Limits().source + 1)
    path = Path(name)
    return path.name or name, path, None
