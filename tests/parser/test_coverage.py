"""Every character of the source is accounted for, whatever the document."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.report import Report
from models.source import Limits
from parser import parse
from parser.coverage import account
from parser.normalise import normalise
from parser.packs import default_packs
from parser.readers import read
from parser.readers.decode import decode
from parser.segment import segment
from parser.topics import classify

SOURCES = sorted((Path(__file__).parents[2] / "fixtures" / "contracts").glob("*/source.*"))
LINES = [
    "第一条 标的", "第二條 價款", "第三章 违约责任", "3.1 甲方应当按时付款,逾期的支付违约金。", "3.1.1 乙方应当交货。",
    "一、合同期限", "(一)货物一批;", "①检验", "a.数量;b.质量;c.价格。", "1、总价５０，０００元。", "甲方:____________",
    "乙方(盖章):", "日期:2026年3月2日", "附件一 清单", "附件二", "目 录", "第一条 标的......3", "務(wù)必履(lǚ)行義(yì)務(wù)。",
    "零\u200b宽\ufeff字", "依本合同第二十条及《民法典》第五百八十五条处理。", "编号|名称|数量", "- 4 -", "本页无正文", "···", "\u3000\u3000首行缩进。",
    "未尽事宜由双方另行协商。" * 12, "第四条第五条第六条", "1.2.3.4", "(", "第", "附件",
]  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(LINES), min_size=0, max_size=40)
HEAD = ["货物买卖合同", "第一条 标的", "供应货架一批,质量应当合格,按时交付。"]


def solid(text: str) -> int:
    return len("".join(text.split()))


def total(report: Report) -> int:
    return sum(part.chars for part in report.coverage)


@given(DOCUMENTS)
@settings(max_examples=120, deadline=None)
def test_text_is_accounted_for(lines: list[str]) -> None:
    text = "\n".join([*HEAD, *lines])
    report = parse(text.encode(), name="contract.txt")
    assert total(report) == solid(text)
    assert all(part.chars > 0 for part in report.coverage)
    unclaimed = sum(part.chars for part in report.coverage if part.kind == "unclaimed")
    assert bool(unclaimed) == any(notice.code == "unclaimed-text" for notice in report.notices)


@given(DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_html_is_accounted_for(lines: list[str]) -> None:
    body = [*HEAD, *lines]
    page = "".join(f"<p>{escape(line)}</p>" for line in body)
    data = (
        f"<html><head><title></title><style>p{{}}</style></head><body>{page}<script>var a = 1;</script></body></html>"
    )
    report = parse(data.encode(), name="contract.html")
    assert total(report) == sum(solid(line) for line in body)


@given(st.lists(st.lists(st.sampled_from(LINES), min_size=2, max_size=3), min_size=2, max_size=8))
@settings(max_examples=40, deadline=None)
def test_tables_are_accounted_for(rows: list[list[str]]) -> None:
    table = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    data = "".join(f"<p>{line}</p>" for line in HEAD) + f"<table>{table}</table><p>第二条 其他</p><p>无其他约定。</p>"
    report = parse(f"<html><body>{data}</body></html>".encode(), name="contract.html")
    chars = sum(solid(cell) for row in rows for cell in row)
    assert total(report) == sum(solid(line) for line in HEAD) + chars + solid("第二条 其他无其他约定。")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_fixtures_are_accounted_for(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    report = parse(source)
    assert not [part for part in report.coverage if part.kind == "unclaimed"]
    if report.source.reader == "text":
        assert total(report) == solid(decode(source.read_bytes()) or "")


def test_kinds_are_told_apart() -> None:
    text = (
        "货物买卖合同\n甲方:苏州太湖电子有限公司\n乙方:南京白鹭机械有限公司\n第一条 标的\n货架一批。\n第二条 其他\n无。\n"
        "甲方(盖章):\n乙方(盖章):\n附件一 货架图样\n1. 立柱高二米。\n2. 层板四块。\n"
    )
    chars = {part.kind: part.chars for part in parse(text.encode(), name="contract.txt").coverage}
    assert set(chars) == {"heading", "parties", "clause", "signature", "annex"}
    assert chars["annex"] > solid("1. 立柱高二米。2. 层板四块。")
    assert chars["signature"] == solid("甲方(盖章):乙方(盖章):")


def test_what_no_clause_holds_is_quoted() -> None:
    packs = default_packs()
    source = "货物买卖合同\n第一条 标的\n供应货架一批。\n第二条 价款\n总价五万元。\n第三条 交付\n十日内交货。"
    reading = read("contract.txt", source.encode(), Limits())
    text = normalise(reading)
    clauses = classify(segment(text, packs)[0], packs)
    coverage, notices = account(reading, text, [clause for clause in clauses if clause.label != "第二条"])
    assert {part.kind: part.chars for part in coverage}["unclaimed"] == solid("第二条 价款总价五万元。")
    assert [evidence.quote for evidence in notices[0].evidence] == ["第二条 价款\n总价五万元。"]
    assert sum(part.chars for part in coverage) == solid(source)
