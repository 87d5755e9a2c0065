"""The reviewer's desk: its queue, decisions, people with their sessions and tokens, the audit log, webhooks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "audit",
        Column("id", BIG, nullable=False),
        Column("at", TIME, nullable=False),
        Column("who", sa.Text(), nullable=False),
        Column("action", sa.Text(), nullable=False),
        Column("object", sa.Text(), nullable=False),
        Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_table(
        "decisions",
        Column("id", BIG, nullable=False),
        Column("contract", sa.Text(), nullable=False),
        Column("target", sa.Text(), nullable=False),
        Column("after", BIG, nullable=False),
        Column("action", sa.Text(), nullable=False),
        Column("value", sa.Text()),
        Column("reason", sa.Text()),
        Column("text", sa.Text()),
        Column("undoes", BIG),
        Column("said", sa.Text(), nullable=False),
        Column("report", sa.Text(), nullable=False),
        Column("due", sa.Boolean(), nullable=False),
        Column("by", sa.Text(), nullable=False),
        Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_contract_target_after", "decisions", ["contract", "target", "after"], unique=True)
    op.create_table(
        "jobs",
        Column("id", BIG, nullable=False),
        Column("contract", sa.Text(), nullable=False),
        Column("name", sa.Text(), nullable=False),
        Column("bytes", sa.BigInteger(), nullable=False),
        Column("state", sa.Text(), nullable=False),
        Column("attempts", sa.Integer(), nullable=False),
        Column("pages_done", sa.Integer()),
        Column("pages", sa.Integer()),
        Column("error", sa.Text()),
        Column("detail", sa.Text()),
        Column("remedy", sa.Text()),
        Column("by", sa.Text(), nullable=False),
        Column("queued", TIME, nullable=False),
        Column("started", TIME),
        Column("ended", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_contract", "jobs", ["contract"], unique=False)
    op.create_index("ix_jobs_state", "jobs", ["state"], unique=False)
    op.create_table(
        "people",
        Column("id", BIG, nullable=False),
        Column("name", sa.Text(), nullable=False),
        Column("role", sa.Text(), nullable=False),
        Column("password", sa.Text(), nullable=False),
        Column("active", sa.Boolean(), nullable=False),
        Column("created", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("name", name="uq_people_name"),
    )
    op.create_table(
        "webhooks",
        Column("id", BIG, nullable=False),
        Column("url", sa.Text(), nullable=False),
        Column("secret", sa.Text(), nullable=False),
        Column("created", TIME, nullable=False),
        Column("removed", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    op.create_table(
        "deliveries",
        Column("id", BIG, nullable=False),
        Column("webhook", BIG, nullable=False),
        Column("message", sa.Text(), nullable=False),
        Column("payload", sa.Text(), nullable=False),
        Column("state", sa.Text(), nullable=False),
        Column("attempts", sa.Integer(), nullable=False),
        Column("due", TIME, nullable=False),
        Column("answer", sa.Text()),
        sa.ForeignKeyConstraint(["webhook"], ["webhooks.id"], name="fk_deliveries_webhook"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_state", "deliveries", ["state"], unique=False)
    op.create_index("ix_deliveries_webhook", "deliveries", ["webhook"], unique=False)
    op.create_table(
        "sessions",
        Column("digest", sa.Text(), nullable=False),
        Column("person", BIG, nullable=False),
        Column("created", TIME, nullable=False),
        Column("expires", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_sessions_person"),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )
    op.create_index("ix_sessions_person", "sessions", ["person"], unique=False)
    op.create_table(
        "tokens",
        Column("id", BIG, nullable=False),
        Column("person", BIG, nullable=False),
        Column("name", sa.Text(), nullable=False),
        Column("digest", sa.Text(), nullable=False),
        Column("scopes", sa.Text(), nullable=False),
        Column("created", TIME, nullable=False),
        Column("expires", TIME),
        Column("used", TIME),
        Column("revoked", TIME),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_tokens_person"),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
    )
    op.create_index("ix_tokens_person", "tokens", ["person"], unique=False)
