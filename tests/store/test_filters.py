"""A filter finds in the store what plain Python finds in the reports, on both databases."""

from __future__ import annotations

import operator
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports import report
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from models.errors import BadFilter
from models.report import Field, Report
from store.columns import SECONDS
from store.connect import Store
from store.filters.grammar import parse_filter
from store.filters.names import settled
from store.filters.sql import condition
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
from store.read import list_contracts
from store.rows import rows_of
from store.schema import contracts
from store.write import Entry, save_reports

ROLES, OBJECTS = ("甲方", "乙方", None), ("一级故障", None)
RATES, AMOUNTS = ("0.3", "0.0005", "0.05"), ("3500.00", "1200000.00")
WORDS = ("court", "苏州太湖电子有限公司", "HT-2026", "a'b; DROP TABLE x --", '%_"\\')
NAMES = ("penalty_rate", "rent", "warranty_period", "term_end", "party")


def made_field(chance: random.Random) -> Field:
    name = chance.choice(NAMES)
    per = chance.choice(("D", "M", None))
    tail = f"/{per}" if per else ""
    norm: str | None
    value: Any
    clock = None
    match name:
        case "penalty_rate":
            rate = chance.choice(RATES)
            norm, value = rate + tail, {"rate": rate, "per": per}
        case "rent":
            amount, currency = chance.choice(AMOUNTS), chance.choice(("CNY", "USD"))
            norm, value = f"{amount} {currency}{tail}", {"amount": amount, "currency": currency, "per": per}
        case "warranty_period":
            n, unit = chance.choice((("12", "M"), ("365", "D"), ("5", "D"), ("2", "H")))
            norm, value = f"P{'T' if unit == 'H' else ''}{n}{unit}", {"n": n, "unit": unit}
            clock = chance.choice(("workday", None))
        case "term_end":
            norm = chance.choice(("2026-03-02", "2029-12-31"))
            value = {"date": norm, "precision": "D"}
        case _:
            norm = value = chance.choice(WORDS)
    status = chance.choice(("found", "found", "found", "blank", "unreadable", "absent"))
    if status != "found":
        norm, value = None, {"proposal": norm} if status == "unreadable" else None
    return Field(
        name=name, title=name, role=chance.choice(ROLES), object=chance.choice(OBJECTS), status=status, norm=norm, value=value,
        unit=None, qualifier=None, clock=clock, anchor=None, clause=None, rule=None, confidence=1, evidence=(),
    )  # fmt: skip


@cache
def made() -> tuple[Report, ...]:
    """Thirty contracts of chance fields, the same ones each time."""
    chance = random.Random(5)
    found = []
    for at in range(30):
        plain = report()
        found.append(
            plain.model_copy(
                update={
                    "source": plain.source.model_copy(
                        update={"sha256": f"{at:064}", "name": f"{at}.pdf", "pages": at % 7 or None}
                    ),
                    "fields": tuple(made_field(chance) for _ in range(chance.randrange(6))),
                    "findings": tuple(f for f in plain.findings if chance.random() < 0.5),
                    "clauses": plain.clauses[: chance.randrange(len(plain.clauses))],
                }
            )
        )
    return tuple(found)


OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(asked: Filter, told: Report) -> bool:
    """What a filter means, over a report."""
    match asked:
        case And(parts):
            return all(holds(part, told) for part in parts)
        case Or(parts):
            return any(holds(part, told) for part in parts)
        case Not(part):
            return not holds(part, told)
        case Status(name, status):
            return any(one.status == status for one in entries(name, told))
        case Contains(Name("text"), words, _):
            return any(words in c.label + c.heading + c.text for c in told.clauses)
        case Compare(Name("pages"), how, Number(number), _):
            return told.source.pages is not None and bool(OPERATORS[how](told.source.pages, number))
        case Compare(Name("severity"), "=", Words(words), _):
            return any(finding.severity == words for finding in told.findings)
        case Contains(name, words, _):
            plain = words.lower().replace(" ", "")
            return any(plain in (one.norm or "").lower().replace(" ", "") for one in found(name, told))
        case OneOf(name, values, column):
            return any(holds(Compare(name, "=", value, column), told) for value in values)
        case Compare(name, how, value, _):
            return any(compares(one, how, value) for one in found(name, told))


def entries(name: Name, told: Report) -> Iterator[Field]:
    for one in told.fields:
        if one.name == name.text and (name.about is None or name.about in (one.role, one.object)):
            yield one


def found(name: Name, told: Report) -> Iterator[Field]:
    return (one for one in entries(name, told) if one.status == "found")


def compares(one: Field, how: str, value: Value) -> bool:
    is_ = OPERATORS[how]
    has: Any = one.value
    parts = set(has) if isinstance(has, dict) else set()
    match value:
        case Words(text):
            return bool(is_((one.norm or "").lower().replace(" ", ""), text.lower().replace(" ", "")))
        case Number(number, per):
            digits = has.get("rate", has.get("amount")) if parts & {"rate", "amount"} else None
            return digits is not None and (per is None or has["per"] == per) and bool(is_(float(digits), number))
        case Money(number, currency, per):
            if "amount" not in parts or has["currency"] != currency or (per is not None and has["per"] != per):
                return False
            return bool(is_(float(has["amount"]), number))
        case Duration(seconds, clock):
            if "unit" not in parts or (clock is not None and one.clock != clock):
                return False
            return bool(is_(int(has["n"]) * SECONDS[has["unit"]], seconds))
        case Day(day):
            return "date" in parts and bool(is_(date.fromisoformat(has["date"]), day))


def written(asked: Filter) -> str:
    """A filter as one would write it."""
    match asked:
        case And(parts):
            return " and ".join(f"({written(part)})" for part in parts)
        case Or(parts):
            return " or ".join(f"({written(part)})" for part in parts)
        case Not(part):
            return f"not ({written(part)})"
        case Status(name, status):
            return f"{called(name)} is {status}"
        case Contains(name, words, _):
            return f"{called(name)} contains {quoted(words)}"
        case OneOf(name, values, _):
            return f"{called(name)} in ({', '.join(map(spelled, values))})"
        case Compare(name, how, value, _):
            return f"{called(name)} {how} {spelled(value)}"


def called(name: Name) -> str:
    return name.text if name.about is None else f"{name.text}[{name.about}]"


def quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def spelled(value: Value) -> str:
    period = {"D": "/日", "M": "/月", None: ""}
    match value:
        case Words(text):
            return quoted(text)
        case Number(number, per):
            return f"{number:.12f}".rstrip("0").rstrip(".") + period[per]
        case Money(number, currency, per):
            return f"{number:.2f} {currency}{period[per]}"
        case Duration(seconds, clock):
            return f"{seconds // 86_400}个工作日" if clock else f"PT{seconds}S"
        case Day(day):
            return day.isoformat()


NAMED = st.builds(Name, st.sampled_from(NAMES), st.sampled_from([*ROLES, *OBJECTS]), st.just(0))
PERS = st.sampled_from(["D", "M", None])
VALUES = st.one_of(
    st.builds(Words, st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=5)),
    st.builds(Number, st.sampled_from([0.3, 0.0005, 0.05, 3500.0]), PERS),
    st.builds(Money, st.sampled_from([3500.0, 1_200_000.0]), st.sampled_from(["CNY", "USD"]), PERS),
    st.builds(Duration, st.sampled_from([7_200, 5 * 86_400, 365 * 86_400]), st.none()),
    st.builds(Duration, st.just(5 * 86_400), st.just("workday")),
    st.builds(Day, st.sampled_from([date(2026, 3, 2), date(2027, 1, 1), date(2029, 12, 31)])),
)


@st.composite
def compared(draw: st.DrawFn) -> Filter:
    value = draw(VALUES)
    how = draw(st.sampled_from(["=", "!="] if isinstance(value, Words) else list(OPERATORS)))
    return Compare(draw(NAMED), how, value, 0)  # type: ignore[arg-type]


CONDITIONS = st.one_of(
    compared(),
    st.builds(Contains, NAMED, st.sampled_from(["太湖", "a'B", "%", "ht- 2026"]), st.just(0)),
    st.builds(OneOf, NAMED, st.lists(VALUES, min_size=1, max_size=3).map(tuple), st.just(0)),
    st.builds(Status, NAMED, st.sampled_from(["found", "blank", "unreadable", "absent"])),
    st.builds(
        Contains, st.just(Name("text", None, 0)), st.sampled_from(["租金", "甲方", "没有", "法院起诉"]), st.just(0)
    ),
    st.builds(Compare, st.just(Name("pages", None, 0)), st.sampled_from([">", "="]), st.just(Number(3.0)), st.just(0)),
    st.builds(Compare, st.just(Name("severity", None, 0)), st.just("="), st.just(Words("error")), st.just(0)),
)
FILTERS = st.recursive(
    CONDITIONS,
    lambda part: st.one_of(
        st.builds(Not, part),
        st.builds(And, st.lists(part, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(part, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILTERS)
def test_as_python_finds_them(store: Store, asked: Filter) -> None:
    save_reports(store, [Entry(rows_of(one)) for one in made()] if not list_contracts(store).contracts else [])
    meant = parse_filter(written(asked))
    found = list_contracts(store, condition(meant, sqlite=store.sqlite), limit=100).contracts
    assert sorted(row.sha256 for row in found) == [one.source.sha256 for one in made() if holds(asked, one)]


@given(st.text(min_size=1, max_size=20), st.text(st.characters(exclude_characters="[]"), min_size=1, max_size=9))
def test_no_words_become_part_of_the_statement(words: str, about: str) -> None:
    def said(words: str, about: str) -> Filter:
        name = Name("party", about, 1)
        return Or((Compare(name, "=", Words(words), 1), Contains(name, words, 1), OneOf(name, (Words(words),), 1)))

    for dialect in (sqlite.dialect(), postgresql.dialect()):
        texts = [
            str(condition(one, sqlite=dialect.name == "sqlite").compile(dialect=dialect))
            for one in (said(words, about), said("x", "y"))
        ]
        assert texts[0] == texts[1]


def test_words_of_a_filter_reach_the_database_as_values(store: Store) -> None:
    save_reports(store, [Entry(rows_of(report()))])
    for words in ("x'; DROP TABLE contracts; --", '"; DELETE FROM fields', "%", "_", "\\"):
        for asked in (
            f"party = {quoted(words)}",
            f"text contains {quoted(words)}",
            f"finding contains {quoted(words)}",
        ):
            list_contracts(store, condition(parse_filter(asked), sqlite=store.sqlite))
    assert len(list_contracts(store).contracts) == 1


@pytest.mark.parametrize(
    ("asked", "hits"),
    [
        ("type = lease", True),
        ("type in (sale, lease) and 合同类型 != sale", True),
        ("title contains 租赁", True),
        ("rent > 3000元", True),
        ("rent > 3000 USD", False),
        ("租金 = 3500元/月", True),
        ("rent = 3500元/日", False),
        ("penalty_rate = 0.05%/日", True),
        ("term = 3年 and term_end < 2030-01-01", True),
        ("party[甲方] contains 太湖 and not party[乙方] contains 太湖", True),
        ("file = 'contract.txt' and path contains 'archive/'", True),
        ("clauses > 5 and reader = text and added >= 2020-01-01", True),
        ("added < 2020-01-01 or read = 2019-12-31", False),
        ("text contains '甲方 所在地'", True),
        ("missing = dispute", False),
        ("finding contains '没有的话'", False),
    ],
)
def test_what_can_be_asked(store: Store, asked: str, hits: bool) -> None:
    save_reports(store, [Entry(rows_of(report()), ("archive/contract.txt",))])
    meant = settled(parse_filter(asked), store)
    assert bool(list_contracts(store, condition(meant, sqlite=store.sqlite)).contracts) is hits


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ("penalty_rate > 0.3", "ix_fields_name_number"),
        ("rent = 3500元/月", "ix_fields_name_number"),
        ("租期 >= 12个月", "ix_fields_name_seconds"),
        ("term_end < 2030-01-01", "ix_fields_name_day"),
    ],
)
def test_a_value_is_looked_up_among_those_that_are_there(store: Store, asked: str, index: str) -> None:
    save_reports(store, [Entry(rows_of(report()))])
    query = select(contracts.c.id).where(condition(parse_filter(asked), sqlite=store.sqlite))
    plain = str(query.compile(store.engine, compile_kwargs={"literal_binds": True}))
    with store.reading() as connection:
        if not store.sqlite:
            # So few rows are read whole, if that is not forbidden.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        how = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if store.sqlite else ''}{plain}").all()
    assert index in str(how)


@pytest.mark.parametrize(
    ("asked", "column", "said"),
    [
        ("penalty_rat > 0.3", 1, "penalty_rate"),
        ("type = lease and 违约金比率 > 30%", 18, "违约金比例"),
        ("term > 12", 8, "12个月"),
        ("rent > 12个月", 8, "100万元"),
        ("contract_title > 3", 18, "words"),
        ("pages = many", 9, "is a number"),
        ("added > 3", 9, "2026-03-02"),
        ("severity = bad", 12, "error, warning, info"),
        ("pages is blank", 1, "no field"),
        ("text = 3", 8, "contain"),
        ("missing > 3", 11, "missing = dispute"),
        ("party > 'a'", 9, "="),
        ("file = 3", 8, "is words"),
    ],
)
def test_what_cannot_be_asked_is_said(store: Store, asked: str, column: int, said: str) -> None:
    save_reports(store, [Entry(rows_of(report()))])
    with pytest.raises(BadFilter) as raised:
        condition(settled(parse_filter(asked), store), sqlite=store.sqlite)
    assert f"column {column}:" in str(raised.value)
    assert said in str(raised.value)


def test_missing_is_named_by_words_of_its_check(store: Store) -> None:
    found = replace(report().findings[0], check="missing-dispute-clause", kind="missing", title="缺少争议解决条款")
    save_reports(store, [Entry(rows_of(report().model_copy(update={"findings": (found,)})))])
    for words, hits in (("dispute", 1), ("dispute-clause", 1), ("争议", 1), ("disp", 0), ("term", 0)):
        asked = condition(parse_filter(f"missing = {words}"), sqlite=store.sqlite)
        assert len(list_contracts(store, asked).contracts) == hits
