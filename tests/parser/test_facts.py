"""What the parties are and what kind of contract it is, as the text shows it."""

from __future__ import annotations

from datetime import date

import pytest

from models.source import Limits
from parser.contract import Contract, holds, make_contract
from parser.extract import extract
from parser.facts import FACTS, party_kind, with_facts
from parser.normalise import normalise
from parser.numbering import number
from parser.packs import default_packs
from parser.parties import find_parties
from parser.readers import read
from parser.references import resolve
from parser.segment import segment
from parser.values import scan

COMPANIES = "甲方:宁波潮声机械有限公司\n乙方:常州石桥仪表有限公司\n"
PERSONS = "甲方:周小禾\n乙方:郑立\n"
BODY = "第一条 标的\n双方另行商定。\n第二条 其他\n无其他约定。\n"


def contract_of(words: str) -> Contract:
    packs = default_packs()
    text = normalise(read("contract.txt", words.encode(), Limits()))
    clauses, _ = segment(text, packs)
    values = scan(text.text)
    parties = find_parties(text, clauses, packs)
    fields = extract(text, clauses, values, parties, packs)
    numbering = number(clauses)
    references = resolve(text, numbering, packs.outline)
    return with_facts(
        make_contract(text, numbering, clauses, references, values, parties, fields, packs, date(2026, 11, 22))
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("宁波潮声机械有限公司", "company"),
        ("青禾合伙企业(有限合伙)", "company"),
        ("红梅化工厂", "company"),
        ("城关镇人民政府", "organ"),
        ("第二人民医院", "organ"),
        ("东湖大学", "organ"),
        ("市财政局", "organ"),
        ("周小禾", "person"),
        ("阿依古丽·买买提", "person"),
        ("中介方", "unknown"),
        ("A12", "unknown"),
    ],
)
def test_party_kind(name: str, kind: str) -> None:
    assert party_kind(name) == kind


@pytest.mark.parametrize(
    ("fact", "yes", "no"),
    [
        ("person", "借款合同\n" + PERSONS + BODY, "采购合同\n" + COMPANIES + BODY),
        ("persons", "借款合同\n" + PERSONS + BODY, "借款合同\n甲方:周小禾\n乙方:常州石桥仪表有限公司\n" + BODY),
        ("entities", "采购合同\n" + COMPANIES + BODY, "采购合同\n甲方:____\n乙方:____\n" + BODY),
        ("organ", "服务合同\n甲方:东湖大学\n乙方:常州石桥仪表有限公司\n" + BODY, "采购合同\n" + COMPANIES + BODY),
        ("labour", "劳动合同\n" + COMPANIES + BODY, "实习劳务合同\n" + COMPANIES + BODY),
        ("construction", "厂房施工合同\n" + COMPANIES + BODY, "工程设计合同\n" + COMPANIES + BODY),
        ("house_lease", "商铺租赁合同\n" + COMPANIES + BODY, "车辆租赁合同\n" + COMPANIES + BODY),
        (
            "house_lease",
            "房屋租赁合同(经纪机构居间成交版)\n" + PERSONS + BODY,
            "房屋租赁居间合同\n" + PERSONS + "甲方出租房屋。\n" + BODY,
        ),
        (
            "house_lease",
            "车间租赁合同\n" + COMPANIES + BODY,
            "楼顶广告位租赁合同\n" + COMPANIES + "不得损坏房屋。\n" + BODY,
        ),
        ("policy_home", "限价商品房买卖合同\n" + PERSONS + BODY, "商品房买卖合同\n" + PERSONS + BODY),
        ("land", "土地承包经营权流转合同\n" + PERSONS + BODY, "食堂承包经营合同\n" + COMPANIES + BODY),
        ("land", "农村耕地承包合同\n" + PERSONS + BODY, "土地平整工程承包合同\n" + COMPANIES + BODY),
        ("home_lease", "住房租赁合同\n" + PERSONS + BODY, "厂房租赁合同\n" + COMPANIES + BODY),
        ("consumer", "健身会员协议\n甲方:____\n乙方:____\n" + BODY, "采购合同\n" + COMPANIES + BODY),
        ("land", "山林承包租赁合同\n" + PERSONS + BODY, "商铺租赁合同\n" + COMPANIES + BODY),
        ("marketplace", "商户入驻协议\n欢迎入驻本平台,经营店铺。\n" + BODY, "软件用户协议\n欢迎使用本软件。\n" + BODY),
        (
            "lasting",
            "服务合同\n第一条 期限\n合同期限为二年。\n" + BODY,
            "服务合同\n第一条 期限\n合同期限为三个月。\n" + BODY,
        ),
        ("platform", "平台用户协议\n欢迎使用本平台。\n" + BODY, "采购合同\n" + COMPANIES + BODY),
        ("lender", "借款合同\n甲方:潮声银行股份有限公司\n乙方:郑立\n" + BODY, "借款合同\n" + PERSONS + BODY),
        ("abroad", "采购合同\n甲方:Tideway Instruments Ltd\n乙方:郑立\n" + BODY, "采购合同\n" + COMPANIES + BODY),
        ("tendered", "施工合同\n" + COMPANIES + "按中标通知书订立。\n" + BODY, "采购合同\n" + COMPANIES + BODY),
        ("procurement", "政府采购合同\n" + COMPANIES + BODY, "采购合同\n" + COMPANIES + BODY),
        (
            "draft",
            "服务合同\n甲方:____\n乙方:____\n合同编号:____\n第一条 费用\n服务费共计____元。\n第二条 期限\n有效期____年。\n",
            "采购合同\n" + COMPANIES + BODY,
        ),
    ],
)
def test_facts(fact: str, yes: str, no: str) -> None:
    assert fact in contract_of(yes).facts
    assert fact not in contract_of(no).facts


def test_every_fact_a_rule_names_is_one() -> None:
    rules = default_packs().checks
    asked = {fact for rule in rules for fact in (*rule.facts, *(f for grade in rule.grades for f in grade.facts))}
    names = {name for fact in asked for name in fact.removeprefix("not ").split("|")}
    assert {name for name in names if ":" not in name} <= set(FACTS)


def test_facts_are_asked_both_ways() -> None:
    contract = contract_of("采购合同\n" + COMPANIES + BODY)
    assert holds(contract, ["entities", "type:sale", "not person", "not type:lease"])
    assert not holds(contract, ["not entities"])
