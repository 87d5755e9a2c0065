"""What an archive is written as, read back by other programs than those that wrote it."""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import re
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from exports import EXPORTERS, write_file, writer_of
from exports.parquet import schema_of, write_parquet
from exports.rows import ROWS
from exports.rows.spoken import TYPES, spoken
from exports.workbook import write_workbook
from models.errors import CannotWrite
from models.kept import Kept
from models.report import Field, Report
from parser.packs import load_packs
from tests.exports.contracts import lease, many, sale

EVERY = [(name, rows) for name, exporter in EXPORTERS.items() for rows in exporter.rows]


def written(name: str, rows: str, contracts: Iterable[Kept]) -> bytes:
    target = io.BytesIO()
    writer_of(name)(contracts, target, rows)
    return target.getvalue()


def read_csv(rows: str, contracts: Iterable[Kept]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written("csv", rows, contracts).decode(), newline="")))


def read_parquet(rows: str, contracts: Iterable[Kept]) -> list[dict[str, Any]]:
    rows_: list[dict[str, Any]] = pq.read_table(io.BytesIO(written("parquet", rows, contracts))).to_pylist()
    return rows_


def read_sheets(contracts: Iterable[Kept], *, values: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written("xlsx", "all", contracts)), data_only=values)


def with_field(kept: Kept, **changes: object) -> Kept:
    field = next(f for f in kept.report.fields if f.status == "found" and f.name == "rent")
    fields = (replace(field, **changes), *kept.report.fields)
    return Kept(kept.report.model_copy(update={"fields": fields}), kept.paths)


@pytest.mark.parametrize(("name", "rows"), EVERY)
def test_the_same_contracts_give_the_same_bytes(name: str, rows: str) -> None:
    assert written(name, rows, [lease(), sale()]) == written(name, rows, [lease(), sale()])


@pytest.mark.parametrize(("name", "rows"), EVERY)
def test_an_archive_without_contracts_is_a_whole_file(name: str, rows: str) -> None:
    data = written(name, rows, [])
    if name == "csv":
        assert data.decode().rstrip().split(",") == [column.name for column in ROWS[rows].columns]
    elif name == "parquet":
        assert pq.read_table(io.BytesIO(data)).num_rows == 0
    elif name == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["合同", "要素", "问题"]
    else:
        assert data == b""


def test_reports_of_json_lines_are_the_reports() -> None:
    lines = written("jsonl", "reports", [lease(), sale()]).splitlines()
    assert [Report.model_validate_json(line) for line in lines] == [lease().report, sale().report]


@pytest.mark.parametrize("rows", list(ROWS))
def test_every_row_has_a_cell_for_each_column(rows: str) -> None:
    table = ROWS[rows]
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    for kept in (lease(), sale()):
        assert all(len(row) == len(names) for row in table.of(kept))


@pytest.mark.parametrize("rows", list(ROWS))
def test_json_csv_and_parquet_say_the_same(rows: str) -> None:
    contracts = [lease(), sale()]
    from_json = [json.loads(line) for line in written("jsonl", rows, contracts).splitlines()]
    from_csv, from_parquet = read_csv(rows, contracts), read_parquet(rows, contracts)
    assert len(from_json) == len(from_csv) == len(from_parquet) > 0
    for one, two, three in zip(from_json, from_csv, from_parquet, strict=True):
        for column in ROWS[rows].columns:
            name = column.name
            said = "\n".join(one[name]) if column.kind == "list" else "" if one[name] is None else str(one[name])
            assert two[name].removeprefix("'") == said.removeprefix("'")
            assert three[name] == (Decimal(one[name]) if column.kind == "decimal" and one[name] else
                                   date.fromisoformat(one[name]) if column.kind == "date" and one[name] else one[name])  # fmt: skip


@pytest.mark.parametrize("rows", list(ROWS))
def test_parquet_has_its_schema_whatever_is_in_it(rows: str) -> None:
    for contracts in ([], [sale()]):
        schema = pq.read_schema(io.BytesIO(written("parquet", rows, contracts)))
        assert schema.equals(schema_of(rows), check_metadata=False)
        assert schema.field("sha256").metadata[b"title"].decode() == "文件指纹"
    assert schema_of("fields").field("number").type == pa.decimal128(38, 10)
    assert schema_of("fields").field("date").type == pa.date32()


def test_a_field_row_has_its_value_typed_and_its_place() -> None:
    rows = {row["name"]: row for row in read_parquet("fields", [lease()]) if row["status"] == "found"}
    assert (rows["rent"]["number"], rows["rent"]["unit"], rows["rent"]["per"]) == (Decimal(3500), "CNY", "M")
    assert rows["term_end"]["date"] == date(2029, 3, 31)
    assert (rows["notice_period"]["number"], rows["notice_period"]["unit"]) == (Decimal(30), "D")
    place = json.loads(rows["rent"]["places"])[0]
    assert place["end"] > place["start"]
    assert "3500元" in rows["rent"]["quote"]
    assert rows["rent"]["clause"] == "第二条 租金"


def test_the_four_statuses_stay_apart_in_the_wide_row() -> None:
    (row,) = read_parquet("contracts", [lease()])
    assert row["rent"] == Decimal(3500)
    assert row["rent_unit"] == "CNY/M"
    assert row["term_end"] == date(2029, 3, 31)
    assert row["blank_fields"] == ["押金与保证金"]
    assert row["total_price"] is None
    assert row["total_price_status"] is None
    assert row["party"] == ["温州瓯江文化有限公司（甲方）", "丽水画乡广告有限公司（乙方）"]
    assert row["paths"] == ["/档案/租赁.txt", "/备份/租赁.txt"]


def test_of_several_values_none_is_taken() -> None:
    (row,) = read_parquet("contracts", [with_field(lease(), norm="4000.00 CNY/M")])
    assert (row["rent"], row["rent_unit"], row["rent_status"]) == (None, None, "several")


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_no_text_of_a_contract_becomes_a_formula(text: str) -> None:
    kept = with_field(lease(), norm=text, name="other", value=text, object=text)
    assert read_csv("fields", [kept])[0]["object"] == f"'{text}"
    sheet = read_sheets([kept], values=False)["要素"]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert all(formula.startswith("=HYPERLINK(") for formula in formulas)


def test_amounts_that_a_number_cannot_hold_stay_text() -> None:
    digits = "12345678901234567890.12"
    kept = with_field(lease(), value={"amount": digits, "currency": "CNY", "per": None}, norm=f"{digits} CNY")
    assert read_parquet("fields", [kept])[0]["number"] == Decimal(digits)
    head, first = (next(row) for row in [read_sheets([kept])["要素"].iter_rows(values_only=True)] for _ in range(2))
    assert dict(zip(head, first, strict=True))["数值"] == digits


def test_sheets_lead_to_each_other_and_to_the_file() -> None:
    book = read_sheets([lease(), sale()], values=False)
    contracts, fields = book["合同"], book["要素"]
    assert [cell.value for cell in contracts[1]][:4] == ["→要素", "→问题", "文件", "错误"]
    second = len(sale().report.fields)
    assert contracts["A3"].value == f'=HYPERLINK("#\'要素\'!A{2 + len(lease().report.fields)}","{second}项")'
    assert contracts["C2"].value == '=HYPERLINK("/档案/租赁.txt","租赁.txt")'
    assert fields["A2"].value == '=HYPERLINK("#\'合同\'!A2","合同")'
    assert all(sheet.freeze_panes and sheet.auto_filter.ref for sheet in book)
    assert contracts.auto_filter.ref.endswith("3")


def test_a_quote_in_a_path_stays_in_its_formula() -> None:
    kept = Kept(lease().report, ('/a"),HYPERLINK("http://x/b.txt',))
    assert (
        read_sheets([kept], values=False)["合同"]["C2"].value
        == '=HYPERLINK("/a""),HYPERLINK(""http://x/b.txt","租赁.txt")'
    )


def test_people_read_words_and_colours() -> None:
    book = read_sheets([lease()])
    head, *rows = book["问题"].iter_rows()
    at = next(cell.column - 1 for cell in head if cell.value == "级别")
    words = {row[at].value: row[at].fill.start_color.rgb for row in rows}
    assert set(words) <= {"错误", "警告", "提示"}
    assert len(set(words.values())) == len(words) > 1
    values = [[cell.value for cell in row] for row in book["要素"].iter_rows()]
    assert any("3,500.00 元/月" in row for row in values)
    assert any("租赁" in row for row in values)


def test_a_blank_term_says_so_where_its_value_would_stand() -> None:
    head, first = (next(row) for row in [read_sheets([with_blank()])["合同"].iter_rows(values_only=True)] for _ in "12")
    assert dict(zip(head, first, strict=True))["签订日期"] == "空白"


def with_blank() -> Kept:
    fields = tuple(_blanked(field) if field.name == "sign_date" else field for field in lease().report.fields)
    return Kept(lease().report.model_copy(update={"fields": fields}))


def _blanked(field: Field) -> Field:
    return replace(field, status="blank", norm=None, value=None)


def test_a_sheet_that_is_full_is_an_error_and_no_file(tmp_path: Path) -> None:
    out = tmp_path / "archive.xlsx"
    with pytest.raises(CannotWrite, match="要素 would have more than 20 rows"):
        write_file(out, lambda target: write_workbook(many(10), target, "all", most_rows=20))
    assert list(tmp_path.iterdir()) == []


def test_a_cell_that_is_too_long_says_that_it_is_cut() -> None:
    kept = with_field(lease(), object="长" * 40_000)
    cells = [cell for row in read_sheets([kept])["要素"].iter_rows(values_only=True) for cell in row if cell]
    longest = max((str(cell) for cell in cells), key=len)
    assert len(longest) == 32_767
    assert longest.endswith("全文共40,000字，见 JSON 或 CSV）")


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "archive.csv"
    out.write_text("before")

    def breaks(target: BinaryIO) -> int:
        target.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(CannotWrite, match=r"archive.csv cannot be written \(No space left on device\)"):
        write_file(out, breaks)
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]
    with pytest.raises(CannotWrite, match=r"name another"):
        write_file(tmp_path / "none" / "archive.csv", breaks)


def test_a_link_and_a_pipe_stay_what_they_are(tmp_path: Path) -> None:
    file, link, pipe = tmp_path / "file.csv", tmp_path / "link.csv", tmp_path / "pipe"
    file.write_text("before")
    link.symlink_to(file)
    write_file(link, lambda target: target.write(b"after"))
    assert (link.is_symlink(), file.read_text()) == (True, "after")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, lambda target: target.write(b"through"))
    assert (os.read(reader, 99), pipe.is_fifo()) == (b"through", True)
    os.close(reader)
    with pytest.raises(CannotWrite, match="Is a directory"):
        write_file(tmp_path, lambda target: target.write(b"nowhere"))


def test_a_workbook_that_finds_no_room_is_an_error_of_the_system() -> None:
    full = open("/dev/full", "w+b", buffering=0)  # noqa: SIM115 - closing it fails again
    with pytest.raises(OSError, match="No space left"):
        write_workbook([lease()], full, "all")
    full.close()


@pytest.mark.parametrize(
    ("name", "rows", "early", "late"),
    [("jsonl", "reports", 50, 200), ("csv", "fields", 50, 200), ("parquet", "contracts", 1100, 2124), ("xlsx", "all", 25, 75)],
)  # fmt: skip
def test_what_is_held_does_not_grow_with_the_archive(
    name: str, rows: str, early: int, late: int, tmp_path: Path
) -> None:
    held = []

    def watched() -> Iterator[Kept]:
        for n, kept in enumerate(many(late + 1)):
            if n in (early, late):
                gc.collect()
                held.append(tracemalloc.get_traced_memory()[0])
            yield kept

    tracemalloc.start()
    try:
        with (tmp_path / "archive").open("wb") as target:
            assert writer_of(name)(watched(), target, rows) == late + 1
    finally:
        tracemalloc.stop()
    assert held[1] < held[0] * 1.05 + 20_000


def test_a_group_of_parquet_is_written_when_it_is_full() -> None:
    target = io.BytesIO()
    write_parquet(many(400), target, "fields", group=100_000)
    file = pq.ParquetFile(target)
    groups = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
    assert len(groups) > 2
    assert max(groups) < 2 * 1024


def test_types_are_called_as_the_rules_call_them() -> None:
    assert {one.id: one.title for one in load_packs().types} == TYPES


@pytest.mark.parametrize(
    ("name", "norm", "clock", "said"),
    [
        ("term", "P36M", None, "36个月"),
        ("payment_days", "P15D", "workday", "15个工作日"),
        ("payment_days", "P15D", None, "15日"),
        ("response_time", "PT30M", None, "30分钟"),
        ("rent", "3500.00 CNY/M", None, "3,500.00 元/月"),
        ("total_price", "1200000.00 USD", None, "1,200,000.00 美元"),
        ("penalty_rate", "0.0005/D", None, "0.05%/日"),
        ("penalty_rate", "1", None, "100%"),
        ("interest_rate", "LPR*4", None, "LPR的4倍"),
        ("interest_rate", "LPR+0.003", None, "LPR+0.3%"),
        ("confidentiality_term", "perpetual", None, "永久"),
        ("contract_type", "lease", None, "租赁"),
        ("copies", "4", None, "4"),
        ("party", "lease", None, "lease"),
        ("term_end", "2026-12-31", None, "2026-12-31"),
    ],
)
def test_spoken(name: str, norm: str, clock: str | None, said: str) -> None:
    assert spoken(name, norm, clock=clock) == said


def test_every_code_of_the_rules_has_words() -> None:
    """For a reviewer: in the table of values, and in both languages of the page."""
    codes = {
        (field.name, pattern.norm)
        for field in load_packs().fields
        for pattern in field.patterns
        if re.fullmatch("[a-z_]+", pattern.norm)
    }
    assert len(codes) > 20
    assert [code for code in codes if spoken(*code) == code[1]] == []
    words = (Path(__file__).parents[2] / "exports" / "viewer" / "words.js").read_text("utf-8")
    assert [norm for _, norm in codes if words.count(f"norm_{norm}: ") != 2 and norm not in TYPES] == []


def test_a_workbook_is_a_zip_of_parts_in_order() -> None:
    with ZipFile(io.BytesIO(written("xlsx", "all", [lease()]))) as file:
        assert file.testzip() is None
