"""Clauses that say a phrase: any characters, one or more, wherever they stand side by side.

Blanks and the case of Latin letters do not matter. Each database finds candidates by its index and then looks for the
phrase itself, so that both give the same clauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    collate,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from models.errors import BadFilter
from store.connect import Store
from store.read import paths_of
from store.schema import CLAUSES_BITS, clause_id, clauses, contracts
from store.search_index import folded

_INDEX = table("clause_search", column("rowid"), column("words"))
_WORDS = clauses.c.label + clauses.c.heading + clauses.c.text
_CLAUSE = clauses.c["id", "contract_id", "clause", "label", "heading", "text", "page", "start", "end"]
_CONTRACT = contracts.c["sha256", "name", "title"]
_AHEAD = 2_000
"""Clauses that PostgreSQL reads one by one before it asks its index: some 3 ms."""
_CONTRACTS_AHEAD = 1_000
"""Contracts whose clauses it then asks its index for, before it asks for all: some 2 ms for a phrase that is rare, 40 for
one that stands everywhere."""

_ALONE = "SET LOCAL max_parallel_workers_per_gather = 0"
"""To start processes that help takes PostgreSQL longer than any search does: 100 ms on a busy machine."""

LONGEST = 200
"""Characters of a phrase; a longer one is no phrase that somebody looks for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that says the phrase. `words` are its label, heading and text, and `at` where the phrase stands in them
    for the first time (half-open, code points); `start:end` is the clause's span in the report's text. `paths` are the
    files of its contract."""

    id: int
    sha256: str
    name: str
    title: str | None
    paths: tuple[str, ...]
    clause: str
    label: str
    heading: str
    page: int | None
    start: int
    end: int
    words: str
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hits:
    """Some hits, in the order in which the contracts came and the clauses stand; `after` asks for those behind them, and
    is None where there are none."""

    found: tuple[Hit, ...]
    after: int | None


def search(
    store: Store,
    phrase: str,
    *,
    where: ColumnElement[bool] | None = None,
    contract: int | None = None,
    after: int = 0,
    limit: int = 20,
) -> Hits:
    """The clauses that say the phrase, in contracts that `where` (over `store.schema.contracts`) leaves, or in the one
    of that number.

    The phrase is looked for as the report's text has it: simplified, half width (`parser.normalise.plain` makes it so).
    Raises BadFilter for a phrase without a character, or longer than LONGEST.
    """
    wanted = folded(phrase)
    if not wanted or len(wanted) > LONGEST:
        raise BadFilter(
            f"A phrase to search for has 1 to {LONGEST} characters, blanks aside.",
            remedy="Give some words of a clause.",
        )
    first, last = (0, 2**63 - 1) if contract is None else (clause_id(contract, 0), clause_id(contract + 1, 0) - 1)
    within = (max(first, after + 1), last)
    with store.reading() as connection:
        if not store.sqlite:
            connection.exec_driver_sql(_ALONE)
        for asked in _asked(wanted, within, where, limit + 1, sqlite=store.sqlite):
            rows = connection.execute(asked).all()
            if len(rows) > limit:
                break
        shown = rows[:limit]
        return Hits(tuple(_hits(connection, shown, wanted)), shown[-1].id if len(rows) > limit else None)


def saying(phrase: str, *, sqlite: bool) -> ColumnElement[bool]:
    """The condition that a contract says the phrase in a clause."""
    wanted = folded(phrase)
    if sqlite:
        return contracts.c.id.in_(select(_INDEX.c.rowid.op(">>")(CLAUSES_BITS)).where(_matches(wanted)))
    return contracts.c.id.in_(select(clauses.c.contract_id).where(_has(wanted), _says(wanted)))


def _asked(
    wanted: str, within: tuple[int, int], where: ColumnElement[bool] | None, limit: int, *, sqlite: bool
) -> Iterator[Select[Any]]:
    """Ways to ask for the first clauses with ids of a range; the last gives all of them, those before it perhaps enough."""
    if sqlite:
        number = _INDEX.c.rowid
        found = select(*_CLAUSE).select_from(_INDEX).join(clauses, clauses.c.id == number).order_by(number)
        yield _first(found.where(_matches(wanted), number.between(*within)), where, limit)
        return
    # An index of PostgreSQL gives all that it has or nothing; a phrase that is common stands among the next clauses, or
    # in the next contracts, whose clauses it can be held against.
    first, last = within
    found = select(*_CLAUSE).order_by(clauses.c.id)
    ahead = select(clauses.c.id).where(clauses.c.id.between(*within)).order_by(clauses.c.id).limit(_AHEAD).subquery()
    end = select(func.max(ahead.c.id)).scalar_subquery()
    yield _first(found.where(clauses.c.id.between(first, end), _says(wanted)), where, limit)
    for end_ in (first + (_CONTRACTS_AHEAD << CLAUSES_BITS), last):
        if end_ <= last:
            yield _first(found.where(clauses.c.id.between(first, end_), _has(wanted), _says(wanted)), where, limit)


def _first(found: Select[Any], where: ColumnElement[bool] | None, limit: int) -> Select[Any]:
    """The first of these clauses, in contracts that `where` leaves, with what is shown of the contract of each."""
    if where is not None:
        found = found.join(contracts, contracts.c.id == clauses.c.contract_id).where(where)
    hits = found.limit(limit).subquery()
    return select(hits, *_CONTRACT).join(contracts, contracts.c.id == hits.c.contract_id).order_by(hits.c.id)


def _matches(wanted: str) -> ColumnElement[bool]:
    """FTS5: the characters as a phrase. Each is a word of the index, so that nothing is left to look at afterwards."""
    quoted = " ".join(wanted).replace('"', '""')
    return literal_column("clause_search").op("MATCH", is_comparison=True)(f'"{quoted}"')


def _has(wanted: str) -> ColumnElement[bool]:
    """PostgreSQL: the clause has the character, or every pair of them, by the index."""
    pairs = [wanted[at : at + 2] for at in range(len(wanted) - 1)] or [wanted]
    return func.qiyue_grams(collate(_WORDS, "C"), type_=ARRAY(Text)).contains(
        literal(list(dict.fromkeys(pairs)), ARRAY(Text))
    )


def _says(wanted: str) -> ColumnElement[bool]:
    """PostgreSQL: the clause says them side by side, by its text."""
    return func.strpos(func.qiyue_folded(_WORDS), wanted) > 0


def _hits(connection: Connection, rows: Sequence[Any], wanted: str) -> list[Hit]:
    named = paths_of(connection, sorted({row.contract_id for row in rows}))
    return [
        Hit(
            id=row.id,
            sha256=row.sha256,
            name=row.name,
            title=row.title,
            paths=named.get(row.contract_id, ()),
            clause=row.clause,
            label=row.label,
            heading=row.heading,
            page=row.page,
            start=row.start,
            end=row.end,
            words=(words := row.label + row.heading + row.text),
            at=_stands(words, wanted),
        )
        for row in rows
    ]


def _stands(words: str, wanted: str) -> tuple[int, int]:
    """Where the phrase stands in words that still have their blanks."""
    kept = [at for at, char in enumerate(words) if folded(char)]
    at = folded(words).find(wanted)
    return (kept[at], kept[at + len(wanted) - 1] + 1) if at >= 0 else (0, 0)
