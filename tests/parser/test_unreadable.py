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
