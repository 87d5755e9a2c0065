"""qiyue webhooks: which addresses a server tells of finished parses."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from commands.output import print_data
from commands.store import DEFAULT_DB, Db, opened, told_errors

app = typer.Typer(no_args_is_help=True, help="Addresses that a server tells of each finished parse.")


@app.command("add")
def add_webhook(
    url: Annotated[str, typer.Argument(metavar="URL", help="http(s)://..., which takes a POST.")],
    db: Db = DEFAULT_DB,
) -> None:
    """Add an address. Its secret, by which messages are verified (Standard Webhooks), is shown this once."""
    with told_errors("Webhooks", "web"):
        from store import people, webhooks
        from web.webhooks import fault_in, new_webhook_secret

    if (fault := fault_in(url)) is not None:
        print(f"qiyue: {url} cannot be called: {fault}.", file=sys.stderr)
        raise typer.Exit(2)
    secret = new_webhook_secret()
    with opened(db, create=True) as store, store.writing() as connection:
        number = webhooks.add(connection, url=url, secret=secret)
        people.record(connection, who="command line", action="add webhook", on=url)
    print(secret)
    print(f"Webhook {number} is added. Keep its secret now: it is not shown again.", file=sys.stderr)


@app.command("list")
def list_webhooks(
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False, db: Db = DEFAULT_DB
) -> None:
    """List the addresses."""
    from store import webhooks

    with opened(db) as store, store.reading() as connection:
        found = webhooks.listed(connection)
    if json:
        print_data([{"id": one.id, "url": one.url, "created": one.created.isoformat()} for one in found])
        return
    for one in found:
        print(f"{one.id}  {one.url}")


@app.command("remove")
def remove_webhook(
    webhook: Annotated[int, typer.Argument(metavar="ID", help="As `qiyue webhooks list` shows it.")],
    db: Db = DEFAULT_DB,
) -> None:
    """Remove an address; what was on its way to it is given up."""
    from store import people, webhooks

    with opened(db) as store, store.writing() as connection:
        if not webhooks.remove(connection, webhook):
            print(f"qiyue: no webhook has the number {webhook}. `qiyue webhooks list` shows them.", file=sys.stderr)
            raise typer.Exit(2)
        people.record(connection, who="command line", action="remove webhook", on=str(webhook))
    print(f"Webhook {webhook} is removed.")
