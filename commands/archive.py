"""Contracts out of a store, one by one, for the commands that go through all of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from models.kept import Kept
    from store.connect import Store


def contracts_of(store: Store, since: int | None = None) -> Iterator[Kept]:
    """Every contract of the store, or those that the run `since` or a later one read; with a progress bar on standard
    error where a person looks. A run that is not there is wrong use."""
    from models.kept import Kept
    from store.read import count_contracts, each_report
    from store.schema import contracts

    if since is not None:
        _require_run(store, since)
    where = None if since is None else contracts.c.run_id >= since
    found = (Kept(report, row.paths) for row, report in each_report(store, where))
    return _shown(found, count_contracts(store, where)) if sys.stderr.isatty() else found


def rows_held(store: Store, since: int | None = None) -> dict[str, int]:
    """How many contracts, fields and findings `contracts_of` leads to."""
    from sqlalchemy import func, select, true

    from store.schema import contracts, fields, findings

    where = true() if since is None else contracts.c.run_id >= since
    with store.reading() as connection:
        return {
            table.name: connection.execute(
                select(func.count()).select_from(table if table is contracts else table.join(contracts)).where(where)
            ).scalar_one()
            for table in (contracts, fields, findings)
        }


def _shown(found: Iterator[Kept], total: int) -> Iterator[Kept]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("读取合同", total=total)
        for kept in found:
            yield kept
            progress.advance(task)


def _require_run(store: Store, run: int) -> None:
    from sqlalchemy import func, select

    from store.schema import runs

    with store.reading() as connection:
        known = connection.execute(select(runs.c.id).where(runs.c.id == run)).scalar()
        newest = connection.execute(select(func.max(runs.c.id))).scalar()
    if known is None:
        hint = f"The newest is {newest}." if newest else "There is none yet."
        print(f"qiyue: the store has no run {run}. {hint}", file=sys.stderr)
        raise typer.Exit(2)
