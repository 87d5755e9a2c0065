"""An archive in figures, and the views for other tools, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from reports import LEASE, SALE, report
from sqlalchemy import text

from deadlines import deadlines_of
from models.overview import CheckCount, Count
from parser.packs import default_packs
from store.connect import Store
from store.overview import overview
from store.write import Failure, save_failures, save_report

PACKS = default_packs()
TWO_RENTS = LEASE.replace("第四条 违约责任", "第二年起月租金为人民币4000元。\n第四条 违约责任")


@pytest.fixture
def filled(store: Store) -> Store:
    save_report(store, report(LEASE, "a.txt"), paths=["a.txt", "copy/a.txt"])
    save_report(store, report(SALE, "b.txt"), paths=["b.txt"])
    save_report(store, report(TWO_RENTS, "c.txt"), paths=["c.txt"])
    save_failures(store, [Failure("d.pdf", "encrypted", "d.pdf needs a password.", "Unlock it.")])
    return store


def test_an_empty_store_has_an_overview(store: Store) -> None:
    found = overview(store, since=date(2026, 1, 1), packs=PACKS)
    assert (found.contracts, found.files, found.failures, found.named) == (0, 0, 0, 0)
    assert found.types == found.states == found.parties == found.fields == found.checks == found.ending.months == ()


def test_figures(filled: Store) -> None:
    found = overview(filled, since=date(2029, 1, 15), packs=PACKS)
    assert (found.contracts, found.files, found.failures) == (3, 4, 1)
    assert found.types == (Count(key="lease", number=2), Count(key="sale", number=1))
    assert sum(one.number for one in found.states) == 3
    assert found.parties[0] == Count(key="南京白鹭机械有限公司", number=3)
    assert found.named == 3
    assert found.ending.since == "2029-01"
    assert found.ending.months == (Count(key="2029-03", number=2),)
    assert (found.ending.before, found.ending.behind, found.ending.undated) == (0, 0, 1)


def test_every_field_and_finding_is_counted_once(filled: Store) -> None:
    made = [report(LEASE), report(SALE), report(TWO_RENTS)]
    found = overview(filled, since=date(2026, 1, 1), packs=PACKS)
    assert {one.key: one.number for one in found.fields} == {
        status: sum(field.status == status for one in made for field in one.fields)
        for status in {field.status for one in made for field in one.fields}
    }
    assert sum(one.findings for one in found.checks) == sum(len(one.findings) for one in made)
    for check in found.checks:
        assert check == CheckCount(
            check=check.check,
            title=check.title,
            severity=check.severity,
            findings=sum(f.check == check.check and f.severity == check.severity for one in made for f in one.findings),
            contracts=sum(
                any(f.check == check.check and f.severity == check.severity for f in one.findings) for one in made
            ),
        )


@pytest.mark.parametrize(
    ("since", "before", "listed", "behind"),
    [(date(2029, 4, 1), 2, 0, 0), (date(2029, 3, 31), 0, 2, 0), (date(2027, 4, 1), 0, 2, 0), (date(2027, 3, 1), 0, 0, 2)],
)  # fmt: skip
def test_a_contract_ends_before_within_or_behind_the_months(
    filled: Store, since: date, before: int, listed: int, behind: int
) -> None:
    ending = overview(filled, since=since, packs=PACKS).ending
    assert (ending.before, sum(one.number for one in ending.months), ending.behind) == (before, listed, behind)
    assert before + listed + behind + ending.open + ending.undated == 3


@pytest.mark.parametrize(
    ("term", "month", "counted", "left_open"),
    [
        ("租赁期限自2027年3月3日起,为期12个月。", "2028-03", 1, 0),
        ("租赁期限为24个月,自____年__月__日起算。", "", 0, 1),
        ("本合同有效期为2年。", "", 0, 1),
        ("租赁期限自2027年3月3日起至____年__月__日止。", "", 0, 1),
        ("租赁期限自2027年3月3日起至2028年3月2日止,为期12个月。", "2028-03", 0, 0),
        ("本合同长期有效。", "", 0, 0),
    ],
)
def test_an_end_that_is_not_printed_is_counted_as_deadlines_are(
    store: Store, term: str, month: str, counted: int, left_open: int
) -> None:
    made = report(SALE.replace("第一条", f"第一条 合同期限\n{term}\n第一条", 1))
    save_report(store, made)
    due = {one.date for one in deadlines_of(made, PACKS) if one.rule == "term-end"}
    ending = overview(store, since=date(2027, 1, 1), packs=PACKS).ending
    assert [one.key for one in ending.months] == ([month] if month else [])
    assert (ending.counted, ending.open) == (counted, left_open)
    assert ending.undated == 1 - bool(month) - left_open
    assert {day[:7] for day in due if day} == {one.key for one in ending.months}
    assert bool(left_open) == (None in due)


def test_the_view_of_contracts_has_the_terms(filled: Store) -> None:
    with filled.reading() as connection:
        rows = {row.file: row for row in connection.execute(text("SELECT * FROM bi_contracts"))}
    lease, sale, twice = rows["a.txt"], rows["b.txt"], rows["c.txt"]
    assert (lease.contract_no, lease.party_a, lease.party_b) == (
        "HT-2026-017",
        "苏州太湖置业有限公司",
        "南京白鹭机械有限公司",
    )
    assert (lease.rent, lease.rent_currency, lease.rent_per) == (3500, "CNY", "M")
    assert str(lease.term_end) == "2029-03-31"
    assert lease.term == "P36M"
    assert (sale.total_price, sale.rent, sale.term_end) == (1_200_000, None, None)
    assert sale.blank_fields == 2
    # Two rents are two answers, and none is known to be the one.
    assert (twice.rent, twice.rent_currency) == (None, None)
    assert twice.errors == sum(f.severity == "error" for f in report(TWO_RENTS).findings)


def test_the_views_of_fields_and_findings_have_every_row(filled: Store) -> None:
    made = [report(LEASE), report(SALE), report(TWO_RENTS)]
    with filled.reading() as connection:
        fields = connection.execute(text("SELECT * FROM bi_fields ORDER BY file, n")).all()
        findings = connection.execute(text("SELECT * FROM bi_findings ORDER BY file, n")).all()
    assert [(row.name, row.status, row.norm) for row in fields] == [
        (field.name, field.status, field.norm) for one in made for field in one.fields
    ]
    assert [(row.check_id, row.severity) for row in findings] == [
        (finding.check, finding.severity) for one in made for finding in one.findings
    ]
