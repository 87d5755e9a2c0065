"""What a filter's text means, and what is said of a text that is none."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.errors import BadFilter
from store.filters.grammar import LONGEST, parse_filter
from store.filters.tree import (
    And,
    Compare,
    Contains,
    Day,
    Duration,
    Filter,
    Money,
    Name,
    Not,
    Number,
    OneOf,
    Or,
    Status,
    Value,
    Words,
)  # fmt: skip


def one(text: str) -> Filter:
    return parse_filter(text)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.3", Number(0.3)),
        ("30%", Number(0.3)),
        ("5‰", Number(0.005)),
        ("0.05%/日", Number(0.0005, "D")),
        ("120万", Number(1_200_000.0)),
        ("100万元", Money(1_000_000.0, "CNY")),
        ("1.2 亿元", Money(120_000_000.0, "CNY")),
        ("3500元/月", Money(3500.0, "CNY", "M")),
        ("5万美元", Money(50_000.0, "USD")),
        ("5000 USD", Money(5000.0, "USD")),
        ("12个月", Duration(365 * 86_400)),
        ("1年", Duration(365 * 86_400)),
        ("30天", Duration(30 * 86_400)),
        ("2 hours", Duration(7_200)),
        ("5个工作日", Duration(5 * 86_400, "workday")),
        ("P36M", Duration(3 * 365 * 86_400)),
        ("PT30M", Duration(1_800)),
        ("2026-03-02", Day(date(2026, 3, 2))),
        ("2026年3月2日", Day(date(2026, 3, 2))),
        ("2026/3/2", Day(date(2026, 3, 2))),
        ("'苏州 太湖'", Words("苏州 太湖")),
        ("“苏州”", Words("苏州")),
        ("'it''s'", Words("it's")),
        ("court", Words("court")),
        ("HT-2026-017", Words("HT-2026-017")),
        ("'30%'", Words("30%")),
        ("３０％", Number(0.3)),
    ],
)
def test_values(written: str, value: Value) -> None:
    assert one(f"f > {written}") == Compare(Name("f", None, 1), ">", value, 5)


def names(text: str) -> Name:
    return Name(text, None, 1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("party[甲方] contains 太湖", Contains(Name("party", "甲方", 1), "太湖", 20)),
        ("party[“一级 故障”] is found", Status(Name("party", "一级 故障", 1), "found")),
        ("f is blank", Status(names("f"), "blank")),
        ("f is not blank", Not(Status(names("f"), "blank"))),
        ("f 是 未见", Status(names("f"), "absent")),
        ("f in (lease, 'sale')", OneOf(names("f"), (Words("lease"), Words("sale")), 6)),
        ("f（＝）", None),
        ("违约金比例 ≥ 30%", Compare(names("违约金比例"), ">=", Number(0.3), 9)),
        ("not f is blank", Not(Status(Name("f", None, 5), "blank"))),
    ],
)
def test_conditions(written: str, meant: Filter | None) -> None:
    if meant is None:
        with pytest.raises(BadFilter):
            one(written)
    else:
        assert one(written) == meant


def test_and_binds_more_than_or() -> None:
    a, b, c = (Status(Name(name, None, at), "found") for name, at in (("a", 1), ("b", 15), ("c", 30)))
    assert one("a is found or b is found and c is found") == Or((a, And((b, c))))
    a, b, c = (Status(Name(name, None, at), "found") for name, at in (("a", 2), ("b", 16), ("c", 32)))
    assert one("(a is found or b is found) and c is found") == And((Or((a, b)), c))


@pytest.mark.parametrize(
    ("written", "column", "said"),
    [
        ("", 1, "name of a field is missing"),
        ("penalty_rate", 13, "a comparison is missing"),
        ("penalty_rate >", 15, "a value"),
        ("penalty_rate > 0.3 rent > 3", 20, "and"),
        ("(a = 1", 7, "`)` is missing"),
        ("a = 1)", 6, "not expected"),
        ("a is empty", 6, "blank"),
        ("a = 'x", 5, "not closed"),
        ("a = 1; drop table contracts", 6, "`;` means nothing"),
        ("a > 2026-02-30", 5, "no day of the calendar"),
        ("a > 30天/月", 5, "Leave the part"),
        ("a and b", 3, "comparison"),
        ("= 3", 1, "name of a field"),
        ("a in 3", 6, "`(` is missing"),
        ("a[甲方 > 3", 6, "`]` is missing"),
        ("(" * 60 + "a = 1" + ")" * 60, 52, "deep"),
        (" or ".join(["a = 1"] * 201), 1801, "at most 200"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(written: str, column: int, said: str) -> None:
    with pytest.raises(BadFilter) as raised:
        one(written)
    assert f"column {column}," in str(raised.value)
    assert said in str(raised.value)
    assert raised.value.remedy
    assert "\n" not in str(raised.value)


def test_a_filter_has_a_length() -> None:
    with pytest.raises(BadFilter, match="more than"):
        one("a = 1 " * LONGEST)


@given(
    st.text(st.sampled_from("ab年月日万元%/12.-'\"()[]<>=! ;，（”andorisconti不非"), max_size=40) | st.text(max_size=30)
)
@example("not " * 3000)
@example("1" * 4000)
def test_any_text_is_a_filter_or_is_told(text: str) -> None:
    with suppress(BadFilter):
        parse_filter(text)


def test_the_examples_of_the_page_are_filters() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "search.md").read_text("utf-8")
    block = page.split("## The filter language")[1].split("```")[1].strip()
    for line in block.splitlines():
        parse_filter(line.split("   ")[0])
    assert len(block.splitlines()) > 5
