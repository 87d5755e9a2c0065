"""What every request passes before a route sees it: whose host name, how large, from which page; and what every answer
carries."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import ProblemError, answer
from web.settings import Settings, is_loopback

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_SMALL = 1024 * 1024
"""Bytes of a request's body where no file is expected; a file's envelope may take as much besides it."""

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: under it, browsers send `Origin: null` with the forms of our own pages.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings, on_fault: Callable[[Request, Exception], Response]) -> None:
        self.app = app
        self.settings = settings
        self.on_fault = on_fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _complete(MutableHeaders(scope=message), self.settings)
            await send(message)

        headers = Headers(scope=scope)
        try:
            _require_host(headers.get("host", ""), self.settings)
            if scope["method"] not in SAFE:
                _require_same_origin(headers)
            most = _SMALL + (self.settings.most_bytes if scope["path"] == "/v1/contracts" else 0)
            limited = _limited(receive, headers, most)
        except ProblemError as error:
            await answer(Request(scope), error)(scope, receive, send_with_headers)
            return
        try:
            await self.app(scope, limited, send_with_headers)
        except Exception as error:
            if begun:
                raise
            await self.on_fault(Request(scope), error)(scope, receive, send_with_headers)


def _complete(headers: MutableHeaders, settings: Settings) -> None:
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if settings.secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def _require_host(host: str, settings: Settings) -> None:
    """A page from elsewhere may lead its own name to this address (DNS rebinding): only our names are answered to."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        name = ""
    if not _is_ours(name, settings):
        raise ProblemError("wrong-host", name[:100])


def _is_ours(name: str, settings: Settings) -> bool:
    if is_loopback(name) or name in settings.names or name == settings.host:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    # An address is nobody's to lead elsewhere.
    return not settings.loopback


def _require_same_origin(headers: Headers) -> None:
    """Browsers say where a request comes from; what does not say is no browser, and has no cookies to be misused."""
    site = headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none"):
        raise ProblemError("forged", f"Sec-Fetch-Site: {site[:40]}")
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        raise ProblemError("forged", f"Origin: {origin[:100]}")


def _limited(receive: Receive, headers: Headers, most: int) -> Receive:
    """The body's messages, as long as they are within the limit: too large a body is refused at once where its length is
    said, else while it comes in."""
    said = headers.get("content-length", "0")
    if not said.isdecimal():
        raise ProblemError("bad-request", "Content-Length")
    if int(said) > most:
        raise ProblemError("too-large", f"{int(said):,} > {most:,} bytes", headers={"Connection": "close"})
    taken = 0

    async def receive_within() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            # Whatever reads the body lets this one exception pass as it is.
            raise HTTPException(413, f"> {most:,} bytes", headers={"Connection": "close"})
        return message

    return receive_within
