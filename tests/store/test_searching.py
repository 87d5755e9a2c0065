"""Both databases find the clauses that say a phrase: all of them, and no others."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports import SALE, report

from models.errors import BadFilter
from models.report import Clause, Report
from store.connect import Store
from store.rows import rows_of
from store.schema import contracts
from store.search import LONGEST, Hit, search
from store.search_index import folded
from store.write import Entry, save_reports

ODD = "甲方乙方违约金aAbB%_\\'\"*-^:() 　\n\t,。_𠮷\U0002ebf0é\u0301ａ￥½Ⅷ①"


def with_texts(texts: list[str]) -> Report:
    """A contract whose clauses say just that."""
    made = report()
    clauses = tuple(
        Clause(
            id=f"c{at}", parent=None, kind="clause", level=1, label="", heading="", text=text, topics=(), span=(0, 1),
            evidence=(),
        )
        for at, text in enumerate(texts)
    )  # fmt: skip
    return made.model_copy(update={"clauses": clauses})


def every(store: Store, phrase: str, **options: object) -> list[Hit]:
    """All pages, two hits a page."""
    found: list[Hit] = []
    after: int | None = 0
    while after is not None:
        page = search(store, phrase, after=after, limit=2, **options)  # type: ignore[arg-type]
        found += page.found
        after = page.after
    return found


@pytest.mark.parametrize(
    "phrase", ["方", "租金", "违约金", "甲方所在地", "第二条 租期", "HT-2026", "ht 2026", "0.05%", "没有的话"]
)
def test_phrases(store: Store, phrase: str) -> None:
    if phrase == "ht 2026":
        phrase = "ht-2026 -017"
    made = [report(), report(SALE)]
    save_reports(store, [Entry(rows_of(one), (f"{at}.txt",)) for at, one in enumerate(made)])
    wanted = sorted(
        (one.source.sha256, clause.id)
        for one in made
        for clause in one.clauses
        if folded(phrase) in folded(clause.label + clause.heading + clause.text)
    )
    found = every(store, phrase)
    assert sorted((hit.sha256, hit.clause) for hit in found) == wanted
    assert bool(wanted) == (phrase != "没有的话")
    for hit in found:
        assert folded(hit.words[slice(*hit.at)]) == folded(phrase)
        assert hit.paths in [("0.txt",), ("1.txt",)]


def test_in_some_contracts(store: Store) -> None:
    save_reports(store, [Entry(rows_of(report())), Entry(rows_of(report(SALE)))])
    leases = every(store, "甲方", where=contracts.c.type == "lease")
    assert {hit.sha256 for hit in leases} == {report().source.sha256}
    one = {hit.id for hit in leases}
    number = min(one) >> 21
    assert {hit.id for hit in every(store, "甲方", contract=number)} == one
    assert len(every(store, "甲方")) > len(leases) > 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(ODD, max_size=12), min_size=1, max_size=6), st.text(ODD, min_size=1, max_size=4))
def test_as_python_finds_them(store: Store, texts: list[str], phrase: str) -> None:
    save_reports(store, [Entry(rows_of(with_texts(texts)))])
    if not folded(phrase):
        with pytest.raises(BadFilter):
            search(store, phrase)
        return
    said = [f"c{at}" for at, text in enumerate(texts) if folded(phrase) in folded(text)]
    assert [hit.clause for hit in every(store, phrase)] == said


@pytest.mark.parametrize("phrase", ["", " \n\t", "字" * (LONGEST + 1)])
def test_what_is_no_phrase(store: Store, phrase: str) -> None:
    with pytest.raises(BadFilter, match="characters"):
        search(store, phrase)
