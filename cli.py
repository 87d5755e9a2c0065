"""qiyue: contracts in, reports out. Thin commands over the library; the only place that prints or exits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from bulk.guard import Outcome
    from models.errors import ContractError
    from models.rule import Packs

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="契约: reads Chinese contracts into clauses, fields and findings, each with its place in the original.",
)

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

rules_app = typer.Typer(no_args_is_help=True, help="The rules: list them, look at one, try their examples, begin one.")
app.add_typer(rules_app, name="rules")

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
    except Exception as error:
        what = f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
        print(f"qiyue: a fault of the program ({what}). Please report it.", file=sys.stderr)
        sys.exit(70)


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

    jobs = [_job(name) for name in files]
    if out is not None:
        _require_folder(out)
    terms = Terms(as_of.date() if as_of else None, side, _packs(rules), Paging(ocr=ocr))
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


@app.command(epilog=EPILOG)
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
    name, path, data = _job(file)
    folders = _packs(rules)
    packs = packs_of(folders)
    known = {rule.id for rule in packs.checks} if field is None else {rule.name for rule in packs.fields}
    if (asked := check or field or "") not in known:
        _unknown(packs, asked, "check" if field is None else "field")
    terms = Terms(
        as_of.date() if as_of else None, side, folders, Paging(), ("check" if field is None else "field", asked)
    )
    jobs = [Job(name=name, path=path, data=data)]
    (outcome,) = run(jobs, workers=1, terms=terms, seconds=SECONDS, mebibytes=MEBIBYTES, ocr_mebibytes=OCR_MEBIBYTES)
    if outcome.error is not None:
        print(f"qiyue: {outcome.error}", file=sys.stderr)
        raise typer.Exit(outcome.error.exit_code)
    if json:
        print(outcome.report)
    else:
        from exports.explain import render

        _print(render(Explanation.model_validate_json(outcome.report)))


@app.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of a report."""
    import json as codec

    from models.report import Report

    content = Report.model_json_schema(by_alias=True, mode="serialization")
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema", **content}
    print(codec.dumps(content, ensure_ascii=False, indent=2))


@rules_app.command("list")
def rules_list(
    kind: Annotated[
        str | None, typer.Option("--kind", help="field, check, playbook, topic, law; or missing, conflict, risk ...")
    ] = None,
    type_: Annotated[str | None, typer.Option("--type", help="Rules for this contract type: sale, lease ...")] = None,
    pack: Annotated[str | None, typer.Option("--pack", help="Rules of the pack of this name.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
    rules: Rules = None,
) -> None:
    """List the rules: id, title, kind, severity, contract types, pack."""
    from exports.rules import as_data, listed
    from parser.catalogue import rows
    from parser.packs import packs_of

    found = list(rows(packs_of(_packs(rules)), kind=kind, type_=type_, pack=pack))
    _print([as_data(row) for row in found] if json else listed(found))


@rules_app.command("show")
def rules_show(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a check or topic, or the name of a field.")],
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    rules: Rules = None,
) -> None:
    """Show a rule: where it was written, what it says, its legal basis, its examples."""
    from exports.rules import as_data, entries, shown
    from parser.catalogue import find
    from parser.packs import packs_of

    packs = packs_of(_packs(rules))
    found = find(packs, name)
    if not found:
        _unknown(packs, name, None)
    if json:
        _print([{**as_data(row), "entries": entries(row)} for row in found])
    else:
        for row in found:
            _print(shown(row))


@rules_app.command("test")
def rules_test(
    rules: Rules = None,
    pack: Annotated[str | None, typer.Option("--pack", help="Only the rules of the pack of this name.")] = None,
) -> None:
    """Check every rule, and try its examples both ways; exit code 9 where a file is wrong, 1 where an example fails."""
    from exports.rules import trial_lines
    from parser.packs import packs_of, problems_in
    from parser.trial import trials

    wrong = problems_in(*(rules or ()))
    for problem in wrong:
        print(problem, file=sys.stderr)
    if wrong:
        print(f"qiyue: {len(wrong)} problems in the rule files; their examples were not tried.", file=sys.stderr)
        raise typer.Exit(9)
    tried = list(trials(packs_of(tuple(rules or ())), pack=pack))
    for line in trial_lines(tried):
        print(line)
    failed, examples = sum(len(trial.failures) for trial in tried), sum(trial.examples for trial in tried)
    print(f"{len(tried)} rules, {examples} examples, {failed} failed.")
    if failed:
        raise typer.Exit(1)


@rules_app.command("new")
def rules_new(
    kind: Annotated[str, typer.Argument(metavar="field|check|playbook", help="What to begin.")],
    name: Annotated[str, typer.Argument(metavar="ID", help="Its id: lower case, words parted by - (a field: by _).")],
    folder: Annotated[Path, typer.Option("--dir", metavar="DIR", help="The folder of the pack; made where it is not.")],
) -> None:
    """Write a commented, valid beginning of a rule into a pack."""
    from models.errors import BadRules
    from parser.starters import FOLDERS, write_starter

    starter = next((known for known in FOLDERS if known == kind), None)
    if starter is None:
        print(f"qiyue: `{kind}` cannot be begun. Take one of {', '.join(FOLDERS)}.", file=sys.stderr)
        raise typer.Exit(2)
    try:
        for path in write_starter(starter, name, folder):
            print(path)
    except BadRules as error:
        print(f"qiyue: {error}", file=sys.stderr)
        raise typer.Exit(2) from None


@rules_app.command("schema")
def rules_schema(rules: Rules = None) -> None:
    """Print the JSON Schema of a rule file, for editors."""
    from parser.packs import packs_of
    from parser.rule_schema import rule_schema

    _print(rule_schema(packs_of(_packs(rules))))


def _print(content: object) -> None:
    """JSON for data, the terminal view for what is to be looked at."""
    import json as codec

    if isinstance(content, dict | list):
        print(codec.dumps(content, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    Console().print(content)


def _unknown(packs: Packs, name: str, kind: str | None) -> NoReturn:
    from parser.catalogue import near

    # A playbook's entry is a check by another name.
    known = [*near(packs, name, kind=kind), *(near(packs, name, kind="playbook") if kind == "check" else ())]
    hint = f"Did you mean {', '.join(known)}?" if known else "`qiyue rules list` names them all."
    print(f"qiyue: no {kind or 'rule'} is called {name}. {hint}", file=sys.stderr)
    raise typer.Exit(2)


def _packs(folders: list[Path] | None) -> tuple[Path, ...]:
    """The folders of the packs, once they are known to be in order; else what is wrong with them, and exit code 9."""
    from models.errors import BadRules
    from parser.packs import packs_of

    named = tuple(folders or ())
    try:
        if named:
            packs_of(named)
    except BadRules as error:
        print(f"qiyue: {error}", file=sys.stderr)
        raise typer.Exit(error.exit_code) from None
    return named


def _job(name: str) -> tuple[str, Path | None, bytes | None]:
    from models.source import Limits

    if name == "-":
        # One byte more than is read tells the parser that there is too much.
        return "stdin", None, sys.stdin.buffer.read(Limits().source + 1)
    path = Path(name)
    return path.name or name, path, None


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


if __name__ == "__main__":
    main()
