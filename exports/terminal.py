"""A report for a person at a terminal: clause tree, fields with their quotes, findings by severity."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex
from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from exports.rows.spoken import SEVERITIES, SEVERITY_STYLES, STATUSES, WHY_UNREADABLE, spoken
from models.report import Clause, Evidence, Field, Finding, Notice, Report

STATUS: Mapping[str, tuple[str, str]] = {
    state: (STATUSES[state], style)
    for state, style in (("found", "green"), ("blank", "yellow"), ("unreadable", "red"), ("absent", "dim"))
}
SEVERITY: Mapping[str, tuple[str, str]] = {
    grade: (SEVERITIES[grade], style) for grade, style in SEVERITY_STYLES.items()
}
"""The word and the style of each state of a field, and of each severity."""
_MARKS = {"found": "●", "blank": "○", "unreadable": "▲", "absent": "－"}
_KINDS = {
    "parties": "当事人", "preamble": "首部", "title": "标题", "table": "表格", "signature": "签署页", "annex": "附件",
}  # fmt: skip
_TOKEN = regex.compile(r"[\x21-\x7e]+|.")
_NOT_FIRST = frozenset("，。；：、！？）」』》】…,.;:!?)%")
"""What no line begins with."""
_QUOTES, _QUOTE = 6, 90
"""Quotes that a finding shows, and characters of each."""


@dataclass(frozen=True, slots=True)
class _Flow:
    """Text that breaks between any two Chinese characters, as it does in print; rich breaks only at blanks."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.text.split("\n"):
            for start, end in _lines(line.plain, options.max_width):
                yield line[start:end]

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = max(cell_len(line) for line in self.text.plain.split("\n"))
        return Measurement(min(2, longest), longest).with_maximum(options.max_width)


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends. A word of Latin letters or digits stays whole where a line can hold it."""
    words = (m for token in _TOKEN.finditer(text) for m in ([token] if cell_len(token[0]) <= width else _single(token)))
    start = used = last = 0
    for at, token in ((word.start(), word[0]) for word in words):
        if used + cell_len(token) > width and at > start:
            cut = last if token[0] in _NOT_FIRST and last > start else at
            yield start, cut
            start = cut + (text[cut] == " ")
            used = cell_len(text[start:at])
        used += cell_len(token)
        last = at
    yield start, len(text)


def _single(token: regex.Match[str]) -> Iterator[regex.Match[str]]:
    return regex.compile(".").finditer(token.string, *token.span())


def render(report: Report) -> RenderableType:
    """Everything a reviewer asks first, top to bottom; what is most urgent stands last, above the next prompt's line."""
    parts: list[RenderableType] = [_head(report), _clauses(report), Text(), *_fields(report), Text()]
    parts.extend(_findings(report))
    if report.notices:
        parts.append(Panel(_Flow(Text("\n").join(map(_notice, report.notices))), title="读取说明", title_align="left"))
    return Group(*parts)


def _head(report: Report) -> RenderableType:
    titles = [field.norm for field in report.fields if field.name == "contract_title" and field.norm]
    source = report.source
    pages = f" · {source.pages} 页" if source.pages else ""
    body = Text(f"{source.name}{pages} · {source.reader} · {source.bytes:,} 字节", style="dim")
    states: Counter[str] = Counter(field.status for field in report.fields)
    grades: Counter[str] = Counter(finding.severity for finding in report.findings)
    body.append(f"\n条款 {sum(bool(clause.label) for clause in report.clauses)}", style="not dim")
    for state, (word, style) in STATUS.items():
        if states[state]:
            body.append(f"   {_MARKS[state]} {word} {states[state]}", style=f"not dim {style}")
    for severity, (word, style) in SEVERITY.items():
        if grades[severity]:
            body.append(f"   ■ {word} {grades[severity]}", style=f"not dim {style}")
    return Panel(
        _Flow(body),
        title=Text(titles[0] if titles else source.name, style="bold"),
        title_align="left",
        border_style="blue",
    )


def _clauses(report: Report) -> RenderableType:
    """The tree, a line a clause; a clause that a finding is about bears its mark."""
    tree = Tree(Text("条款", style="bold"), guide_style="dim")
    nodes: dict[str, Tree] = {}
    marks = _marks(report.findings)
    for clause in report.clauses:
        if clause.label:
            parent = nodes.get(clause.parent or "", tree)
            nodes[clause.id] = parent.add(_line(clause, marks.get(clause.id)))
    return tree


def _line(clause: Clause, severity: str | None) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(clause.label, style="bold cyan")
    if clause.heading:
        line.append(f" {clause.heading}", style="bold")
    if severity:
        line.append(" ■", style=SEVERITY[severity][1])
    if clause.text:
        line.append(f"  {_squeezed(clause.text)}", style="dim")
    return line


def _marks(findings: Sequence[Finding]) -> dict[str, str]:
    """The gravest finding of each clause; what was only searched has none."""
    marks: dict[str, str] = {}
    for severity in reversed(tuple(SEVERITY)):
        for finding in findings:
            if finding.severity == severity and not finding.searched:
                marks.update(dict.fromkeys(finding.clauses, severity))
    return marks


def _fields(report: Report) -> Iterator[RenderableType]:
    called = _called(report.clauses)
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1), show_edge=False)
    for title, ratio in (("要素", 6), ("值", 5), ("条款", 2), ("原文", 9)):
        table.add_column(title, ratio=ratio)
    for field in report.fields:
        mark, (word, style) = _MARKS[field.status], STATUS[field.status]
        name = Text.assemble((f"{mark} ", style), _name(field))
        given = field.status in ("found", "unreadable")
        value = Text(_value(field)) if given else Text(word, style=style)
        quote = Text("" if field.status == "absent" else _cut(_quote(field.evidence)), style="dim")
        clause = Text(called.get(field.clause or "", ""))
        table.add_row(*(_Flow(cell) for cell in (name, value, clause, quote)))
    yield Text("要素", style="bold")
    yield table


def _name(field: Field) -> str:
    about = " ".join(word for word in (field.role, field.object) if word)
    return f"{field.title}（{about}）" if about else field.title


def _value(field: Field) -> str:
    if field.status == "unreadable" and isinstance(field.value, dict):
        why = "、".join(WHY_UNREADABLE[each] for each in field.value["why"])
        return f"不清（{why}）" + (f"，疑为 {field.value['proposal']}" if field.value["proposal"] else "")
    return spoken(field.name, field.norm or "", clock=field.clock)


def _findings(report: Report) -> Iterator[RenderableType]:
    if not report.findings:
        yield Text(f"未发现问题（检查 {len(report.passed)} 项）。", style="green")
        return
    called = _called(report.clauses)
    for severity, (word, style) in SEVERITY.items():
        found = [finding for finding in report.findings if finding.severity == severity]
        if found:
            yield Rule(Text(f"{word} {len(found)}", style=style), style=style.split()[-1], align="left")
        for finding in found:
            yield from _finding(finding, report.clauses, called, style)
    fired = len({finding.check for finding in report.findings})
    yield Text(f"检查 {fired + len(report.passed)} 项，{len(report.passed)} 项未发现问题。", style="dim")


def _finding(
    finding: Finding, clauses: Sequence[Clause], called: Mapping[str, str], style: str
) -> Iterator[RenderableType]:
    yield Text.assemble(("■ ", style), (finding.title, "bold"), (f"  {finding.check}", "dim"))
    body = Text(_squeezed(finding.message))
    for evidence in finding.evidence[:_QUOTES]:
        if evidence.quote.strip():
            near = "最近：" if finding.searched else ""
            at = _at(evidence, clauses)
            body.append(f"\n{near}{called[at.id] if at else ''} ", style="cyan")
            body.append(f"「{_cut(_squeezed(evidence.quote))}」", style="italic")
    if len(finding.evidence) > _QUOTES:
        body.append(f"\n…另有 {len(finding.evidence) - _QUOTES} 处", style="dim")
    if finding.advice:
        body.append(f"\n建议：{finding.advice}", style="green")
    for basis in finding.basis:
        body.append(f"\n依据：{basis.law}{basis.article}　{basis.paraphrase}", style="dim")
    yield Padding(_Flow(body), (0, 0, 1, 2))


def _at(evidence: Evidence, clauses: Sequence[Clause]) -> Clause | None:
    """The clause in which a quote begins."""
    if evidence.span is None:
        return None
    at = bisect_right(clauses, evidence.span[0], key=lambda clause: clause.span[0]) - 1
    return clauses[at] if at >= 0 else None


def _called(clauses: Sequence[Clause]) -> dict[str, str]:
    """What a person calls each clause by its id: 8.2.1, 第五章, 4.1 a. and, where it has no label, 当事人, 签署页."""
    called: dict[str, str] = {}
    for clause in clauses:
        above = f"{called.get(clause.parent or '', '')} " if clause.kind == "item" else ""
        called[clause.id] = f"{above}{clause.label}".strip() if clause.label else _KINDS.get(clause.kind, "")
    return called


def _quote(evidence: Sequence[Evidence]) -> str:
    return _squeezed(evidence[0].quote) if evidence else ""


def _notice(notice: Notice) -> Text:
    """A notice, and the first words of what it quotes."""
    text = Text.assemble((notice.code, "yellow"), f"  {notice.message}")
    for evidence in notice.evidence:
        text.append(f"\n  「{_cut(_squeezed(evidence.quote))}」", style="italic")
    return text


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str) -> str:
    return f"{text[:_QUOTE]}…" if len(text) > _QUOTE else text
