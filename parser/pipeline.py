"""The whole walk, bytes to report, in one short function."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike
from pathlib import Path

from models.errors import TooLarge, UnreadableSource
from models.reading import Reading
from models.report import Finding, Notice, Report, RulesUsed
from models.rule import Packs
from models.source import Limits, Paging, Source, path_text
from parser.checks import check
from parser.contract import Contract, make_contract
from parser.coverage import account
from parser.extract import extract
from parser.facts import with_facts
from parser.language import language_notices, read_of, told_of
from parser.matching import look_for
from parser.misreadings import mended_notices
from parser.normalise import normalise
from parser.numbering import number
from parser.options import agreed, find_options
from parser.packs import default_packs
from parser.parties import find_parties
from parser.readers import read
from parser.references import resolve
from parser.segment import segment
from parser.sides import with_side
from parser.signing import find_signings, mark_fields
from parser.tables import with_tables
from parser.topics import classify
from parser.unreadable import sure_values, with_doubt
from parser.values import scan
from parser.vocabulary import vocabulary_of


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """What each stage made of one contract; the report is drawn from it, and so is the account of a rule."""

    source: Source
    reading: Reading
    contract: Contract
    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    notices: tuple[Notice, ...]


def parse(
    document: str | PathLike[str] | bytes,
    *,
    name: str | None = None,
    packs: Packs | None = None,
    as_of: date | None = None,
    side: str | None = None,
    limits: Limits | None = None,
    paging: Paging | None = None,
) -> Report:
    """Read one contract.

    `document` is a path, or the bytes themselves (then `name` is what the report calls them). `packs` are the rules,
    those that ship by default; `as_of` is the day whose law is stated where the contract gives no date, the packs' own
    by default. `side` is the party one reads for (甲方, 买方 ...), which a playbook's entries ask about. `paging` says which
    pages are read, and how those that are pictures. The same bytes, rules, day and side give the same report. Safe in
    threads and processes.

    Raises a models.errors.ContractError: UnreadableSource, EncryptedSource, UnsupportedFormat, TooLarge or
    MissingDependency; OSError where a path cannot be read.
    """
    return report_of(walk(document, name=name, packs=packs, as_of=as_of, side=side, limits=limits, paging=paging))


def walk(
    document: str | PathLike[str] | bytes,
    *,
    name: str | None = None,
    packs: Packs | None = None,
    as_of: date | None = None,
    side: str | None = None,
    limits: Limits | None = None,
    paging: Paging | None = None,
) -> Walk:
    """All stages, from the bytes to the findings; parameters and errors as in `parse`."""
    limits = limits or Limits()
    data = document if isinstance(document, bytes) else _load(Path(document), limits)
    called = path_text(name or ("contract" if isinstance(document, bytes) else Path(document).name))

    _require_size(called, data, limits)
    reading = read(called, data, limits, paging)
    return _walk(_source(called, data, reading), reading, packs or default_packs(), as_of, side)


def reparse(
    source: Source, reading: Reading, *, packs: Packs | None = None, as_of: date | None = None, side: str | None = None
) -> Report:
    """The report of a contract that was read before, by other rules: what `parse` gives for the same bytes, without
    reading them, or recognising pictures, again. `source` is the earlier report's, `reading` what it was made from;
    the others are as in `parse`."""
    return report_of(_walk(source, reading, packs or default_packs(), as_of, side))


def _walk(source: Source, reading: Reading, packs: Packs, as_of: date | None, side: str | None) -> Walk:
    """The stages behind the reading."""
    text = normalise(reading)
    look_for(text.text, vocabulary_of(packs))
    clauses, notices = segment(text, packs)
    clauses = classify(clauses, packs)
    numbering = number(clauses)
    references = resolve(text, numbering, packs.outline)
    options = find_options(text.text, packs.outline)
    values = [
        v for v in with_tables(scan(text.text), text, packs.outline) if not options.bar(v.start, v.end, blank=v.blank)
    ]
    parties = find_parties(text, clauses, packs)
    signings, marks = find_signings(text, clauses, parties, reading, packs.outline)
    fields = (*extract(text, clauses, values, parties, packs, options=options), *mark_fields(marks))
    sure = tuple(sure_values(text, values))
    contract = make_contract(text, numbering, clauses, references, sure, parties, fields, packs, as_of or packs.as_of)
    contract, unknown = with_side(with_facts(replace(contract, signatories=signings, options=options)), side)
    findings, passed = check(contract)
    findings = with_doubt(text, agreed(findings, options))
    foreign = language_notices(text.text)
    if foreign:
        contract = replace(contract, fields=told_of(fields))
        findings, passed = read_of(findings), ()
    told = (*reading.notices, *mended_notices(text.mended), *foreign, *notices, *unknown)
    return Walk(source, reading, contract, findings, passed, told)


def report_of(walked: Walk) -> Report:
    """The report of a walk."""
    reading, contract = walked.reading, walked.contract
    packs = contract.packs
    coverage, uncovered = account(reading, contract.text, contract.clauses)
    return Report(
        source=walked.source,
        rules=RulesUsed(
            version=packs.version,
            sha256=packs.sha256,
            as_of=contract.as_of.isoformat(),
            side=contract.side,
            packs=packs.used,
        ),
        text=contract.text.text,
        clauses=contract.clauses,
        references=contract.references,
        fields=contract.fields,
        findings=walked.findings,
        passed=walked.passed,
        coverage=coverage,
        notices=(*walked.notices, *uncovered),
    )


def _source(name: str, data: bytes, reading: Reading) -> Source:
    return Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        media_type=reading.media_type,
        pages=reading.pages,
        reader=reading.reader,
    )


def _load(path: Path, limits: Limits) -> bytes:
    if path.is_dir():
        raise UnreadableSource(f"{path} is a folder.", remedy=f"Name the files in it, for example {path}/*.")
    with path.open("rb") as file:
        # A pipe or a device has no size to ask for: one byte more than is read tells that there is too much.
        return file.read(limits.source + 1)


def _require_size(name: str, data: bytes, limits: Limits) -> None:
    if len(data) > limits.source:
        raise TooLarge(
            f"{name} has more than the {limits.source:,} bytes that are read.",
            remedy="Split the file, or raise the limit.",
        )
