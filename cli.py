"""qiyue: contracts in, reports out. Puts the commands together; they are thin, and the library does the work."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from commands import db, deadlines, decisions, export, ingest, parse, people, rules, search, serve, stats, webhooks

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="契约: reads Chinese contracts into clauses, fields and findings, each with its place in the original.",
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


app.command(epilog=parse.EPILOG)(parse.parse)
app.command(epilog=parse.EPILOG)(parse.explain)
app.command()(parse.schema)
app.command(epilog=ingest.EPILOG)(ingest.ingest)
app.command(epilog=export.EPILOG)(export.export)
app.command(epilog=stats.EPILOG)(stats.stats)
app.command(epilog=deadlines.EPILOG)(deadlines.deadlines)
app.add_typer(rules.app, name="rules")
app.add_typer(db.app, name="db")
app.command(epilog=search.EPILOG)(search.search)
app.command(epilog=search.EPILOG)(search.find)
app.command(epilog=serve.EPILOG)(serve.serve)
app.add_typer(people.users, name="users")
app.add_typer(people.tokens, name="tokens")
app.add_typer(webhooks.app, name="webhooks")
app.add_typer(decisions.app, name="decisions")
app.command()(people.audit)

if __name__ == "__main__":
    main()
