"""Mentions of other parts of a contract, and where they lead."""

from __future__ import annotations

import time

import pytest

from parser import parse

BODY = """货物供应合同
第一条 标的
供应不锈钢货架一批。
第二条 价款
(一)单价为每组八百元。
(二)总价为八万元。
(三)运费由供方承担。
第三条 交付
3.1 供方应在十日内交货。
3.2 需方应在三日内验收。
第四条 质量
货架应当平整。
货架应当防锈。
第五条 其他
{text}
甲方(盖章):
附件一 货架图样
1. 立柱高二米。
2. 层板四块。
附件B 安装步骤
先立柱,后层板,最后固定。
"""
"""A contract of articles with items, decimals, plain paragraphs and two annexes; `{text}` stands in article five."""

MENTIONS = [
    ("按本合同第三条执行。", [("第三条", "article", "第三条")]),
    ("按第3条执行。", [("第3条", "article", "第三条")]),
    ("按本合同第二条第(二)项执行。", [("第二条第(二)项", "article", "(二)")]),
    ("按本合同第二条(三)项执行。", [("第二条(三)项", "article", "(三)")]),
    ("按第二条第一、三项执行。", [("第二条第一、三项", "article", "(一)"), ("第二条第一、三项", "article", "(三)")]),
    ("按第一、四条执行。", [("第一、四条", "article", "第一条"), ("第一、四条", "article", "第四条")]),
    ("按第三条至第四条执行。", [("第三条", "article", "第三条"), ("第四条", "article", "第四条")]),
    ("按第3.2款执行。", [("第3.2款", "clause", "3.2")]),
    ("按本合同3.2的约定执行。", [("3.2", "clause", "3.2")]),
    ("按3.1条执行。", [("3.1条", "clause", "3.1")]),
    ("按第2.3款执行。", [("第2.3款", "clause", "(三)")]),
    ("按第四条第二款执行。", [("第四条第二款", "article", "第四条")]),
    ("图样见附件一。", [("附件一", "annex", "附件一")]),
    ("图样见附件1《货架图样》。", [("附件1《货架图样》", "annex", "附件一")]),
    ("步骤见附件B。", [("附件B", "annex", "附件B")]),
    ("按附件一第二条执行。", [("附件一", "annex", "附件一")]),
    ("按本合同附件五“运价表”中第七条计算。", [("附件五", "annex", None)]),
    ("步骤见附件b所列。", [("附件b", "annex", "附件B")]),
    ("内容见附件d。", [("附件d", "annex", None)]),
    ("图样见附件一、二。", [("附件一、二", "annex", "附件一"), ("附件一、二", "annex", "附件B")]),
    ("步骤见附件《安装步骤》。", [("附件《安装步骤》", "annex", "附件B")]),
    ("清单见附件三。", [("附件三", "annex", None)]),
    ("内容见附件一二。", []),
    ("内容见附件〇。", []),
    ("图样见附件:1。", [("附件:1", "annex", "附件一")]),
    ("附件:1、货架图样。", []),
    ("按第二十条执行。", [("第二十条", "article", None)]),
    ("按第二条第(九)项执行。", [("第二条第(九)项", "article", None)]),
    ("违反本条约定的,承担责任。", [("本条", "relative", "第五条")]),
    ("依前条约定办理。", [("前条", "relative", "第四条")]),
    ("逾期的,赔偿。\n前款约定不影响其他权利。", [("前款", "relative", "第五条")]),
]

CITATIONS = [
    "依据《民法典》第五百八十五条处理。",
    "依据《民法典》第五百八十四条、第五百八十五条处理。",
    "依据民法典第五百七十七条及劳动合同法第三条处理。",
    "依据《仓储管理暂行办法》第三条第二款办理。",
    "按主合同第三条执行。",
    "按招标文件第二条执行。",
    "依据某某条例(2019年修订)第四条办理。",
    "第三方不得干预,第一次交货后付款,每月第三款货物优先。",
    "本条款与本项目无关,本章程另定。",
    "商标的使用见“关于合办苗圃的合同”第七条。",
]


def references(text: str) -> list[tuple[str, str, str | None]]:
    return references_in(BODY.format(text=text))


def references_in(contract: str) -> list[tuple[str, str, str | None]]:
    report = parse(contract.encode(), name="contract.txt")
    labels = {clause.id: clause.label for clause in report.clauses}
    return [(r.evidence[0].quote, r.kind, labels[r.target] if r.target else None) for r in report.references]


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_mention(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert references(text) == expected


@pytest.mark.parametrize("text", CITATIONS)
def test_other_documents_and_ordinary_words_are_no_references(text: str) -> None:
    assert references(text) == []


def test_own_article_behind_a_law_is_a_reference() -> None:
    assert references("依据《民法典》第五百八十五条及本合同第三条处理。") == [("第三条", "article", "第三条")]


def test_items_inside_an_article() -> None:
    contract = (
        "咨询协议\n第一条 解除\n有下列情形之一的,可以解除:\n(一)迟延;\n(二)停业。\n"
        "依前款第(二)项解除的,退还费用。\n第二条 其他\n出现第(一)项情形的除外。"
    )
    report = parse(contract.encode(), name="contract.txt")
    labels = {clause.id: clause.label for clause in report.clauses}
    found = [(r.evidence[0].quote, labels[r.target] if r.target else None) for r in report.references]
    assert ("前款第(二)项", "(二)") in found


LISTS = [
    ("附件:\n1.设备清单\n2.报价单\n甲方(盖章):", None),
    ("甲方(盖章):\n附件:\n1.设备清单\n货架五十组,每组八百元。\n2.报价单\n总价四万元,含税。", "1."),
    ("甲方(盖章):\n附件A 设备清单\n货架五十组,每组八百元。", "附件A"),
    ("附件:\n1.设备清单\n2.报价单\n甲方(盖章):\n附件1 设备清单\n货架五十组,每组八百元。", "附件1"),
]


@pytest.mark.parametrize(("end", "label"), LISTS)
def test_a_line_of_a_list_is_no_annex(end: str, label: str | None) -> None:
    report = parse(f"采购合同\n第一条 标的\n货物见附件1。\n第二条 其他\n无。\n{end}".encode(), name="contract.txt")
    labels = {clause.id: clause.label for clause in report.clauses}
    assert [labels.get(r.target or "") for r in report.references if r.kind == "annex"] == [label]


@pytest.mark.parametrize(
    "end",
    [
        "附件清单\n附件1:设备清单\n附件A:培训方案\n──────\n签章区\n甲方(盖章):",
        "附件1:设备清单\n甲方(盖章):\n附件A 培训方案\n每周培训二次,每次半天。",
    ],
)
def test_an_annex_with_a_letter_is_not_the_one_with_its_number(end: str) -> None:
    report = parse(f"采购合同\n第一条 标的\n货物见附件1。\n第二条 其他\n无。\n{end}".encode(), name="contract.txt")
    assert next(r for r in report.references if r.kind == "annex").target is None


def test_annex_has_its_own_articles() -> None:
    contract = (
        "框架协议\n第一条 标的\n货物。\n第二条 价款\n另定。\n甲方(盖章):\n"
        "附件一 保密协议\n第一条 范围\n图纸。\n第二条 责任\n违反第一条的,承担责任。\n第三条 期限\n三年。"
    )
    report = parse(contract.encode(), name="contract.txt")
    spans = {clause.id: clause.span for clause in report.clauses}
    (reference,) = [r for r in report.references if r.kind == "article"]
    assert reference.target is not None
    assert spans[reference.target][0] > contract.index("附件一")


NUMBERED_ON = """设备安装合同
第一部分 协议书
一、工程
安装电梯二台。
第二部分 通用条款
一、总则
1、定义
本合同指全部文件。
2、文件
文件互为解释。
二、工期
3、开工
收到通知后开工。
4、争议
由发包人与承包人协商。
{text}
"""
"""General conditions whose chapters are 一、 二、 and whose articles are 1、 to 4、 throughout."""


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("5、其他\n按本通用条款第4条处理。", "4、"),
        ("5、其他\n按通用条款第9条处理。", None),
        ("5、其他\n按第3条处理。", "3、"),
        ("5、其他\n按第3条处理。\n第三部分 专用条款\n3、开工\n三月一日。", "3、"),
    ],
)
def test_articles_that_are_counted_through_under_chapters(text: str, label: str | None) -> None:
    assert [target for _, _, target in references_in(NUMBERED_ON.format(text=text))] == [label]


def test_list_of_which_a_mention_is_part_holds_what_the_first_level_does_not() -> None:
    contract = (
        "售货合同\n1.1 现货\n1. 名称\n苗木。\n2. 价格\n按第三条调整。\n3. 调价\n每季一次。\n1.2 期货\n1. 名称\n花卉。"
    )
    assert references_in(contract) == [("第三条", "article", "3.")]


def test_number_of_which_only_parts_are_printed() -> None:
    contract = "安装合同\n第三章 验收\n3.8 试车。\n3.9.1 因买方原因未能试车的,顺延。\n3.9.2 顺延以两月为限。\n3.10 按3.9条办理。"
    assert references_in(contract) == [("3.9条", "clause", "3.9.1")]
    general = "工程合同\n5.1 以图纸为准。\n6.1 按第48条的规定完工。\n48.1 签发证书。\n48.2 证书写明日期。"
    assert references_in(general) == [("第48条", "article", "48.1")]


def test_contract_without_articles_calls_its_first_level_so() -> None:
    contract = "服务合同\n一、服务\n提供保洁。\n二、价款\n每月三千元。\n三、违约\n违反第二条的,支付违约金。"
    report = parse(contract.encode(), name="contract.txt")
    labels = {clause.id: clause.label for clause in report.clauses}
    assert [(r.evidence[0].quote, labels[r.target or ""]) for r in report.references] == [("第二条", "二、")]


@pytest.mark.parametrize(
    "text", ["第" * 40_000, "第一、" * 15_000, "附件一、二" * 8_000, "(法" * 20_000, "第一条第一款" * 8_000]
)
def test_no_text_makes_it_run_away(text: str) -> None:
    start = time.process_time()
    parse(f"合同\n第一条 标的\n{text}。".encode(), name="contract.txt")
    assert time.process_time() - start < 20
