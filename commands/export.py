"""qiyue export: an archive for other programs, and for people with a spreadsheet."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from commands.archive import contracts_of, rows_held
from commands.output import fail
from commands.store import DEFAULT_DB, Db, opened
from models.errors import CannotWrite

if TYPE_CHECKING:
    from exports import Exporter, Write
    from models.kept import Kept

EPILOG = (
    "Exit codes: 0 written; 2 wrong use; 7 a part is not installed; 10 the file cannot be written; 11 no store there, or "
    "not to be reached; 12 of another version."
)


def export(
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="jsonl, csv, parquet or xlsx.")],
    rows: Annotated[
        str | None,
        typer.Option(
            "--rows",
            metavar="ROWS",
            help="What a row is: fields (the default), contracts or findings; jsonl also has reports, its default. xlsx "
            "has all on its sheets.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The file to write; else standard output (jsonl, csv).")
    ] = None,
    db: Db = DEFAULT_DB,
    since: Annotated[
        int | None, typer.Option("--since", metavar="RUN", help="Only contracts that this run or a later one read.")
    ] = None,
) -> None:
    """Write the contracts of a store as JSON Lines, CSV, Parquet or an Excel workbook."""
    from exports import EXPORTERS, write_file, writer_of

    exporter = EXPORTERS.get(format_)
    if exporter is None:
        _refuse(f"`{format_}` is no format. Take one of {', '.join(EXPORTERS)}.")
    table = _rows_of(format_, exporter, rows)
    if out is None and not exporter.pipes:
        _refuse(f"{format_} needs a file: name it with --out.")
    with opened(db) as store:
        write, contracts = writer_of(format_), contracts_of(store, since)
        if format_ == "xlsx":
            require_room(rows_held(store, since))
        if out is None:
            written = _to_output(write, contracts, table)
        else:
            written = write_file(out, lambda target: write(contracts, target, table))
    print(f"{written:,} contracts written{f' to {out}' if out else ''}.", file=sys.stderr)


def require_room(rows: Mapping[str, int], most: int | None = None) -> None:
    """Raise CannotWrite where a sheet would have more rows than it can, before the first is written."""
    from exports.workbook import MOST_ROWS

    most = most or MOST_ROWS
    table, number = max(rows.items(), key=lambda item: item[1])
    if number >= most:
        raise CannotWrite(
            f"A sheet of Excel holds {most - 1:,} {table} at most, and these are {number:,}.",
            remedy="Take --format parquet or csv, or fewer contracts (--since).",
        )


def _rows_of(name: str, exporter: Exporter, rows: str | None) -> str:
    if rows is None:
        return exporter.rows[0]
    if len(exporter.rows) == 1:
        _refuse(f"{name} has contracts, fields and findings on its sheets: leave --rows away.")
    if rows not in exporter.rows:
        _refuse(f"{name} has no rows `{rows}`. Take one of {', '.join(exporter.rows)}.")
    return rows


def _to_output(write: Write, contracts: Iterator[Kept], table: str) -> int:
    try:
        written = write(contracts, sys.stdout.buffer, table)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(CannotWrite(f"Standard output cannot be written ({error.strerror or error}).", remedy="Make room."))
    return written


def _refuse(why: str) -> NoReturn:
    print(f"qiyue: {why}", file=sys.stderr)
    raise typer.Exit(2)
