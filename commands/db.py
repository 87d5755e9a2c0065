"""qiyue db: make a store, bring it up to date, look at its version."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.output import print_data
from commands.store import DEFAULT_DB, Db, told_errors

app = typer.Typer(
    no_args_is_help=True, help="The store: make it, bring its tables up to date, see which version it is."
)

EPILOG = (
    "Exit codes: 0 done; 11 no store there, or not to be reached; 12 of another version; 13 held by another process; "
    "14 no room is left."
)


@app.command("upgrade", epilog=EPILOG)
def upgrade_store(db: Db = DEFAULT_DB) -> None:
    """Make a store, or bring its tables up to date. What is in it stays; all steps are done, or none."""
    with told_errors():
        from store.connect import connect
        from store.migrate import upgrade

        with connect(db) as store:
            before = upgrade(store)
    for revision, about in before.pending:
        print(f"{revision}  {about}")
    done = f"brought up to date ({before.newest})" if before.pending else f"up to date ({before.newest})"
    print(f"{before.where}: {done if before.found else f'made ({before.newest})'}.")


@app.command("status", epilog=EPILOG)
def show_status(
    db: Db = DEFAULT_DB, json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False
) -> None:
    """Show the version of a store's tables, the steps to come, and how much it holds."""
    with told_errors():
        from store.connect import connect, require_there
        from store.migrate import status
        from store.read import holdings

        with connect(db) as store:
            require_there(store)
            found = status(store)
            held = {} if found.found is None or found.pending else holdings(store)
    if json:
        pending = [{"revision": revision, "about": about} for revision, about in found.pending]
        print_data(
            {"store": found.where, "revision": found.found, "newest": found.newest, "pending": pending, "holds": held}
        )
        return
    print(f"{found.where}: tables {found.found or 'none yet'}, newest {found.newest}.")
    for revision, about in found.pending:
        print(f"to come: {revision}  {about}")
    for name, number in held.items():
        print(f"{number:>12,}  {name}")
    if found.pending:
        print("Run `qiyue db upgrade`.")
