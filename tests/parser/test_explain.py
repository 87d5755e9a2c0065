"""An explanation agrees with the report, and says why."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from models.explanation import Candidate, Explanation, Step
from parser import load_packs
from parser.contract import compiled
from parser.explain import explain
from parser.explain_check import explain_check
from parser.explain_field import explain_field
from parser.matching import Pattern
from parser.packs import default_packs
from parser.pipeline import Walk, walk
from parser.readers.decode import decode
from parser.trace import Trace, Watched

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "purchasing"
FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "contracts").iterdir())
LEASE = """房屋租赁合同
甲方:王建国
乙方:李小梅
第一条 房屋
甲方将位于宁波市鄞州区的房屋一套出租给乙方居住。
第二条 期限
租赁期限为二年,自2026年1月1日起至2027年12月31日止。
第三条 租金
月租金3500元,每月5日前支付,押金7000元。
第四条 违约
逾期支付租金的,每逾期一日按未付款的万分之五支付违约金。依第九条处理。
第五条 争议
向甲方所在地人民法院起诉。
甲方(签字):
乙方(签字):
"""
SALE = """设备采购合同
甲方(买方):苏州太湖电子有限公司
乙方(卖方):南京白鹭机械有限公司
第一条 标的
设备一台,总价人民币伍拾万元整(¥510,000.00元),质保期为12个月。
第二条 付款
验收合格后90日内支付合同总价的95%,余款5%作为质保金。合同编号:____
第三条 验收
验收后甲方放弃一切索赔。设备清单见附件二。
第四条 争议解决
提交仲裁委员会仲裁,也可以向乙方所在地人民法院起诉。
"""


@lru_cache(maxsize=8)
def walked(text: str) -> Walk:
    return walk(text.encode(), name="contract.txt", packs=load_packs(EXAMPLE), side="甲方")


def check(text: str, name: str) -> Explanation:
    contract = walked(text).contract
    return explain_check(contract, next(rule for rule in contract.packs.checks if rule.id == name))


def step(explanation: Explanation, part: str) -> Step:
    return next(step for step in explanation.steps if step.part == part)


def taken(explanation: Explanation) -> list[Candidate]:
    return [candidate for candidate in explanation.candidates if candidate.verdict == "taken"]


TEXTS = [
    LEASE,
    SALE,
    *(decode(path.read_bytes()) or "" for case in FIXTURES for path in case.glob("source.txt")),
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_checks_are_explained_as_they_were_found(text: str) -> None:
    found = walked(text)
    for rule in found.contract.packs.checks:
        explanation = explain_check(found.contract, rule)
        assert list(explanation.findings) == [f for f in found.findings if f.check == rule.id], rule.id
        assert (explanation.outcome == "passes") == (rule.id in found.passed), rule.id
        assert all(step.said for step in explanation.steps)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_fields_are_explained_as_they_were_found(text: str) -> None:
    contract = walked(text).contract
    for name in {rule.name for rule in contract.packs.fields}:
        explanation = explain_field(contract, name)
        fields = [field for field in contract.fields if field.name == name]
        assert list(explanation.fields) == fields
        stands = sorted(str((f.norm, f.evidence[0].span)) for f in fields if f.status in ("found", "blank"))
        assert sorted(str((c.norm, c.evidence[0].span)) for c in taken(explanation)) == stands, name
        assert (explanation.outcome == "absent") == (bool(fields) and fields[0].status == "absent")


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_parts_of_a_cue_agree_with_the_whole(text: str) -> None:
    contract = walked(text).contract
    for name in {rule.name for rule in contract.packs.fields}:
        for candidate in explain_field(contract, name).candidates:
            cues = [step.holds for step in candidate.steps if step.part.startswith("cues.")]
            if candidate.verdict in ("taken", "repeated", "claimed"):
                assert all(cues)
            elif cues and "线索均不合" in candidate.said:
                assert not all(cues)


def test_a_check_that_fires_shows_the_cue_and_what_did_not_excuse_it() -> None:
    explanation = check(SALE, "buy-no-waiver")
    assert explanation.outcome == "fires"
    assert explanation.rules[0].pack == "purchasing"
    assert step(explanation, "side").holds
    assert step(explanation, "params.pattern").evidence[0].quote == "甲方放弃一切索赔"
    assert not step(explanation, "params.unless").holds


def test_a_check_that_passes_shows_what_it_found() -> None:
    explanation = check(SALE, "missing-acceptance-standard")
    assert explanation.outcome == "passes"
    assert step(explanation, "params.pattern").holds
    explanation = check(LEASE, "missing-dispute-clause")
    assert explanation.outcome == "passes"
    assert step(explanation, "field:dispute_method").holds
    assert set(explanation.searched) == {clause.id for clause in walked(LEASE).contract.clauses}


def test_a_check_of_other_contracts_says_so() -> None:
    explanation = check(LEASE, "buy-deposit-limit")
    assert explanation.outcome == "not-asked"
    types = step(explanation, "types")
    assert not types.holds
    assert "租赁" in types.said
    assert explanation.findings == ()


def test_a_check_of_another_side_says_so() -> None:
    contract = walk(SALE.encode(), name="x.txt", packs=load_packs(EXAMPLE), side="卖方").contract
    explanation = explain_check(contract, next(rule for rule in contract.packs.checks if rule.id == "buy-no-waiver"))
    assert explanation.outcome == "not-asked"
    assert "乙方" in step(explanation, "side").said


def test_a_check_of_references_shows_them() -> None:
    explanation = check(LEASE, "broken-cross-ref")
    assert [evidence.quote for evidence in step(explanation, "references").evidence] == ["第九条"]


def test_a_check_of_values_counts_them() -> None:
    assert "金额" in step(check(SALE, "amount-cn-vs-digits"), "values").said


def test_a_check_of_signs_shows_each() -> None:
    duties = "乙方遵守规章制度,接受考勤,试用期二个月。\n第二条 待遇\n每月发放工资,缴纳社会保险。"
    told = check(f"劳务协议\n第一条 管理\n{duties}", "title-body-mismatch")
    signs = [step for step in told.steps if step.said.startswith("特征（劳动合同）")]
    assert [step.holds for step in signs].count(True) == 5
    assert signs[0].evidence[0].quote == "考勤"


def test_a_check_of_fields_names_them() -> None:
    explanation = check(LEASE, "term-vs-dates")
    assert "P24M" in step(explanation, "field:term").said
    assert step(explanation, "field:term_end").evidence


def test_a_field_that_was_found_shows_its_words() -> None:
    explanation = explain_field(walked(LEASE).contract, "rent")
    (found,) = taken(explanation)
    assert found.norm == "3500.00 CNY/M"
    assert any(step.part.endswith(".before") and "月租金" in step.said for step in found.steps)
    assert explanation.outcome == "found"


def test_a_value_of_another_field_says_which_part_did_not_hold() -> None:
    explanation = explain_field(walked(LEASE).contract, "rent")
    deposit = next(c for c in explanation.candidates if "押金7000元" in c.evidence[0].quote)
    assert deposit.verdict == "rejected"
    assert any(not step.holds for step in deposit.steps)


def test_a_value_that_another_rule_claims_is_named(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text('name: mine\nversion: "1"\n', "utf-8")
    rule = """fields:
  - name: monthly
    title: 每月款项
    kinds: [money]
    claims: true
    cues: [{before: '月租金$'}]
    examples: [{text: "月租金3500元。", norm: 3500.00 CNY/M}]
"""
    (pack / "fields.yaml").write_text(rule, "utf-8")
    contract = walk(LEASE.encode(), name="contract.txt", packs=load_packs(pack)).contract
    assert [c.norm for c in taken(explain_field(contract, "monthly"))] == ["3500.00 CNY/M"]
    rent = next(c for c in explain_field(contract, "rent").candidates if "3500元" in c.evidence[0].quote)
    assert rent.verdict == "claimed"
    assert "每月款项" in rent.said


def test_a_price_of_a_unit_is_told_from_a_sum() -> None:
    text = "物业服务合同\n甲方:郑立\n乙方:绍兴稽山物业有限公司\n第一条 费用\n服务费标准:2.5元/㎡/月。\n"
    candidates = explain_field(walked(text).contract, "total_price").candidates
    assert [candidate.said for candidate in candidates] == ["单价或按期支付的金额，不是总额。"]


def test_a_field_that_is_not_there_shows_what_came_near() -> None:
    explanation = explain_field(walked(LEASE).contract, "warranty_period")
    assert explanation.outcome == "not-found"
    assert {candidate.verdict for candidate in explanation.candidates} == {"rejected"}
    assert all(any(not step.holds for step in candidate.steps) for candidate in explanation.candidates)


def test_a_text_field_shows_its_patterns() -> None:
    explanation = explain_field(walked(LEASE).contract, "dispute_method")
    assert [candidate.norm for candidate in taken(explanation)] == ["court"]
    assert {step.holds for step in explanation.steps if step.part.startswith("patterns.")} == {True, False}


def test_by_name_from_the_bytes() -> None:
    explanation = explain(LEASE.encode(), question=("field", "rent"), name="contract.txt")
    assert explanation.outcome == "found"
    assert explain(LEASE.encode(), question=("check", "broken-cross-ref")).outcome == "fires"
    with pytest.raises(KeyError):
        explain(LEASE.encode(), question=("field", "no_such"))
    with pytest.raises(KeyError):
        explain(LEASE.encode(), question=("check", "no-such"))


def test_without_a_trace_nothing_is_told() -> None:
    assert walked(LEASE).contract.trace is None
    assert isinstance(compiled("租金"), Pattern)


def test_a_watched_pattern_is_never_taken_for_the_plain_one() -> None:
    trace = Trace()
    watched = Watched("租金", "cue", trace)
    assert compiled("租金").search("月租金") is not None
    assert trace.looks == []
    assert compiled(watched).search("月租金") is not None
    assert compiled(watched.replace("租", "现")).search("月租金") is None
    assert [(look.name, look.found) for look in trace.looks] == [("cue", ((1, 3),)), ("cue", ())]
    assert isinstance(compiled("租金"), Pattern)


def test_default_rules_can_all_be_explained() -> None:
    contract = walk(SALE.encode(), name="contract.txt").contract
    assert all(explain_check(contract, rule).said for rule in default_packs().checks)
