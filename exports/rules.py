"""Rules for a person at a terminal: the list of them, one of them, and how their examples did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import yaml
from pydantic import BaseModel
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from exports.rows.spoken import SEVERITIES, SEVERITY_STYLES
from models.catalogue import Row, Trial
from models.phrase import Phrase

KINDS = {
    "check": "检查",
    "playbook": "审查要点",
    "field": "要素",
    "phrase": "表述",
    "topic": "主题",
    "fact": "事实",
    "deadline": "期限",
    "event": "起算事件",
    "law": "法律",
}
ABOUT = {
    "missing": "缺失", "conflict": "矛盾", "risk": "风险", "citation": "引用", "form": "形式", "duration": "期间",
    "money": "金额", "rate": "比例", "date": "日期", "number": "数目", "text": "文字", "repealed": "已废止",
    "amended": "已修改", "renamed": "已更名",
}  # fmt: skip


_EXAMPLES = ("hit", "miss", "examples", "others")


def as_data(row: Row) -> dict[str, Any]:
    """A rule as JSON: where it was written, and its entries."""
    return {
        "kind": row.kind, "id": row.id, "title": row.title, "about": row.about, "severity": row.severity or None,
        "types": list(row.types), "pack": row.origin.pack, "file": row.origin.file, "line": row.origin.line,
    }  # fmt: skip


def entries(row: Row) -> list[dict[str, Any]]:
    """The entries of a rule, without what they leave at its default."""
    return [rule.model_dump(mode="json", exclude_defaults=True) for rule in row.rules]


def listed(rows: Sequence[Row]) -> RenderableType:
    """A table of rules."""
    table = Table(title=f"规则 {len(rows)} 条", title_justify="left", title_style="bold")
    table.add_column("编号", no_wrap=True, style="cyan")
    for name in ("名称", "类别", "级别", "适用合同", "规则包"):
        table.add_column(name, overflow="fold")
    for row in rows:
        word, style = SEVERITIES.get(row.severity, ""), SEVERITY_STYLES.get(row.severity, "")
        about = "/".join(ABOUT.get(part, part) for part in row.about.split("/")) if row.about else ""
        table.add_row(
            row.id, escape(row.title), f"{KINDS[row.kind]} {about}".strip(), Text(word, style=style), " ".join(row.types),
            row.origin.pack,
        )  # fmt: skip
    return table


def shown(row: Row, said: Sequence[dict[str, Any]], phrases: Sequence[Phrase]) -> RenderableType:
    """One rule: where it is from, what it says (its entries, with phrases by name), those of the phrases that it names, the
    law it rests on, and its examples."""
    parts: list[RenderableType] = [Text(f"{KINDS[row.kind]} · 规则包 {row.origin.pack} · {row.origin}", style="dim")]
    for rule, entry in zip(row.rules, said, strict=True):
        basis = entry.get("basis", [])
        examples = {key: entry[key] for key in _EXAMPLES if entry.get(key)}
        plain = _yaml({key: value for key, value in entry.items() if key != "basis" and key not in examples})
        parts.append(Syntax(plain, "yaml", theme="ansi_dark", background_color="default", word_wrap=True))
        if named := [phrase for phrase in phrases if f"{{{phrase.id}}}" in plain]:
            parts.append(Panel(_phrases(named), title="所用表述", title_align="left"))
        if basis:
            law = "\n".join(f"{b['law']}{b['article']}：{b['paraphrase']}" for b in basis)
            parts.append(Panel(escape(law), title="依据", title_align="left"))
        parts.append(_examples(rule, examples))
    return Panel(Group(*parts), title=f"[bold]{row.id}[/] {escape(row.title)}", title_align="left")


def _phrases(named: Sequence[Phrase]) -> str:
    lines = (
        f"{{{phrase.id}}} {phrase.title}：{len(phrase.ways)}种写法，qiyue rules show {phrase.id}" for phrase in named
    )
    return escape("\n".join(lines))


def _yaml(content: object) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100).rstrip()


def _examples(rule: BaseModel, examples: dict[str, list[Any]]) -> RenderableType:
    table = Table(title="示例", title_justify="left", expand=True)
    table.add_column("应当", ratio=1)
    table.add_column("文本", ratio=5, overflow="fold")
    words = {"hit": "命中", "miss": "不命中", "others": "不匹配"}
    for key, listed_ in examples.items():
        for example in listed_:
            if isinstance(example, dict):
                norm = example.get("norm")
                table.add_row({None: "未见", "blank": "空白"}.get(norm, str(norm)), Text(example["text"]))
            else:
                table.add_row(words.get(key, "匹配"), Text(example))
    return table if rule else Text("")


def trial_lines(trials: Iterable[Trial]) -> Iterable[str]:
    """A line or two for each example that failed: where its rule was written, what was wanted, what came."""
    for trial in trials:
        for failure in trial.failures:
            yield f"{failure.origin}: {failure.kind} {failure.id}: wanted {failure.wanted}, got {failure.got}."
            yield f"    {' / '.join(failure.text.splitlines())}"
