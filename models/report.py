"""The report: what one parse returns. Strict, frozen, versioned; its JSON Schema is published by `qiyue schema`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from models.source import Source

SCHEMA: Literal["qiyue/report/1"] = "qiyue/report/1"

Span = tuple[int, int]
"""Half-open range in code points of the report's `text`."""

FieldStatus = Literal["found", "blank", "unreadable", "absent"]
Severity = Literal["error", "warning", "info"]
FindingKind = Literal["missing", "conflict", "risk", "citation", "form"]
ClauseKind = Literal[
    "title", "parties", "preamble", "part", "chapter", "section", "article", "clause", "item", "annex", "table",
    "signature",
]  # fmt: skip
ReferenceKind = Literal["chapter", "article", "clause", "item", "annex", "relative"]
CoverageKind = Literal[
    "clause", "heading", "parties", "table", "signature", "annex", "furniture", "boilerplate", "noise", "comment",
    "unreadable", "unclaimed",
]  # fmt: skip


_STRICT = ConfigDict(extra="forbid", frozen=True)


class Model(BaseModel):
    model_config = _STRICT


# What a report holds by the hundred is a plain dataclass, which costs a third to make: Pydantic checks it as it does its
# own where a report is read from JSON.


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A box on a page: points (pixels of a picture file) from the top left corner, pages from 1."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PartPlace:
    """A range of a file, or of a part of it: half-open, in code points of its decoded text."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something stands: the original's own wording, the span of the normalised text, the places it was cut from.

    Joined in order, the places cut out of the original give the quote, blanks aside. What is absent has `searched`, the
    ids of the clauses that were looked through; its quote is what comes nearest, or where the search began.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    quote: str
    span: Span | None
    places: tuple[PagePlace | PartPlace, ...]
    searched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: str
    parent: str | None
    kind: ClauseKind
    level: int
    label: str
    heading: str
    text: str
    topics: tuple[str, ...]
    span: Span
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of another part of the same contract: 第八条, 第3.2款, 第(二)项, 附件二, 前款.

    `clause` is where it stands; `target` is the smallest clause that holds what is meant, null where there is none.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    clause: str | None
    kind: ReferenceKind
    target: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Field:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    name: str
    title: str
    role: str | None
    object: str | None
    status: FieldStatus
    norm: str | None
    value: dict[str, Any] | str | int | None
    unit: str | None
    qualifier: str | None
    clock: str | None
    anchor: str | None
    clause: str | None
    rule: str | None
    confidence: float
    evidence: tuple[Evidence, ...]


class Basis(Model):
    law: str
    article: str
    paraphrase: str


@dataclass(frozen=True, slots=True)
class Finding:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    check: str
    kind: FindingKind
    severity: Severity
    title: str
    message: str
    advice: str
    basis: tuple[Basis, ...]
    subject: str | None
    clauses: tuple[str, ...]
    searched: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Coverage(Model):
    kind: CoverageKind
    chars: int


class Notice(Model):
    """What went less well, and was survived. `place` says where: a page (`page 3`), a part, or null for the whole;
    `evidence` quotes what it is about, where that is text."""

    code: str
    stage: Literal["read", "normalise", "segment", "extract", "check"]
    message: str
    place: str | None = None
    evidence: tuple[Evidence, ...] = ()


class PackUsed(Model):
    """A rule pack: `sha256` is of its files."""

    name: str
    version: str
    sha256: str


class RulesUsed(Model):
    """`version` is that of the rules that ship, `sha256` of all the rules together; `packs` are named in the order in
    which a later one overrides an earlier one. `side` is the party whose side the playbook was read for."""

    version: str
    sha256: str
    as_of: str
    side: str | None
    packs: tuple[PackUsed, ...]


class Report(Model):
    """One contract, read: see docs/report.md for each key."""

    schema_: Literal["qiyue/report/1"] = Key(default=SCHEMA, alias="schema")
    source: Source
    rules: RulesUsed
    text: str
    clauses: tuple[Clause, ...]
    references: tuple[Reference, ...]
    fields: tuple[Field, ...]
    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    notices: tuple[Notice, ...]
