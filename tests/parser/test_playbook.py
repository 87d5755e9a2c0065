"""A playbook: what one side wants, and whose side that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.report import Report
from parser import load_packs, parse
from parser.checks.playbook import measure
from parser.trial import trials

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "purchasing"
SALE = """设备采购合同
甲方(买方):苏州太湖电子有限公司
乙方(卖方):南京白鹭机械有限公司
第一条 标的
设备一台,质保期为12个月。
第二条 定金
签约当日支付合同总额的15%作为定金。
第三条 验收
验收后甲方放弃一切索赔。
第四条 争议解决
向乙方所在地人民法院起诉。
"""


def fired(text: str, side: str | None) -> set[str]:
    report = parse(text.encode(), name="contract.txt", packs=load_packs(EXAMPLE), side=side)
    return {finding.check for finding in report.findings if finding.check.startswith("buy-")}


ALL = {"buy-warranty-length", "buy-deposit-limit", "buy-no-waiver", "buy-forum-ours"}


@pytest.mark.parametrize(
    ("side", "expected"),
    [("甲方", ALL), ("买方", ALL), ("需方", ALL), ("乙方", set()), ("卖方", set()), (None, set())],
)
def test_the_side_decides(side: str | None, expected: set[str]) -> None:
    assert fired(SALE, side) == expected


@pytest.mark.parametrize(
    "head",
    [
        "甲方(买方):苏州太湖电子有限公司\n乙方(卖方):南京白鹭机械有限公司",
        "买方(甲方):苏州太湖电子有限公司\n卖方(乙方):南京白鹭机械有限公司",
        "需方:苏州太湖电子有限公司(以下简称甲方)\n供方:南京白鹭机械有限公司(以下简称乙方)",
        "采购方(以下简称“甲方”):苏州太湖电子有限公司\n供应商(以下简称“乙方”):南京白鹭机械有限公司",
    ],
)
def test_what_the_contract_calls_the_buyer(head: str) -> None:
    assert "buy-no-waiver" in fired(SALE.replace("\n".join(SALE.splitlines()[1:3]), head), "买方")


def test_nothing_is_concluded_from_the_kind_of_contract() -> None:
    plain = SALE.replace("(买方)", "").replace("(卖方)", "")
    assert fired(plain, "甲方") == set()


def test_the_report_says_whose_side() -> None:
    assert parse(SALE.encode(), side="甲方").rules.side == "甲方"
    assert parse(SALE.encode()).rules.side is None


def test_a_side_that_is_not_there_is_a_notice() -> None:
    notices = [notice.code for notice in parse(SALE.encode(), side="出租方").notices]
    assert "side-not-found" in notices
    assert "side-not-found" not in [notice.code for notice in parse(SALE.encode(), side="买方").notices]


def finding(report: Report, check: str) -> tuple[str, str, list[str]]:
    found = next(f for f in report.findings if f.check == check)
    return found.message, found.advice, [evidence.quote for evidence in found.evidence]


def test_findings_quote_and_advise() -> None:
    report = parse(SALE.encode(), packs=load_packs(EXAMPLE), side="甲方")
    message, advice, quotes = finding(report, "buy-deposit-limit")
    assert "15%" in message
    assert "不超过0.1" in message
    assert "15%" in quotes[0]
    message, advice, quotes = finding(report, "buy-forum-ours")
    assert "建议条款：「协商不成的，向甲方住所地人民法院起诉。」" in advice
    assert "第四条" in message


def test_examples_of_the_shipped_playbook() -> None:
    tried = list(trials(load_packs(EXAMPLE), pack="purchasing"))
    assert len(tried) == 7
    assert [failure for trial in tried for failure in trial.failures] == []


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("PT30M", "PT1H"), ("PT12H", "P1D"), ("P29D", "P2M"), ("P12M", "P24M"), ("0.0005/D", "0.001/D"), ("0.1/Y", "0.05/M"),
        ("100.00 CNY", "100.01 CNY"), ("2026-01-31", "2026-02-01"), ("2", "10"),
    ],
)  # fmt: skip
def test_norms_compare(less: str, more: str) -> None:
    a, b = measure(less), measure(more)
    assert a is not None
    assert b is not None
    assert a[1] == b[1]
    assert a[0] < b[0]


@pytest.mark.parametrize(
    ("a", "b"), [("100.00 CNY", "100.00 USD"), ("0.05", "0.05/D"), ("P1D", "1"), ("100.00 CNY", "100")]
)
def test_norms_of_different_kinds_do_not_compare(a: str, b: str) -> None:
    one, other = measure(a), measure(b)
    assert one is not None
    assert other is not None
    assert one[1] != other[1]


def test_words_have_no_measure() -> None:
    assert measure("court") is None
