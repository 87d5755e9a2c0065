"""Scanned contracts read like born-digital ones."""

from __future__ import annotations

import pytest
from drawn_pages import DPI, pdf, scanned, stamp, typeset

from models.report import PagePlace, Report
from parser import parse

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
