"""qiyue parse, explain, schema: one contract, or some, from bytes to a report."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import MEBIBYTES, OCR_MEBIBYTES, SECONDS, AsOf, Rules, SideOption, job_of, packs_in_order, unknown
from commands.output import fail, print_data

if TYPE_CHECKING:
    from bulk.guard import Outcome
    from models.errors import ContractError

EPILOG = (
    "Exit codes: 0 parsed; 1 several files, of which some failed; 2 wrong use; 3 unreadable; 4 encrypted; "
    "5 unsupported format; 6 too large; 7 a part is not installed; 8 time or memory used up; 9 bad rules; "
    "70 a fault of the program."
)


def parse(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Contracts to read; - is standard input.")],
    json: Annotated[
        bool, typer.Option("--json", help="Print the report as JSON, one a line for several files.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write one report a file, DIR/<name>.json.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Files read at the same time.")] = 1,
    as_of: AsOf = None,
    time_limit: Annotated[float, typer.Option("--time-limit", min=1, help="Seconds allowed for one file.")] = SECONDS,
    memory_limit: Annotated[int, typer.Option("--memory-limit", min=256, help="MiB allowed for one file.")] = MEBIBYTES,
    ocr: Annotated[bool, typer.Option("--ocr/--no-ocr", help="Recognise the text of pages that are pictures.")] = True,
    ocr_memory_limit: Annotated[
        int, typer.Option("--ocr-memory-limit", min=1024, help="MiB allowed for one file whose pages are pictures.")
    ] = OCR_MEBIBYTES,
    rules: Rules = None,
    side: SideOption = None,
) -> None:
    """Read contracts: their clauses, fields and findings, with the place of each in the original."""
    from bulk.guard import Job, Terms, run
    from models.source import Paging

    jobs = [job_of(name) for name in files]
    if out is not None:
        _require_folder(out)
    terms = Terms(as_of.date() if as_of else None, side, packs_in_order(rules), Paging(ocr=ocr))
    outcomes = run(
        [Job(name=name, path=path, data=data) for name, path, data in jobs],
        workers=workers,
        terms=terms,
        seconds=time_limit,
        mebibytes=memory_limit,
        ocr_mebibytes=ocr_memory_limit,
    )
    failed: list[ContractError] = []
    for outcome in _shown(outcomes, len(jobs)):
        if outcome.error is not None:
            failed.append(outcome.error)
            print(f"qiyue: {outcome.error}", file=sys.stderr)
        elif out is not None:
            _write(out, outcome)
        elif json:
            print(outcome.report)
        else:
            _show(outcome.report)
    if failed:
        if len(jobs) > 1:
            print(f"qiyue: {len(failed)} of {len(jobs)} files were not read; the others are done.", file=sys.stderr)
        raise typer.Exit(failed[0].exit_code if len(jobs) == 1 else 1)


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The contract to read; - is standard input.")],
    check: Annotated[
        str | None, typer.Option("--check", metavar="ID", help="Why this check, or playbook entry, fired or did not.")
    ] = None,
    field: Annotated[
        str | None, typer.Option("--field", metavar="NAME", help="Why this field is what it is, or is not there.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
    as_of: AsOf = None,
    rules: Rules = None,
    side: SideOption = None,
) -> None:
    """Show why a check fired or did not, or why a field is what it is: the rule, the text, the steps."""
    from bulk.guard import Job, Terms, run
    from models.explanation import Explanation
    from models.source import Paging
    from parser.packs import packs_of

    if (check is None) is (field is None):
        print("qiyue: ask about one thing: --check ID or --field NAME.", file=sys.stderr)
        raise typer.Exit(2)
    name, path, data = job_of(file)
    folders = packs_in_order(rules)
    packs = packs_of(folders)
    known = {rule.id for rule in packs.checks} if field is None else {rule.name for rule in packs.fields}
    if (asked := check or field or "") not in known:
        unknown(packs, asked, "check" if field is None else "field")
    terms = Terms(
        as_of.date() if as_of else None, side, folders, Paging(), ("check" if field is None else "field", asked)
    )
    jobs = [Job(name=name, path=path, data=data)]
    (outcome,) = run(jobs, workers=1, terms=terms, seconds=SECONDS, mebibytes=MEBIBYTES, ocr_mebibytes=OCR_MEBIBYTES)
    if outcome.error is not None:
        fail(outcome.error)
    if json:
        print(outcome.report)
    else:
        from exports.explain import render

        print_data(render(Explanation.model_validate_json(outcome.report)))


def schema() -> None:
    """Print the JSON Schema (2020-12) of a report."""
    import json as codec

    from models.report import Report

    content = Report.model_json_schema(by_alias=True, mode="serialization")
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema", **content}
    print(codec.dumps(content, ensure_ascii=False, indent=2))


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


def _require_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"qiyue: {folder} cannot be a folder of reports ({error.strerror}). Name another.", file=sys.stderr)
        raise typer.Exit(2) from None


def _write(folder: Path, outcome: Outcome) -> None:
    target = _target(folder, outcome)
    try:
        target.write_text(outcome.report + "\n", "utf-8")
    except OSError as error:
        print(
            f"qiyue: {target} cannot be written ({error.strerror}). Make room, or name another folder.", file=sys.stderr
        )
        raise typer.Exit(2) from None


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
