"""A report for a person at a terminal: clause tree, fields with their quotes, findings by severity."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from models.report import Clause, Evidence, Field, Finding, Notice, Report

STATUS = {
    "found": ("已填", "green"),
    "blank": ("空白", "yellow"),
    "unreadable": ("不清", "red"),
    "absent": ("未见", "dim"),
}
SEVERITY = {"error": ("错误", "bold red"), "warning": ("警告", "yellow"), "info": ("提示", "cyan")}
_CUT = 40


def render(report: Report) -> RenderableType:
    """Everything a reviewer asks first, top to bottom."""
    parts: list[RenderableType] = [_head(report), _clauses(report.clauses), _fields(report)]
    parts.extend(_findings(report))
    if report.notices:
        parts.append(Panel("\n".join(escape(line) for n in report.notices for line in _notice(n)), title="读取说明"))
    return Group(*parts)


def _notice(notice: Notice) -> Iterator[str]:
    """A notice, and the first words of what it quotes."""
    yield f"{notice.code}: {notice.message}"
    for evidence in notice.evidence:
        quote = " ".join(evidence.quote.split())
        yield f"  「{quote[:_CUT]}{'…' if len(quote) > _CUT else ''}」"


def _head(report: Report) -> RenderableType:
    titles = [field.norm for field in report.fields if field.name == "contract_title" and field.norm]
    source = report.source
    pages = f" · {source.pages} 页" if source.pages else ""
    body = Text(f"{source.name}{pages} · {source.reader} · {source.bytes:,} 字节", style="dim")
    return Panel(body, title=escape(titles[0] if titles else source.name), border_style="blue")


def _clauses(clauses: tuple[Clause, ...]) -> RenderableType:
    tree = Tree("[bold]条款[/]")
    nodes: dict[str, Tree] = {}
    for clause in clauses:
        if not clause.label:
            continue
        line = Text.assemble((clause.label, "bold cyan"), " ", (clause.heading, "bold"))
        text = " ".join(clause.text.split())
        if text:
            line.append(f"  {text[:_CUT]}{'…' if len(text) > _CUT else ''}", style="dim")
        parent = nodes.get(clause.parent or "", tree)
        nodes[clause.id] = parent.add(line)
    return tree


def _quote(evidence: tuple[Evidence, ...]) -> str:
    return " ".join(evidence[0].quote.split()) if evidence else ""


def _fields(report: Report) -> RenderableType:
    labels = {clause.id: clause.label for clause in report.clauses}
    table = Table(title="要素", title_justify="left", title_style="bold", expand=True)
    for name, ratio in (("要素", 2), ("状态", 1), ("值", 3), ("条款", 1), ("原文", 5)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for field in report.fields:
        word, style = STATUS[field.status]
        table.add_row(
            escape(_name(field)),
            Text(word, style=style),
            escape(_value(field)),
            escape(labels.get(field.clause or "", "")),
            escape(_quote(field.evidence)),
        )
    return table


def _name(field: Field) -> str:
    about = " ".join(word for word in (field.role, field.object) if word)
    return f"{field.title}({about})" if about else field.title


def _value(field: Field) -> str:
    if field.status == "unreadable" and isinstance(field.value, dict):
        return f"疑为 {field.value['proposal']}" if field.value["proposal"] else ""
    return " ".join(word for word in (field.norm, "工作日" if field.clock == "workday" else None) if word)


def _findings(report: Report) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for severity, (word, style) in SEVERITY.items():
        for finding in report.findings:
            if finding.severity == severity:
                parts.append(_finding(finding, word, style))
    if not parts:
        parts.append(Text("未发现问题。", style="green"))
    return parts


def _finding(finding: Finding, word: str, style: str) -> RenderableType:
    body = Text(finding.message)
    for evidence in finding.evidence[:6]:
        body.append(f"\n  「{' '.join(evidence.quote.split())}」", style="italic")
    if finding.advice:
        body.append(f"\n建议: {finding.advice}")
    if finding.basis:
        body.append(
            "\n依据: " + "; ".join(f"{basis.law}{basis.article} {basis.paraphrase}" for basis in finding.basis),
            style="dim",
        )
    return Panel(body, title=f"[{style}]{word}[/] {escape(finding.title)} [dim]{finding.check}[/]", title_align="left")
