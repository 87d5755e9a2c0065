"""One wide row for each contract: its terms side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Literal

from exports.rows.column import Cell, Column, Kind, Rows
from models.kept import Kept
from models.report import Field, Report
from models.typed import typed

Shape = Literal["text", "date", "money", "number"]

_SINGLE: tuple[tuple[str, str, Shape], ...] = (
    ("contract_type", "类型", "text"), ("contract_title", "名称", "text"), ("contract_no", "编号", "text"),
    ("sign_date", "签订日期", "date"), ("sign_place", "签订地点", "text"), ("term", "期限", "text"),
    ("term_start", "起始日", "date"), ("term_end", "终止日", "date"), ("total_price", "总价", "money"),
    ("rent", "租金", "money"), ("interest_rate", "利率", "text"), ("probation", "试用期", "text"),
    ("non_compete_term", "竞业限制期限", "text"), ("governing_law", "适用法律", "text"), ("copies", "份数", "number"),
)  # fmt: skip
"""Terms of which a contract has one. Each gives a column, and beside it a status: where the contract gives several
different values, it is `several` and the value is left empty, for none of them is known to be the one."""

_LISTS = (
    ("party", "当事人"), ("dispute_method", "争议解决"), ("dispute_forum", "管辖机构"), ("payment_share", "付款比例"),
    ("payment_days", "付款期限"), ("tax_rate", "税率"), ("deposit", "定金"), ("security_deposit", "押金与保证金"),
    ("retention_rate", "质保金比例"), ("warranty_period", "质保期"), ("response_time", "响应时间"),
    ("onsite_time", "到场时间"), ("repair_time", "修复时间"), ("handling_time", "处理时间"), ("notice_period", "通知期"),
    ("penalty_rate", "违约金比例"), ("penalty_amount", "违约金金额"), ("penalty_cap", "违约金上限"),
    ("confidentiality_term", "保密期限"), ("cited_law", "引用法律"),
)  # fmt: skip
"""Terms of which a contract has any number: every value that was found, with whose or of what it is in brackets."""


_KINDS: dict[Shape, Kind] = {"text": "text", "date": "date", "number": "decimal"}


def _columns() -> Iterator[Column]:
    yield Column("sha256", "文件指纹", width=12)
    yield Column("file", "文件", width=28)
    yield Column("paths", "路径", "list", 28)
    for name, title, shape in _SINGLE:
        if shape == "money":
            yield Column(name, title, "decimal", 14)
            yield Column(f"{name}_unit", f"{title}币种", width=8)
        else:
            yield Column(name, title, _KINDS[shape], 26 if name == "contract_title" else 14)
        yield Column(f"{name}_status", f"{title}状态", width=10)
    for name, title in _LISTS:
        yield Column(name, title, "list", 36 if name == "party" else 24)
    yield Column("other_fields", "其他要素", width=16)
    for name, title in (("errors", "错误"), ("warnings", "警告"), ("infos", "提示"), ("notices", "读取说明")):
        yield Column(name, title, "integer", 8)
    yield Column("blank_fields", "空白要素", "list", 18)
    yield Column("unreadable_fields", "不清要素", "list", 18)
    yield Column("media_type", "格式", width=16)
    yield Column("pages", "页数", "integer", 6)
    yield Column("reader", "读取方式", width=9)
    yield Column("rules_version", "规则版本", width=9)
    yield Column("rules_sha256", "规则指纹", width=12)
    yield Column("as_of", "法律截至", width=12)


def _rows(kept: Kept) -> Iterator[tuple[Cell, ...]]:
    report = kept.report
    source, rules = report.source, report.rules
    severities = [finding.severity for finding in report.findings]
    yield (
        source.sha256, source.name, kept.paths,
        *(cell for name, _, shape in _SINGLE for cell in _single([f for f in report.fields if f.name == name], shape)),
        *(_listed([f for f in report.fields if f.name == name]) for name, _ in _LISTS),
        _others(report), severities.count("error"), severities.count("warning"), severities.count("info"),
        len(report.notices), _with_status(report, "blank"), _with_status(report, "unreadable"), source.media_type,
        source.pages, source.reader, rules.version, rules.sha256, rules.as_of,
    )  # fmt: skip


def _single(fields: Sequence[Field], shape: Shape) -> Iterator[Cell]:
    """The cells of one term: its value (an amount and its unit), then its status; None where it was not asked for."""
    found = {field.norm: field for field in fields if field.status == "found"}
    only = next(iter(found.values())) if len(found) == 1 else None
    value = typed(only) if only else None
    if shape == "money":
        yield value.number if value else None
        yield "/".join(part for part in (value.unit, value.per) if part) or None if value else None
    elif shape == "text":
        yield only.norm if only else None
    else:
        yield (value.day if shape == "date" else value.number) if value else None
    if len(found) > 1:
        yield "several"
    else:
        yield only.status if only else fields[0].status if fields else None


def _listed(fields: Sequence[Field]) -> tuple[str, ...]:
    texts = (_with_about(field) for field in fields if field.status == "found" and field.norm)
    return tuple(dict.fromkeys(texts))


def _with_about(field: Field) -> str:
    clock = "工作日" if field.clock == "workday" else None
    about = " ".join(word for word in (field.role, field.object, clock) if word)
    return f"{field.norm}（{about}）" if about else str(field.norm)


def _others(report: Report) -> str | None:
    """Fields of rule packs of one's own, as a JSON object of lists."""
    others: dict[str, list[str]] = {}
    for field in report.fields:
        if field.name not in _NAMED and field.status == "found" and field.norm:
            others.setdefault(field.name, []).append(field.norm)
    return json.dumps(others, ensure_ascii=False, sort_keys=True) if others else None


def _with_status(report: Report, status: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field.title for field in report.fields if field.status == status))


_NAMED = frozenset((*(name for name, *_ in _SINGLE), *(name for name, _ in _LISTS)))

CONTRACTS = Rows("合同", tuple(_columns()), _rows)
