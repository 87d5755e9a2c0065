"""A figure that has lost its end leaves a gap, or a group of digits that is not whole. Blanks, columns and slots are none."""

from __future__ import annotations

from array import array

import pytest
from drawn_pages import blank, pdf, scanned, write

from models.reading import CUT, Cell, PageRun, Sight
from models.source import Limits, Paging
from parser.readers import read
from parser.readers.pdf_row import Line
from parser.readers.scan_ends import with_lost_ends

WIDE, HALF, HIGH = 10.0, 5.0, 12.5


def line(text: str, x: float = 50.0, top: float = 100.0, cell: Cell | None = None) -> Line:
    """A line as print stands: ^ is a gap as wide as a digit."""
    boxes, chars = array("f"), ""
    for char in text:
        step = HALF if ord(char) < 128 else WIDE
        if char != "^":
            chars += char
            boxes.extend((x + 0.5, top, x + step - 0.5, top + HIGH))
        x += step
    return Line.make(1, chars, boxes, cell, sight=Sight(array("f", [0.99] * len(chars)), bytes(len(chars))))


def doubted(*lines: Line) -> list[str]:
    return [
        "".join(char for char, doubt in zip(one.text, one.sight.doubts, strict=True) if doubt & CUT)
        for one in with_lost_ends(lines)
        if one.sight
    ]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("价款为5144^^^^元整", "54"),
        ("价款为5^^元整", "5"),
        ("价款为人民币^^^^84.00元", "80"),
        ("应付¥^^484.00", "40"),
        ("应付514484.0^元", "50"),
        ("应付514484.元", "5."),
        ("应付38,7元", "37"),
        ("应付38,元", "3,"),
        ("应付¥1,238,72", "12"),
        ("违约金为1^^^%", "1"),
        ("自2026年1^^月1日起", "1"),
        ("价款为3500元", ""),
        ("价款为3500^元", ""),
        ("价款为^^3500^^元", ""),
        ("价款为^3500.00^元", ""),
        ("价款为____3500____元", ""),
        ("价款^^^^3500元", ""),
        ("应付38,726.50元", ""),
        ("应付1.5万元", ""),
        ("附件1,2共3份", ""),
        ("第12条^^^^日期", ""),
    ],
)
def test_gaps_and_groups(text: str, ends: str) -> None:
    assert doubted(line(text)) == [ends]


def test_a_line_may_be_found_in_two_parts() -> None:
    left = line("价款为5144")
    assert doubted(left, line("元整", left.x1 + 25)) == ["54", ""]
    assert doubted(left, line("元整", left.x1 + 300)) == ["", ""]
    assert doubted(left, line("元整", left.x1 + 25, top=130.0)) == ["", ""]
    cells = [Cell(1, 0, column) for column in (0, 1)]
    assert doubted(line("5144", cell=cells[0]), line("元整", left.x1 + 25, cell=cells[1])) == ["", ""]


@pytest.mark.parametrize(("start", "end"), [(10, 12), (12, 17), (15, 17), (14, 17), (16, 17), (8, 12)])
def test_white_over_an_end_of_a_drawn_figure(start: int, end: int) -> None:
    text = "合同总价为人民币514484.00元，于签字后支付。"
    page = blank((1240, 260))
    write(page, text, 130, 80)
    write(page, "甲方应当在验收合格之后十日内付清。", 130, 160)
    x0, x1 = (write(blank((1240, 80)), text[:at], 130, 50) for at in (start, end))
    page[40:95, x0 + 1 : x1] = 255
    reading = read("a.pdf", pdf([scanned(page)]), Limits(), Paging())
    places = [piece.place for piece in reading.paragraphs[0].pieces]
    assert any(any(place.sight.doubts) for place in places if isinstance(place, PageRun) and place.sight)
