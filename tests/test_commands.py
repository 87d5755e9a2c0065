"""Every command says what it does, stands in docs/cli.md with all its options, and starts without what it does not need."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

import cli
from models import errors

HERE = Path(__file__).parent.parent
DOCS = "\n".join(path.read_text("utf-8") for path in sorted((HERE / "docs").glob("*.md")))
CLI = (HERE / "docs" / "cli.md").read_text("utf-8")
HEAVY = (
    "lxml",
    "pypdfium2",
    "pdfplumber",
    "spacy",
    "numpy",
    "sqlalchemy",
    "fastapi",
    "daft",
    "yaml",
    "opencc",
)


def commands(group: TyperGroup, *path: str) -> Iterator[tuple[str, TyperCommand]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, *path, name)
        elif isinstance(command, TyperCommand):
            yield " ".join(("qiyue", *path, name)), command


ROOT = typer.main.get_command(cli.app)
assert isinstance(ROOT, TyperGroup)
COMMANDS = dict(commands(ROOT))


def concrete() -> list[type[errors.ContractError]]:
    """All errors that a user can be told, to the leaves of the tree."""
    found: list[type[errors.ContractError]] = []
    line = [errors.ContractError]
    while line:
        kind = line.pop()
        line.extend(kind.__subclasses__())
        found.append(kind)
    return found[1:]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_have_help(name: str) -> None:
    command = COMMANDS[name]
    assert command.help, name
    assert command.help[0].isupper()
    assert command.help.rstrip().endswith(".")
    for parameter in command.params:
        if isinstance(parameter, TyperOption) and parameter.name != "help":
            assert parameter.help, f"{name} {parameter.opts[0]}"
        elif isinstance(parameter, TyperArgument):
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_in_the_docs_with_its_options(name: str) -> None:
    assert name in CLI, f"docs/cli.md does not tell of `{name}`"
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, TyperOption) and parameter.name != "help":
            named = [option for option in (*parameter.opts, *parameter.secondary_opts) if option.startswith("--")]
            assert any(re.search(rf"{option}\b", DOCS) for option in named), (
                f"the docs do not tell of `{name} {named[0]}`"
            )


@pytest.mark.parametrize("name", COMMANDS)
def test_defaults_in_the_docs_are_those_of_the_command(name: str) -> None:
    """`| `--workers N` | files read at the same time (1) |`: the last number in brackets is the default."""
    section = re.search(rf"^## {name}\b.*?(?=^## |\Z)", CLI, re.MULTILINE | re.DOTALL)
    for parameter in COMMANDS[name].params:
        if section and isinstance(parameter, TyperOption) and isinstance(parameter.default, int | float):
            told = re.search(rf"^\| `{parameter.opts[0]} [A-Z][^|]*\|[^|]*\((\d+)\)", section[0], re.MULTILINE)
            if told and not isinstance(parameter.default, bool):
                assert float(told[1]) == parameter.default, f"{name} {parameter.opts[0]}"


def test_exit_codes_in_the_docs_are_those_of_the_errors() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", CLI, re.MULTILINE)}
    modules = (path for room in ("models", "bulk", "store", "web", "commands") for path in HERE.glob(f"{room}/**/*.py"))
    raised = {
        int(code)
        for path in modules
        for code in re.findall(r"exit_code\b[^=\n]*= (\d+)$", path.read_text("utf-8"), re.M)
    }
    assert raised | {0, 2} == told
    help_text = COMMANDS["qiyue parse"].epilog or ""
    assert {int(code) for code in re.findall(r"(\d+) ", help_text)} >= {0, 2, *range(3, 10), 70}


def test_errors_have_codes_of_their_own() -> None:
    codes = [kind.code for kind in concrete()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("words", [["--help"], ["parse", "--help"], ["--version"]])
def test_help_starts_without_what_it_does_not_need(words: list[str]) -> None:
    code = (
        f"import sys; sys.argv = ['qiyue', *{words!r}]\nimport cli\n"
        "try:\n    cli.main()\nexcept SystemExit as left:\n    assert not left.code\n"
        f"print('LOADED', *[name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED"
