"""The whole walk, bytes to report, in one short function."""

from __future__ import annotations

import hashlib
from datetime import date
from os import PathLike
from pathlib import Path

from models.errors import TooLarge
from models.report import Report, RulesUsed
from models.rule import Packs
from models.source import Limits, Paging, Source
from parser.checks import check
from parser.coverage import account
from parser.extract import extract
from parser.normalise import normalise
from parser.packs import default_packs
from parser.readers import read
from parser.references import resolve
from parser.segment import segment
from parser.topics import classify
from parser.values import scan


def parse(
    document: str | PathLike[str] | bytes,
    *,
    name: str | None = None,
    packs: Packs | None = None,
    as_of: date | None = None,
    limits: Limits | None = None,
    paging: Paging | None = None,
) -> Report:
    """Read one contract.

    `document` is a path, or the bytes themselves (then `name` is what the report calls them). `packs` are the rules,
    those that ship by default; `as_of` is the day whose law is stated where the contract gives no date, the packs' own
    by default. `paging` says which pages are read, and how those that are pictures. The same bytes, rules and day give the
    same report. Safe in threads and processes.

    Raises a models.errors.ContractError: UnreadableSource, EncryptedSource, UnsupportedFormat, TooLarge or
    MissingDependency; OSError where a path cannot be read.
    """
    limits = limits or Limits()
    packs = packs or default_packs()
    day = as_of or packs.as_of
    data = document if isinstance(document, bytes) else _load(Path(document), limits)
    called = name or ("contract" if isinstance(document, bytes) else Path(document).name)

    reading = read(called, data, limits, paging)
    text = normalise(reading)
    clauses, notices = segment(text, packs)
    clauses = classify(clauses, packs)
    references = resolve(text, clauses, packs.outline)
    values = scan(text.text)
    fields = extract(text, clauses, values, packs)
    findings, passed = check(text, clauses, references, values, fields, packs, day)
    coverage, uncovered = account(reading, text, clauses)
    return Report(
        source=Source(
            name=called,
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            media_type=reading.media_type,
            pages=reading.pages,
            reader=reading.reader,
        ),
        rules=RulesUsed(version=packs.version, sha256=packs.sha256, as_of=day.isoformat()),
        text=text.text,
        clauses=clauses,
        references=references,
        fields=fields,
        findings=findings,
        passed=passed,
        coverage=coverage,
        notices=(*reading.notices, *notices, *uncovered),
    )


def _load(path: Path, limits: Limits) -> bytes:
    size = path.stat().st_size
    if size > limits.source:
        raise TooLarge(
            f"{path.name} has {size:,} bytes, more than the {limits.source:,} that are read.",
            remedy="Split the file, or raise the limit.",
        )
    return path.read_bytes()
