"""Tables of the reviewer's desk: its queue, what people decided, who they are, what they did, whom to tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from store.schema import BIG, Time, metadata

jobs = Table(
    "jobs",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("contract", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("pages_done", Integer),
    Column("pages", Integer),
    Column("error", Text),
    Column("detail", Text),
    Column("remedy", Text),
    Column("by", Text, nullable=False),
    Column("queued", Time, nullable=False),
    Column("started", Time),
    Column("ended", Time),
)
"""`state`: queued, running, done, failed, cancelled, or cancelling (running, and to be ended)."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("contract", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("after", BIG, nullable=False),
    Column("action", Text, nullable=False),
    Column("value", Text),
    Column("reason", Text),
    Column("text", Text),
    Column("undoes", BIG),
    Column("said", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("due", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Time, nullable=False),
    # Two who saw the same state of a target cannot both write: one gets this index, the other a conflict.
    Index(None, "contract", "target", "after", unique=True),
)
"""Rows are added, never changed. `after` is the decision on the target that was seen; `said` is the field or finding as
the parser stated it, `report` the sha256 of the report it stood in, and `due` whether a review must come to it."""

people = Table(
    "people",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created", Time, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("created", Time, nullable=False),
    Column("expires", Time, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("created", Time, nullable=False),
    Column("expires", Time),
    Column("used", Time),
    Column("revoked", Time),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("at", Time, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("address", Text, nullable=False),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("url", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("created", Time, nullable=False),
    Column("removed", Time),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("webhook", ForeignKey("webhooks.id"), nullable=False, index=True),
    Column("message", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due", Time, nullable=False),
    Column("answer", Text),
)
"""`state`: waiting, delivered or given-up; `answer` is what the last attempt met with."""


def now(seconds: float = 0.0) -> datetime:
    """This moment, or one so many seconds later, in UTC."""
    return datetime.now(UTC) + timedelta(seconds=seconds)
