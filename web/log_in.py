"""Logging in and out, with a limit on how often one may be wrong."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from fastapi import Request
from sqlalchemy import Connection
from starlette.responses import Response

from store import people
from web.desk import Desk
from web.identity import address_of, cookie_name
from web.secrets import digest, is_password, new_secret

_WINDOW = 15 * 60.0
_MOST_OF_ONE, _MOST_OF_ADDRESS, _MOST_OF_NAME = 5, 20, 50
"""Wrong attempts within the window: as one name from one address, from one address, as one name from anywhere. The last
is wide, or anybody could lock out whose name he knows."""

Failure = Literal["wrong", "limited"]


def log_in(request: Request, desk: Desk, *, name: str, password: str) -> tuple[str | None, Failure | None]:
    """The cookie of a new session, or why there is none."""
    address = address_of(request)
    name = name.strip()[:100]
    with desk.store.reading() as connection:
        limited = (
            _failures(connection, name, address) >= _MOST_OF_ONE
            or _failures(connection, None, address) >= _MOST_OF_ADDRESS
            or _failures(connection, name, None) >= _MOST_OF_NAME
        )
        person = None if limited else people.person_called(connection, name)
    if limited:
        return None, "limited"
    right = is_password(person.password if person else None, password)
    with desk.store.writing() as connection:
        if person is None or not right or not person.active:
            people.record(connection, who=name, action="log-in failed", address=address)
            return None, "wrong"
        cookie = new_secret()
        people.begin_session(connection, digest=digest(cookie), person=person.id, seconds=desk.settings.session)
        people.record(connection, who=person.name, action="log-in", address=address)
    return cookie, None


def _failures(connection: Connection, name: str | None, address: str | None) -> int:
    return people.failures_to_log_in(connection, seconds=_WINDOW, name=name, address=address)


def log_out(request: Request, desk: Desk, *, who: str, cookie: str) -> None:
    with desk.store.writing() as connection:
        people.end_session(connection, digest(cookie))
        people.record(connection, who=who, action="log-out", address=address_of(request))


def set_cookie(response: Response, desk: Desk, cookie: str) -> None:
    response.set_cookie(
        cookie_name(desk), cookie, max_age=int(desk.settings.session), path="/",
        secure=desk.settings.secure, httponly=True, samesite="lax",
    )  # fmt: skip


def path_within(asked: str) -> str:
    """Where to go after logging in: a path of this server, never an address elsewhere."""
    parts = urlsplit(asked)
    inside = asked.startswith("/") and not asked.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return asked if inside and asked.isprintable() and "\\" not in asked else "/"
