"""What `qiyue search` looks in: SQLite's FTS5 over single characters, PostgreSQL's GIN over characters and pairs of them.

PostgreSQL indexes an expression over the clauses themselves; SQLite's index holds no text and is told of each change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from store.schema import CLAUSES_BITS, clauses

BLANKS = " \t\n\r\f\v"
"""Those that a normalised text can have."""
_FOLD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", BLANKS)
_BLANK = re.compile(f"[{BLANKS}]+")

Words = tuple[int, str]
"""A clause's id, and its label, heading and text in one."""


def folded(words: str) -> str:
    """Words as they are looked for: without blanks, Latin letters small. The indexes in the databases do the same (`qiyue_folded` in PostgreSQL)."""
    return words.translate(_FOLD)


def add(connection: Connection, rows: Iterable[Words]) -> None:
    """Make clauses findable that were just written."""
    if connection.dialect.name == "sqlite":
        spaced = [(id_, _spaced(words)) for id_, words in rows]
        if spaced:
            connection.exec_driver_sql("INSERT INTO clause_search (rowid, words) VALUES (?, ?)", spaced)


def remove(connection: Connection, contracts: Sequence[int]) -> None:
    """Forget the clauses of contracts; before they are deleted, as SQLite's index must be told what it held."""
    if connection.dialect.name != "sqlite":
        return
    words = clauses.c.label + clauses.c.heading + clauses.c.text
    for contract in contracts:
        of_it = clauses.c.id.between(contract << CLAUSES_BITS, ((contract + 1) << CLAUSES_BITS) - 1)
        held = [(id_, _spaced(text)) for id_, text in connection.execute(select(clauses.c.id, words).where(of_it))]
        if held:
            connection.exec_driver_sql(
                "INSERT INTO clause_search (clause_search, rowid, words) VALUES ('delete', ?, ?)", held
            )


def _spaced(words: str) -> str:
    """Each character a word of the index, which folds the letters itself: `folded` would take ten times as long."""
    return " ".join(_BLANK.sub("", words))
