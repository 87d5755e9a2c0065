"""The tables, the same on SQLite and PostgreSQL. docs/store.md says what each column holds.

A contract is known by the sha256 of its bytes, and its rows hang on the small number `contracts.id`. A clause's id is made
of the contract's number and its own place (`clause_id`): the rows of a contract are written without asking back.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    column,
)  # fmt: skip

REVISION = "0004"
"""The newest revision in store/migrations/versions, which this code reads and writes."""

CLAUSES_BITS = 21
"""A contract has at most 2**21 clauses: characters are limited to 5 million, and a clause takes three."""

BIG = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts rows of their own accord only where the key is called INTEGER; it holds 64 bits all the same."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Time(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both databases; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def clause_id(contract: int, position: int) -> int:
    """The id of a contract's clause; those of one contract are `clause_id(contract, 0)` up to the next contract's."""
    if position >> CLAUSES_BITS:
        raise ValueError(f"a contract of more than {1 << CLAUSES_BITS} clauses")
    return contract << CLAUSES_BITS | position


def clause_ids(contract: int, count: int) -> range:
    """The ids of a contract's clauses, of which there are so many."""
    first = clause_id(contract, 0)
    return range(first, clause_id(contract, count - 1) + 1) if count else range(first, first)


def _of_contract() -> Column[int]:
    return Column("contract_id", BIG, ForeignKey("contracts.id", ondelete="CASCADE"), primary_key=True)


def _position() -> Column[int]:
    return Column("position", Integer, primary_key=True, autoincrement=False)


def _where_there(name: str) -> Index:
    """Fields by name and a value. Most have none, and to search for one leaves those out."""
    there = column(name).is_not(None)
    return Index(None, "name", name, sqlite_where=there, postgresql_where=there)


runs = Table(
    "runs", metadata,
    Column("id", BIG, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("started_at", Time, nullable=False),
    Column("finished_at", Time),
    Column("version", String(32), nullable=False),
    Column("rules_sha256", String(64), nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("done", Integer, nullable=False, default=0),
    Column("failed", Integer, nullable=False, default=0),
    Column("skipped", Integer, nullable=False, default=0),
)  # fmt: skip

contracts = Table(
    "contracts", metadata,
    Column("id", BIG, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("media_type", String(128), nullable=False),
    Column("reader", String(16), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("pages", Integer),
    Column("characters", Integer, nullable=False),
    Column("title", Text),
    Column("type", String(64)),
    Column("clauses", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("infos", Integer, nullable=False),
    Column("notices", Integer, nullable=False),
    Column("rules_version", String(32), nullable=False),
    Column("rules_sha256", String(64), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("side", Text),
    Column("report_sha256", String(64), nullable=False),
    Column("run_id", BIG, ForeignKey("runs.id", ondelete="SET NULL")),
    Column("added_at", Time, nullable=False),
    Column("read_at", Time, nullable=False),
    Index(None, "type"),
    Index(None, "run_id"),
    Index(None, "rules_sha256"),
    Index(None, "read_at"),
)  # fmt: skip

paths = Table(
    "paths", metadata,
    _of_contract(),
    Column("digest", String(64), primary_key=True),
    Column("path", Text, nullable=False),
    Column("run_id", BIG, ForeignKey("runs.id", ondelete="SET NULL")),
    Column("seen_at", Time, nullable=False),
    Index(None, "digest"),
)  # fmt: skip

clauses = Table(
    "clauses", metadata,
    Column("id", BIG, primary_key=True, autoincrement=False),
    Column("contract_id", BIG, ForeignKey("contracts.id", ondelete="CASCADE"), nullable=False),
    Column("clause", String(64), nullable=False),
    Column("parent", String(64)),
    Column("kind", String(16), nullable=False),
    Column("level", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("page", Integer),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index(None, "contract_id"),
)  # fmt: skip

fields = Table(
    "fields", metadata,
    _of_contract(),
    _position(),
    Column("name", String(128), nullable=False),
    Column("title", Text, nullable=False),
    Column("role", Text),
    Column("object", Text),
    Column("status", String(16), nullable=False),
    Column("kind", String(16)),
    Column("norm", Text),
    Column("value", JSON(none_as_null=True)),
    Column("number", Double),
    Column("fen", BigInteger),
    Column("currency", String(8)),
    Column("per", String(8)),
    Column("day", Date),
    Column("seconds", BigInteger),
    Column("unit", String(16)),
    Column("qualifier", String(16)),
    Column("clock", String(16)),
    Column("anchor", Text),
    Column("clause", String(64)),
    Column("rule", String(128)),
    Column("confidence", Double, nullable=False),
    Column("quote", Text),
    Column("page", Integer),
    Column("start", Integer),
    Column("end", Integer),
    Index(None, "name", "status"),
    *(_where_there(name) for name in ("number", "seconds", "day")),
)  # fmt: skip

findings = Table(
    "findings", metadata,
    _of_contract(),
    _position(),
    Column("check", String(128), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
    Column("subject", Text),
    Column("clauses", JSON, nullable=False),
    Column("quote", Text),
    Column("page", Integer),
    Column("start", Integer),
    Column("end", Integer),
    Index(None, "check"),
    Index(None, "severity", "kind"),
)  # fmt: skip

notices = Table(
    "notices", metadata,
    _of_contract(),
    _position(),
    Column("code", String(128), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("place", Text),
    Index(None, "code"),
)  # fmt: skip

reports = Table("reports", metadata, _of_contract(), Column("report", LargeBinary, nullable=False))
readings = Table("readings", metadata, _of_contract(), Column("reading", LargeBinary, nullable=False))

failures = Table(
    "failures", metadata,
    Column("digest", String(64), primary_key=True),
    Column("path", Text, nullable=False),
    Column("sha256", String(64)),
    Column("code", String(32), nullable=False),
    Column("message", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("run_id", BIG, ForeignKey("runs.id", ondelete="SET NULL")),
    Column("failed_at", Time, nullable=False),
    Index(None, "sha256"),
    Index(None, "run_id"),
)  # fmt: skip

OF_CONTRACT = (clauses, fields, findings, notices, reports)
"""What is written anew when a contract is read anew; a reading stays, where no new one comes."""
