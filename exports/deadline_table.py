"""Deadlines for a person at a terminal: those that have a day, by day, then those that hang on something."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from models.deadline import Deadline

_CUT = 60


def deadline_table(entries: Sequence[tuple[str, Deadline]], *, undated: int | None = None) -> RenderableType:
    """Entries are what a contract is called, and a deadline of it. `undated` counts those that are left out because a
    span of days was asked for; None shows them."""
    dated = sorted((entry for entry in entries if entry[1].date), key=lambda entry: (str(entry[1].date), entry[0]))
    open_ = [entry for entry in entries if not entry[1].date]
    parts: list[RenderableType] = (
        [_table(f"期限 {len(dated)} 项", dated)] if dated else [Text("没有可算出日期的期限。")]
    )
    if open_ and undated is None:
        parts.append(_table(f"日期待定 {len(open_)} 项（起算之日合同未写明，或为空白）", open_))
    elif undated:
        parts.append(Text(f"另有{undated}项日期待定，未列出；不限日期时列出。", style="dim"))
    return Group(*parts)


def _table(title: str, entries: Sequence[tuple[str, Deadline]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", expand=True)
    table.add_column("日期", no_wrap=True)
    for head, ratio in (("期限", 3), ("合同", 4), ("算法", 5), ("条款", 3), ("原文", 6), ("说明", 6)):
        table.add_column(head, ratio=ratio, overflow="fold")
    for name, deadline in entries:
        about = " ".join(word for word in (deadline.role, deadline.object) if word)
        day = Text(deadline.date or "待定", style="bold" if deadline.date else "dim")
        if deadline.provisional:
            day.append("*", style="yellow")
        quote = " ".join(deadline.evidence[0].quote.split()) if deadline.evidence else ""
        told = [*deadline.notes, *(f"{basis.law}{basis.article}" for basis in deadline.basis)]
        table.add_row(
            day, Text(f"{deadline.title}（{about}）" if about else deadline.title), Text(name), Text(deadline.formula),
            Text(deadline.where), Text(f"「…{quote[-_CUT:]}」" if len(quote) > _CUT else f"「{quote}」"),
            Text("\n".join(told), style="dim"),
        )  # fmt: skip
    if any(deadline.provisional for _, deadline in entries):
        table.caption = "* 该年放假安排尚未公布，按周一至周五为工作日推算。"
        table.caption_justify = "left"
    return table
