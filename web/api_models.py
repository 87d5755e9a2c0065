"""What the API takes and gives, beside what models/ has already. Times are in UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from models.decision import Action, Correction, Decision, Reviewed, Target
from models.report import Field, Finding
from models.source import Reader
from store.jobs import State

_SHA = "ad9a038a954e7f36f35e72f29f656d5697046425291e2619b617fe84f5f818ad"
Sha256 = Annotated[str, Key(pattern="^[0-9a-f]{64}$", examples=[_SHA])]
Item = TypeVar("Item")


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Listing(Model, Generic[Item]):
    """A page of a list. `next` is the address of the page after it; null on the last."""

    items: list[Item]
    next: str | None


class Counted(Listing[Item], Generic[Item]):
    total: int


class JobError(Model):
    """Why a file was not parsed. `title` is in the language asked for; `detail` and `remedy` are the parser's words."""

    code: str
    title: str
    detail: str
    remedy: str


class JobView(Model):
    """A file on its way through the queue. `position` counts from 1 among those that wait; `pages_done` of `pages` are
    recognised, where they are pictures; `url` is the review page once there is something to review."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "id": 7, "contract": _SHA, "name": "售后服务合同.pdf", "bytes": 182044, "state": "running",
                    "pages_done": 3, "pages": 20, "position": None, "error": None, "by": "li",
                    "queued": "2026-11-26T08:00:00Z", "started": "2026-11-26T08:00:01Z", "ended": None, "url": None,
                }
            ]
        },
    )  # fmt: skip

    id: int
    contract: Sha256
    name: str
    bytes: int
    state: State
    pages_done: int | None
    pages: int | None
    position: int | None
    error: JobError | None
    by: str
    queued: datetime
    started: datetime | None
    ended: datetime | None
    url: str | None


class Counts(Model):
    error: int
    warning: int
    info: int


class ContractView(Model):
    """A contract in a list: what it is, what was found in it, how far its review is."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "id": _SHA, "name": "售后服务合同.pdf", "title": "售后服务合同", "type": "service", "reader": "pdf",
                    "pages": 6, "bytes": 182044, "added": "2026-11-26T08:00:00Z", "parties": ["甲公司", "乙公司"],
                    "counts": {"error": 1, "warning": 3, "info": 2}, "fields": 31, "findings": 6,
                    "reviewed": {"done": 4, "total": 30}, "url": f"/contracts/{_SHA}",
                }
            ]
        },
    )  # fmt: skip

    id: Sha256
    name: str
    title: str | None
    type: str | None
    reader: Reader
    pages: int | None
    bytes: int
    added: datetime
    parties: list[str]
    counts: Counts
    fields: int
    findings: int
    reviewed: Reviewed
    url: str


class PageView(Model):
    """A page: its size in points as it is shown, which is what boxes are measured in, and its picture's address."""

    number: int
    width: float
    height: float
    picture: str


class Pages(Model):
    reader: Reader
    pages: list[PageView]


class FieldView(Model):
    """A field of the report, and what people decided on it."""

    field: Field
    target: Target


class FindingView(Model):
    """A finding of the report, and what people decided on it."""

    finding: Finding
    target: Target


class Review(Model):
    """What people decided on a contract, in step with its report: `fields[i]` is on the report's `fields[i]`.

    `earlier` are decisions on what the present report no longer says. `version` is the id of the last decision.
    """

    contract: Sha256
    report: str
    version: int
    fields: list[Target]
    findings: list[Target]
    earlier: list[Decision]
    reviewed: Reviewed


class NewDecision(Model):
    """A decision by one who saw the target at `after` (its `version`). `value` comes with correct, `reason` with dismiss,
    `text` with comment, and with no other."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {"target": "f-0123456789abcdef", "action": "confirm", "after": 0},
                {
                    "target": "f-0123456789abcdef", "action": "correct", "after": 12,
                    "value": {"status": "found", "norm": "P12M", "quote": "保修期十二个月"},
                },
                {"target": "c-0123456789abcdef", "action": "dismiss", "after": 0, "reason": "另有补充协议"},
            ]
        },
    )  # fmt: skip

    target: str = Key(pattern="^[fc]-[0-9a-f]{16}$")
    action: Action
    after: int = Key(ge=0, le=2**53)
    value: Correction | None = None
    reason: str | None = Key(default=None, max_length=2000)
    text: str | None = Key(default=None, max_length=5000)


class Decided(Model):
    decision: Decision
    target: Target
    reviewed: Reviewed


class Found(Model):
    """A place where the words stand, with what is around them; `url` leads to the clause on the review page."""

    contract: Sha256
    name: str
    clause: str
    label: str
    heading: str
    before: str
    quote: str
    after: str
    page: int | None
    url: str
