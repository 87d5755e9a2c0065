"""A value that was not seen well is not given as found, unless the contract itself settles it."""

from __future__ import annotations

from array import array

import pytest

from models.reading import COVERED, CUT, SEALED, WEAK, Cell, PageRun, Paragraph, Piece, Reading, Sight
from models.report import Field, Report
from models.source import Limits
from parser import pipeline
from parser.normalise import normalise
from parser.packs import default_packs


def line(text: str, doubted: str = "", doubt: int = WEAK, cell: Cell | None = None) -> Paragraph:
    """A line off a picture, the first `doubted` in it in doubt."""
    doubts, scores = bytearray(len(text)), array("f", [0.99] * len(text))
    at = text.index(doubted) if doubted else 0
    for index in range(at, at + len(doubted)):
        doubts[index] = doubt
        scores[index] = 0.6 if doubt == WEAK else 0.99
    run = PageRun(
        1, array("f", [side for n in range(len(text)) for side in (n, 0.0, n + 1.0, 9.0)]), Sight(scores, bytes(doubts))
    )
    return Paragraph((Piece(text, run, line=True),), cell=cell)


def report_of(monkeypatch: pytest.MonkeyPatch, *lines: Paragraph) -> Report:
    head = (line("设备租赁合同"), line("甲方：苏州太湖电子有限公司"), line("乙方：无锡梁溪机械有限公司"))
    reading = Reading("scan", "application/pdf", (*head, *lines), 1)
    monkeypatch.setattr(pipeline, "read", lambda *_: reading)
    return pipeline.parse(b"x", name="x.pdf")


def fields(report: Report, name: str) -> list[Field]:
    return [field for field in report.fields if field.name == name]


@pytest.mark.parametrize(("doubt", "why"), [(WEAK, "unsure"), (SEALED, "sealed"), (CUT, "cut"), (COVERED, "covered")])
def test_a_doubted_figure_is_unreadable(monkeypatch: pytest.MonkeyPatch, doubt: int, why: str) -> None:
    report = report_of(monkeypatch, line("第一条 租金"), line("租金为每月人民币3500元。", "5", doubt))
    (rent,) = fields(report, "rent")
    assert (rent.status, rent.norm) == ("unreadable", None)
    assert rent.value == {"proposal": "3500.00 CNY/M", "why": [why]}
    assert rent.evidence[0].places[0].page == 1
    assert rent.evidence[0].quote in rent.evidence[1].quote


CASES = {
    "both forms of an amount": ("total_price", line("合同总价为人民币3500元（大写：叁仟伍佰元整）。", "5")),
    "both forms, both in doubt": (
        "total_price",
        line("合同总价为人民币3500元（大写：叁仟伍佰元整）。", "3500元（大写：叁仟伍"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_the_contract_says_otherwise_settles_it(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    name, doubted = CASES[case]
    report = report_of(monkeypatch, line("第一条 价款"), doubted)
    assert [field.status for field in fields(report, name)] == ["found"]


def test_forms_that_differ_settle_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_of(monkeypatch, line("第一条 价款"), line("合同总价为人民币3600元（大写：叁仟伍佰元整）。", "6"))
    assert fields(report, "total_price")[0].status == "unreadable"
    assert "amount-cn-vs-digits" not in {finding.check for finding in report.findings}


@pytest.mark.parametrize(
    ("said", "status"),
    [("¥350", "unreadable"), ("¥ 35000", "found"), ("¥36000", "found"), ("¥3500元", "found"), ("¥5000", "unreadable")],
)
def test_an_amount_that_may_have_lost_an_end(monkeypatch: pytest.MonkeyPatch, said: str, status: str) -> None:
    words = line("（大写）：叁万伍仟元整")
    report = report_of(monkeypatch, line("第一条 价款"), line(f"合同总价（小写）： {said}"), words)
    (told,) = fields(report, "total_price")
    assert told.status == status
    if status == "unreadable":
        assert isinstance(told.value, dict)
        assert told.value["why"] == ["cut"]


def test_a_name_is_clear_where_it_is_clear_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_of(
        monkeypatch,
        line("第一条 其他"),
        line("无其他约定。"),
        line("甲方（盖章）：苏州太湖电子有限公司", "太湖电子", SEALED),
    )
    assert {field.status for field in fields(report, "party") if field.role == "甲方"} == {"found"}


def test_a_printed_contract_has_no_doubts() -> None:
    from parser.readers import read

    text = normalise(
        read("x.txt", "设备租赁合同\n第一条 租金\n租金为每月人民币3500元。\n第二条 其他\n无。".encode(), Limits())
    )
    assert text.sight((0, len(text.text))) == (1.0, 0)
    assert default_packs().fields


def test_shares_that_make_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (
        line("第一条 付款"), line("合同签订后5日内支付合同总价的30%。", "3"), line("验收合格后支付合同总价的60%。"),
        line("质保期满后支付合同总价的10%。"),
    )  # fmt: skip
    report = report_of(monkeypatch, *lines)
    assert {field.status for field in fields(report, "payment_share")} == {"found"}
    report = report_of(monkeypatch, *lines[:3])
    assert "unreadable" in {field.status for field in fields(report, "payment_share")}


LEASE = """房屋租赁合同
甲方（出租方）：苏州太湖电子有限公司
乙方（承租方）：无锡梁溪机械有限公司
第一条 租金
{rent}
第二条 租期
{term}
第三条 其他
无其他约定。
签订日期：{day}
"""


def born_digital(
    rent: str = "月租金为人民币3500元。", term: str = "租赁期限为3年。", day: str = "2026年3月1日"
) -> Report:
    return pipeline.parse(LEASE.format(rent=rent, term=term, day=day).encode(), name="x.txt")


@pytest.mark.parametrize(
    ("words", "name", "quote", "why"),
    [
        ({"rent": "月租金为人民币3,5000元。"}, "rent", "人民币3,5000元", "ambiguous"),
        ({"rent": "月租金为三四千元。"}, "rent", "三四千元", "ambiguous"),
        ({"term": "租赁期限为l2个月。"}, "term", "l2个月", "ambiguous"),
        ({"day": "2O26年3月1日"}, "sign_date", "2O26年3月1日", "ambiguous"),
        ({"day": "2026年2月30日"}, "sign_date", "2026年2月30日", "impossible"),
    ],
)
def test_digits_that_can_be_meant_in_two_ways(words: dict[str, str], name: str, quote: str, why: str) -> None:
    (told,) = fields(born_digital(**words), name)
    assert (told.status, told.norm, told.value) == ("unreadable", None, {"proposal": None, "why": [why]})
    assert told.evidence[0].quote == quote
    assert quote in told.evidence[1].quote


def test_what_is_found_elsewhere_keeps_what_it_says() -> None:
    rents = fields(born_digital(rent="前两年月租金为人民币3500元。第三年起月租金为人民币3,5000元。"), "rent")
    assert [(rent.status, rent.norm) for rent in rents] == [("found", "3500.00 CNY/M"), ("unreadable", None)]


def test_what_cannot_be_told_is_not_called_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for number, told in ((line("合同编号：HT-2026-8", "2026"), False), (line("无。"), True)):
        report = report_of(monkeypatch, number, line("第一条 其他"), line("无其他约定。"))
        assert ("contract-no-missing" in {finding.check for finding in report.findings}) is told


def test_an_amount_in_a_table_that_is_torn() -> None:
    page = (
        "<html><meta charset=utf-8><h1>采购合同</h1><table><tr><td>项目</td><td>合同总价(元)</td></tr>"
        "<tr><td>设备</td><td>{}</td></tr></table><p>第一条 标的</p><p>货物一批。</p></html>"
    )
    for cell, norm in (("12345", "12345.00 CNY"), ("1,2345", None), ("12 345", None), ("12O", None)):
        told = fields(pipeline.parse(page.format(cell).encode(), name="x.html"), "total_price")
        assert [field.norm for field in told] == [norm]
