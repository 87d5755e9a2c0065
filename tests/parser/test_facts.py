"""What the parties are and what kind of contract it is, as the text shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from models.fact import FactRule
from models.source import Limits
from parser.contract import Contract, holds, make_contract
from parser.extract import extract
from parser.facts import GIVEN, READ, PartyKind, party_kind, with_facts
from parser.normalise import normalise
from parser.numbering import number
from parser.packs import default_packs
from parser.parties import find_parties
from parser.readers import read
from parser.references import resolve
from parser.segment import segment
from parser.values import scan

COMPANIES = "甲方:宁波潮声机械有限公司\n乙方:常州石桥仪表有限公司\n"
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
        ("古丽·买买提", "person"),
        ("中介方", None),
        ("青石软件开发", None),
        ("A12", None),
    ],
)
def test_party_kind(name: str, kind: str | None) -> None:
    assert party_kind(name, default_packs().parties) == kind


FACTS = default_packs().facts


@pytest.mark.parametrize(("fact", "text"), [(fact.id, text) for fact in FACTS for text in fact.hit])
def test_hit(fact: str, text: str) -> None:
    assert fact in contract_of(text).facts


@pytest.mark.parametrize(("fact", "text"), [(fact.id, text) for fact in FACTS for text in fact.miss])
def test_miss(fact: str, text: str) -> None:
    assert fact not in contract_of(text).facts


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_each_case_has_an_example_that_needs_it(fact: FactRule) -> None:
    packs = default_packs()
    shown = [contract_of(text) for text in fact.hit]
    for case in fact.cases:
        others = fact.model_copy(update={"cases": tuple(other for other in fact.cases if other is not case)})
        without = replace(packs, facts=tuple(others if one is fact else one for one in FACTS))
        assert any(fact.id not in with_facts(replace(one, packs=without)).facts for one in shown), case


def test_a_form_is_a_draft() -> None:
    form = (
        "服务合同\n甲方:____\n乙方:____\n合同编号:____\n第一条 费用\n服务费共计____元。\n第二条 期限\n有效期____年。\n"
    )
    assert "draft" in contract_of(form).facts
    assert "draft" not in contract_of("采购合同\n" + COMPANIES + BODY).facts


def test_what_is_given_has_a_word_for_a_reviewer() -> None:
    assert set(GIVEN) == {*READ, *(f"party:{kind}" for kind in get_args(PartyKind))}


def test_facts_are_asked_both_ways() -> None:
    contract = contract_of("采购合同\n" + COMPANIES + BODY)
    assert holds(contract, ["entities", "type:sale", "not person", "not type:lease"])
    assert not holds(contract, ["not entities"])
