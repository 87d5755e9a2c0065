"""Scanned contracts read like born-digital ones."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from drawn_pages import DPI, blank, pdf, scanned, stamp, typeset

from models.reading import PageRun
from models.report import PagePlace, Report
from models.source import Limits, Paging
from parser import parse
from parser.readers import read as read_pages

LINES = (
    "设备租赁合同",
    "甲方：苏州太湖电子有限公司",
    "乙方：无锡梁溪机械有限公司",
    "第一条 租赁期限",
    "租赁期限自2026年7月1日起至2027年6月30日止，共十二个月。",
    "第二条 租金",
    "租金为每月人民币3500元（大写：叁仟伍佰元整），甲方应于每月10日前支付。",
    "第三条 违约责任",
    "逾期支付租金的，每逾期一日按未付金额的万分之五支付违约金。",
    "第四条 争议解决",
    "协商不成的，向甲方所在地人民法院提起诉讼。",
)


def read(*pages: object) -> Report:
    return parse(pdf(pages), name="scan.pdf")


def found(report: Report, name: str) -> list[str | None]:
    return [field.norm for field in report.fields if field.name == name and field.status == "found"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scan_is_read_whichever_way_it_lies(turn: int) -> None:
    page = typeset(LINES)
    stamp(page, 500, 330, name="苏州太湖电子有限公司")
    report = read(scanned(page, skew=1.3, turn=turn))
    assert report.source.reader == "scan"
    assert [clause.label for clause in report.clauses if clause.label] == ["第一条", "第二条", "第三条", "第四条"]
    assert "逾期支付租金的,每逾期一日按未付金额的万分之五支付违约金。" in report.text


def test_places_lie_where_the_text_was_drawn() -> None:
    report = read(scanned(typeset(LINES), skew=0.0))
    clause = next(clause for clause in report.clauses if clause.label == "第三条")
    place = clause.evidence[0].places[0]
    assert isinstance(place, PagePlace)
    baseline = (160 + 7 * 50) / DPI * 72
    assert place.page == 1
    assert abs(place.bottom - baseline) < 6
    assert abs(place.x0 - 130 / DPI * 72) < 6


def test_no_digit_is_guessed_under_an_opaque_seal() -> None:
    page = typeset(LINES)
    y = 160 + 4 * 50
    page[y - 30 : y + 14, 268:296] = (45, 30, 205)
    page[y - 100 : y + 60, 262:300] = (45, 30, 205)
    report = read(scanned(page))
    starts = [field for field in report.fields if field.name == "term_start"]
    assert all(field.norm == "2026-07-01" or field.status != "found" for field in starts)


def test_a_seal_lets_print_through() -> None:
    page = typeset(LINES)
    stamp(page, 200, 260, name="苏州太湖电子有限公司")
    report = read(scanned(page, skew=0.8))
    assert found(report, "term_start") == ["2026-07-01"]
    assert found(report, "term_end") == ["2027-06-30"]


def test_what_lies_under_a_seal_without_colour_is_read_or_in_doubt_and_never_lost() -> None:
    lines = [
        f"第{number}条 约定为{number}14{number}84.00元，另计{number}8,7{number}6.50元并于签字后生效。"
        for number in range(1, 10)
    ]
    page = typeset(lines, pitch=56, page=blank((1240, 900)))
    stamp(page, 330, 180, name="苏州太湖电子有限公司")
    stamp(page, 150, 420, name="无锡梁溪机械有限公司")
    reading = read_pages("a.pdf", pdf([scanned(page, skew=0.6, gray=True)]), Limits(), Paging())
    read_ = "".join("".join(paragraph.text.split()) for paragraph in reading.paragraphs)
    doubts = b"".join(
        sight.doubts[at : at + 1]
        for paragraph in reading.paragraphs
        for piece in paragraph.pieces
        if isinstance(piece.place, PageRun) and (sight := piece.place.sight)
        for at, char in enumerate(piece.text)
        if not char.isspace()
    )
    assert len(doubts) == len(read_)
    wanted = "".join("".join(lines).split())
    for kind, start, end, first, last in SequenceMatcher(None, wanted, read_, autojunk=False).get_opcodes():
        if kind != "equal" and any(char.isdigit() for char in wanted[start:end] + read_[first:last]):
            assert any(doubts[max(first - 1, 0) : last + 1]), (wanted[start:end], read_[first:last])
    assert SequenceMatcher(None, wanted, read_, autojunk=False).ratio() > 0.97
    assert len(reading.marks) == 2
