"""/v1/contracts: files in, and what was read out of them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, File, Path, Query, Request, Response, UploadFile

from models.decision import Target
from models.report import Clause, Report
from store import decisions, jobs, people
from store.read import ContractRow, list_contracts
from store.schema import contracts
from store.targets import fold_all
from web.api_jobs import view_of
from web.api_models import ContractView, Counted, FieldView, FindingView, JobView, Listing, Sha256
from web.desk import Desk
from web.etags import is_known
from web.filters import Filters
from web.identity import READS, Uploader, address_of, desk_of
from web.listing import page_of, views
from web.openapi import problems
from web.originals import shown_name
from web.problems import ProblemError

router = APIRouter(prefix="/v1/contracts", tags=["contracts"])

ContractId = Annotated[Sha256, Path(description="The sha256 of the file's bytes.")]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many to leave out.")]


@router.post(
    "",
    status_code=202,
    responses={
        200: {"model": JobView, "description": "The store has read these bytes before."},
        **problems(400, 401, 403, 413, 422, 429),
    },
    summary="Upload a file to be read",
)
def upload(
    request: Request,
    response: Response,
    me: Uploader,
    file: Annotated[UploadFile, File(description="A PDF, a scan, DOCX, DOC, HTML or text file.")],
) -> JobView:
    """The same bytes are one contract, however often they come: what waits or was read already is not read again."""
    desk = desk_of(request)
    with desk.store.reading() as connection:
        waiting = jobs.counts(connection).get("queued", 0)
    if waiting >= desk.settings.most_queued:
        raise ProblemError("busy", f"{waiting:,}", headers={"Retry-After": "60"})
    name = shown_name(file.filename or "")
    kept = desk.originals.keep(file.file, most=desk.settings.most_bytes)
    with desk.store.writing() as connection:
        file_of = jobs.Upload(kept.sha256, name, kept.size, me.name)
        job = jobs.add_known(connection, file_of) or jobs.add(connection, file_of)
        people.record(connection, who=me.name, action="upload", on=kept.sha256, address=address_of(request))
    response.status_code = 200 if job.state == "done" else 202
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return view_of(job, request)


@router.get("", dependencies=READS, responses=problems(401, 403, 404, 422), summary="List contracts")
def list_all(
    request: Request,
    filters: Annotated[Filters, Query()],
) -> Counted[ContractView]:
    """The filters are those of `qiyue find`. Pages follow each other by `next`."""
    shown = page_of(desk_of(request), filters)
    more = f"/v1/contracts?{urlencode(filters.asked() | {'cursor': shown.cursor})}" if shown.cursor else None
    return Counted[ContractView](items=shown.contracts, next=more, total=shown.total)


@router.get("/{contract}", dependencies=READS, responses=problems(401, 403, 404, 422), summary="Look at a contract")
def get_contract(request: Request, contract: ContractId) -> ContractView:
    desk = desk_of(request)
    return views(desk.store, [row_of(desk, contract)])[0]


@router.get(
    "/{contract}/report",
    response_model=Report,
    dependencies=READS,
    responses={304: {"description": "It has not changed."}, **problems(401, 403, 404, 422)},
    summary="The whole report",
)
def get_report(request: Request, contract: ContractId) -> Response:
    """As `qiyue parse --json` prints it; the ETag is of its content."""
    reports = desk_of(request).reports
    tag = f'"{reports.current(contract)}"'
    headers = {"ETag": tag, "Vary": "Accept-Encoding", "Cache-Control": "private, no-cache"}
    if is_known(request.headers, tag):
        return Response(status_code=304, headers=headers)
    _, packed = reports.packed(contract)
    if "deflate" not in request.headers.get("accept-encoding", ""):
        return Response(zlib.decompress(packed), media_type="application/json", headers=headers)
    return Response(packed, media_type="application/json", headers={**headers, "Content-Encoding": "deflate"})


@router.get(
    "/{contract}/clauses",
    dependencies=READS,
    responses=problems(401, 403, 404, 422),
    summary="The clauses, in reading order",
)
def get_clauses(request: Request, contract: ContractId, offset: Offset = 0, limit: Limit = 100) -> Listing[Clause]:
    clauses = desk_of(request).reports.open(contract).report.clauses
    shown, more = _part(clauses, offset, limit, f"/v1/contracts/{contract}/clauses")
    return Listing[Clause](items=list(shown), next=more)


@router.get(
    "/{contract}/fields",
    dependencies=READS,
    responses=problems(401, 403, 404, 422),
    summary="The fields, and decisions on them",
)
def get_fields(request: Request, contract: ContractId, offset: Offset = 0, limit: Limit = 100) -> Listing[FieldView]:
    desk = desk_of(request)
    opened = desk.reports.open(contract)
    decided = _decided(desk, contract)
    items = [
        FieldView(field=field, target=decided.get(target) or Target(id=target))
        for field, target in zip(opened.report.fields, opened.fields, strict=True)
    ]
    shown, more = _part(items, offset, limit, f"/v1/contracts/{contract}/fields")
    return Listing[FieldView](items=list(shown), next=more)


@router.get(
    "/{contract}/findings",
    dependencies=READS,
    responses=problems(401, 403, 404, 422),
    summary="The findings, and decisions on them",
)
def get_findings(
    request: Request, contract: ContractId, offset: Offset = 0, limit: Limit = 100
) -> Listing[FindingView]:
    desk = desk_of(request)
    opened = desk.reports.open(contract)
    decided = _decided(desk, contract)
    items = [
        FindingView(finding=finding, target=decided.get(target) or Target(id=target))
        for finding, target in zip(opened.report.findings, opened.findings, strict=True)
    ]
    shown, more = _part(items, offset, limit, f"/v1/contracts/{contract}/findings")
    return Listing[FindingView](items=list(shown), next=more)


def row_of(desk: Desk, contract: str) -> ContractRow:
    """Raises ProblemError where there is no such contract."""
    found = list_contracts(desk.store, contracts.c.sha256 == contract, limit=1).contracts
    if not found:
        raise ProblemError("not-found", contract)
    return found[0]


def _decided(desk: Desk, contract: str) -> dict[str, Target]:
    with desk.store.reading() as connection:
        return fold_all(decisions.of_contract(connection, contract))


def _part(items: Sequence[Any], offset: int, limit: int, address: str) -> tuple[Sequence[Any], str | None]:
    """Some of a list that is at hand whole, and the address of what comes after."""
    end = offset + limit
    return items[offset:end], f"{address}?offset={end}&limit={limit}" if end < len(items) else None
