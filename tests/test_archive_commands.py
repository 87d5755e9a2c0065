"""qiyue export, stats and deadlines, run as a user runs them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from commands.archive import rows_held
from commands.export import require_room
from models.errors import CannotWrite
from models.report import Report
from store.opening import open_store
from store.write import finish_run, save_report, start_run
from tests.command import qiyue
from tests.exports.contracts import lease, sale


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs, a contract each."""
    place = tmp_path_factory.mktemp("archive") / "store.db"
    with open_store(str(place), create=True) as store:
        for kept in (lease(), sale()):
            run = start_run(store, version="0", rules_sha256=kept.report.rules.sha256, arguments={})
            save_report(store, kept.report, paths=kept.paths, run=run)
            finish_run(store, run, done=1, failed=0, skipped=0)
    return place


def test_export_to_standard_output(db: Path) -> None:
    done = qiyue("export", "--format", "jsonl", "--db", db)
    assert (done.code, done.err) == (0, "2 contracts written.\n")
    assert [Report.model_validate_json(line) for line in done.out.splitlines()] == [lease().report, sale().report]
    newer = qiyue("export", "--format", "csv", "--rows", "contracts", "--since", 2, "--db", db)
    assert [row["file"] for row in csv.DictReader(io.StringIO(newer.out, newline=""))] == ["采购.txt"]


def test_export_to_files(db: Path, tmp_path: Path) -> None:
    table, book = tmp_path / "a.parquet", tmp_path / "a.xlsx"
    done = qiyue("export", "--format", "parquet", "--rows", "fields", "--out", table, "--db", db)
    assert (done.code, done.err) == (0, f"2 contracts written to {table}.\n")
    assert pq.read_table(table).num_rows == len(lease().report.fields) + len(sale().report.fields)
    assert qiyue("export", "--format", "xlsx", "--out", book, "--db", db).code == 0
    assert openpyxl.load_workbook(book)["合同"].max_row == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "a.xlsx"]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (("--format", "docx"), 2, "`docx` is no format. Take one of jsonl, csv, parquet, xlsx."),
        (("--format", "csv", "--rows", "reports"), 2, "csv has no rows `reports`"),
        (("--format", "xlsx", "--rows", "fields"), 2, "leave --rows away"),
        (("--format", "parquet"), 2, "parquet needs a file"),
        (("--format", "csv", "--since", "9"), 2, "the store has no run 9. The newest is 2."),
        (("--format", "csv", "--out", "/none/a.csv"), 10, "/none/a.csv cannot be written (No such file or directory)"),
    ],
)
def test_export_says_what_is_wrong(db: Path, asked: tuple[str, ...], code: int, said: str) -> None:
    done = qiyue("export", *asked, "--db", db)
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_a_workbook_that_cannot_hold_an_archive_is_not_begun(db: Path) -> None:
    with open_store(str(db)) as store:
        held, newer = rows_held(store), rows_held(store, 2)
    assert held == {
        "contracts": 2,
        "fields": len(lease().report.fields) + len(sale().report.fields),
        "findings": len(lease().report.findings) + len(sale().report.findings),
    }
    assert newer == {"contracts": 1, "fields": len(sale().report.fields), "findings": len(sale().report.findings)}
    require_room(held)
    require_room(held, held["fields"] + 1)
    with pytest.raises(
        CannotWrite, match=rf"holds {held['fields'] - 1} fields at most, and these are {held['fields']}"
    ):
        require_room(held, held["fields"])


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    for command in (("export", "--format", "csv"), ("stats",), ("deadlines",)):
        done = qiyue(*command, "--db", tmp_path / "none.db")
        assert done.code == 11
        assert "none.db" in done.err
    assert list(tmp_path.iterdir()) == []


def test_stats(db: Path, tmp_path: Path) -> None:
    shown = json.loads(qiyue("stats", "--json", "--from", "2029-01", "--db", db).out)
    assert shown["contracts"] == 2
    assert shown["ending"]["months"] == [{"key": "2029-03", "number": 1}]
    page = tmp_path / "overview.html"
    assert qiyue("stats", "--out", page, "--db", db).code == 0
    assert "温州瓯江文化有限公司" in page.read_text("utf-8")
    wrong = qiyue("stats", "--out", tmp_path / "overview.pdf", "--db", db)
    assert (wrong.code, "neither .html, .png nor .svg" in wrong.err) == (2, True)


def test_deadlines_of_a_store(db: Path, tmp_path: Path) -> None:
    done = qiyue("deadlines", "--json", "--db", db)
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert {row["file"] for row in rows} == {"租赁.txt", "采购.txt"}
    assert [row["date"] for row in rows if row["date"]] == ["2029-03-31", "2029-03-01"]
    bounded = qiyue("deadlines", "--json", "--from", "2029-03-02", "--until", "2029-12-31", "--db", db)
    assert [json.loads(line)["rule"] for line in bounded.out.splitlines()] == ["term-end"]
    assert "have no day, and are left out" in bounded.err
    calendar = tmp_path / "deadlines.ics"
    written = qiyue("deadlines", "--ics", calendar, "--db", db)
    assert (written.code, written.err.startswith("2 deadlines written.")) == (0, True)
    assert calendar.read_bytes().count(b"BEGIN:VEVENT\r\n") == 2


def test_deadlines_of_files(tmp_path: Path) -> None:
    contract = tmp_path / "合同.txt"
    contract.write_text(
        "房屋租赁合同\n第一条 期限\n租赁期限自2026年4月1日起至2029年3月31日止。乙方续租的,应在期满前30日提出。\n",
        "utf-8",
    )
    done = qiyue("deadlines", contract, tmp_path / "none.pdf")
    assert done.code == 1
    assert "2029-03-01" in done.out
    assert "none.pdf" in done.err


def test_deadlines_by_rules_of_ones_own(db: Path, tmp_path: Path) -> None:
    assert qiyue("rules", "new", "deadline", "rent-free-end", "--dir", tmp_path).code == 0
    rule = tmp_path / "deadlines" / "rent-free-end.yaml"
    text = (
        rule.read_text("utf-8")
        .replace("acceptance_period", "term_start")
        .replace("formula: 到货之日 + 10日", "formula: x")
    )
    rule.write_text(text, "utf-8")
    done = qiyue("deadlines", "--json", "--rules", tmp_path, "--db", db)
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [one["date"] for one in found if one["rule"] == "rent-free-end"] == ["2026-04-01"]
    rule.write_text(text.replace("term_start", "rent"), "utf-8")
    wrong = qiyue("deadlines", "--rules", tmp_path, "--db", db)
    assert (wrong.code, "rent-free-end.yaml, line 8" in wrong.err) == (9, True)
