"""What an overview shows, in the words of a reviewer: the same panels for a terminal, a page and a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.rows.spoken import SEVERITIES, STATUSES, TYPES
from models.overview import Count, Overview

_STATES = {"error": "有错误", "warning": "有警告", "info": "仅有提示", "none": "未发现问题"}
_MOST = 20
"""Bars of a panel; the others are said together."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`tone` is the severity or the status whose colour it has, or empty."""

    label: str
    number: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars, and what is said below them of what they leave out."""

    title: str
    bars: tuple[Bar, ...]
    below: str = ""


def headline(overview: Overview) -> str:
    """The archive in one line."""
    parts = [f"合同 {overview.contracts:,} 份", f"文件 {overview.files:,} 个"]
    if overview.failures:
        parts.append(f"未能读取 {overview.failures:,} 个")
    return " · ".join(parts)


def panels(overview: Overview) -> tuple[Panel, ...]:
    """Every panel of an overview, in the order in which one reads them; those without bars among them."""
    ending = overview.ending
    told = (
        ("此前已届满", ending.before), ("更晚", ending.behind), ("其中按起始日与期限推算", ending.counted),
        ("起始日或期限未定、无法推算", ending.open), ("未写明", ending.undated),
    )  # fmt: skip
    types = [Bar(TYPES.get(one.key, one.key) or "类型不明", one.number) for one in overview.types]
    checks = [Bar(f"{SEVERITIES[one.severity]} {one.title}", one.contracts, one.severity) for one in overview.checks]
    numbers = {one.key: one.number for one in overview.states}
    return (
        Panel("合同类型", tuple(types[:_MOST]), _rest(types)),
        Panel(
            "审查结果（按每份合同最严重的问题）",
            tuple(Bar(_STATES[key], numbers[key], key) for key in _STATES if key in numbers),
        ),
        Panel(
            f"届满月份（自 {ending.since} 起）",
            tuple(_months(ending.months)),
            "，".join(f"{word} {number:,} 份" for word, number in told if number),
        ),
        Panel(
            "当事人",
            tuple(Bar(one.key, one.number) for one in overview.parties),
            f"共 {overview.named:,} 个当事人" if overview.named > len(overview.parties) else "",
        ),
        Panel("要素状态", tuple(Bar(STATUSES.get(one.key, one.key), one.number, one.key) for one in overview.fields)),
        Panel("问题（按合同份数）", tuple(checks[:_MOST]), _rest(checks)),
    )


def _months(listed: Sequence[Count]) -> Iterator[Bar]:
    """Each month from the first in which a contract ends to the last: one without is seen, too."""
    numbers = {one.key: one.number for one in listed}
    if not numbers:
        return
    first, last = (int(key[:4]) * 12 + int(key[5:]) - 1 for key in (min(numbers), max(numbers)))
    for month in range(first, last + 1):
        key = f"{month // 12:04}-{month % 12 + 1:02}"
        yield Bar(key, numbers.get(key, 0))


def _rest(bars: list[Bar]) -> str:
    more = bars[_MOST:]
    return f"另有 {len(more)} 项，共 {sum(bar.number for bar in more):,} 份次" if more else ""
