"""qiyue deadlines: the days that follow from the fields of contracts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from commands.archive import contracts_of
from commands.options import MEBIBYTES, OCR_MEBIBYTES, SECONDS, Rules, job_of, packs_in_order
from commands.output import fail
from commands.store import DEFAULT_DB, Db, opened, told_errors

if TYPE_CHECKING:
    from models.deadline import Deadline
    from models.report import Report

EPILOG = (
    "Exit codes: 0 done; 1 several files, of which some were not read; 2 wrong use; 3 to 9 as for `qiyue parse`; 10 the "
    "file cannot be written; 11 no store there, or not to be reached; 12 of another version."
)


def deadlines(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE...", help="Contracts to read; - is standard input. Without, the store's."),
    ] = None,
    db: Db = DEFAULT_DB,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Only deadlines on this day, or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Only deadlines on this day, or before.")
    ] = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write them as a calendar file; - is standard output.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one deadline a line as JSON.")] = False,
    rules: Rules = None,
) -> None:
    """Count the days that follow from contracts: term ends, notices, payments, warranties; each with its evidence."""
    with told_errors():
        from deadlines import deadlines_of
        from parser.packs import packs_of

        found = _Found(since.date() if since else None, until.date() if until else None)
        folders = packs_in_order(rules)
        packs = packs_of(folders)
        if files:
            reports = _read(files, folders, found)
            _give(
                (one for report in reports for one in found.of(report, deadlines_of(report, packs))), found, ics, json
            )
        else:
            with opened(db) as store:
                kept = contracts_of(store)
                _give((o for k in kept for o in found.of(k.report, deadlines_of(k.report, packs))), found, ics, json)
    if found.failed:
        raise typer.Exit(found.failed[0] if len(files or ()) == 1 else 1)


class _Found:
    """Which deadlines are asked for, how many were left out for having no day, and the exit codes of unread files."""

    def __init__(self, since: date | None, until: date | None) -> None:
        self.since, self.until = since, until
        self.undated = 0
        self.failed: list[int] = []

    @property
    def bounded(self) -> bool:
        return self.since is not None or self.until is not None

    def of(self, report: Report, found: Iterable[Deadline]) -> Iterator[tuple[Report, Deadline]]:
        for deadline in found:
            if deadline.date is None:
                self.undated += 1
                if not self.bounded:
                    yield report, deadline
                continue
            day = date.fromisoformat(deadline.date)
            if (self.since is None or self.since <= day) and (self.until is None or day <= self.until):
                yield report, deadline


def _read(files: list[str], packs: tuple[Path, ...], found: _Found) -> Iterator[Report]:
    """The reports of files, each read in a child; one that cannot be read is said, and the others are done."""
    from bulk.guard import Job, Terms, run
    from models.report import Report
    from models.source import Paging

    jobs = [Job(name=name, path=path, data=data) for name, path, data in map(job_of, files)]
    terms = Terms(None, None, packs, Paging())
    outcomes = run(
        jobs, workers=1, terms=terms, seconds=SECONDS, mebibytes=MEBIBYTES, ocr_mebibytes=OCR_MEBIBYTES
    )  # fmt: skip
    for outcome in outcomes:
        if outcome.error is None:
            yield Report.model_validate_json(outcome.report)
        else:
            found.failed.append(outcome.error.exit_code)
            print(f"qiyue: {outcome.error}", file=sys.stderr)


def _give(entries: Iterator[tuple[Report, Deadline]], found: _Found, ics: Path | None, json: bool) -> None:
    if ics is not None:
        written = _write_calendar(entries, ics)
        left = f" {found.undated:,} have no day, and are in no calendar." if found.undated else ""
        print(f"{written:,} deadlines written.{left}", file=sys.stderr)
    elif json:
        import json as codec

        for report, deadline in entries:
            source = {"file": report.source.name, "sha256": report.source.sha256}
            print(codec.dumps(source | deadline.model_dump(mode="json"), ensure_ascii=False))
        if found.bounded and found.undated:
            print(f"{found.undated:,} deadlines have no day, and are left out.", file=sys.stderr)
    else:
        from rich.console import Console

        from exports.deadline_table import deadline_table

        shown = [(report.source.name, deadline) for report, deadline in entries]
        Console().print(deadline_table(shown, undated=found.undated if found.bounded else None))


def _write_calendar(entries: Iterator[tuple[Report, Deadline]], ics: Path) -> int:
    from exports import write_file
    from exports.calendar_file import calendar_lines
    from models.errors import CannotWrite

    count = 0

    def dated() -> Iterator[tuple[str, str, str, Deadline]]:
        nonlocal count
        for report, deadline in entries:
            count += deadline.date is not None
            yield report.source.sha256, report.source.name, report.rules.as_of, deadline

    def fill(target: BinaryIO) -> int:
        target.writelines(calendar_lines(dated()))
        return count

    if str(ics) != "-":
        return write_file(ics, fill)
    try:
        fill(sys.stdout.buffer)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(CannotWrite(f"Standard output cannot be written ({error.strerror or error}).", remedy="Make room."))
    return count
