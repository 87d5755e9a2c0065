"""Which deadlines follow from the text of a contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from deadlines import deadlines_of
from deadlines.events import Event, event_of
from models.deadline import Deadline
from parser import load_packs, parse
from parser.packs import default_packs

HEAD = "设备采购合同\n甲方(买方):南京白鹭机械有限公司\n乙方(卖方):苏州太湖电子有限公司\n"


def deadlines(text: str) -> list[Deadline]:
    return list(deadlines_of(parse((HEAD + text).encode(), name="contract.txt"), default_packs()))


def only(text: str, rule: str) -> Deadline:
    (found,) = [deadline for deadline in deadlines(text) if deadline.rule == rule]
    return found


@pytest.mark.parametrize(
    ("text", "rule", "day", "formula"),
    [
        ("第一条 期限\n自2025年1月1日起至2025年12月31日止。", "term-end", "2025-12-31", "终止日 2025-12-31"),
        ("第一条 期限\n有效期自2025年3月3日起,合同期限为12个月。", "term-end", "2026-03-03", "2025-03-03 + 12个月"),
        ("第一条 期限\n本合同有效期为2年。", "term-end", None, "合同生效之日 + 24个月"),
        ("第一条 期限\n自____年__月__日起至____年__月__日止。", "term-end", None, "终止日（空白）"),
        ("第一条 期限\n本合同有效期为____年。", "term-end", None, "合同生效之日 + （空白）"),
        ("第一条 期限\n自2025年1月1日起至2025年12月31日止。乙方续约的,应在期满前30日提出。",
         "notice-before-end", "2025-12-01", "2025-12-31 − 30日"),
        ("第一条 期限\n自2025年1月1日起至____年__月__日止。乙方续约的,应在期满前30日提出。",
         "notice-before-end", None, "终止日（空白） − 30日"),
        ("第一条 解除\n任何一方解除合同,应提前60日书面通知对方。", "notice-before-act", None, "所通知事项之日 − 60日"),
        ("第一条 续约与解除\n任何一方解除合同,应提前60日书面通知对方。", "notice-before-act", None, "所通知事项之日 − 60日"),
        ("第一条 期限\n自2025年1月1日起至2025年12月31日止。\n第二条 续约\n应提前30日书面通知对方。",
         "notice-before-end", "2025-12-01", "2025-12-31 − 30日"),
        ("第一条 期限\n自2025年1月1日起至2025年12月31日止。期满前30日书面通知对方终止合同的,不再续约。",
         "notice-before-end", "2025-12-01", "2025-12-31 − 30日"),
        ("第一条 付款\n验收合格后15日内支付货款。", "payment-due", None, "验收合格之日 + 15日"),
        ("第一条 付款\n收到发票后30个工作日内付清。", "payment-due", None, "收到发票之日 + 30个工作日"),
        ("签订日期:2025年9月26日\n第一条 付款\n甲方应在合同签订后5个工作日内支付预付款。",
         "payment-due", "2025-10-10", "2025-09-26 + 5个工作日"),
        ("签订日期:____年__月__日\n第一条 付款\n甲方应在合同签订后5个工作日内支付预付款。",
         "payment-due", None, "签订日期（空白） + 5个工作日"),
        ("第一条 质保\n质保期为自验收合格之日起12个月。", "warranty-end", None, "验收合格之日 + 12个月"),
        ("第一条 质保\n乙方提供三年免费保修。", "warranty-end", None, "质保起算之日 + 36个月"),
        ("第一条 质保\n质保期为自2025年3月3日起24个月。", "warranty-end", "2027-03-03", "2025-03-03 + 24个月"),
        ("第一条 期限\n自2025年1月1日起至2025年12月31日止。\n第二条 保密\n保密义务在合同终止后3年内有效。",
         "confidentiality-end", "2028-12-31", "2025-12-31 + 36个月"),
        ("第一条 期限\n劳动合同期限三年,自2025年3月3日起至2028年3月2日止。试用期为三个月。",
         "probation-end", "2025-06-03", "2025-03-03 + 3个月"),
        ("第一条 竞业\n乙方离职后1年内不得到有竞争关系的单位任职。", "non-compete-end", None, "乙方离职之日 + 12个月"),
    ],
)  # fmt: skip
def test_deadlines(text: str, rule: str, day: str | None, formula: str) -> None:
    found = only(text, rule)
    assert (found.counted, found.formula) == (day, formula)
    assert found.evidence
    assert found.evidence[0].quote
    assert found.where


def test_every_rule_is_shown_by_an_example() -> None:
    (examples,) = [mark for mark in test_deadlines.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    assert {example[1] for example in examples.args[1]} == {rule.id for rule in default_packs().deadlines}
    fields = {field.name for field in default_packs().fields}
    assert {rule.field for rule in default_packs().deadlines} | {
        event.field for event in default_packs().events
    } <= fields


def test_two_days_of_signing_settle_nothing() -> None:
    text = "签订日期:2025年9月26日\n第一条 付款\n甲方应在合同签订后5日内支付预付款。\n第二条 其他\n本合同由双方于2025年9月28日在宁波签订。"
    found = only(text, "payment-due")
    assert found.date is None
    assert found.formula == "合同签订之日（合同写有2个日期） + 5日"


def test_a_printed_day_stands_and_a_counted_one_moves() -> None:
    printed = only("第一条 期限\n自2024年6月1日起至2024年8月31日止。", "term-end")
    assert (printed.date, printed.counted) == ("2024-08-31", "2024-08-31")
    assert "可顺延至2024-09-02" in printed.notes[0]
    counted = only("签订日期:2025年9月21日\n第一条 付款\n甲方应在合同签订后10日内支付预付款。", "payment-due")
    assert (counted.date, counted.counted) == ("2025-10-09", "2025-10-01")
    assert [basis.article for basis in counted.basis] == ["第二百零一条", "第二百零三条"]


def test_the_date_that_is_counted_from_is_evidence_too() -> None:
    found = only("签订日期:2025年9月26日\n第一条 付款\n甲方应在合同签订后5个工作日内支付预付款。", "payment-due")
    assert [one.quote for one in found.evidence][-1] == "签订日期:2025年9月26日"


def test_a_first_day_that_parties_may_mean_to_count_is_said() -> None:
    found = only("第一条 期限\n有效期自2025年3月3日起,合同期限为12个月。", "term-end")
    assert any("最后一日为2026-03-02" in note for note in found.notes)


def test_a_period_too_long_to_count_stays_a_formula() -> None:
    found = only("第一条 期限\n有效期自2025年1月1日起,合同期限为99999个月。", "term-end")
    assert found.date is None
    assert found.formula == "2025-01-01 + 99999个月"


@pytest.mark.parametrize(
    ("anchor", "event"),
    [
        ("验收合格之日起", Event("验收合格")),
        ("收到发票后", Event("收到发票")),
        ("甲方在验收合格且内部流程完成后", Event("验收合格且内部流程完成")),
        ("质量保证期为产品交付后", Event("产品交付")),
        ("产品交付后二十四个月或甲方整机销售后", Event("甲方整机销售")),
        ("乙方在职期间及离职后", Event("离职")),
        ("租赁期满前", Event("租赁期满", before=True)),
        ("____ 年____  月____ 日起", Event("起始日", blank=True)),
        ("提前", None),
        ("要提前", None),
        (None, None),
    ],
)
def test_events(anchor: str | None, event: Event | None) -> None:
    assert event_of(anchor) == event


def test_a_date_in_the_words_is_the_day() -> None:
    event = event_of("2025年3月3日起")
    assert event is not None
    assert event.day is not None
    assert event.day.isoformat() == "2025-03-03"
    assert event_of("2025年2月31日起") == Event("2025年2月31日起")


def test_a_pack_of_ones_own_adds_and_overrides(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("name: own\nversion: '1'\n", "utf-8")
    (tmp_path / "due.yaml").write_text(
        """
deadlines:
  - {id: acceptance-end, title: 验收截止, field: acceptance_period, event: 交付之日,
     examples: [{text: x, formula: x}]}
  - {id: warranty-end, title: 保修截止, field: warranty_period, anchored: false, base: sign_date, event: 签订之日,
     examples: [{text: x, formula: x}]}
  - {id: delivery-day, title: 交货日, field: delivery_time, examples: [{text: x, formula: x}]}
events:
  - {id: delivery, field: delivery_time, words: 交付}
""",
        "utf-8",
    )
    packs = load_packs(tmp_path)
    text = (
        "签订日期:2025年9月1日\n第一条 交付\n乙方于2025年10月20日前交付设备。\n第二条 验收\n甲方应在交付后10日内完成验收。\n"
        "第三条 质保\n质保期为自验收合格之日起12个月。"
    )
    found = deadlines_of(parse((HEAD + text).encode(), name="contract.txt", packs=packs), packs)
    assert {one.rule: (one.title, one.date) for one in found} == {
        "delivery-day": ("交货日", "2025-10-20"),
        "acceptance-end": ("验收截止", "2025-10-30"),
        "warranty-end": ("保修截止", "2026-09-01"),
    }
