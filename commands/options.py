"""Options and arguments that several commands take, and what they come to."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from commands.output import fail

if TYPE_CHECKING:
    from models.rule import Packs

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


def packs_in_order(folders: list[Path] | None) -> tuple[Path, ...]:
    """The folders of the packs, once they are known to be in order; else what is wrong with them, and exit code 9."""
    from models.errors import BadRules
    from parser.packs import packs_of

    named = tuple(folders or ())
    try:
        if named:
            packs_of(named)
    except BadRules as error:
        fail(error)
    return named


def unknown(packs: Packs, name: str, kind: str | None) -> NoReturn:
    """Say that a rule is not known, and which are like it; exit code 2."""
    from parser.catalogue import near

    # A playbook's entry is a check by another name.
    known = [*near(packs, name, kind=kind), *(near(packs, name, kind="playbook") if kind == "check" else ())]
    hint = f"Did you mean {', '.join(known)}?" if known else "`qiyue rules list` names them all."
    print(f"qiyue: no {kind or 'rule'} is called {name}. {hint}", file=sys.stderr)
    raise typer.Exit(2)


def job_of(name: str) -> tuple[str, Path | None, bytes | None]:
    """What to read: its name, and its path, or its bytes where it is standard input."""
    from models.source import Limits

    if name == "-":
        # One byte more than is read tells the parser that there is too much.
        return "stdin", None, sys.stdin.buffer.read(Limits().source + 1)
    path = Path(name)
    return path.name or name, path, None
