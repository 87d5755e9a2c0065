"""Files that go with a contract: pictures of its pages, the original, and its report for other programs."""

from __future__ import annotations

import tempfile
from pathlib import Path as FilePath
from typing import Annotated, Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from exports.workbook import write_workbook
from models.kept import Kept
from models.source import Reader as Form
from store import people
from store.read import ContractRow
from web.api_contracts import ContractId, row_of
from web.api_models import Pages, PageView
from web.desk import Desk
from web.identity import READS, Reader, address_of, desk_of
from web.openapi import problems
from web.problems import ProblemError

router = APIRouter(prefix="/v1/contracts", tags=["files"])

Number = Annotated[int, Path(ge=1, le=100_000, description="The page, from 1.")]
Points = Annotated[float, Query(ge=0, le=20_000, description="Points from the top left corner of the page.")]

_PICTURE: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}}  # fmt: skip
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FOREVER = "private, max-age=31536000, immutable"


@router.get(
    "/{contract}/pages",
    dependencies=READS,
    responses=problems(401, 403, 404, 422, 503),
    summary="The pages and their sizes",
)
async def get_pages(request: Request, contract: ContractId) -> Pages:
    """None for formats without pages: their text is in the report."""
    desk = desk_of(request)
    row = await run_in_threadpool(row_of, desk, contract)
    sizes = await desk.pictures.sizes(contract, await run_in_threadpool(_original, desk, row)) if row.pages else []
    return Pages(
        reader=cast(Form, row.reader),
        pages=[
            PageView(number=number, width=wide, height=high, picture=f"/v1/contracts/{contract}/pages/{number}/picture")
            for number, (wide, high) in enumerate(sizes, 1)
        ],
    )


@router.get(
    "/{contract}/pages/{number}/picture",
    response_class=Response,
    dependencies=READS,
    responses=_PICTURE | problems(401, 403, 404, 422, 503),
    summary="A page as a picture",
)
async def get_picture(
    request: Request,
    contract: ContractId,
    number: Number,
    width: Annotated[int, Query(ge=1, le=4000, description="Pixels; rounded up to 500, 1000, 1500 or 2000.")] = 1000,
) -> Response:
    desk = desk_of(request)
    row = await run_in_threadpool(_row_with_page, desk, contract, number)
    original = await run_in_threadpool(_original, desk, row)
    return _picture(await desk.pictures.page(contract, original, number, width=width))


@router.get(
    "/{contract}/pages/{number}/crop",
    response_class=Response,
    dependencies=READS,
    responses=_PICTURE | problems(401, 403, 404, 422, 503),
    summary="A part of a page as a picture",
)
async def get_crop(
    request: Request, contract: ContractId, number: Number, x0: Points, top: Points, x1: Points,
    bottom: Points,
) -> Response:  # fmt: skip
    """The box, as evidence gives it, with a margin around it."""
    desk = desk_of(request)
    row = await run_in_threadpool(_row_with_page, desk, contract, number)
    original = await run_in_threadpool(_original, desk, row)
    wide, high = (await desk.pictures.sizes(contract, original))[number - 1]
    if not (x0 < x1 and top < bottom and x0 < wide and top < high):
        raise ProblemError("not-found", f"x0 < x1, top < bottom, x0 < {wide:g}, top < {high:g}")
    return _picture(await desk.pictures.crop(contract, original, number, (x0, top, x1, bottom)))


@router.get(
    "/{contract}/original",
    response_class=FileResponse,
    responses=_FILE | problems(401, 403, 404, 422),
    summary="The file itself",
)
def get_original(request: Request, contract: ContractId, me: Reader) -> FileResponse:
    """Always to be saved, never to be opened in the browser: it may hold anything."""
    desk = desk_of(request)
    row = row_of(desk, contract)
    path = _original(desk, row)
    with desk.store.writing() as connection:
        people.record(connection, who=me.name, action="download", on=contract, address=address_of(request))
    return FileResponse(
        path, filename=row.name, media_type="application/octet-stream", headers={"Content-Security-Policy": "sandbox"}
    )


@router.get(
    "/{contract}/report.xlsx",
    dependencies=READS,
    response_class=Response,
    responses={
        200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}},
        **problems(401, 403, 404, 422),
    },
    summary="The report as an Excel workbook",
)
def get_workbook(request: Request, contract: ContractId) -> Response:
    """The contract, its fields and its findings, on a sheet each."""
    desk = desk_of(request)
    row = row_of(desk, contract)
    with tempfile.TemporaryFile() as file:
        write_workbook([Kept(desk.reports.open(contract).report)], file, "")
        file.seek(0)
        return Response(file.read(), media_type=XLSX, headers=_saved(row.name, ".xlsx"))


@router.get(
    "/{contract}/report.html",
    dependencies=READS,
    response_class=Response,
    responses={
        200: {"content": {"text/html": {"schema": {"type": "string"}}}},
        **problems(401, 403, 404, 422, 503),
    },
    summary="The report beside its original, as one page",
)
async def get_report_page(request: Request, contract: ContractId) -> Response:
    """For somebody without the program: everything is in the page, pictures and all. To be saved, and opened then."""
    desk = desk_of(request)
    row = await run_in_threadpool(row_of, desk, contract)
    original = await run_in_threadpool(_original, desk, row)
    opened = await run_in_threadpool(desk.reports.open, contract)
    page = await desk.pictures.report_page(opened, original, desk.titles)
    return Response(page, media_type="text/html", headers=_saved(row.name, ".html"))


def _row_with_page(desk: Desk, contract: str, number: int) -> ContractRow:
    row = row_of(desk, contract)
    if number > (row.pages or 0):
        raise ProblemError("not-found", f"{contract} page {number}")
    return row


def _original(desk: Desk, row: ContractRow) -> FilePath:
    found = desk.originals.find(row.sha256, row.paths)
    if found is None:
        raise ProblemError("not-found", row.name)
    return found


def _picture(data: bytes) -> Response:
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": _FOREVER})


def _saved(name: str, ending: str) -> dict[str, str]:
    """The header by which a browser saves a file under the contract's name."""
    called = quote(f"{name.rpartition('.')[0] or name}{ending}", safe="")
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{called}"}
