"""qiyue decisions: what people decided, taken out of the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.store import DEFAULT_DB, Db, opened

app = typer.Typer(no_args_is_help=True, help="What people decided at the reviewer's desk.")


@app.command("export")
def export_decisions(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write to; made where it is not.")],
    contract: Annotated[
        list[str] | None, typer.Option("--contract", metavar="SHA256", help="Only this one, or its beginning; several.")
    ] = None,
    db: Db = DEFAULT_DB,
) -> None:
    """Write each contract that was decided on as an annotated case, DIR/<beginning of its sha256>.gold.json.

    Confirmed and corrected fields and accepted findings count; what is open counts neither way.
    """
    from exports.gold import gold_case, gold_json
    from store import decisions
    from store.read import load_report
    from store.targets import field_ids, finding_ids, fold_all

    written = 0
    with opened(db) as store:
        with store.reading() as connection:
            decided = decisions.contracts_decided(connection)
        for sha256 in decided:
            if contract and not any(sha256.startswith(one) for one in contract):
                continue
            report = load_report(store, sha256)
            if report is None:
                print(f"qiyue: {sha256} is no longer in the store; its decisions were not written.", file=sys.stderr)
                continue
            with store.reading() as connection:
                targets = fold_all(decisions.of_contract(connection, sha256))
            case = gold_case(report, targets, fields=field_ids(report.fields), findings=finding_ids(report.findings))
            _write(out / f"{case['id']}.gold.json", gold_json(case))
            written += 1
    print(f"{written} written to {out}." if written else "Nothing was decided on these contracts yet.")


def _write(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    except OSError as error:
        print(f"qiyue: {path} cannot be written ({error.strerror}). Name another folder.", file=sys.stderr)
        raise typer.Exit(2) from None
