"""An Excel workbook for people: contracts, fields and findings on three sheets that lead to each other.

Rows are written to disk as they come. Links are formulas, because a sheet may have no more than 65,530 links of the
other kind, and those would be held in memory; all else from a contract is written as text, never as a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from exports.rows import ROWS, Cell, Column
from exports.rows.spoken import CLOCKS, KINDS, QUALIFIERS, SEVERITIES, STATUSES, spoken
from models.errors import CannotWrite
from models.kept import Kept

MOST_ROWS = 1_048_576
"""Rows of a sheet, its head among them: a limit of the format."""
_LONGEST, _LONGEST_LITERAL = 32_767, 255
_NO_DAY = datetime(1980, 1, 1)
"""A workbook says when it was made: the day of its rules, or this. The day of writing would make two of one archive
differ."""
_DIGITS = 15
"""Digits that a number of a sheet keeps."""

_FIRST = ("file", "errors", "warnings", "infos")
_HIDDEN = frozenset((
    "sha256", "places", "span_start", "span_end", "name", "unit", "per", "subject", "rule", "confidence", "searched", "rules_sha256",
    "paths", "clause_id", "check", "media_type", "reader", "rules_version", "as_of", "other_fields",
    *(column.name for column in ROWS["contracts"].columns if column.name.endswith("_status")),
))  # fmt: skip
"""Columns for programs: they stand at the right, folded away. What status a term has stands in its own cell."""

_WORDS: dict[str, Mapping[str, str]] = {
    "severity": SEVERITIES, "kind": KINDS, "clock": CLOCKS, "qualifier": QUALIFIERS, "status": STATUSES,
}  # fmt: skip
_COLOURS = {
    "error": ("#FFC7CE", "#9C0006"), "warning": ("#FFEB9C", "#7F6000"), "info": ("#DDEBF7", "#1F4E78"),
    "found": ("#E2EFDA", "#375623"), "blank": ("#FFEB9C", "#7F6000"), "unreadable": ("#FFC7CE", "#9C0006"),
    "absent": ("#EDEDED", "#595959"), "several": ("#FFEB9C", "#7F6000"),
}  # fmt: skip
_LINE, _MOST_LINES = 13.5, 8
"""Points of a line, and lines that a row shows."""
_WRAPPED = ("quote", "message", "advice", "basis", "clause", "clauses", "title", "anchor")


@dataclass(slots=True)
class _Sheet:
    """A sheet, its columns in the order they stand in, and the row that comes next (from 0, the head's)."""

    name: str
    sheet: Worksheet
    columns: tuple[Column, ...]
    links: int
    """Columns at the left that hold links."""
    row: int = 1


@dataclass(slots=True)
class _Sink:
    """Where the ZIP of a workbook goes. After a write that failed none is tried: a ZIP that is forgotten closes itself,
    which would fail on the same full disk again, and on the terminal of whoever was told already."""

    target: BinaryIO
    failed: bool = False

    def write(self, data: bytes) -> int:
        if self.failed:
            return len(data)
        try:
            return self.target.write(data)
        except OSError:
            self.failed = True
            raise

    def flush(self) -> None:
        if not self.failed:
            self.target.flush()

    def tell(self) -> int:
        return self.target.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.target.seek(offset, whence)


def write_workbook(contracts: Iterable[Kept], target: BinaryIO, _rows: str, *, most_rows: int = MOST_ROWS) -> int:
    """All three sheets, whichever rows are asked for. Raises CannotWrite where one of them would have more rows than a sheet can."""
    book = xlsxwriter.Workbook(_Sink(target), {"constant_memory": True})
    try:
        written = _fill(book, contracts, most_rows)
    except BaseException:
        with suppress(Exception):
            book.close()
        raise
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(f"{error}") from error
    return written


def _fill(book: Workbook, contracts: Iterable[Kept], most_rows: int) -> int:
    written = 0
    book.set_properties({"created": _NO_DAY})
    formats = _formats(book)
    sheets = {
        name: _begin(book, formats, title, name, links)
        for name, title, links in (
            ("contracts", "合同", ("要素", "问题")),
            ("fields", "要素", ("合同",)),
            ("findings", "问题", ("合同",)),
        )
    }
    for kept in contracts:
        if written == 0:
            book.set_properties({"created": datetime.fromisoformat(kept.report.rules.as_of)})
        written += 1
        _contract(sheets, formats, kept, most_rows)
    for sheet in sheets.values():
        sheet.sheet.autofilter(0, 0, sheet.row - 1, sheet.links + len(sheet.columns) - 1)
    return written


def _formats(book: Workbook) -> dict[str, Format]:
    plain: dict[str, Any] = {"valign": "top", "font_name": "宋体", "font_size": 10}
    formats: dict[str, dict[str, Any]] = {
        "head": {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "valign": "vcenter", "text_wrap": True},
        "text": {}, "wrapped": {"text_wrap": True}, "date": {"num_format": "yyyy-mm-dd", "align": "left"},
        "decimal": {"num_format": "#,##0.00######"},
        "whole": {"num_format": "#,##0"}, "integer": {"align": "center"}, "real": {"num_format": "0.00"},
        "link": {"font_color": "#0563C1", "underline": 1},
    }  # fmt: skip
    formats |= {
        word: {"bg_color": back, "font_color": front, "align": "center"} for word, (back, front) in _COLOURS.items()
    }
    return {name: book.add_format(plain | extra) for name, extra in formats.items()}


def _begin(book: Workbook, formats: Mapping[str, Format], title: str, name: str, links: tuple[str, ...]) -> _Sheet:
    table = ROWS[name].columns
    columns = tuple(sorted(table, key=lambda column: (column.name in _HIDDEN, column.name not in _FIRST)))
    sheet = book.add_worksheet(title)
    for at, link in enumerate(links):
        sheet.set_column(at, at, 9)
        sheet.write_string(0, at, f"→{link}", formats["head"])
    for at, column in enumerate(columns, len(links)):
        hidden = {"hidden": True, "level": 1} if column.name in _HIDDEN else {}
        sheet.set_column(at, at, column.width, None, hidden)
        sheet.write_string(0, at, column.title, formats["head"])
    sheet.freeze_panes(1, len(links) + 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    if name == "contracts":
        # Its many columns on one page would be too small to read: they go on, behind the name of the file, on the next.
        sheet.set_print_scale(60)
        sheet.repeat_columns(0, len(links))
    else:
        sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return _Sheet(title, sheet, columns, len(links))


def _contract(sheets: Mapping[str, _Sheet], formats: Mapping[str, Format], kept: Kept, most_rows: int) -> None:
    contracts, fields, findings = sheets["contracts"], sheets["fields"], sheets["findings"]
    home = contracts.row
    for name, below in (("fields", fields), ("findings", findings)):
        count = len(kept.report.fields if name == "fields" else kept.report.findings)
        at = 0 if name == "fields" else 1
        _room(contracts, most_rows)
        if count:
            _link(contracts, at, f"#'{below.name}'!A{below.row + 1}", f"{count}项", formats)
        else:
            contracts.sheet.write_string(home, at, "0项", formats["text"])
    for row in ROWS["contracts"].of(kept):
        _row(contracts, formats, dict(zip(_names("contracts"), row, strict=True)), kept)
    for name, sheet in (("fields", fields), ("findings", findings)):
        for row in ROWS[name].of(kept):
            _room(sheet, most_rows)
            cells = dict(zip(_names(name), row, strict=True))
            _high(sheet, cells)
            _link(sheet, 0, f"#'{contracts.name}'!A{home + 1}", "合同", formats)
            _row(sheet, formats, cells, kept)


def _lines(cell: Cell, width: int) -> int:
    """Lines that a text takes in a column of `width` Latin letters; a Chinese character is two wide."""
    text = "\n".join(cell) if isinstance(cell, tuple) else str(cell or "")
    # A program with another font breaks somewhat earlier.
    return sum(1 + max(2 * len(line) - 1, 0) // (width - 2) for line in text.split("\n"))


def _names(rows: str) -> tuple[str, ...]:
    return tuple(column.name for column in ROWS[rows].columns)


def _room(sheet: _Sheet, most_rows: int) -> None:
    if sheet.row >= most_rows:
        raise CannotWrite(
            f"The sheet {sheet.name} would have more than {most_rows:,} rows, which is the limit of Excel.",
            remedy="Take --format parquet or csv, or fewer contracts (--since).",
        )


def _row(sheet: _Sheet, formats: Mapping[str, Format], cells: Mapping[str, Cell], kept: Kept) -> None:
    for at, column in enumerate(sheet.columns, sheet.links):
        _cell(sheet, at, column, cells, formats, kept)
    # What xlsxwriter remembers of a row above, which it has written by now, and never forgets by itself.
    sheet.sheet.row_info.pop(sheet.row - 1, None)
    sheet.sheet.row_sizes.pop(sheet.row - 1, None)
    sheet.row += 1


def _high(sheet: _Sheet, cells: Mapping[str, Cell]) -> None:
    """Room for what is wrapped, which not every program makes by itself. Before the row's cells are written."""
    lines = max(_lines(cells[column.name], column.width) for column in sheet.columns if column.name in _WRAPPED)
    if lines > 1:
        sheet.sheet.set_row(sheet.row, _LINE * min(lines, _MOST_LINES))


def _cell(
    sheet: _Sheet, at: int, column: Column, cells: Mapping[str, Cell], formats: Mapping[str, Format], kept: Kept
) -> None:
    cell, status = cells[column.name], cells.get(f"{column.name}_status")
    if cell is None and status is not None:
        sheet.sheet.write_string(sheet.row, at, STATUSES[str(status)], formats[str(status)])
    if cell is None or cell == ():
        return
    if column.name == "file" and sheet.links == 2 and kept.paths and _fits(kept.paths[0]):
        _link(sheet, at, kept.paths[0], str(cell), formats)
    elif isinstance(cell, date):
        sheet.sheet.write_datetime(sheet.row, at, datetime(cell.year, cell.month, cell.day), formats["date"])
    elif isinstance(cell, int | float) or (isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= _DIGITS):
        style = _count_style(column.name, cell) or (
            "whole" if column.kind == "decimal" and cell == int(cell) else column.kind
        )
        sheet.sheet.write_number(sheet.row, at, float(cell), formats[style])
    else:
        text, style = _said(column, cell, cells)
        sheet.sheet.write_string(sheet.row, at, text, formats[style])


def _count_style(name: str, cell: object) -> str | None:
    """Numbers of errors and warnings have the colour of what they count."""
    severity = {"errors": "error", "warnings": "warning", "infos": "info"}.get(name)
    return severity if cell else None


def _said(column: Column, cell: Cell, cells: Mapping[str, Cell]) -> tuple[str, str]:
    """The text of a cell as a reviewer says it, and the format it has."""
    name = column.name
    style = "wrapped" if name in _WRAPPED else "text"
    if isinstance(cell, tuple):
        return _cut("\n".join(_bracketed(name, text) for text in cell)), style
    text = str(cell)
    if name in _WORDS:
        return _WORDS[name].get(text, text), text if text in _COLOURS else "text"
    if name == "norm":
        clock = cells.get("clock")
        text = spoken(str(cells["name"]), text, clock=str(clock) if clock else None)
    elif name not in ("quote", "message", "advice"):
        text = spoken(name, text)
    return _cut(text), style


def _bracketed(name: str, text: str) -> str:
    """A value of a list, whose second part, in brackets, says of what it is."""
    value, bracket, about = text.partition("（")
    return spoken(name, value) + bracket + about


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    tail = f"……（单元格放不下，全文共{len(text):,}字，见 JSON 或 CSV）"
    return text[: _LONGEST - len(tail)] + tail


def _fits(path: str) -> bool:
    return len(path) <= _LONGEST_LITERAL and path.isprintable()


def _link(sheet: _Sheet, at: int, where: str, text: str, formats: Mapping[str, Format]) -> None:
    shown = text[:_LONGEST_LITERAL]
    formula = f"=HYPERLINK({_literal(where)},{_literal(shown)})"
    sheet.sheet.write_formula(sheet.row, at, formula, formats["link"], shown)


def _literal(text: str) -> str:
    """A text within a formula."""
    return '"' + text.replace('"', '""') + '"'
