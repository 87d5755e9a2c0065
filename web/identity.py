"""Who asks, and whether they may: a token, a session's cookie, or the one local user of a machine without set-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from store import people
from store.desk import now
from store.people import SCOPES, Role, Scope
from web.desk import Desk
from web.gate import SAFE
from web.problems import ProblemError
from web.secrets import csrf_of, digest, new_secret, same

LOCAL_NAME = "local"
_USE_NOTED_AFTER = 60.0

_BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token of `qiyue tokens add`.")
Declared = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
"""Has the description of the API say that its routes take tokens."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who asks. `can` is what this request may do, by role and, for a token, by its scopes."""

    name: str
    role: Role
    can: frozenset[Scope]
    via: Literal["local", "session", "token"]

    @property
    def local(self) -> bool:
        return self.via == "local"


def desk_of(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def cookie_name(desk: Desk) -> str:
    """The prefix __Host- binds a cookie to this very host; browsers take it by https only."""
    return "__Host-qiyue" if desk.settings.secure else "qiyue"


def cookie_of(request: Request) -> str | None:
    return request.cookies.get(cookie_name(desk_of(request)))


def whoever(request: Request) -> Me | None:
    """Who asks, or None where nobody is known to. Raises ProblemError for a token that does not hold good."""
    desk = desk_of(request)
    if (authorization := request.headers.get("authorization")) is not None:
        # A token that does not hold good is never passed over for a cookie, or for the local user.
        return _holder(desk, authorization)
    with desk.store.reading() as connection:
        if desk.settings.loopback and not people.anybody(connection):
            return Me(LOCAL_NAME, "admin", SCOPES["admin"], "local")
        cookie = cookie_of(request)
        person = people.person_in_session(connection, digest(cookie)) if cookie else None
    return Me(person.name, person.role, SCOPES[person.role], "session") if person else None


def _holder(desk: Desk, authorization: str) -> Me:
    scheme, _, secret = authorization.partition(" ")
    with desk.store.reading() as connection:
        held = people.holder_of(connection, digest(secret.strip()))
    if held is None or scheme.lower() != "bearer":
        raise _unauthenticated()
    person, token = held
    if token.used is None or token.used < now(-_USE_NOTED_AFTER):
        with desk.store.writing() as connection:
            people.note_use(connection, token.id)
    return Me(person.name, person.role, SCOPES[person.role] & token.scopes, "token")


def needs(scope: Scope) -> Callable[[Request, Declared], Me]:
    """The dependency of a route: whoever asks, once they may; else a problem."""

    def require(request: Request, _: Declared = None) -> Me:
        me = whoever(request)
        if me is None:
            raise _unauthenticated()
        if scope not in me.can:
            raise ProblemError("forbidden", f"{me.name} ({me.role}): {scope}")
        if request.method not in SAFE and me.via != "token":
            require_csrf(request, request.headers.get("x-csrf-token", ""))
        return me

    return require


READS = (Depends(needs("read")),)
WATCHES = (Depends(needs("metrics")),)
"""For routes that need not know who asks, only that he may."""

Reader = Annotated[Me, Depends(needs("read"))]
Uploader = Annotated[Me, Depends(needs("upload"))]
Decider = Annotated[Me, Depends(needs("decide"))]


def require_csrf(request: Request, word: str) -> None:
    """A request that a browser may have been led to must carry the word that only our own pages know. A program on this
    machine sends no cookie and no origin, and needs none."""
    cookie = cookie_of(request)
    if cookie is None and "origin" not in request.headers and "sec-fetch-site" not in request.headers:
        return
    if cookie is None or not same(word, csrf_of(desk_of(request).key, cookie)):
        raise ProblemError("forged", "X-CSRF-Token")


def visit(request: Request) -> tuple[str, str, bool]:
    """The visitor's cookie, its CSRF word, and whether the cookie is new and has yet to be set."""
    cookie = cookie_of(request)
    word = cookie or new_secret()
    return word, csrf_of(desk_of(request).key, word), cookie is None


def _unauthenticated() -> ProblemError:
    return ProblemError("unauthenticated", headers={"WWW-Authenticate": 'Bearer realm="qiyue"'})
