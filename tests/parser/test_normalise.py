from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reading import Cell, Paragraph, PartRun, Piece, Reading
from models.report import PartPlace
from models.text import NormalText
from parser.normalise import normalise


def reading(*lines: str) -> Reading:
    at = 0
    paragraphs = []
    for line in lines:
        paragraphs.append(Paragraph((Piece(line, PartRun("x.txt", at, at + len(line))),)))
        at += len(line) + 1
    return Reading("text", "text/plain", tuple(paragraphs))


def normal(*lines: str) -> NormalText:
    return normalise(reading(*lines))


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("甲方：（出租方）", "甲方:(出租方)"),
        ("５％，１．１", "5%,1.1"),
        ("房屋租賃合同", "房屋租赁合同"),
        ("⼀、⾦額", "一、金额"),
        ("商務(wù)售后服務(wù)滿意度", "商务售后服务满意度"),
        ("他們(men)應(yīng)當(dāng)負(fù)責(zé)", "他们应当负责"),
        ("項目(a)至(c)", "项目(a)至(c)"),
        ("技 术 开 发 合 同", "技术开发合同"),
        ("   年   月   日", "   年   月   日"),
        ("自 2026 年 3 月 2 日起", "自2026年3月2日起"),
        ("第一条 租金 1000 元", "第一条 租金 1000元"),
        ("租期为 __2026__年____月", "租期为 2026年____月"),
        ("期限 ____十____年", "期限 十年"),
        ("二○二六年", "二〇二六年"),
        ("二0二六年", "二〇二六年"),
        ("二00六年", "二〇〇六年"),
        ("一式  肆   份", "一式  肆份"),
        ("租期  三   年,", "租期  三年,"),
        ("一九   年   月   日", "一九   年   月   日"),
        ("按千分之  三", "按千分之三"),
        ("期限为【3】年", "期限为3年"),
        ("人民币【 5,000 】元", "人民币5,000元"),
        ("支付【30%】", "支付30%"),
        ("提前（30）日通知", "提前30日通知"),
        ("三（3）个月内", "三(3)个月内"),
        ("（1）日常维护", "(1)日常维护"),
        ("【 】日内，【填写总价】元", "【 】日内,【填写总价】元"),
        ("甲方：【宁波白鹭建设有限公司】", "甲方:宁波白鹭建设有限公司"),
        ("编号：【HT-2026-8】，地点：【丽水市】【莲都】区", "编号:HT-2026-8,地点:丽水市莲都区"),
        ("甲方：【某某有限公司】，【甲方名称】", "甲方:【某某有限公司】,【甲方名称】"),
        ("由【乙方】所在地法院", "由乙方所在地法院"),
        ("○标记", "○标记"),
        ("总价\u200b款", "总价款"),
        ("● 附件一：设备清单", "附件一:设备清单"),
        ("正文\n  •日期：", "正文\n日期:"),
        ("➢ （一）巡检", "(一)巡检"),
        ("- 甲方：郑立", "甲方:郑立"),
        ("* (1) 每月一次", "(1) 每月一次"),
        ("-5至30度，-- 2 --", "-5至30度,-- 2 --"),
        ("- 2 -", "- 2 -"),
        ("正文\n　　第一条 标的\n　（一）设备", "正文\n第一条 标的\n(一)设备"),
        ("自\n  年  月  日起\n      乙方：", "自\n  年  月  日起\n      乙方:"),
        ("正文\n电话：1990 电话：1880", "正文\n电话:1990   电话:1880"),
        ("正文\n地址：宁波市 电话：1880", "正文\n地址:宁波市 电话:1880"),
        ("**总价**，作者约翰·史密斯", "**总价**,作者约翰·史密斯"),
    ],
)
def test_normal_form(printed: str, plain: str) -> None:
    assert normal(printed).text == plain


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        (
            ("一．借款", "乙方借给甲方８０００元．甲方按月付息．", "（二）．利率为１．５％．", "甲．抵押物（房屋）．"),
            "一.借款\n乙方借给甲方8000元。甲方按月付息。\n(二).利率为1.5%。\n甲.抵押物(房屋)。",
        ),
        (
            ("承租人自备工具.出租人不负责修理.", "租金每台班1.2元.  每月结清一次", "1.押金.", "第二条.运费"),
            "承租人自备工具。出租人不负责修理。\n租金每台班1.2元。  每月结清一次\n1.押金。\n第二条.运费",
        ),
        (("茶叶每箱净重2.5公斤.装箱时,双方在场.", "卖方送货。买方验收。运费由卖方负担。"), None),
        (("作者:约翰.史密斯", "译者:陈平"), None),
    ],
)
def test_dots_that_end_sentences_are_full_stops_where_a_text_writes_no_others(
    printed: tuple[str, ...], plain: str | None
) -> None:
    assert normal(*printed).text == (plain if plain is not None else "\n".join(printed))


def test_the_way_back_gives_the_original_wording() -> None:
    text = normal("電子商務(wù)合同　編號：５")
    start = text.text.index("商务")
    evidence = text.evidence((start, start + 4))
    assert evidence.quote == "商務(wù)合同"
    assert evidence.places == (PartPlace(part="x.txt", start=2, end=10),)


def test_cells_of_a_row_are_parted_by_tabs() -> None:
    cells = [("品名", 0, 0), ("单价", 0, 1), ("货架", 1, 0), ("12元", 1, 1)]
    paragraphs = tuple(
        Paragraph((Piece(word, PartRun("x", 10 * n, 10 * n + len(word))),), cell=Cell(0, row, column))
        for n, (word, row, column) in enumerate(cells)
    )
    text = normalise(Reading("docx", "x", paragraphs))
    assert text.text == "品名\t单价\n货架\t12元"
    assert [text.cut((b.start, b.end)) for b in text.blocks] == [word for word, _, _ in cells]


def test_a_bullet_that_opens_a_cell_is_none_of_it() -> None:
    cells = [("● 设备", 0, 0), ("・ 12台", 0, 1)]
    paragraphs = tuple(
        Paragraph((Piece(word, PartRun("x", 10 * n, 10 * n + len(word))),), cell=Cell(0, row, column))
        for n, (word, row, column) in enumerate(cells)
    )
    assert normalise(Reading(reader="x", media_type="text/plain", paragraphs=paragraphs)).text == "设备\t12台"


def test_a_generated_label_is_in_the_text_and_not_in_the_quote() -> None:
    pieces = (Piece("第一条", None), Piece(" ", None), Piece("租赁房屋", PartRun("w", 5, 9)))
    text = normalise(Reading("docx", "x", (Paragraph(pieces, label=3),)))
    assert text.text == "第一条 租赁房屋"
    assert text.blocks[0].label == 3
    assert text.evidence((0, 8)).quote == "租赁房屋"


@given(st.lists(st.text(alphabet="甲乙方務(wù) 　１5％__年月○〇第一条、\u200b", max_size=30), max_size=6), st.data())
def test_every_span_leads_back(lines: list[str], data: st.DataObject) -> None:
    source = "\n".join(lines)
    text = normal(*lines)
    assert len(text.starts) == len(text.ends) == len(text.text)
    if not text.text:
        return
    start = data.draw(st.integers(0, len(text.text) - 1))
    end = data.draw(st.integers(start + 1, len(text.text)))
    evidence = text.evidence((start, end))
    cut = "".join(source[p.start : p.end] for p in evidence.places if isinstance(p, PartPlace))
    assert "".join(evidence.quote.split()) == "".join(cut.split())
