"""What `qiyue search` looks in: SQLite's FTS5 over single characters, PostgreSQL's GIN over characters and pairs of them.

PostgreSQL indexes an expression over the clauses themselves; SQLite's index holds no text and is told of each change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from store.schema import CLAUSES_BITS, clauses

BLANKS = " \t\n\r\f\v"
"""Those that a normalised text can have."""
_FOLD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", BLANKS)

_END = "\0"
"""Parts texts that are spaced together. No text of the store has one."""
_TOGETHER = 64


def folded(words: str) -> str:
    """Words as they are looked for: without blanks, Latin letters small. The indexes in the databases do the same (`qiyue_folded` in PostgreSQL)."""
    return words.translate(_FOLD)


def add(connection: Connection, ids: Sequence[int], words: Sequence[str]) -> None:
    """Make clauses findable that were just written: by their ids, and their label, heading and text in one."""
    if ids and connection.dialect.name == "sqlite":
        rows = list(zip(ids, _spaced(words), strict=True))
        connection.exec_driver_sql("INSERT INTO clause_search (rowid, words) VALUES (?, ?)", rows)


def remove(connection: Connection, contracts: Sequence[int]) -> None:
    """Forget the clauses of contracts; before they are deleted, as SQLite's index must be told what it held."""
    if connection.dialect.name != "sqlite":
        return
    words = clauses.c.label + clauses.c.heading + clauses.c.text
    for contract in contracts:
        of_it = clauses.c.id.between(contract << CLAUSES_BITS, ((contract + 1) << CLAUSES_BITS) - 1)
        held = connection.execute(select(clauses.c.id, words).where(of_it)).all()
        if held:
            rows = list(zip([id_ for id_, _ in held], _spaced([text for _, text in held]), strict=True))
            connection.exec_driver_sql(
                "INSERT INTO clause_search (clause_search, rowid, words) VALUES ('delete', ?, ?)", rows
            )


def _spaced(texts: Sequence[str]) -> Iterator[str]:
    """Texts with each character a word of the index, which folds the letters itself: `folded` would take ten times as long.
    Many at a time, as numbers of characters: to join them one by one makes a string of each."""
    for at in range(0, len(texts), _TOGETHER):
        whole = _END.join(texts[at : at + _TOGETHER])
        for blank in BLANKS:
            whole = whole.replace(blank, "")
        characters = memoryview(whole.encode("utf-32-le")).cast("I")
        spaced = memoryview(bytearray(" ".encode("utf-32-le") * (2 * len(characters)))).cast("I")
        spaced[::2] = characters
        yield from str(spaced, "utf-32-le").split(_END)
