"""qiyue search, find: clauses that say a phrase, and contracts by their terms."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from commands.filters import Check, Missing, Severity, Type, Where, asked_by
from commands.output import print_data
from commands.store import DEFAULT_DB, Db, opened

EPILOG = (
    "Exit codes: 0 done, also where nothing was found; 2 wrong use, or no filter of the language; 11 no store there, or not "
    "to be reached; 12 of another version; 13 held by another process."
)
Json = Annotated[bool, typer.Option("--json", help="Print the page as JSON.")]


def search(
    phrase: Annotated[str, typer.Argument(metavar="TEXT", help="One character or more; blanks and letter case aside.")],
    db: Db = DEFAULT_DB,
    where: Where = None,
    types: Type = None,
    missing: Missing = None,
    severity: Severity = None,
    check: Check = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Clauses shown at a time.")] = 20,
    after: Annotated[
        int, typer.Option("--after", min=0, help="Go on behind this place, which the page before said.")
    ] = 0,
    json: Json = False,
) -> None:
    """Find the clauses of the store's contracts that say a phrase: quote, clause, page and file of each."""
    with opened(db) as store:
        from parser.normalise import plain
        from store.filters.sql import condition
        from store.search import search

        asked = asked_by(store, where, types, missing, severity, check)
        chosen = None if asked is None else condition(asked, sqlite=store.sqlite)
        hits = search(store, plain(phrase), where=chosen, after=after, limit=limit)
    if json:
        print_data({"phrase": phrase, "hits": [asdict(hit) for hit in hits.found], "after": hits.after})
        return
    from commands.found import clauses_found

    print_data(clauses_found(hits.found))
    _tell(len(hits.found), "处", hits.after)


def find(
    db: Db = DEFAULT_DB,
    where: Where = None,
    types: Type = None,
    missing: Missing = None,
    severity: Severity = None,
    check: Check = None,
    order: Annotated[
        str, typer.Option("--order", metavar="KEY", help="added, name, title, type, errors, warnings, read or bytes.")
    ] = "added",
    descending: Annotated[bool, typer.Option("--descending", help="The largest, or latest, first.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Contracts shown at a time.")] = 50,
    after: Annotated[
        str | None,
        typer.Option("--after", metavar="PLACE", help="Go on behind this place, which the page before said."),
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="Only say how many there are.")] = False,
    json: Json = False,
) -> None:
    """Find the store's contracts by their terms, findings and files, with what the filter names in each."""
    with opened(db) as store:
        from store.filters.evidence import named_by
        from store.filters.sql import condition
        from store.places import place_of, place_text
        from store.read import count_contracts, list_contracts

        asked = asked_by(store, where, types, missing, severity, check)
        chosen = None if asked is None else condition(asked, sqlite=store.sqlite)
        if count:
            number = count_contracts(store, chosen)
            print_data({"count": number} if json else str(number))
            return
        place = None if after is None else place_of(after, order)
        page = list_contracts(store, chosen, order=order, descending=descending, after=place, limit=limit)
        behind = None if page.after is None else place_text(page.after)
        said = named_by(store, asked, [row.id for row in page.contracts])
    if json:
        rows = [{**asdict(row), "said": [asdict(one) for one in said.get(row.id, ())]} for row in page.contracts]
        print_data({"contracts": rows, "after": behind})
        return
    from commands.found import contracts_found

    print_data(contracts_found(page.contracts, said))
    _tell(len(page.contracts), "份", behind)


def _tell(shown: int, what: str, after: object) -> None:
    if after is not None:
        print(f"以上 {shown} {what}，后面还有：--after {after}")
    else:
        print(f"共 {shown} {what}。" if shown else "没有找到。")
