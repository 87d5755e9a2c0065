"""What every command takes that uses a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from commands.output import fail
from models.errors import ContractError, MissingDependency

if TYPE_CHECKING:
    from store.connect import Store

Db = Annotated[
    str,
    typer.Option(
        "--db",
        metavar="STORE",
        envvar="QIYUE_DB",
        help="The store: a file, or postgresql://USER@HOST/DATABASE.",
    ),
]
DEFAULT_DB = "qiyue.db"


@contextmanager
def opened(place: str, *, create: bool = False) -> Iterator[Store]:
    """The store, closed at the end; what goes wrong with it is said, and ends the command with its exit code."""
    with told_errors():
        from store.opening import open_store

        with open_store(place, create=create) as store:
            yield store


@contextmanager
def told_errors(who: str = "Stores", extra: str = "bulk") -> Iterator[None]:
    """What goes wrong with a store is said, and ends the command; so does a part that is not installed, which `who`
    needs and `extra` brings."""
    try:
        yield
    except ContractError as error:
        fail(error)
    except ModuleNotFoundError as error:
        fail(
            MissingDependency(
                f"{who} need {error.name}, which is not installed.",
                remedy=f"Install it with `pip install 'qiyue[{extra}]'`.",
            )
        )
