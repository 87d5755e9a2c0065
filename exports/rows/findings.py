"""One row for each finding of each contract."""

from __future__ import annotations

from collections.abc import Iterator

from exports.rows.column import Cell, Column, Rows
from exports.rows.quotes import called, first_page, places_of, quoted
from models.kept import Kept

_COLUMNS = (
    Column("sha256", "文件指纹", width=12),
    Column("file", "文件", width=28),
    Column("n", "序号", "integer", 6),
    Column("severity", "级别", width=9),
    Column("kind", "类别", width=9),
    Column("check", "检查", width=26),
    Column("title", "问题", width=26),
    Column("message", "说明", width=60),
    Column("advice", "建议", width=40),
    Column("basis", "依据", "list", 40),
    Column("subject", "对象", width=12),
    Column("clauses", "条款", "list", 22),
    Column("searched", "查看范围", "list", 12),
    Column("quote", "原文", width=60),
    Column("page", "页", "integer", 5),
    Column("places", "位置", width=16),
)


def _rows(kept: Kept) -> Iterator[tuple[Cell, ...]]:
    source, names = kept.report.source, called(kept.report)
    for n, finding in enumerate(kept.report.findings, 1):
        yield (
            source.sha256, source.name, n, finding.severity, finding.kind, finding.check, finding.title, finding.message,
            finding.advice, tuple(f"{basis.law}{basis.article}：{basis.paraphrase}" for basis in finding.basis),
            finding.subject, tuple(names.get(clause) or clause for clause in finding.clauses), finding.searched,
            quoted(finding.evidence), first_page(finding.evidence), places_of(finding.evidence),
        )  # fmt: skip


FINDINGS = Rows("问题", _COLUMNS, _rows)
