"""Forms as they are printed to PDF: blanks that are drawn as rules or left as gaps, figures in runs of their own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from models.reading import DRAWN_BLANK, PageRun, Paragraph
from models.source import Limits, Paging
from parser import parse
from parser.readers.pdf import read_pdf

EM = 12.0
FONT = "STSong-Light"


def pdf_of(draw: Callable[[Canvas], None]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    paper = Canvas(stream, pagesize=A4)
    paper.setLineWidth(0.5)
    paper.setFont(FONT, EM)
    draw(paper)
    paper.showPage()
    paper.save()
    return stream.getvalue()


def paragraphs(draw: Callable[[Canvas], None]) -> list[Paragraph]:
    return list(read_pdf("form.pdf", pdf_of(draw), Limits(), Paging()).paragraphs)


def texts(draw: Callable[[Canvas], None]) -> list[str]:
    """What is read, with an underscore for each character of a slot that is drawn."""
    return [paragraph.text.replace(DRAWN_BLANK, "_") for paragraph in paragraphs(draw) if paragraph.aside is None]


def test_a_rule_with_nothing_on_it_is_a_slot_where_it_is_drawn() -> None:
    def draw(paper: Canvas) -> None:
        paper.drawString(72, 700, "甲方：")
        paper.line(108, 697, 180, 697)
        paper.drawString(182, 700, "身份证号：")
        paper.line(242, 697, 400, 697)

    (line,) = paragraphs(draw)
    assert re.fullmatch(f"甲方：{DRAWN_BLANK}{{12,18}}身份证号：{DRAWN_BLANK}{{26,38}}", line.text)
    slot = line.pieces[1]
    assert isinstance(slot.place, PageRun)
    x0, top, x1, bottom = slot.place.around(0, len(slot.text))
    # The label ends where the rule begins, and is no part of the slot.
    assert (round(x0), round(x1)) == (109, 180)
    # In points from the page's top: the rule is at the bottom of the slot, which is as high as its line.
    assert bottom == pytest.approx(A4[1] - 697, abs=0.5)
    label = line.pieces[0].place
    assert isinstance(label, PageRun)
    assert top == label.around(0, 1)[1]


def test_what_is_written_on_a_rule_is_no_slot() -> None:
    def draw(paper: Canvas) -> None:
        paper.drawString(72, 700, "甲方：青岛石湾仓储有限公司")
        paper.line(108, 697, 320, 697)
        paper.drawString(72, 660, "第一条 租金")
        paper.line(72, 640, 520, 640)

    assert texts(draw) == ["甲方：青岛石湾仓储有限公司", "第一条 租金"]


def test_the_sides_of_a_box_are_no_slots() -> None:
    def draw(paper: Canvas) -> None:
        for at in range(3):
            paper.rect(72 + 120 * at, 692 - 3 * at, 120, 20)
            paper.drawString(80 + 120 * at, 698 - 3 * at, "设备名称")

    assert "_" not in "".join(texts(draw))


def test_a_slot_in_a_sentence_parts_what_stands_beside_it() -> None:
    def draw(paper: Canvas) -> None:
        paper.drawString(72, 700, "租金每月")
        paper.line(122, 697, 170, 697)
        paper.drawString(172, 700, "元，押金")
        paper.line(222, 697, 270, 697)
        paper.drawString(272, 700, "元。")

    (text,) = texts(draw)
    assert re.fullmatch("租金每月_{8,12}元，押金_{8,12}元。", text)


def test_a_wide_blank_is_several() -> None:
    """pdfium gives one blank for any number of them."""

    def draw(paper: Canvas) -> None:
        paper.drawString(72, 760, "房屋租赁合同")
        paper.drawString(72, 730, "第一条 租赁期限")
        paper.drawString(72, 700, f"自{' ' * 20}年{' ' * 12}月{' ' * 12}日起，租期 12 个月。")

    text = texts(draw)[-1]
    assert re.fullmatch("自 {8,12}年 {5,8}月 {5,8}日起，租期 12 个月。", text)
    (field,) = [field for field in parse(pdf_of(draw), name="form.pdf").fields if field.name == "term_start"]
    assert field.status == "blank"


def test_a_figure_at_the_foot_of_a_page_is_no_page_number() -> None:
    """Figures are set in another font, and so are runs of their own; a form with narrow margins has them at the edge."""

    def draw(paper: Canvas) -> None:
        paper.drawString(72, 60, "风险责任由甲方承担")
        paper.setFont("Helvetica", EM)
        paper.drawString(72 + 9 * EM + 2, 60, "30")
        paper.setFont(FONT, EM)
        paper.drawString(72 + 9 * EM + 18, 60, "%，乙方承担其余部分。")
        paper.setFont("Helvetica", EM)
        paper.drawString(290, 30, "7")

    assert texts(draw) == ["风险责任由甲方承担30%，乙方承担其余部分。"]


def test_a_page_number_in_several_runs_is_one() -> None:
    def draw(paper: Canvas) -> None:
        paper.drawString(72, 700, "第一条 租金")
        at = 260.0
        for words, font in (
            ("第", FONT),
            ("4", "Helvetica"),
            ("页", FONT),
            ("共", FONT),
            ("5", "Helvetica"),
            ("页", FONT),
        ):
            paper.setFont(font, 9)
            paper.drawString(at, 30, words)
            at += 11

    assert texts(draw) == ["第一条 租金"]


def test_a_typed_slot_does_not_part_a_paragraph() -> None:
    """The line of a slot lies lower than any character of its row."""

    def draw(paper: Canvas) -> None:
        paper.drawString(72, 700, "乙方应当于移交全部房门钥匙以及____________后视为房屋已经由甲方")
        paper.drawString(72, 682, "交付完成，乙方不得再以房屋未交付为由拒付租金。")

    assert len(texts(draw)) == 1
