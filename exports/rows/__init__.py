"""An archive as tables: which rows a contract gives, for every format that has rows."""

from __future__ import annotations

from exports.rows.column import Cell, Column, Rows
from exports.rows.contracts import CONTRACTS
from exports.rows.fields import FIELDS
from exports.rows.findings import FINDINGS

ROWS: dict[str, Rows] = {"contracts": CONTRACTS, "fields": FIELDS, "findings": FINDINGS}

__all__ = ["ROWS", "Cell", "Column", "Rows"]
