"""Reports taken out of the store, the last few kept at hand."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.report import Field, Finding, Report
from store.connect import Store
from store.rows import unpack_report
from store.schema import contracts, reports
from store.targets import field_ids, finding_ids, to_review
from web.problems import ProblemError

_KEPT = 16


@dataclass(frozen=True, slots=True)
class Opened:
    """A report, its sha256, and the targets of decisions in it: `fields[i]` names the report's `fields[i]`; `due` are
    those that a review must come to."""

    sha256: str
    report: Report
    fields: tuple[str, ...]
    findings: tuple[str, ...]
    due: frozenset[str]

    def statements(self) -> Mapping[str, Field | Finding]:
        """What each target is about."""
        fields = zip(self.fields, self.report.fields, strict=True)
        return {**dict(fields), **dict(zip(self.findings, self.report.findings, strict=True))}


class Reports:
    """Safe in threads. What is kept is known by the report's own hash, and so never out of date."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Opened] = OrderedDict()

    def current(self, contract: str) -> str:
        """The sha256 of a contract's report. Raises ProblemError where there is no such contract."""
        query = select(contracts.c.report_sha256).where(contracts.c.sha256 == contract)
        with self._store.reading() as connection:
            found: str | None = connection.execute(query).scalar()
        if found is None:
            raise ProblemError("not-found", contract)
        return found

    def packed(self, contract: str) -> tuple[str, bytes]:
        """The sha256 of a contract's report, and the report as zlib packed it. Raises ProblemError as above."""
        query = (
            select(contracts.c.report_sha256, reports.c.report)
            .join(reports, reports.c.contract_id == contracts.c.id)
            .where(contracts.c.sha256 == contract)
        )
        with self._store.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise ProblemError("not-found", contract)
        return row.report_sha256, row.report

    def open(self, contract: str) -> Opened:
        """A contract's report as it is now. Raises ProblemError as above."""
        sha256 = self.current(contract)
        with self._lock:
            if sha256 in self._kept:
                self._kept.move_to_end(sha256)
                return self._kept[sha256]
        sha256, packed = self.packed(contract)
        report = unpack_report(packed)
        opened = Opened(sha256, report, field_ids(report.fields), finding_ids(report.findings), to_review(report))
        with self._lock:
            self._kept[sha256] = opened
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return opened
