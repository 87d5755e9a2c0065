"""qiyue parse, explain, schema: one contract, or some, from bytes to a report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from commands.akn import write_akn
from commands.annotated import write_annotated
from commands.options import (
    CACHE_SIZE,
    MEBIBYTES,
    OCR_MEBIBYTES,
    SECONDS,
    AsOf,
    CacheDir,
    CacheSize,
    OcrOption,
    PagesOption,
    Rules,
    SideOption,
    job_of,
    packs_in_order,
    paging_of,
    unknown,
)
from commands.output import fail, print_data
from commands.page import only_one, write_page
from commands.progress import shown

if TYPE_CHECKING:
    from bulk.guard import Outcome
    from models.errors import ContractError

EPILOG = (
    "Exit codes: 0 parsed; 1 several files, of which some failed; 2 wrong use; 3 unreadable; 4 encrypted; "
    "5 unsupported format; 6 too large; 7 a part is not installed; 8 time or memory used up; 9 bad rules; "
    "70 a fault of the program."
)

_SECONDS_A_BYTE = 30e-6


def parse(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Contracts to read; - is standard input.")],
    json: Annotated[
        bool, typer.Option("--json", help="Print the report as JSON, one a line for several files.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write one report a file, DIR/<name>.json.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write one page to look at it with: report, original, all in it."),
    ] = None,
    annotated: Annotated[
        Path | None, typer.Option("--annotated", metavar="FILE", help="Write the PDF with its findings marked in it.")
    ] = None,
    akn: Annotated[
        Path | None, typer.Option("--akn", metavar="FILE", help="Write the clauses as Akoma Ntoso, an XML for law.")
    ] = None,
    searchable: Annotated[
        Path | None,
        typer.Option("--searchable", metavar="PDF", help="Write one scan as a PDF with its text laid unseen over it."),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="Files read at the same time; of fewer files, pictures of pages.")
    ] = 1,
    as_of: AsOf = None,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", min=1, help="Seconds allowed for one file.  [default: 300, and 30 for each MB]"),
    ] = None,
    memory_limit: Annotated[int, typer.Option("--memory-limit", min=256, help="MiB allowed for one file.")] = MEBIBYTES,
    ocr: OcrOption = True,
    pages: PagesOption = None,
    cache_dir: CacheDir = None,
    cache_size: CacheSize = CACHE_SIZE,
    ocr_memory_limit: Annotated[
        int, typer.Option("--ocr-memory-limit", min=1024, help="MiB allowed for one file whose pages are pictures.")
    ] = OCR_MEBIBYTES,
    rules: Rules = None,
    side: SideOption = None,
) -> None:
    """Read contracts: their clauses, fields and findings, with the place of each in the original."""
    from bulk.guard import Job, Terms, run

    jobs = [job_of(name) for name in files]
    views = {"--html": html, "--annotated": annotated, "--akn": akn}
    for option, file in views.items():
        if file is not None:
            jobs = only_one(jobs, option)
    if out is not None:
        _require_folder(out)
    if searchable is not None and len(jobs) > 1:
        print("qiyue: --searchable writes one file: name one contract.", file=sys.stderr)
        raise typer.Exit(2)
    paging = paging_of(
        ocr=ocr, pages=pages, workers=max(workers // len(jobs), 1), cache_dir=cache_dir, cache_size=cache_size
    )
    terms = Terms(as_of.date() if as_of else None, side, packs_in_order(rules), paging)
    seconds = time_limit or _seconds(jobs)
    failed: list[ContractError] = []
    with TemporaryDirectory(prefix="qiyue") as folder:
        counts = [Path(folder) / str(number) for number in range(len(jobs))]
        outcomes = run(
            [Job(name, path, data, count, searchable) for (name, path, data), count in zip(jobs, counts, strict=True)],
            workers=workers,
            terms=terms,
            seconds=seconds,
            mebibytes=memory_limit,
            ocr_mebibytes=ocr_memory_limit,
        )
        for outcome in shown(outcomes, counts):
            if outcome.error is not None:
                failed.append(outcome.error)
                print(f"qiyue: {outcome.error}", file=sys.stderr)
                continue
            data = jobs[0][2] or b""
            if html is not None:
                write_page(html, outcome, data, terms, seconds=seconds, mebibytes=memory_limit)
            if annotated is not None:
                write_annotated(annotated, outcome, data, seconds=seconds, mebibytes=memory_limit)
            if akn is not None:
                write_akn(akn, outcome)
            if out is not None:
                _write(out, outcome)
            elif json:
                print(outcome.report)
            elif not any(views.values()):
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
    cache_dir: CacheDir = None,
    cache_size: CacheSize = CACHE_SIZE,
) -> None:
    """Show why a check fired or did not, or why a field is what it is: the rule, the text, the steps."""
    from bulk.guard import Job, Terms, run
    from models.explanation import Explanation
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
    paging = paging_of(ocr=True, pages=None, workers=1, cache_dir=cache_dir, cache_size=cache_size)
    terms = Terms(
        as_of.date() if as_of else None, side, folders, paging, ("check" if field is None else "field", asked)
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


def _seconds(jobs: Sequence[tuple[str, Path | None, bytes | None]]) -> float:
    """What the largest of the files may take: a long scan takes longer than a page, and is larger too."""
    paths = [path for _, path, _ in jobs if path is not None and path.is_file()]
    sizes = [*(path.stat().st_size for path in paths), *(len(data) for _, _, data in jobs if data is not None), 0]
    return SECONDS + max(sizes) * _SECONDS_A_BYTE


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
