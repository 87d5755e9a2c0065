"""A new SQLite store, made at once from what the migrations come to (store/migrations/newest.sql, which a test holds to them).

To load alembic and go through all of them takes a quarter of a second of CPU, which every archive would begin with.
"""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import inspect

from store.connect import Store

_SQL = files("store.migrations") / "newest.sql"
END = ";\n\n"
"""What stands between its statements."""


def make(store: Store) -> None:
    """Make the tables, unless another process has made them meanwhile. All or nothing."""
    with store.writing() as connection:
        if not inspect(connection).has_table("alembic_version"):
            for statement in _SQL.read_text("utf-8").split(END):
                connection.exec_driver_sql(statement)
