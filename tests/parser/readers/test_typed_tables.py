"""Tables that are typed with blanks or tabs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import docx, p, r

from models.reading import Paragraph, PartRun, Piece
from models.source import Limits
from parser import parse
from parser.readers import read
from parser.readers.typed_tables import set_tables

PLAN = """\
第五条 支付
服务费按下表支付:
支付次数　　支付时间　　　　　　　　　　支付比例　　支付金额(元)
首付款　　　本合同签订后14日内　　　　　　　30%　　　　444,000
第二次　　　管线敷设过半后21日内　　　　　　45%　　　　666,000
最后付款　　竣工验收合格后28日内　　　　　　25%　　　　370,000
合计　　　　　　　　　　　　　　　　　　　　　　　　　 1,480,000
"""


def cells(text: str) -> list[list[tuple[int, int, str]]]:
    """For each table its cells: row, column and words."""
    tables: dict[int, list[tuple[int, int, str]]] = {}
    for paragraph in read("a.txt", text.encode(), Limits()).paragraphs:
        if (cell := paragraph.cell) is not None:
            tables.setdefault(cell.table, []).append((cell.row, cell.column, paragraph.text.strip()))
    return [tables[number] for number in sorted(tables)]


def test_a_plan_of_payments_is_a_table() -> None:
    (table,) = cells(PLAN)
    assert [word for row, _, word in table if row == 0] == ["支付次数", "支付时间", "支付比例", "支付金额(元)"]
    assert (2, 1, "管线敷设过半后21日内") in table
    assert [(column, word) for row, column, word in table if row == 4] == [(0, "合计"), (3, "1,480,000")]


def test_what_a_plan_says_is_read_by_its_heads() -> None:
    report = parse(PLAN.encode(), name="a.txt")
    found = {(field.name, field.norm) for field in report.fields if field.status == "found"}
    shares = {norm for name, norm in found if name == "payment_share"}
    assert shares == {"0.3", "0.45", "0.25"}
    assert {norm for name, norm in found if name == "payment_days"} == {"P14D", "P21D", "P28D"}


@pytest.mark.parametrize(
    "gap", ["\t", "    ", "　　", "\xa0\xa0\xa0", "  \t"], ids=["tab", "blanks", "wide", "unbroken", "both"]
)
def test_any_wide_gap_parts(gap: str) -> None:
    lines = (("序号", "名称", "单价"), ("1", "水泵", "38.50"), ("2", "阀门", "126.00"))
    (table,) = cells("\n".join(["第二条 清单", *(gap.join(line) for line in lines), "第三条 质量按国家标准执行。"]))
    assert [word for *_, word in table] == [word for line in lines for word in line]


@pytest.mark.parametrize(
    "text",
    [
        "甲方:华东机电公司    乙方:北渚信息公司    丙方:石湾物流公司\n" * 3,
        "甲方(盖章)    乙方(盖章)    丙方(盖章)\n代表人1    代表人2    代表人3\n电话1    电话2    电话3\n",
        "委托方    开发方    中介方\n名称    名称    名称\n住所    住所    住所\n",
        "一年    二年    三年\n",
        "甲    乙    丙\n共 2 份    各 1 份    余 1 份。\n共 2 份    各 1 份    余 1 份。\n",
        "名称    数量    单价\n水泵    ____    ____\n阀门    ____    ____\n",
        "名称    数量\n水泵    3\n阀门    4\n",
        "名称    数量    单价\n水泵    3    4    5\n阀门    3    4    5\n",
    ],
    ids=["parties", "signatures", "labels", "one-line", "sentences", "slots", "two-columns", "more-than-heads"],
)
def test_what_is_set_in_columns_and_is_no_table(text: str) -> None:
    assert cells("第一条 总则 双方依法订立本合同并共同遵守执行。\n" + text + "第二条 其他") == []


def test_tabs_between_cells_make_no_cells_of_their_own() -> None:
    lines = (
        "字段\t内容\t字段\t内容",
        "合同编号\tHT-2026-07\t签署地点\t青岛市",
        "甲方\t青岛石湾机电有限公司\t乙方\t烟台北渚信息有限公司",
    )
    report = parse("\n".join(["采购合同", *lines, "第一条 双方依法订立本合同。"]).encode(), name="a.txt")
    found = {field.role: field.norm for field in report.fields if field.name == "party"}
    assert found == {"甲方": "青岛石湾机电有限公司", "乙方": "烟台北渚信息有限公司"}


def test_a_row_that_fits_no_column_ends_the_table() -> None:
    text = "名称    数量    单价    金额\n水泵    3    4    12\n阀门    2    4    8\n备注    说明甲    说明乙    说明丙    说明丁\n"
    (table,) = cells(text + "以上设备由乙方在签约后十日内运到甲方的仓库。")
    assert {row for row, *_ in table} == {0, 1, 2}


def test_tables_are_counted_on_from_those_that_the_file_marks() -> None:
    tab = "<w:r><w:tab/></w:r>"
    lines = (("名称", "数量", "单价"), ("水泵", "3台", "9元"), ("阀门", "2台", "8元"))
    document = docx(
        p(r("第一条 双方依法订立本合同并共同遵守执行,任何一方不得违反。"))
        + f"<w:tbl><w:tr><w:tc>{p(r('型号'))}</w:tc></w:tr></w:tbl>"
        + "".join(p(tab.join(map(r, line))) for line in lines)
    )
    reading = read("a.docx", document, Limits())
    found = [(one.cell.table, one.cell.row, one.cell.column) for one in reading.paragraphs if one.cell is not None]
    assert found == [(0, 0, 0), *((1, row, column) for row in range(3) for column in range(3))]


LINE = st.lists(st.text("水泵台元3,.% 　", max_size=6), min_size=1, max_size=5).map("　　".join)


@given(st.lists(LINE, max_size=8))
def test_no_character_and_no_place_is_lost(lines: list[str]) -> None:
    paragraphs, at = [], 0
    for line in lines:
        half = len(line) // 2
        pieces = tuple(
            Piece(line[first:last], PartRun("a", at + first, at + last), line=first == 0)
            for first, last in ((0, half), (half, len(line)))
            if first < last
        )
        paragraphs.append(Paragraph(pieces))
        at += len(line) + 1
    made = set_tables(paragraphs)
    said = "\n".join(lines)
    pieces_made = [piece for paragraph in made for piece in paragraph.pieces]
    places: list[int] = []
    for piece in pieces_made:
        assert isinstance(piece.place, PartRun)
        assert said[piece.place.start : piece.place.end] == piece.text
        places.extend(range(piece.place.start, piece.place.end))
    assert sorted(places) == [at for at, char in enumerate(said) if char != "\n"]


@pytest.mark.parametrize(
    "line",
    ["名称    规格    备注", "甲    " * 2_000, "名    " * 30, " " * 10_000 + "名", "名\t" * 10_000],
    ids=["labels", "cells", "columns", "blanks", "tabs"],
)
def test_no_lines_take_time_by_their_square(line: str) -> None:
    paragraphs = [Paragraph((Piece(line, PartRun("a", 0, len(line)), line=True),))] * (400_000 // len(line))
    start = time.process_time()
    set_tables(paragraphs)
    assert time.process_time() - start < 10
