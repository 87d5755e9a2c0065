"""qiyue rules: list them, look at one, try their examples, begin one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.options import Rules, packs_in_order, unknown
from commands.output import print_data
from commands.store import told_errors

app = typer.Typer(no_args_is_help=True, help="The rules: list them, look at one, try their examples, begin one.")


@app.command("list")
def list_rules(
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", help="phrase, field, check, playbook, topic, fact, deadline, event, law; or missing, conflict ..."
        ),
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

    found = list(rows(packs_of(packs_in_order(rules)), kind=kind, type_=type_, pack=pack))
    print_data([as_data(row) for row in found] if json else listed(found))


@app.command("show")
def show_rule(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a check, topic or fact, or the name of a field.")
    ],
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    rules: Rules = None,
) -> None:
    """Show a rule: where it was written, what it says, its legal basis, its examples."""
    from exports.rules import as_data, entries, shown
    from parser.catalogue import find
    from parser.packs import packs_of
    from parser.phrases import named_again

    packs = packs_of(packs_in_order(rules))
    found = find(packs, name)
    if not found:
        unknown(packs, name, None)
    if json:
        print_data([{**as_data(row), "entries": entries(row)} for row in found])
    else:
        for row in found:
            others = [phrase for phrase in packs.phrases if phrase not in row.rules]
            print_data(shown(row, named_again(entries(row), others), others))


@app.command("test")
def try_rules(
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
    with told_errors("Examples of deadlines"):
        tried = list(trials(packs_of(tuple(rules or ())), pack=pack))
    for line in trial_lines(tried):
        print(line)
    failed, examples = sum(len(trial.failures) for trial in tried), sum(trial.examples for trial in tried)
    print(f"{len(tried)} rules, {examples} examples, {failed} failed.")
    if failed:
        raise typer.Exit(1)


@app.command("new")
def begin_rule(
    kind: Annotated[str, typer.Argument(metavar="field|check|phrase|playbook|fact|deadline", help="What to begin.")],
    name: Annotated[
        str, typer.Argument(metavar="ID", help="Its id: lower case, words parted by - (a field, phrase or fact: by _).")
    ],
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


@app.command("schema")
def rule_file_schema(rules: Rules = None) -> None:
    """Print the JSON Schema of a rule file, for editors."""
    from parser.packs import packs_of
    from parser.rule_schema import rule_schema

    print_data(rule_schema(packs_of(packs_in_order(rules))))
