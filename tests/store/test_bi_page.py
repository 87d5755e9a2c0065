"""docs/bi.md: its views have the columns that it says, and its SQL runs as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from reports import LEASE, SALE, report
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from parser.packs import default_packs
from store.connect import Store
from store.opening import open_store
from store.write import save_report, start_run

PAGE = (Path(__file__).parents[2] / "docs" / "bi.md").read_text("utf-8")
ALL = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
BLOCKS = [block for block in ALL if "CREATE ROLE" not in block]
EMPTY = ("90",)
"""What these contracts need not have: an end within 90 days of the day on which the test runs."""


@pytest.fixture
def filled(store: Store) -> Store:
    run = start_run(store, version="0", rules_sha256="0", arguments={})
    for name, words in (("a.txt", LEASE), ("b.txt", SALE)):
        save_report(store, report(words, name), paths=[name], run=run)
    return store


def test_every_question_has_an_answer(filled: Store) -> None:
    other = "PostgreSQL" if filled.sqlite else "SQLite"
    asked = [block for block in BLOCKS if f"-- {other}" not in block]
    assert len(asked) == len(BLOCKS) - 2
    with filled.reading() as connection:
        for block in asked:
            rows = connection.execute(text(block.replace(":", "\\:"))).all()
            assert rows or any(word in block for word in EMPTY), block


def test_the_columns_are_those_of_the_views(filled: Store) -> None:
    rows = re.findall(r"^\| `(bi_\w+)` \| .*? \| (.*) \|$", PAGE, re.MULTILINE)
    assert [name for name, _ in rows] == ["bi_contracts", "bi_fields", "bi_findings"]
    with filled.reading() as connection:
        for name, columns in rows:
            found = connection.execute(text(f"SELECT * FROM {name}")).keys()
            assert list(found) == re.findall(r"`(\w+)`", columns)


def test_what_is_named_is_there() -> None:
    packs = default_packs()
    assert set(re.findall(r"check_id = '([^']+)'", PAGE)) <= {check.id for check in packs.checks}
    assert set(re.findall(r"\bname = '([^']+)'", PAGE)) <= {field.name for field in packs.fields}


def test_a_role_of_its_own_sees_the_views_alone(new_postgres: Callable[[], str]) -> None:
    (grants,) = (block for block in ALL if "CREATE ROLE" in block)
    with open_store(new_postgres(), create=True) as opened, opened.engine.connect() as connection:
        # What is not committed is gone at the end: roles are the server's, which other tests use.
        for statement in grants.split(";")[:3]:
            connection.execute(text(statement))
        connection.execute(text("SET LOCAL ROLE bi"))
        assert connection.execute(text("SELECT COUNT(*) FROM bi_findings")).scalar() == 0
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text("SELECT COUNT(*) FROM reports"))
