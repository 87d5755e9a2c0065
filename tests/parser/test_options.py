"""Which options of a choice are not chosen, and which marks only say how to tick."""

from __future__ import annotations

import pytest

from parser import parse
from parser.options import find_options, without_legends
from parser.packs import default_packs

OUTLINE = default_packs().outline


def unchosen(text: str) -> tuple[list[str], list[str]]:
    options = find_options(text, OUTLINE)
    return [text[a:b].strip() for a, b in options.refused], [text[a:b].strip() for a, b in options.undecided]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("按☑月□季支付", ["□季支付"]),
        ("按□月■季支付", ["□月"]),
        ("质保期为 □一年 ☑两年 □三年,自验收之日起", ["□一年", "□三年"]),
        ("执行标准工时制□ 综合计算工时制☑ 不定时工作制□", ["执行标准工时制□", "不定时工作制□"]),
        ("是否含税:是□ 否☑,由甲方承担", ["是□"]),
        ("(√)提交仲裁 ( )向法院起诉", ["( )向法院起诉"]),
        ("开具:增值税专用发票(√) 增值税普通发票( )", ["增值税普通发票( )"]),
        ("【√】仲裁 【 】诉讼", ["【 】诉讼"]),
        ("[x]邮寄 [ ]传真", ["[ ]传真"]),
        ("√一次性支付 ×分期支付", ["×分期支付"]),
        ("□√一次性支付 □分期支付", ["□分期支付"]),
        ("☒一次性支付 □分期支付", ["□分期支付"]),
        ("☒一次性支付 ☑分期支付", ["☒一次性支付"]),
        ("选择的打√,不选择的打×。\n☒一次性支付 □分期支付", []),
        ("方式:\n□提交仲裁;\n☑向法院起诉。", ["□提交仲裁;"]),
        ("方式:\n(一)□提交仲裁;\n(二)√向法院起诉。", ["(一)□提交仲裁;"]),
        ("(1)包工包料 √\n(2)包工 ×", ["包工 ×"]),
        ("采用以下第(√)种方式:1.仲裁□ 2.诉讼☑", ["1.仲裁□"]),
        ("_√_一次性支付 ____分期支付", ["____分期支付"]),
        ("争议按下列第2种方式解决:(1)仲裁;(2)诉讼。", ["(1)仲裁;"]),
        ("争议按下列第(一)种方式解决:\n(一)仲裁;\n(二)诉讼。\n第九条 其他", ["(二)诉讼。"]),
        ("按以下第 _B_ 项执行:A.月付 5元;B.季付;C.年付\n", ["A.月付 5元;", "C.年付"]),
        ("采用下列第1种方式。\n第一种:一次付清\n第二种:分期付款\n分两期。", ["第二种:分期付款"]),
        ("1、按下列第2种方式:\n(1)总价;\n(2)单价。\n2、价款不变", ["(1)总价;"]),
    ],
)
def test_refused(text: str, refused: list[str]) -> None:
    assert unchosen(text)[0] == refused


@pytest.mark.parametrize(
    "text",
    [
        "甲方提供7×24小时服务,尺寸为2×3米。",
        "张××,住××路××号。",
        "■ 付款\n□ 签约后付30%\n□ 验收后付70%",
        "✓ 质量合格\n□ 包装完好",
        "在□内打√。",
        "在( )内打√。",
        "验收合格打“√”,不合格打“×”。",
        "甲方( )乙方( )",
        "付款额为合同价的( )%。",
        "□内墙涂料",
        "按下列第____种方式:(1)仲裁;(2)诉讼。",
        "按下列第3种方式:(1)仲裁;(2)诉讼。",
        "有下列第1项情形的:(1)停业;(2)欠租。",
        "按照第2种方式:(1)仲裁;(2)诉讼。",
        "金额____元√",
    ],
)
def test_nothing_is_refused(text: str) -> None:
    assert unchosen(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "undecided"),
    [
        ("按□月□季支付", ["□月", "□季支付"]),
        ("付款按下列方式(在□内打√):□一次性支付 □分期支付", ["□一次性支付", "□分期支付"]),
        ("选择下列之一:\n□月付\n□季付", ["□月付", "□季付"]),
        ("付款如下:\n□签约付30%\n□验收付70%", []),
    ],
)
def test_undecided(text: str, undecided: list[str]) -> None:
    assert unchosen(text) == ([], undecided)


@pytest.mark.parametrize(
    "legend",
    [
        "在□内打√", "请在所选项前的□中打“√”", "选择的打√,不选择的打×", "以“√”表示选中", "□中打√为选中,打×为不选", "在□打上√号",
        "在( )内打√", "在“□”里划√", "未选的打“×”", "√表示同意",
    ],
)  # fmt: skip
def test_the_marks_of_a_legend_are_no_boxes(legend: str) -> None:
    plain = without_legends(legend, OUTLINE)
    assert len(plain) == len(legend)
    assert not set("□√×☑") & set(plain)


@pytest.mark.parametrize("text", ["☑一次性支付 □分期支付", "(√)仲裁 ( )诉讼", "专用发票√", "□打包价", "费用☑包含"])
def test_boxes_are_no_legend(text: str) -> None:
    assert without_legends(text, OUTLINE) == text


def test_values_of_options_that_are_not_chosen_are_none() -> None:
    text = (
        "采购合同\n第一条 质保\n设备质保期为 □一年 ☑两年 □三年。\n第二条 付款\n(√)货到后5日内付款 ( )货到后30日内付款\n"
    )
    report = parse(text.encode(), name="contract.txt")
    found = [(f.name, f.norm) for f in report.fields if f.name in ("warranty_period", "payment_days")]
    assert found == [("warranty_period", "P24M"), ("payment_days", "P5D")]


def test_what_an_option_says_that_is_not_chosen_is_no_finding() -> None:
    text = "施工合同\n第一条 付款\n选择一种:\n{}甲方按月付款。\n{}甲方收到业主款项后向乙方付款。\n第二条 其他\n无。\n"
    chosen, refused = (
        {f.check for f in parse(text.format(*marks).encode(), name="contract.txt").findings} for marks in ("□☑", "☑□")
    )
    assert "back-to-back-payment" in chosen - refused
