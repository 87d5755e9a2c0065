"""Messages of finished parses reach a real receiver, signed, and come again until it takes them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from store import webhooks
from store.opening import open_store
from tests.web.contracts import lease
from tests.web.serving import serving, until
from web.webhooks import deliver_until, fault_in, new_webhook_secret, signature


@dataclass
class Receiver:
    """Another system: it answers with the next of `answers`, then 204, and keeps what came."""

    answers: list[int] = field(default_factory=list)
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(kept.answers.pop(0) if kept.answers else 204)
            self.send_header("Location", f"{kept.url}/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.url = f"http://127.0.0.1:{server.server_port}/hook"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver verifies a message, by the specification alone."""
    key = base64.b64decode(secret.split("_")[1])
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mine = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{mine}" in headers["webhook-signature"].split()


def test_a_finished_parse_is_told(tmp_path: Path, receiver: Receiver) -> None:
    with serving(tmp_path) as site:
        secret = site.run("webhooks", "add", receiver.url)
        assert secret.startswith("whsec_")
        contract = site.read("告知.txt", lease("webhook"))
        site.wait(site.put("broken.pdf", b"%PDF-1.4\n" + bytes(300)))
        until(lambda: len(receiver.came) == 2)
        assert site.run("webhooks", "list").endswith(receiver.url)
        site.run("webhooks", "remove", "1")
        site.read("still.txt", lease("not told"))
    parsed, failed = [json.loads(body) for _, body in receiver.came]
    assert parsed["type"] == "contract.parsed"
    assert parsed["data"]["contract"] == contract
    assert failed["type"] == "contract.failed"
    assert failed["data"]["error"]["code"] == "unreadable"
    for headers, body in receiver.came:
        assert verified(secret, headers, body)
        assert not verified(secret, headers, body + b" ")
        assert not verified(new_webhook_secret(), headers, body)
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 2


@pytest.mark.parametrize(("answers", "attempts"), [([500, 302, 204], 3), ([503] * 5, 4)])
def test_what_is_not_taken_comes_again(tmp_path: Path, receiver: Receiver, answers: list[int], attempts: int) -> None:
    receiver.answers[:] = answers
    secret, stop = new_webhook_secret(), threading.Event()
    with open_store(str(tmp_path / "qiyue.db"), create=True) as store:
        with store.writing() as connection:
            webhooks.add(connection, url=receiver.url, secret=secret)
            webhooks.announce(connection, message="msg_1", payload='{"名": 1}')
        thread = threading.Thread(target=deliver_until, args=(stop, store, (0.0, 0.1, 0.1, 0.1)))
        thread.start()
        until(lambda: len(receiver.came) == attempts)
        stop.wait(1.5)
        stop.set()
        thread.join()
        with store.reading() as connection:
            assert webhooks.due(connection, limit=10) == []
    # Each attempt is the same message; a redirect is not followed; in the end it is given up.
    assert len(receiver.came) == attempts
    assert {headers["webhook-id"] for headers, _ in receiver.came} == {"msg_1"}
    assert all(verified(secret, headers, body) for headers, body in receiver.came)


def test_a_receiver_that_is_not_there_stops_nobody(tmp_path: Path, receiver: Receiver) -> None:
    stop = threading.Event()
    with open_store(str(tmp_path / "qiyue.db"), create=True) as store:
        with store.writing() as connection:
            webhooks.add(connection, url="http://127.0.0.1:1/", secret=new_webhook_secret())
            webhooks.add(connection, url=receiver.url, secret=new_webhook_secret())
            webhooks.announce(connection, message="msg_1", payload="{}")
        thread = threading.Thread(target=deliver_until, args=(stop, store, (0.0, 60.0)))
        thread.start()
        until(lambda: len(receiver.came) == 1)
        stop.set()
        thread.join()


def test_the_signature_of_the_specification() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    told = signature(secret, message="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, body=body)
    assert told == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://example.com/hook", True),
        ("http://10.0.0.7:8080/hook?x=1", True),
        ("file:///etc/passwd", False),
        ("gopher://example.com/", False),
        ("https://", False),
        ("https://user:secret@example.com/", False),
        ("https://example.com:99999/", False),
        ("example.com/hook", False),
    ],
)
def test_addresses(url: str, fits: bool) -> None:
    assert (fault_in(url) is None) is fits
