"""Whatever numbers, labels and blanks stand where in a contract, the walk ends in a report whose quotes stand where it says."""

from __future__ import annotations

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.report import PartPlace
from parser import parse

NUMBERS = st.text("0123456789〇零一二两三十百千万亿壹贰拾佰仟廿.,，、 ０５Ⅳⅴ①⑩㈠½", min_size=1, max_size=5)
BLANKS = st.sampled_from(["", "____", "【 】", "[  ]", "　　", "××", "{{n}}", "/", "□", "☑", "\u200b", "\n"])
OPENING = "设备采购合同\n甲方:宁波海澜冷链物流有限公司\n乙方:苏州恒川制冷设备有限公司\n"
FORMS = (
    "第{}条", "第{}章 总则", "第{}款第({})项", "附件{}", "附件{}、{}", "附表{}《清单》", "{}、", "{}.{} ", "({})", "按第{}条执行",
    "详见附件{}", "人民币{}元(大写:{})", "{}元/月", "{}万元", "每日{}%", "万分之{}", "百分之{}", "{}日内", "{}个工作日", "{}年{}月{}日",
    "自{}年{}月{}日起至{}年{}月{}日止", "一式{}份,双方各执{}份", "{}小时内响应", "占地{}平方米", "电话:{}", "账号:{}", "甲方:{}", "乙方(盖章):{}",
    "《民法典》第{}条", "{}折", "A{}纸", "{}:{}前", "第{}期付款{}%", "利率为LPR加{}个基点", "□{}□{}",
)  # fmt: skip


@st.composite
def contracts(draw: st.DrawFn) -> str:
    """Lines of one to four forms each, their gaps filled with numbers of any kind, or blanks."""
    lines = []
    for _ in range(draw(st.integers(1, 10))):
        line = ""
        for form in draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=4)):
            gaps = [draw(st.one_of(NUMBERS, NUMBERS, BLANKS)) for _ in range(form.count("{}"))]
            line += form.format(*gaps) + draw(st.sampled_from(["", ",", "。", " ", ";"]))
        lines.append(line)
    return OPENING + "\n".join(lines)


def squashed(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


@settings(derandomize=True, deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(contracts())
def test_any_wording_is_read(contract: str) -> None:
    report = parse(contract.encode(), name="a.txt")
    for one in (*report.clauses, *report.fields, *report.findings, *report.references):
        for evidence in one.evidence:
            cut = "".join(
                contract[place.start : place.end] for place in evidence.places if isinstance(place, PartPlace)
            )
            assert squashed(cut) == squashed(evidence.quote)
