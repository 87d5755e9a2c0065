"""Answers of the API that have not changed are not sent again: each carries an ETag by its content."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def is_known(headers: Headers, tag: str) -> bool:
    """Whether the asker already has what this tag names."""
    known = headers.get("if-none-match", "")
    return known.strip() == "*" or tag.removeprefix("W/") in (
        one.strip().removeprefix("W/") for one in known.split(",")
    )


class Tagged:
    """ASGI middleware around the API: tags each whole answer to a GET, and sends 304 for one that is known."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/v1/"):
            await self.app(scope, receive, send)
            return
        head: Message | None = None

        async def send_tagged(message: Message) -> None:
            nonlocal head
            if message["type"] == "http.response.start" and message["status"] == 200:
                head = message
                return
            if head is not None and message["type"] == "http.response.body":
                start, head = head, None
                message = _tag(Headers(scope=scope), start, message)
                await send(start)
            await send(message)

        await self.app(scope, receive, send_tagged)


def _tag(asked: Headers, start: Message, body: Message) -> Message:
    """Complete the head; the body to send after it."""
    headers = MutableHeaders(raw=start["headers"])
    headers.setdefault("Cache-Control", "private, no-cache")
    if "etag" not in headers:
        if body.get("more_body", False):
            return body
        headers["ETag"] = f'"{hashlib.sha256(body.get("body", b"")).hexdigest()[:32]}"'
    if not is_known(asked, headers["etag"]) or body.get("more_body", False):
        return body
    start["status"] = 304
    del headers["content-length"]
    del headers["content-type"]
    return {"type": "http.response.body", "body": b"", "more_body": False}
