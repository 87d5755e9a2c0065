"""What is written is there, once, and whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from reports import LEASE, SALE, report
from sqlalchemy import func, select

from models.errors import BadFilter
from models.report import Report
from models.source import path_text
from store import schema
from store.connect import Store
from store.places import place_of, place_text
from store.read import each_report, each_sha256, known, list_contracts, load_report, read_otherwise
from store.rows import rows_of
from store.search_index import folded
from store.write import (
    Entry,
    Failure,
    Saved,
    finish_run,
    save_failures,
    save_report,
    save_reports,
    start_run,
)


def count(store: Store) -> dict[str, int]:
    tables = schema.metadata.sorted_tables
    with store.reading() as connection:
        return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}


def changed(made: Report) -> Report:
    """The same contract, read by other rules that find less."""
    rules = made.rules.model_copy(update={"sha256": "f" * 64})
    return made.model_copy(update={"rules": rules, "findings": made.findings[1:], "clauses": made.clauses[:-1]})


def test_a_report_comes_back_as_it_went(store: Store) -> None:
    made = report()
    assert save_report(store, made, paths=["a/合同.txt"]) == Saved(new=1, changed=0, same=0)
    assert load_report(store, made.source.sha256) == made
    assert load_report(store, "0" * 64) is None
    assert known(store, [made.source.sha256, "0" * 64]) == {made.source.sha256}
    there = count(store)
    assert there["clauses"] == len(made.clauses) > 5
    assert there["fields"] == len(made.fields) > 5
    assert there["findings"] == len(made.findings) > 0


def test_the_same_file_twice_is_one_contract_with_two_paths(store: Store) -> None:
    made = report()
    save_report(store, made, paths=["a.txt"])
    before = count(store)
    assert save_report(store, made, paths=["b.txt", "a.txt"]) == Saved(new=0, changed=0, same=1)
    (row,) = list_contracts(store).contracts
    assert row.paths == ("a.txt", "b.txt")
    assert count(store) == before | {"paths": 2}


def test_twice_in_one_batch(store: Store) -> None:
    rows = rows_of(report())
    entries = [Entry(rows, ("a.txt",)), Entry(rows_of(report(SALE)), ("c.txt",)), Entry(rows, ("b.txt",))]
    assert save_reports(store, entries) == Saved(new=2, changed=0, same=0)
    assert sorted(row.paths for row in list_contracts(store).contracts) == [("a.txt", "b.txt"), ("c.txt",)]


def test_another_report_takes_the_place_of_the_first(store: Store) -> None:
    made, other = report(), changed(report())
    save_report(store, made, paths=["a.txt"], reading=b"kept")
    save_report(store, report(SALE), paths=["s.txt"])
    day = date.fromisoformat(made.rules.as_of)
    assert list(each_sha256(store, read_otherwise(made.rules.sha256, as_of=day))) == []
    assert save_report(store, other) == Saved(new=0, changed=1, same=0)
    assert load_report(store, made.source.sha256) == other
    there = count(store)
    assert there["contracts"] == there["reports"] == there["paths"] == 2
    assert there["readings"] == 1
    assert there["clauses"] == len(other.clauses) + len(report(SALE).clauses)
    assert there["findings"] == len(other.findings) + len(report(SALE).findings)
    assert list(each_sha256(store, read_otherwise(made.rules.sha256, as_of=day))) == [made.source.sha256]
    for otherwise in (
        read_otherwise(other.rules.sha256, as_of=day, side="乙方"),
        read_otherwise(other.rules.sha256, as_of=date(2021, 1, 1)),
    ):
        assert made.source.sha256 in each_sha256(store, otherwise)


def test_a_contract_whole_or_not_at_all(store: Store) -> None:
    """A row that a table does not take, in the middle of a batch, leaves nothing of the whole batch; also where rows of
    others were written before it was come to."""
    save_report(store, report(SALE))
    before = count(store)
    rows = rows_of(report())
    tables = rows.tables()
    wrong = replace(tables, findings=(*tables.findings[:-1], (None, *tables.findings[-1][1:])))
    others = [replace(rows, contract=rows.contract | {"sha256": f"{at:064}"}) for at in range(40)]
    with pytest.raises(Exception, match=r"(?i)null"):
        save_reports(
            store,
            [
                Entry(rows_of(changed(report(SALE)))),
                *map(Entry, others),
                Entry(replace(rows, packed=wrong.packed()), ("a.txt",)),
            ],
        )
    assert count(store) == before
    assert load_report(store, report(SALE).source.sha256) == report(SALE)


def test_failures_are_counted_and_settled(store: Store) -> None:
    made = report()
    crash = Failure("a.txt", "unreadable", "the reader died", "Save it anew.", made.source.sha256)
    save_failures(store, [crash, Failure("b.txt", "timed-out", "not read within 300 s")])
    save_failures(store, [crash])
    with store.reading() as connection:
        rows = connection.execute(select(schema.failures).order_by(schema.failures.c.path)).all()
    assert [(row.path, row.code, row.attempts) for row in rows] == [
        ("a.txt", "unreadable", 2),
        ("b.txt", "timed-out", 1),
    ]
    save_report(store, made, paths=["elsewhere.txt"])
    save_report(store, report(SALE), paths=["b.txt"])
    assert count(store)["failures"] == 0


def test_rows_have_the_columns_of_their_tables(store: Store) -> None:
    made = report()
    save_report(store, made)
    with store.reading() as connection:
        rows = connection.execute(select(schema.fields).order_by(schema.fields.c.position)).all()
        words = connection.execute(select(schema.clauses).order_by(schema.clauses.c.id)).all()
        told = connection.execute(select(schema.findings).order_by(schema.findings.c.position)).all()
    assert [(r.name, r.role, r.status, r.norm, r.value, r.clock, r.clause, r.confidence) for r in rows] == [
        (f.name, f.role, f.status, f.norm, f.value, f.clock, f.clause, f.confidence) for f in made.fields
    ]
    assert [(r.quote, r.start, r.end) for r in rows] == [
        (f.evidence[0].quote, *(f.evidence[0].span or (None, None))) if f.evidence else (None, None, None)
        for f in made.fields
    ]
    days = {r.name: r.day for r in rows if r.day}
    assert days == {"term_start": date(2026, 4, 1), "term_end": date(2029, 3, 31)}
    assert [(r.clause, r.parent, r.label + r.heading + r.text, tuple(r.topics), (r.start, r.end)) for r in words] == [
        (c.id, c.parent, c.label + c.heading + c.text, c.topics, c.span) for c in made.clauses
    ]
    assert [(r.check, r.severity, r.message, tuple(r.clauses), r.subject) for r in told] == [
        (f.check, f.severity, f.message, f.clauses, f.subject) for f in made.findings
    ]


def test_runs(store: Store) -> None:
    run = start_run(store, version="0.1.0", rules_sha256="a" * 64, arguments={"paths": ["合同/"]})
    save_report(store, report(), paths=["a.txt"], run=run)
    finish_run(store, run, done=1, failed=0, skipped=2)
    later = start_run(store, version="0.1.0", rules_sha256="a" * 64, arguments={})
    assert later > run
    with store.reading() as connection:
        row = connection.execute(select(schema.runs).where(schema.runs.c.id == run)).one()
    assert (row.state, row.done, row.skipped, row.arguments) == ("finished", 1, 2, {"paths": ["合同/"]})
    assert row.started_at.tzinfo is not None
    assert row.started_at <= row.finished_at
    (contract,) = list_contracts(store).contracts
    assert contract.run_id == run


def test_names_and_texts_that_no_database_takes(store: Store) -> None:
    made = report()
    clause = replace(made.clauses[-1], text="空\x00字")
    made = made.model_copy(update={"clauses": (*made.clauses[:-1], clause)})
    save_report(store, made, paths=["\udcff坏.txt", "a" * 9000])
    assert load_report(store, made.source.sha256) == made
    (row,) = list_contracts(store).contracts
    assert row.paths == ("\\xff坏.txt", "a" * 9000)
    assert path_text("坏\udcff") == "坏\\xff"


@pytest.mark.parametrize("order", ["added", "name", "errors", "type", "read"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_show_each_contract_once(store: Store, order: str, descending: bool) -> None:
    made = [report(text, name) for name in ("b.txt", "a.txt") for text in (LEASE, SALE, LEASE + "第六条 其他\n无。\n")]
    made = [
        one.model_copy(update={"source": one.source.model_copy(update={"sha256": f"{at:064}"})})
        for at, one in enumerate(made)
    ]
    save_reports(store, [Entry(rows_of(one)) for one in made])
    seen, after = [], None
    while True:
        page = list_contracts(store, order=order, descending=descending, after=after, limit=4)
        seen += page.contracts
        if page.after is None:
            break
        after = place_of(place_text(page.after), order)
    assert sorted(row.sha256 for row in seen) == sorted(one.source.sha256 for one in made)
    whole = list_contracts(store, order=order, descending=descending).contracts
    assert [row.id for row in seen] == [row.id for row in whole]
    assert [row.id for row, _ in each_report(store)] == sorted(row.id for row in whole)


@pytest.mark.parametrize(
    "after", ["", "x", "W10", "WzEsIDJd" * 9, "WyJhIiwgMV0", "WzFlOTk5LCAxXQ", "WzEsIDFlOTk5XQ", "é"]
)
def test_places_that_no_page_gave(store: Store, after: str) -> None:
    with pytest.raises(BadFilter, match="no place"):
        place_of(after, "added")
    with pytest.raises(BadFilter, match="no order"):
        list_contracts(store, order="sha256")


def test_the_search_index_forgets_what_is_replaced(tmp_path: object, store: Store) -> None:
    if not store.sqlite:
        pytest.skip("PostgreSQL keeps its index itself")
    save_report(store, report())
    save_report(store, changed(report()))
    with store.writing() as connection:
        # Raises where the index and what it was told do not agree.
        connection.exec_driver_sql("INSERT INTO clause_search (clause_search) VALUES ('integrity-check')")
        found = connection.exec_driver_sql("SELECT count(*) FROM clause_search WHERE clause_search MATCH '\"合 同\"'")
        said = sum("合同" in folded(c.label + c.heading + c.text) for c in changed(report()).clauses)
        assert found.scalar() == said > 0
