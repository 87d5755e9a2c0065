"""Contracts with their paths, clauses, fields, findings, notices, reports and readings; runs; failures; search.

A migration is history: it says the tables as they were then, and does not change when store/schema.py does.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

FOLDED = 'lower(words COLLATE "C")'
for blank in ("' '", "E'\\t'", "E'\\n'", "E'\\r'", "E'\\f'", "E'\\v'"):
    FOLDED = f"replace({FOLDED}, {blank}, '')"

FUNCTIONS = (
    f"""
CREATE FUNCTION qiyue_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT {FOLDED}
$$""",
    # The characters, the pairs that begin at the first, and those that begin at the second.
    f"""
CREATE FUNCTION qiyue_grams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 3000 AS $$
    SELECT string_to_array(said, NULL)
        || string_to_array(regexp_replace(said, '(..)', '\\1 ', 'g'), ' ')
        || string_to_array(regexp_replace(substr(said, 2), '(..)', '\\1 ', 'g'), ' ')
    FROM (SELECT {FOLDED} AS said) AS told
$$""",  # noqa: S608 (constants)
    """
CREATE INDEX ix_clauses_grams ON clauses USING gin (qiyue_grams(label || heading || text COLLATE "C"))
""",
)

PUNCTUATION = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        quoted = PUNCTUATION.replace("'", "''")
        tokenize = f"ascii tokenchars '{quoted}'".replace("'", "''")
        # The driver must not read the punctuation as parameters.
        op.get_bind().exec_driver_sql(
            f"CREATE VIRTUAL TABLE clause_search USING fts5(words, content='', tokenize='{tokenize}')"
        )
    else:
        for statement in FUNCTIONS:
            op.get_bind().exec_driver_sql(statement)


def _tables() -> None:
    op.create_table(
        "runs",
        Column("id", BIG, nullable=False),
        Column("state", sa.String(16), nullable=False),
        Column("started_at", TIME, nullable=False),
        Column("finished_at", TIME),
        Column("version", sa.String(32), nullable=False),
        Column("rules_sha256", sa.String(64), nullable=False),
        Column("arguments", sa.JSON(), nullable=False),
        Column("done", sa.Integer(), nullable=False),
        Column("failed", sa.Integer(), nullable=False),
        Column("skipped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "contracts",
        Column("id", BIG, nullable=False),
        Column("sha256", sa.String(64), nullable=False),
        Column("name", sa.Text(), nullable=False),
        Column("media_type", sa.String(128), nullable=False),
        Column("reader", sa.String(16), nullable=False),
        Column("bytes", sa.BigInteger(), nullable=False),
        Column("pages", sa.Integer()),
        Column("characters", sa.Integer(), nullable=False),
        Column("title", sa.Text()),
        Column("type", sa.String(64)),
        Column("clauses", sa.Integer(), nullable=False),
        Column("errors", sa.Integer(), nullable=False),
        Column("warnings", sa.Integer(), nullable=False),
        Column("infos", sa.Integer(), nullable=False),
        Column("notices", sa.Integer(), nullable=False),
        Column("rules_version", sa.String(32), nullable=False),
        Column("rules_sha256", sa.String(64), nullable=False),
        Column("as_of", sa.String(10), nullable=False),
        Column("side", sa.Text()),
        Column("report_sha256", sa.String(64), nullable=False),
        Column("run_id", BIG),
        Column("added_at", TIME, nullable=False),
        Column("read_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_contracts_run_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_contracts"),
        sa.UniqueConstraint("sha256", name="uq_contracts_sha256"),
    )
    op.create_index("ix_contracts_read_at", "contracts", ["read_at"], unique=False)
    op.create_index("ix_contracts_rules_sha256", "contracts", ["rules_sha256"], unique=False)
    op.create_index("ix_contracts_run_id", "contracts", ["run_id"], unique=False)
    op.create_index("ix_contracts_type", "contracts", ["type"], unique=False)
    op.create_table(
        "failures",
        Column("digest", sa.String(64), nullable=False),
        Column("path", sa.Text(), nullable=False),
        Column("sha256", sa.String(64)),
        Column("code", sa.String(32), nullable=False),
        Column("message", sa.Text(), nullable=False),
        Column("remedy", sa.Text(), nullable=False),
        Column("attempts", sa.Integer(), nullable=False),
        Column("run_id", BIG),
        Column("failed_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_failures_run_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("digest", name="pk_failures"),
    )
    op.create_index("ix_failures_run_id", "failures", ["run_id"], unique=False)
    op.create_index("ix_failures_sha256", "failures", ["sha256"], unique=False)
    op.create_table(
        "clauses",
        Column("id", BIG, autoincrement=False, nullable=False),
        Column("contract_id", BIG, nullable=False),
        Column("clause", sa.String(64), nullable=False),
        Column("parent", sa.String(64)),
        Column("kind", sa.String(16), nullable=False),
        Column("level", sa.Integer(), nullable=False),
        Column("label", sa.Text(), nullable=False),
        Column("heading", sa.Text(), nullable=False),
        Column("text", sa.Text(), nullable=False),
        Column("topics", sa.JSON(), nullable=False),
        Column("page", sa.Integer()),
        Column("start", sa.Integer(), nullable=False),
        Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name="fk_clauses_contract_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_clauses"),
    )
    op.create_index("ix_clauses_contract_id", "clauses", ["contract_id"], unique=False)
    op.create_table(
        "fields",
        Column("contract_id", BIG, nullable=False),
        Column("position", sa.Integer(), autoincrement=False, nullable=False),
        Column("name", sa.String(128), nullable=False),
        Column("title", sa.Text(), nullable=False),
        Column("role", sa.Text()),
        Column("object", sa.Text()),
        Column("status", sa.String(16), nullable=False),
        Column("kind", sa.String(16)),
        Column("norm", sa.Text()),
        Column("value", sa.JSON()),
        Column("number", sa.Double()),
        Column("fen", sa.BigInteger()),
        Column("currency", sa.String(8)),
        Column("per", sa.String(8)),
        Column("day", sa.Date()),
        Column("seconds", sa.BigInteger()),
        Column("unit", sa.String(16)),
        Column("qualifier", sa.String(16)),
        Column("clock", sa.String(16)),
        Column("anchor", sa.Text()),
        Column("clause", sa.String(64)),
        Column("rule", sa.String(128)),
        Column("confidence", sa.Double(), nullable=False),
        Column("quote", sa.Text()),
        Column("page", sa.Integer()),
        Column("start", sa.Integer()),
        Column("end", sa.Integer()),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name="fk_fields_contract_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contract_id", "position", name="pk_fields"),
    )
    op.create_index("ix_fields_name_day", "fields", ["name", "day"], unique=False)
    op.create_index("ix_fields_name_number", "fields", ["name", "number"], unique=False)
    op.create_index("ix_fields_name_seconds", "fields", ["name", "seconds"], unique=False)
    op.create_index("ix_fields_name_status", "fields", ["name", "status"], unique=False)
    op.create_table(
        "findings",
        Column("contract_id", BIG, nullable=False),
        Column("position", sa.Integer(), autoincrement=False, nullable=False),
        Column("check", sa.String(128), nullable=False),
        Column("kind", sa.String(16), nullable=False),
        Column("severity", sa.String(16), nullable=False),
        Column("title", sa.Text(), nullable=False),
        Column("message", sa.Text(), nullable=False),
        Column("advice", sa.Text(), nullable=False),
        Column("subject", sa.Text()),
        Column("clauses", sa.JSON(), nullable=False),
        Column("quote", sa.Text()),
        Column("page", sa.Integer()),
        Column("start", sa.Integer()),
        Column("end", sa.Integer()),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name="fk_findings_contract_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contract_id", "position", name="pk_findings"),
    )
    op.create_index("ix_findings_check", "findings", ["check"], unique=False)
    op.create_index("ix_findings_severity_kind", "findings", ["severity", "kind"], unique=False)
    op.create_table(
        "notices",
        Column("contract_id", BIG, nullable=False),
        Column("position", sa.Integer(), autoincrement=False, nullable=False),
        Column("code", sa.String(128), nullable=False),
        Column("stage", sa.String(16), nullable=False),
        Column("message", sa.Text(), nullable=False),
        Column("place", sa.Text()),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name="fk_notices_contract_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contract_id", "position", name="pk_notices"),
    )
    op.create_index("ix_notices_code", "notices", ["code"], unique=False)
    op.create_table(
        "paths",
        Column("contract_id", BIG, nullable=False),
        Column("digest", sa.String(64), nullable=False),
        Column("path", sa.Text(), nullable=False),
        Column("run_id", BIG),
        Column("seen_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name="fk_paths_contract_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_paths_run_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("contract_id", "digest", name="pk_paths"),
    )
    op.create_index("ix_paths_digest", "paths", ["digest"], unique=False)
    op.create_table(
        "readings",
        Column("contract_id", BIG, nullable=False),
        Column("reading", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name="fk_readings_contract_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contract_id", name="pk_readings"),
    )
    op.create_table(
        "reports",
        Column("contract_id", BIG, nullable=False),
        Column("report", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name="fk_reports_contract_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contract_id", name="pk_reports"),
    )
