"""Views for tools that draw and count: bi_contracts, bi_fields, bi_findings. docs/bi.md says their columns.

SQLite does not alter a table that a view reads: a later migration that does drops the views first, and makes them again.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

TEXTS = ("contract_no", "sign_place", "term", "governing_law")
DAYS = ("sign_date", "term_start", "term_end")
MONEYS = ("total_price", "rent")
PARTIES = {"party_a": "甲方", "party_b": "乙方"}


def upgrade() -> None:
    for name in ("bi_findings", "bi_fields", "bi_contracts"):
        op.execute(f"DROP VIEW IF EXISTS {name}")
    for statement in (_contracts(), FIELDS, FINDINGS):
        op.get_bind().exec_driver_sql(statement)


def _contracts() -> str:
    """A row a contract. A term of which it gives several different values is NULL: none is known to be the one."""
    terms = [_only(f"name = '{name}'", "norm", name) for name in TEXTS]
    terms += [_only(f"name = '{name}'", "day", name) for name in DAYS]
    for name in MONEYS:
        terms.append(_only(f"name = '{name}'", "number", name))
        terms.append(_only(f"name = '{name}'", "currency", f"{name}_currency"))
        terms.append(_only(f"name = '{name}'", "per", f"{name}_per"))
    terms += [_only(f"name = 'party' AND role = '{role}'", "norm", name) for name, role in PARTIES.items()]
    return f"""
CREATE VIEW bi_contracts AS
SELECT c.sha256, c.name AS file, c.title, c.type, c.pages, c.errors, c.warnings, c.infos, c.notices, c.rules_version,
       c.as_of, c.run_id, c.added_at, c.read_at, {", ".join(f"t.{term.rpartition(' ')[2]}" for term in terms)},
       COALESCE(t.blank_fields, 0) AS blank_fields, COALESCE(t.unreadable_fields, 0) AS unreadable_fields,
       COALESCE(t.absent_fields, 0) AS absent_fields
FROM contracts c
LEFT JOIN (
    SELECT contract_id, {", ".join(terms)},
           SUM(CASE WHEN status = 'blank' THEN 1 ELSE 0 END) AS blank_fields,
           SUM(CASE WHEN status = 'unreadable' THEN 1 ELSE 0 END) AS unreadable_fields,
           SUM(CASE WHEN status = 'absent' THEN 1 ELSE 0 END) AS absent_fields
    FROM fields GROUP BY contract_id
) t ON t.contract_id = c.id"""  # noqa: S608 (names of this file)


def _only(where: str, column: str, name: str) -> str:
    """The value of a term where all that was found of it is the same."""
    norm = f"CASE WHEN {where} AND status = 'found' THEN norm END"
    value = f"CASE WHEN {where} AND status = 'found' THEN {column} END"
    return f"CASE WHEN COUNT(DISTINCT {norm}) = 1 THEN MAX({value}) END AS {name}"


FIELDS = """
CREATE VIEW bi_fields AS
SELECT c.sha256, c.name AS file, c.title AS contract_title, c.type AS contract_type, f.position + 1 AS n, f.name, f.title,
       f.role, f.object, f.status, f.kind, f.norm, f.number, f.fen, f.currency, f.per, f.day, f.seconds, f.qualifier,
       f.clock, f.anchor, f.clause, f.rule, f.confidence, f.quote, f.page
FROM fields f JOIN contracts c ON c.id = f.contract_id"""

FINDINGS = """
CREATE VIEW bi_findings AS
SELECT c.sha256, c.name AS file, c.title AS contract_title, c.type AS contract_type, g.position + 1 AS n,
       g."check" AS check_id, g.kind, g.severity, g.title, g.message, g.advice, g.subject, g.quote, g.page
FROM findings g JOIN contracts c ON c.id = g.contract_id"""
