"""The pages that a person sees; web/templates says how they look."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.templating import Jinja2Templates
from starlette.responses import RedirectResponse, Response

from models.errors import BadFilter
from store import jobs
from store.read import ORDERS, count_contracts
from web.api_contracts import ContractId, row_of
from web.filters import Filters, types_in
from web.identity import Me, cookie_of, desk_of, require_csrf, visit, whoever
from web.listing import Shown, page_of, views
from web.log_in import log_in, log_out, path_within, set_cookie
from web.problems import KINDS, Language, ProblemError, language_of, problem_of
from web.secrets import new_secret
from web.words import words

router = APIRouter(include_in_schema=False)
_TEMPLATES = Jinja2Templates(Path(__file__).parent / "templates")
_YEAR = 365 * 24 * 3600


class LogInFirstError(Exception):
    """A person who is nobody yet asks for a page."""


def person(request: Request) -> Me:
    """Whoever asks for a page. Raises LogInFirstError, which leads to the log-in page and back."""
    me = whoever(request)
    if me is None:
        raise LogInFirstError
    if "read" not in me.can:
        raise ProblemError("forbidden", me.name)
    return me


Person = Annotated[Me, Depends(person)]


def lead_to_log_in(request: Request, _: Exception) -> Response:
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(asked, safe='')}", status_code=303)


@router.get("/")
def list_page(request: Request, me: Person, filters: Annotated[Filters, Query()]) -> Response:
    desk = desk_of(request)
    problem = None
    try:
        shown = page_of(desk, filters)
    except BadFilter as error:
        problem, shown = str(error), Shown([], 0, None)
    with desk.store.reading() as connection:
        first_run = count_contracts(desk.store) == 0 and not jobs.newest(connection, limit=1)
        types = types_in(connection)
    return render(
        request, me, "list.html",
        contracts=[view.model_dump(mode="json") for view in shown.contracts],
        page={
            "next": f"/?{urlencode(filters.asked() | {'cursor': shown.cursor})}" if shown.cursor else None,
            "first": f"/?{urlencode(filters.asked())}" if filters.cursor else None,
            "total": shown.total,
        },
        filters=filters.model_dump(),
        choices={
            "types": types, "severities": ["error", "warning", "info"], "states": ["untouched", "begun", "reviewed"],
            "sorts": list(ORDERS),
        },
        first_run=first_run, problem=problem,
        limits={
            "bytes": desk.settings.most_bytes, "pages": desk.settings.most_pages, "queue": desk.settings.most_queued,
        },
    )  # fmt: skip


@router.get("/contracts/{contract}")
def review_page(request: Request, contract: ContractId, me: Person) -> Response:
    desk = desk_of(request)
    view = views(desk.store, [row_of(desk, contract)])[0].model_dump(mode="json")
    address = f"/v1/contracts/{contract}"
    urls = {
        "report": f"{address}/report", "review": f"{address}/review", "pages": f"{address}/pages",
        "decisions": f"{address}/decisions", "original": f"{address}/original", "xlsx": f"{address}/report.xlsx",
        "self_contained": f"{address}/report.html", "gold": f"{address}/decisions.json",
    }  # fmt: skip
    return render(request, me, "review.html", contract=view, urls=urls)


@router.get("/login")
def log_in_page(request: Request, next: str = "/") -> Response:
    if whoever(request) is not None:
        return RedirectResponse(path_within(next), status_code=303)
    return render(request, None, "login.html", next=path_within(next), error=None)


@router.post("/login")
def log_in_form(
    request: Request,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
    csrf: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    require_csrf(request, csrf)
    desk = desk_of(request)
    cookie, failure = log_in(request, desk, name=name, password=password)
    if cookie is None:
        response = render(request, None, "login.html", next=path_within(next), error=failure)
        response.status_code = 429 if failure == "limited" else 401
        return response
    response = RedirectResponse(path_within(next), status_code=303)
    set_cookie(response, desk, cookie)
    return response


@router.post("/logout")
def log_out_form(request: Request, csrf: Annotated[str, Form()] = "") -> Response:
    require_csrf(request, csrf)
    me, cookie = whoever(request), cookie_of(request)
    if me is not None and cookie is not None and me.via == "session":
        log_out(request, desk_of(request), who=me.name, cookie=cookie)
    response = RedirectResponse("/login", status_code=303)
    set_cookie(response, desk_of(request), new_secret())
    return response


@router.get("/language")
def change_language(request: Request, to: Language, next: str = "/") -> Response:
    """Keep the language of the pages for this browser, and lead back."""
    response = RedirectResponse(path_within(next), status_code=303)
    response.set_cookie("lang", to, max_age=_YEAR, samesite="lax", secure=desk_of(request).settings.secure)
    return response


def error_page(request: Request, error: ProblemError) -> Response:
    """A problem as a person is told it."""
    told = problem_of(request, error)
    try:
        me = whoever(request)
    except ProblemError:
        me = None
    response = render(
        request, me, "error.html",
        status=told["status"], title=told["title"], detail=told["detail"], remedy=told["remedy"],
    )  # fmt: skip
    response.status_code = KINDS[error.kind].status
    response.headers.update(error.headers)
    return response


def render(request: Request, me: Me | None, template: str, **context: Any) -> Response:
    """A page in the person's language; the visitor's cookie comes with the first."""
    cookie, csrf, is_new = visit(request)
    language = language_of(request)
    response = _TEMPLATES.TemplateResponse(
        request, template,
        {
            "lang": language, "w": words(language), "csrf": csrf, "version": version("qiyue"), "titles": desk_of(request).titles,
            "me": None if me is None else
            {"name": me.name, "role": me.role, "local": me.local, "can": sorted(me.can)},
            **context,
        },
    )  # fmt: skip
    if is_new:
        set_cookie(response, desk_of(request), cookie)
    return response
