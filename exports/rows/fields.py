"""One row for each field of each contract."""

from __future__ import annotations

from collections.abc import Iterator

from exports.rows.column import Cell, Column, Rows
from exports.rows.quotes import called, first_page, places_of, quoted, span_of
from models.kept import Kept
from models.typed import typed

_COLUMNS = (
    Column("sha256", "文件指纹", width=12),
    Column("file", "文件", width=28),
    Column("n", "序号", "integer", 6),
    Column("name", "要素代码", width=18),
    Column("title", "要素", width=14),
    Column("role", "归属", width=8),
    Column("object", "对象", width=12),
    Column("status", "状态", width=10),
    Column("norm", "值", width=26),
    Column("number", "数值", "decimal", 14),
    Column("unit", "单位", width=7),
    Column("per", "每", width=5),
    Column("date", "日期", "date", 12),
    Column("qualifier", "限定", width=7),
    Column("clock", "计时", width=10),
    Column("anchor", "起算", width=22),
    Column("clause_id", "条款代码", width=9),
    Column("clause", "条款", width=22),
    Column("quote", "原文", width=60),
    Column("page", "页", "integer", 5),
    Column("span_start", "起", "integer", 8),
    Column("span_end", "止", "integer", 8),
    Column("places", "位置", width=16),
    Column("searched", "查看范围", "list", 12),
    Column("rule", "规则", width=18),
    Column("confidence", "把握", "real", 7),
)


def _rows(kept: Kept) -> Iterator[tuple[Cell, ...]]:
    source, names = kept.report.source, called(kept.report)
    for n, field in enumerate(kept.report.fields, 1):
        value, (start, end) = typed(field), span_of(field.evidence)
        searched = tuple(dict.fromkeys(clause for one in field.evidence for clause in one.searched))
        yield (
            source.sha256, source.name, n, field.name, field.title, field.role, field.object, field.status, field.norm,
            value.number, value.unit, value.per, value.day, field.qualifier, field.clock, field.anchor,
            field.clause, names.get(field.clause or ""), quoted(field.evidence), first_page(field.evidence), start, end,
            places_of(field.evidence), searched, field.rule, field.confidence,
        )  # fmt: skip


FIELDS = Rows("要素", _COLUMNS, _rows)
