"""Writing costs less: indexes of fields by a value hold the fields that have one, and SQLite's index of words is written
once a transaction."""

from __future__ import annotations

from alembic import op
from sqlalchemy import column

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for name in ("number", "seconds", "day"):
        op.drop_index(f"ix_fields_name_{name}", "fields")
        there = column(name).is_not(None)
        op.create_index(f"ix_fields_name_{name}", "fields", ["name", name], sqlite_where=there, postgresql_where=there)
    if op.get_bind().dialect.name == "sqlite":
        # Bytes that it gathers before it writes a part of the index: those of a hundred contracts, not of thirty.
        op.get_bind().exec_driver_sql("INSERT INTO clause_search (clause_search, rank) VALUES ('hashsize', 4194304)")
