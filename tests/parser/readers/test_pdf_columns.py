"""Rows set in columns, figures cut by a line's end, and labels alone on their line."""

from __future__ import annotations

from array import array

import pytest

from models.reading import Cell, Paragraph
from parser.readers.pdf_layout import arrange
from parser.readers.pdf_row import Line

EM, PITCH = 10.0, 18.0


def run(text: str, x0: float, row: int, page: int = 1) -> Line:
    """A run on a page, ten points a character."""
    top = 50 + row * PITCH
    boxes = array("f")
    for at in range(len(text)):
        boxes.extend((x0 + at * EM, top, x0 + (at + 1) * EM, top + EM))
    return Line.make(page, text, boxes)


def page(rows: list[list[tuple[float, str]]]) -> list[Paragraph]:
    return arrange([[run(text, x0, at) for at, row in enumerate(rows) for x0, text in row]])


FULL = "甲方应当在收到乙方开具的发票之后及时支付相应的合同价款并承担逾期付款的违约责任"


def test_rows_in_the_same_columns_are_a_table() -> None:
    made = page(
        [
            [(50, FULL)],
            [(50, "序号"), (150, "名称"), (300, "数量")],
            [(50, "1"), (150, "离心水泵"), (300, "2台")],
            [(50, "2"), (150, "铜阀门"), (300, "40只")],
            [(50, FULL)],
        ]
    )
    assert [(p.text, p.cell) for p in made[1:-1]] == [
        ("序号", Cell(0, 0, 0)),
        ("名称", Cell(0, 0, 1)),
        ("数量", Cell(0, 0, 2)),
        ("1", Cell(0, 1, 0)),
        ("离心水泵", Cell(0, 1, 1)),
        ("2台", Cell(0, 1, 2)),
        ("2", Cell(0, 2, 0)),
        ("铜阀门", Cell(0, 2, 1)),
        ("40只", Cell(0, 2, 2)),
    ]
    assert made[0].cell is None
    assert made[-1].cell is None


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [
                [(50, "甲方盖章："), (200, "乙方盖章："), (350, "丙方盖章：")],
                [(50, "日期："), (200, "日期："), (350, "日期：")],
            ],
            id="lines to sign",
        ),
        pytest.param(
            [[(50, "租期自"), (150, "年"), (200, "月")], [(50, "至"), (150, "年"), (200, "月")]], id="slots for a date"
        ),
        pytest.param([[(50, "□水费"), (150, "□电费"), (250, "□物业费")]] * 2, id="boxes to tick"),
        pytest.param([[(50, "序号"), (150, "名称"), (300, "数量")], [(50, FULL)]], id="one row alone"),
    ],
)
def test_forms_are_no_table(rows: list[list[tuple[float, str]]]) -> None:
    assert all(paragraph.cell is None for paragraph in page(rows))


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (FULL[:-7] + "2,000,0", "00.00元整由甲方支付", True),
        (FULL[:-3] + "TLS", "1.2及以上版本加密", True),
        (FULL, "1.2 乙方应当开具发票", False),
        (FULL[:-4] + "二十日内", "2.1 交付地点为甲方仓库", False),
        (FULL[:-2] + "十五", "（15）日内提供证明", True),
        (FULL[:-2] + "之一", "（2）乙方应当提供证明", False),
        (FULL[:-4] + "格式见", "附件三《数据规格》。", True),
        (FULL, "附件三 数据规格", False),
        (FULL, "乙方（需方）：", False),
        (FULL + "。", "八，不可抗力", False),
        (FULL[:-2] + "之", "一，乙方应当提供证明", True),
        (FULL, "⒊乙方应当提供证明", False),
        (FULL, "(2-4)乙方应当提供证明", False),
        (FULL, "承租方（以下简称乙方）____", False),
    ],
)
def test_what_a_line_cuts_goes_on(above: str, below: str, joined: bool) -> None:
    made = page([[(50, FULL)], [(50, above)], [(50, below)], [(50, FULL)]])
    texts = [paragraph.text for paragraph in made]
    assert any(above + below in text for text in texts) == joined


def test_the_entries_of_a_form_do_not_tell_where_its_margin_is() -> None:
    pages = [[[(50, f"联系电话{number}")] for number in range(14)], [[(50, FULL)]] * 14]
    lines = [
        [run(text, x0, at, number) for at, row in enumerate(rows) for x0, text in row]
        for number, rows in enumerate(pages, 1)
    ]
    assert [paragraph.text for paragraph in arrange(lines)][:13] == [f"联系电话{number}" for number in range(13)]


def test_a_label_alone_on_its_line_opens_what_follows() -> None:
    made = page([[(50, FULL)], [(50, "8.1")], [(50, FULL)], [(50, "并赔偿损失。")], [(50, "8.2 乙方应当返工。")]])
    assert [paragraph.text for paragraph in made] == [FULL, f"8.1 {FULL}并赔偿损失。", "8.2 乙方应当返工。"]


def test_bullets_of_a_symbol_font_open_paragraphs() -> None:
    assert len(page([[(50, "\uf0b7"), (70, FULL)], [(50, "\uf0b7"), (70, FULL)], [(70, FULL)]])) == 2


def test_an_entry_behind_a_number_goes_on_over_what_looks_like_one() -> None:
    (made,) = page([[(50, "（二）权属状况：" + FULL)], [(50, "证明名称：房屋所有权证")]])
    assert made.text.endswith("违约责任证明名称：房屋所有权证")
