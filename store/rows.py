"""A report as rows of the tables: computed apart from the database, in any process, and handed on by pickling.

Most rows are plain tuples that both drivers take as they are, in the order that the constants say; a dictionary a row and
a type a column would cost more than the database does. They are handed on packed: who writes unpacks them when it comes to
them, and has few at a time.
"""

from __future__ import annotations

import hashlib
import marshal
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from isal import isal_zlib
from pydantic import TypeAdapter
from pydantic_core import to_json

from models.report import Clause, Evidence, Field, Finding, Notice, PagePlace, Report
from store.columns import columns

_LEVEL = 1
"""Of deflate as isal packs it: in a quarter of the time that zlib's first level takes, and as small."""

_dump = TypeAdapter(Report).dump_json
"""A report as bytes of JSON; its own `model_dump_json` would make a text of them first."""

_UNKEPT = re.compile("[\x00\ud800-\udfff]")
"""PostgreSQL keeps no NUL, and neither database half a character; the report itself has them."""

_PLACE = ("quote", "page", "start", "end")
CLAUSE = (
    "clause", "parent", "kind", "level", "label", "heading", "text", "topics", "page", "start", "end",
)  # fmt: skip
FIELD = (
    "name", "title", "role", "object", "status", "kind", "norm", "value", "number", "fen", "currency", "per", "day", "seconds",
    "unit", "qualifier", "clock", "anchor", "clause", "rule", "confidence", *_PLACE,
)  # fmt: skip
FINDING = ("check", "kind", "severity", "title", "message", "advice", "subject", "clauses", *_PLACE)
NOTICE = ("code", "stage", "message", "place")

Row = tuple[str | int | float | None, ...]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of one contract; they lack only its number, which the store gives, and their position."""

    clauses: tuple[Row, ...]
    fields: tuple[Row, ...]
    findings: tuple[Row, ...]
    notices: tuple[Row, ...]

    def packed(self) -> bytes:
        """The rows as bytes for a process of the same Python: pickled they would take twice as long."""
        return marshal.dumps((self.clauses, self.fields, self.findings, self.notices))


@dataclass(frozen=True, slots=True)
class ContractRows:
    """All that is written of one contract: its own row, and packed its other rows (see `tables`) and its report."""

    contract: dict[str, Any]
    packed: bytes
    report: bytes
    reading: bytes | None = None

    @property
    def sha256(self) -> str:
        sha256: str = self.contract["sha256"]
        return sha256

    def tables(self) -> Tables:
        """The rows, unpacked."""
        # Made by this program, as all that its processes hand on to each other.
        return Tables(*marshal.loads(self.packed))  # noqa: S302


def rows_of(report: Report, *, reading: bytes | None = None) -> ContractRows:
    """The rows of a report; `reading` is what `pack_reading` made of what it was read from."""
    content = _dump(report, by_alias=True)
    graded = Counter(finding.severity for finding in report.findings)
    source, rules = report.source, report.rules
    # Hardly a report has what is not kept: then its JSON holds neither the escape of a NUL nor the byte that halves of
    # characters (and Hangul) begin with.
    rows = _kept_rows if b"\\u0000" in content or b"\xed" in content else _rows
    tables = Tables(
        rows(_clause, report.clauses),
        rows(_field, report.fields),
        rows(_finding, report.findings),
        rows(_notice, report.notices),
    )
    return ContractRows(
        contract={
            "sha256": source.sha256,
            "name": kept(source.name),
            "media_type": source.media_type,
            "reader": source.reader,
            "bytes": source.bytes,
            "pages": source.pages,
            "characters": len(report.text),
            "title": kept(_first(report.fields, "contract_title")),
            "type": kept(_first(report.fields, "contract_type")),
            "clauses": len(report.clauses),
            "errors": graded["error"],
            "warnings": graded["warning"],
            "infos": graded["info"],
            "notices": len(report.notices),
            "rules_version": rules.version,
            "rules_sha256": rules.sha256,
            "as_of": rules.as_of,
            "side": kept(rules.side),
            "report_sha256": hashlib.sha256(content).hexdigest(),
        },
        packed=tables.packed(),
        report=isal_zlib.compress(content, _LEVEL),
        reading=reading,
    )


def unpack_report(data: bytes) -> Report:
    """The report that was packed."""
    return Report.model_validate_json(zlib.decompress(data))


def kept(text: str | None) -> str | None:
    """Text as both databases keep it."""
    return None if text is None else _UNKEPT.sub("\ufffd", text)


def _rows(row_of: Callable[[T], Row], all_of: Iterable[T]) -> tuple[Row, ...]:
    return tuple(map(row_of, all_of))


def _kept_rows(row_of: Callable[[T], Row], all_of: Iterable[T]) -> tuple[Row, ...]:
    """The rows as both databases keep them."""
    return tuple(
        tuple(kept(value) if isinstance(value, str) else value for value in row) for row in map(row_of, all_of)
    )


def _clause(clause: Clause) -> Row:
    return (
        clause.id, clause.parent, clause.kind, clause.level, clause.label, clause.heading, clause.text,
        _topics(clause.topics), _page(clause.evidence), *clause.span,
    )  # fmt: skip


def _field(field: Field) -> Row:
    value = columns(field)
    day = None if value.day is None else value.day.isoformat()
    return (
        field.name, field.title, field.role, field.object, field.status, value.kind,
        field.norm, None if field.value is None else _json(field.value), value.number, value.fen, value.currency,
        value.per, day, value.seconds, field.unit, field.qualifier, field.clock, field.anchor, field.clause,
        field.rule, field.confidence, *_place(field.evidence),
    )  # fmt: skip


def _finding(finding: Finding) -> Row:
    return (
        finding.check, finding.kind, finding.severity, finding.title, finding.message, finding.advice,
        finding.subject, _json(finding.clauses), *_place(finding.evidence),
    )  # fmt: skip


def _notice(notice: Notice) -> Row:
    return (notice.code, notice.stage, notice.message, notice.place)


def _json(value: object) -> str:
    return to_json(value).decode()


@lru_cache(maxsize=4096)
def _topics(topics: tuple[str, ...]) -> str:
    """The topics of a clause, of which there are few; clauses are many."""
    return _json(topics)


def _place(evidence: tuple[Evidence, ...]) -> Row:
    """Where the first of the evidence stands; all of it is in the report."""
    if not evidence:
        return (None, None, None, None)
    start, end = evidence[0].span or (None, None)
    return (evidence[0].quote, _page(evidence), start, end)


def _page(evidence: tuple[Evidence, ...]) -> int | None:
    for one in evidence:
        for place in one.places:
            if isinstance(place, PagePlace):
                return place.page
    return None


def _first(fields: Iterable[Field], name: str) -> str | None:
    return next((field.norm for field in fields if field.name == name and field.norm), None)
