"""What every command prints in the same way. Errors go to standard error, and end in their exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from models.errors import ContractError


def print_data(content: object) -> None:
    """JSON for data, the terminal view for what is to be looked at."""
    import json as codec

    if isinstance(content, dict | list):
        print(codec.dumps(content, ensure_ascii=False, indent=2, default=str))
        return
    from rich.console import Console

    Console().print(content)


def fail(error: ContractError) -> NoReturn:
    """Say what went wrong and what to do about it, and leave with the error's exit code."""
    print(f"qiyue: {error}", file=sys.stderr)
    raise typer.Exit(error.exit_code) from None
