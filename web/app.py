"""The application: its parts put together, and every error turned into a problem."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.staticfiles import StaticFiles

import exports
from exports.html import titles_of
from models.errors import BadFilter, ContractError
from parser.packs import packs_of
from store.opening import open_store
from web import api_contracts, api_files, api_jobs, api_review, api_search, api_system, pages
from web.desk import Desk
from web.etags import Tagged
from web.gate import Gate
from web.metrics import Measured, Metrics
from web.openapi import describe
from web.originals import Originals
from web.pictures import Pictures
from web.problems import ProblemError, answer
from web.reports import Reports
from web.secrets import server_key
from web.settings import Settings

_LOG = logging.getLogger("qiyue.web")
_BY_STATUS = {
    400: "bad-request", 401: "unauthenticated", 403: "forbidden", 404: "not-found", 405: "method-not-allowed",
    413: "too-large", 422: "invalid",
}  # fmt: skip


def make_app(settings: Settings) -> FastAPI:
    """The application over a store, which is made where there is none. Raises the errors of `open_store`."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.db, create=True)
    metrics = Metrics(store)
    packs = packs_of(settings.rules)
    desk = Desk(
        settings=settings,
        store=store,
        key=server_key(settings.folder),
        originals=Originals(settings.folder),
        pictures=Pictures(settings.folder),
        reports=Reports(store),
        metrics=metrics,
        titles=titles_of(packs),
        field_titles={field.name: field.title for field in packs.fields},
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.pictures.warm()
        try:
            yield
        finally:
            desk.pictures.close()
            store.close()

    app = FastAPI(
        title="契约 Qiyue", version=version("qiyue"), openapi_url=None, docs_url=None, redoc_url=None,
        lifespan=lifespan, redirect_slashes=False,
    )  # fmt: skip
    app.state.desk = desk
    for part in (api_contracts, api_jobs, api_files, api_review, api_search, api_system, pages):
        app.include_router(part.router)
    viewer = Path(exports.__file__).parent / "viewer"
    app.mount("/static/viewer", StaticFiles(directory=viewer, check_dir=False))
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static", check_dir=False))
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(pages.LogInFirstError, pages.lead_to_log_in)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ContractError, _unavailable)
    app.add_middleware(Tagged)
    app.add_middleware(Gate, settings=settings, on_fault=_fault)
    app.add_middleware(Measured, metrics=metrics)
    describe(app)
    return app


def _told(request: Request, error: ProblemError) -> Response:
    """For a person a page, for a program a problem."""
    asked = request.headers.get("accept", "")
    if request.url.path.startswith("/v1/") or "text/html" not in asked:
        return answer(request, error)
    return pages.error_page(request, error)


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return _told(request, error)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = _BY_STATUS.get(error.status_code, "bad-request")
    detail = str(error.detail) if error.status_code not in (404, 405) else request.url.path[:200]
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
    return _told(request, ProblemError(kind, detail, headers=headers))


def _allowed(request: Request) -> str:
    """What all routes of this address take, and not only the first of them."""
    methods: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.path is not None and compile_path(route.path)[0].match(request.url.path):
            methods |= route.methods or set()
    return ", ".join(sorted(methods))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in error.errors()]
    first = f"{errors[0]['where']}: {errors[0]['what']}" if errors else ""
    return _told(request, ProblemError("invalid", first, errors=errors))


def _unavailable(request: Request, error: Exception) -> Response:
    assert isinstance(error, ContractError)
    if isinstance(error, BadFilter):
        return _told(request, ProblemError("bad-filter", str(error)))
    _LOG.error("%s", error)
    return _told(request, ProblemError("store", error.what, headers={"Retry-After": "5"}))


def _fault(request: Request, error: Exception) -> Response:
    _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    return _told(request, ProblemError("fault", type(error).__name__))
