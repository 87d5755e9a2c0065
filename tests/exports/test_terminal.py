"""What a person sees at a terminal: everything of the report, in lines that the terminal holds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from exports.terminal import _Flow, render
from models.report import Report
from parser import parse

CONTRACTS = Path(__file__).parents[2] / "fixtures" / "contracts"
SOURCES = ["after-sales/source.html", "purchase/source.docx", "labour/source.md"]


def seen(report: Report, width: int) -> list[str]:
    console = Console(width=width, force_terminal=False, color_system=None)
    with console.capture() as capture:
        console.print(render(report))
    return capture.get().splitlines()


@pytest.fixture(scope="module", params=SOURCES)
def report(request: pytest.FixtureRequest) -> Report:
    return parse(CONTRACTS / request.param)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(report: Report, width: int) -> None:
    assert max(cell_len(line) for line in seen(report, width)) <= width


def test_every_clause_has_a_line_of_its_own(report: Report) -> None:
    lines = seen(report, 80)
    tree = lines[lines.index("条款") : lines.index("要素")]
    printed = [re.sub(r"^[│├└─ ]*", "", line) for line in tree[1:] if line.strip()]
    wanted = [clause.label for clause in report.clauses if clause.label]
    assert len(printed) == len(wanted)
    assert all(line.startswith(label) for line, label in zip(printed, wanted, strict=True))


def test_findings_stand_by_severity_with_their_quotes_and_clauses(report: Report) -> None:
    lines = seen(report, 200)
    titles = [line.removeprefix("■ ").split("  ")[0] for line in lines if line.startswith("■ ")]
    order = ["error", "warning", "info"]
    wanted = sorted(report.findings, key=lambda finding: order.index(finding.severity))
    assert titles == [finding.title for finding in wanted]
    for finding in wanted:
        if not finding.searched:
            for evidence in finding.evidence[:3]:
                quote = " ".join(evidence.quote.split())[:40]
                assert any(f"「{quote}" in line for line in lines), finding.check


def test_both_sides_are_called_by_their_clauses() -> None:
    lines = seen(parse(CONTRACTS / "after-sales" / "source.html"), 120)
    at = next(n for n, line in enumerate(lines) if "dup-topic-chapter" in line)
    assert lines[at + 2].strip().startswith("8.2 「8.2糾紛解決")
    assert any(line.strip().startswith("10.2 「10.2爭議解決") for line in lines[at : at + 6])


STATES = """设备维修服务合同
甲方：石湾仓储有限公司
第一条 期限
服务期限为____年。
第二条 响应
乙方应在接到报修后2小时内响应。
第三条 争议
由甲方所在地人民法院管辖。"""


def test_the_states_of_fields_are_told_apart() -> None:
    report = parse(STATES.encode(), name="a.txt")
    field = next(field for field in report.fields if field.name == "response_time")
    doubtful = replace(field, status="unreadable", norm=None, value={"proposal": "2小时", "why": ["cut"]})
    lines = seen(report.model_copy(update={"fields": (*report.fields, doubtful)}), 100)
    rows = {mark: [line for line in lines if line.startswith(f" {mark} ")] for mark in "●○▲－"}
    assert any("响应时间" in row and "2小时" in row for row in rows["●"])
    assert any("期限" in row and "空白" in row for row in rows["○"])
    assert any("响应时间" in row and "不清（字有残缺" in row for row in rows["▲"])
    assert any("合同总价" in row and "未见" in row for row in rows["－"])


def test_a_contract_without_findings_says_so() -> None:
    report = parse(STATES.encode(), name="a.txt").model_copy(update={"findings": ()})
    assert seen(report, 80)[-1].startswith("未发现问题（检查")


@given(st.text(st.sampled_from("甲乙，。「」a1. \n%"), max_size=60), st.integers(4, 30))
def test_text_flows_without_loss(text: str, width: int) -> None:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(_Flow(Text(text)))
    made = capture.get()
    assert "".join(made.split()) == "".join(text.split())
    assert all(cell_len(line.rstrip()) <= width for line in made.splitlines())
