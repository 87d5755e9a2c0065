"""An explanation for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from models.explanation import Candidate, Explanation, Step
from models.report import Evidence

_OUTCOMES = {
    "fires": ("有发现", "bold red"), "passes": ("未发现问题", "green"), "not-asked": ("不适用", "dim"),
    "found": ("已填", "green"), "blank": ("空白", "yellow"), "unreadable": ("不清", "red"), "absent": ("未见", "yellow"),
    "not-found": ("未见", "dim"),
}  # fmt: skip
_VERDICTS = {
    "taken": ("采用", "green"),
    "claimed": ("归他", "cyan"),
    "rejected": ("不合", "dim"),
    "repeated": ("重复", "dim"),
}
_CUT = 60
_SHOWN = 12
"""Candidates shown; the others are counted. `--json` has them all."""


def render(explanation: Explanation) -> RenderableType:
    """The rule, its steps, what it looked at, and what came of it."""
    word, style = _OUTCOMES[explanation.outcome]
    head = Text.assemble((word, style), "  ", explanation.said)
    for rule in explanation.rules:
        head.append(f"\n规则：{rule.file}:{rule.line}（规则包 {rule.pack}）", style="dim")
    called = explanation.called
    if explanation.searched:
        whole = len(explanation.searched) == len(called)
        labels = "、".join(called[name] for name in explanation.searched[:12])
        more = "等" if len(explanation.searched) > 12 else ""
        head.append(
            f"\n查看范围：{'全文' if whole else labels + more}（{len(explanation.searched)}个单元）", style="dim"
        )
    parts: list[RenderableType] = [head]
    if explanation.steps:
        parts.append(_steps(explanation.steps, called))
    parts.extend(_candidates(explanation.candidates, called))
    parts.extend(Text.assemble(("→ ", "bold"), finding.message) for finding in explanation.findings)
    return Panel(
        Group(*parts), title=f"[bold]{escape(explanation.id)}[/] {escape(explanation.title)}", title_align="left"
    )


_GATES = ("types", "since", "side", "facts")
"""Parts that decide whether a check is asked at all; of the others neither answer is good or bad."""


def _mark(step: Step) -> Text:
    if step.part.split(":")[0] in _GATES:
        return Text("✓", style="green") if step.holds else Text("✗", style="red")
    return Text("●", style="cyan") if step.holds else Text("○", style="dim")


def _steps(steps: tuple[Step, ...], called: Mapping[str, str]) -> RenderableType:
    table = Table(title="步骤", title_justify="left", title_style="bold", expand=True, show_header=False)
    table.add_column("", width=2)
    table.add_column("", ratio=3, overflow="fold")
    table.add_column("", ratio=1, overflow="fold")
    table.add_column("", ratio=4, overflow="fold")
    for step in steps:
        mark = _mark(step)
        where = called.get(step.clause or "", "")
        table.add_row(mark, Text(step.said), Text(where), Text("\n".join(_quotes(step.evidence))))
    return table


def _candidates(candidates: tuple[Candidate, ...], called: Mapping[str, str]) -> Iterator[RenderableType]:
    if not candidates:
        return
    # What was taken first, then what came nearest: the candidates that fewer questions turned away.
    order = {"taken": 0, "repeated": 1, "claimed": 2, "rejected": 3}
    ranked = sorted(candidates, key=lambda c: (order[c.verdict], sum(not step.holds for step in c.steps)))
    table = Table(title=f"候选 {len(candidates)} 处", title_justify="left", title_style="bold", expand=True)
    for name, ratio in (("", 1), ("值", 2), ("条款", 1), ("原文", 4), ("缘由", 5)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for candidate in ranked[:_SHOWN]:
        word, style = _VERDICTS[candidate.verdict]
        why = Text(candidate.said)
        for step in candidate.steps:
            # Of what was taken, the words that led there; of what was not, those that turned it away.
            if step.holds and (candidate.verdict == "rejected" or ".unless" in step.part):
                continue
            why.append(f"\n{'✓' if step.holds else '✗'} {step.said}", style="green" if step.holds else "red")
        table.add_row(
            Text(word, style=style), Text(candidate.norm or "空白"), Text(called.get(candidate.clause or "", "")),
            Text("\n".join(_quotes(candidate.evidence))), why,
        )  # fmt: skip
    yield table
    if len(ranked) > _SHOWN:
        yield Text(f"另有{len(ranked) - _SHOWN}处未列出，见 --json。", style="dim")


def _quotes(evidence: tuple[Evidence, ...]) -> Iterator[str]:
    for one in evidence:
        quote = " ".join(one.quote.split())
        if quote:
            yield f"「{quote[:_CUT]}{'…' if len(quote) > _CUT else ''}」"
