"""qiyue stats: an archive at a glance."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from commands.options import Rules, packs_in_order
from commands.output import print_data
from commands.store import DEFAULT_DB, Db, opened

if TYPE_CHECKING:
    from models.overview import Overview

EPILOG = (
    "Exit codes: 0 done; 2 wrong use; 7 a part, or a Chinese font, is not installed; 9 bad rules; 10 the file cannot be written; 11 no "
    "store there, or not to be reached; 12 of another version."
)


def stats(
    db: Db = DEFAULT_DB,
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m"], help="The first month of contract ends that is listed; this month."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it as a page or a picture: .html, .png or .svg.")
    ] = None,
    rules: Rules = None,
) -> None:
    """Show what a store holds: contracts by type, result, party and month of their end; findings by check."""
    if out is not None and out.suffix.lower() not in (".html", ".png", ".svg"):
        print(f"qiyue: {out} is neither .html, .png nor .svg.", file=sys.stderr)
        raise typer.Exit(2)
    with opened(db) as store:
        from parser.packs import packs_of
        from store.overview import overview

        packs = packs_of(packs_in_order(rules))
        found = overview(store, since=since.date() if since else date.today(), packs=packs)
        if out is not None:
            _write(found, out)
    if json:
        print_data(found.model_dump(mode="json"))
    elif out is None:
        from rich.console import Console

        from exports.overview.terminal import overview_text

        Console().print(overview_text(found))


def _write(found: Overview, out: Path) -> None:
    from exports import write_file

    def fill(target: BinaryIO) -> int:
        if out.suffix.lower() == ".html":
            from exports.overview.page import overview_page

            return target.write(overview_page(found).encode("utf-8", "replace"))
        from exports.overview.picture import draw_overview

        draw_overview(found, target, "png" if out.suffix.lower() == ".png" else "svg")
        return 0

    write_file(out, fill)
    print(f"Written to {out}.", file=sys.stderr)
