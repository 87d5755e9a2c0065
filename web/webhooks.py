"""Messages to other systems, signed and tried again as Standard Webhooks has it.

Only addresses that an administrator named are called; a redirect is not followed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx

from store import webhooks
from store.connect import Store
from store.desk import now
from store.jobs import Job
from store.webhooks import Delivery

PREFIX = "whsec_"
_SECONDS, _AT_A_TIME, _PAUSE = 15.0, 20, 0.5


def new_webhook_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def fault_in(url: str) -> str | None:
    """What is wrong with an address to be called; None where it will do."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return str(error)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        return "an address begins with https:// or http:// and names a host"
    if parts.username or parts.password or parts.fragment or port == 0:
        return "an address has no user, password or fragment"
    return None


def message_of(job: Job) -> tuple[str, str]:
    """The id and the body of the message that a job has ended: contract.parsed or contract.failed."""
    ended = now().isoformat()
    data: dict[str, object] = {"job": job.id, "contract": job.contract, "name": job.name, "state": job.state}
    if job.error is not None:
        data["error"] = {"code": job.error, "detail": job.detail, "remedy": job.remedy}
    kind = "contract.failed" if job.error is not None else "contract.parsed"
    body = {"type": kind, "timestamp": ended, "data": data}
    return f"msg_{secrets.token_urlsafe(18)}", json.dumps(body, ensure_ascii=False)


def signature(secret: str, *, message: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the base64 of the HMAC-SHA256 of `message.timestamp.body`, by the key behind the secret's prefix."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((message.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def deliver_until(stop: threading.Event, store: Store, back_off: Sequence[float]) -> None:
    """Send what is due, until told to stop. `back_off[n]` is the pause before attempt n, counted from 0."""
    with httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=False) as client:
        while not stop.wait(_PAUSE):
            with store.reading() as connection:
                waiting = webhooks.due(connection, limit=_AT_A_TIME)
            for delivery in waiting:
                if stop.is_set():
                    return
                _attempt(client, store, delivery, back_off)


def _attempt(client: httpx.Client, store: Store, delivery: Delivery, back_off: Sequence[float]) -> None:
    answer, arrived = _send(client, delivery)
    with store.writing() as connection:
        if arrived:
            webhooks.delivered(connection, delivery.id, answer=answer)
        else:
            made = delivery.attempts + 1
            again = back_off[made] if made < len(back_off) else None
            webhooks.failed(connection, delivery.id, answer=answer, again=again)


def _send(client: httpx.Client, delivery: Delivery) -> tuple[str, bool]:
    """What the other side answered, and whether it took the message."""
    body, timestamp = delivery.payload.encode(), int(time.time())
    headers = {
        "content-type": "application/json",
        "user-agent": "qiyue",
        "webhook-id": delivery.message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(delivery.secret, message=delivery.message, timestamp=timestamp, body=body),
    }
    try:
        # The answer's body is of no interest, and may be endless: it is never read.
        with client.stream("POST", delivery.url, content=body, headers=headers) as response:
            return str(response.status_code), response.is_success
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"{type(error).__name__}: {error}"[:200], False
