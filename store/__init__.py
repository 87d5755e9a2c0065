"""Contracts kept: reports, clauses, fields and findings in SQLite or PostgreSQL. See docs/store.md."""
