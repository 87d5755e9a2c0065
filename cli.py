"""qiyue: contracts in, reports out. Thin commands over the library; the only place that prints or exits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bulk.guard import Outcome
    from models.errors import ContractError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="契约: reads Chinese contracts into clauses, fields and findings, each with its place in the original.",
)

EPILOG = (
    "Exit codes: 0 parsed; 1 several files, of which some failed; 2 wrong use; 3 unreadable; 4 encrypted; "
    "5 unsupported format; 6 too large; 7 a part is not installed; 8 time or memory used up; 9 bad rules; "
    "70 a fault of the program."
)


def main() -> None:
    """Entry point of the `qiyue` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except BrokenPipeError:
        # The reader of our output went away (`qiyue ... | head`): nobody is left to tell.
        sys.stderr.close()
        sys.exit(0)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)] = False,
) -> None:
    """契约: reads Chinese contracts into clauses, fields and findings, each with its place in the original."""
    if version:
        from importlib.metadata import version as installed

        print(f"qiyue {installed('qiyue')}")
        raise typer.Exit


@app.command(epilog=EPILOG)
def parse(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Contracts to read; - is standard input.")],
    json: Annotated[
        bool, typer.Option("--json", help="Print the report as JSON, one a line for several files.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write one report a file, DIR/<name>.json.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Files read at the same time.")] = 1,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day whose law is stated where a contract has no date."),
    ] = None,
    time_limit: Annotated[float, typer.Option("--time-limit", min=1, help="Seconds allowed for one file.")] = 300.0,
    memory_limit: Annotated[int, typer.Option("--memory-limit", min=256, help="MiB allowed for one file.")] = 2048,
    ocr: Annotated[bool, typer.Option("--ocr/--no-ocr", help="Recognise the text of pages that are pictures.")] = True,
    ocr_memory_limit: Annotated[
        int, typer.Option("--ocr-memory-limit", min=1024, help="MiB allowed for one file whose pages are pictures.")
    ] = 4096,
) -> None:
    """Read contracts: their clauses, fields and findings, with the place of each in the original."""
    from bulk.guard import Job, run
    from models.source import Paging

    jobs = [_job(name) for name in files]
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    day = as_of.date() if as_of else None
    outcomes = run(
        [Job(name=name, path=path, data=data) for name, path, data in jobs],
        workers=workers,
        as_of=day,
        seconds=time_limit,
        mebibytes=memory_limit,
        ocr_mebibytes=ocr_memory_limit,
        paging=Paging(ocr=ocr),
    )
    failed: list[ContractError] = []
    for outcome in _shown(outcomes, len(jobs)):
        if outcome.error is not None:
            failed.append(outcome.error)
            print(f"qiyue: {outcome.error}", file=sys.stderr)
        elif out is not None:
            _target(out, outcome).write_text(outcome.report + "\n", "utf-8")
        elif json:
            print(outcome.report)
        else:
            _show(outcome.report)
    if failed:
        if len(jobs) > 1:
            print(f"qiyue: {len(failed)} of {len(jobs)} files were not read; the others are done.", file=sys.stderr)
        raise typer.Exit(failed[0].exit_code if len(jobs) == 1 else 1)


@app.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of a report."""
    import json as codec

    from models.report import Report

    content = Report.model_json_schema(by_alias=True, mode="serialization")
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema", **content}
    print(codec.dumps(content, ensure_ascii=False, indent=2))


def _job(name: str) -> tuple[str, Path | None, bytes | None]:
    if name == "-":
        return "stdin", None, sys.stdin.buffer.read()
    path = Path(name)
    if path.is_dir():
        print(f"qiyue: {name} is a folder. Name the files in it, for example {name}/*.", file=sys.stderr)
        raise typer.Exit(2)
    return path.name, path, None


def _shown(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """The outcomes, with a progress bar on standard error where there are several and a person looks."""
    if total < 2 or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("读取合同", total=total)
        for outcome in outcomes:
            yield outcome
            progress.advance(task)


def _target(folder: Path, outcome: Outcome) -> Path:
    """DIR/<name>.json; a second file of the same name and other content gets the beginning of its hash."""
    import json as codec

    digest = codec.loads(outcome.report)["source"]["sha256"]
    plain = folder / f"{outcome.name}.json"
    if plain.exists() and codec.loads(plain.read_text("utf-8"))["source"]["sha256"] != digest:
        return folder / f"{outcome.name}.{digest[:8]}.json"
    return plain


def _show(report: str) -> None:
    from rich.console import Console

    from exports.terminal import render
    from models.report import Report

    Console().print(render(Report.model_validate_json(report)))


if __name__ == "__main__":
    main()
