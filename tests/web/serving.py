"""A server as a user starts it: `qiyue serve` in a process of its own, on this machine's own address."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
SETTLED = ("done", "failed", "cancelled")


class Site:
    """A running server, and what a test asks of it. `client` is a program's: no cookies, no origin."""

    def __init__(self, folder: Path, options: tuple[str, ...]) -> None:
        self.folder = folder
        self.db = folder / "qiyue.db"
        self.options = options
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable, str(ROOT / "cli.py"), "serve", "--port", "0", "--db", str(self.db),
                "--data", str(self.folder / "desk"), *self.options,
            ],
            stderr=subprocess.PIPE, text=True, cwd=self.folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert self.process.stderr is not None
        said = self.process.stderr.readline()
        if not said.startswith("契约 Qiyue: http"):
            _, rest = self.process.communicate(timeout=180)
            raise AssertionError(said + rest)
        self.url = said.split()[2].rstrip("/")
        self.client = httpx.Client(
            base_url=self.url, timeout=120, trust_env=False, event_hooks={"response": [self._forget_cookies]}
        )
        until(lambda: self._answers())

    def _forget_cookies(self, _: httpx.Response) -> None:
        self.client.cookies.clear()

    def _answers(self) -> bool:
        try:
            return self.client.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> str:
        """End the server; what it said on standard error in the meantime."""
        self.client.close()
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=180)
        return said

    def restart(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.stop(how)
        self.start()

    def run(self, *words: str, stdin: str = "") -> str:
        """A command on the same store; its standard output."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *words, "--db", str(self.db)],
            input=stdin, capture_output=True, text=True, cwd=self.folder, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def put(self, name: str, data: bytes, **headers: str) -> dict[str, Any]:
        """Upload a file; its job."""
        answer = self.client.post("/v1/contracts", files={"file": (name, data)}, headers=headers)
        assert answer.status_code in (200, 202), answer.text
        job: dict[str, Any] = answer.json()
        return job

    def wait(self, job: dict[str, Any], seconds: float = 240, **headers: str) -> dict[str, Any]:
        """The job once it has ended."""
        ended: dict[str, Any] = {}

        def has_ended() -> bool:
            ended.update(self.client.get(f"/v1/jobs/{job['id']}", headers=headers).json())
            return ended["state"] in SETTLED

        until(has_ended, seconds)
        return ended

    def read(self, name: str, data: bytes) -> str:
        """Upload a file and wait until it is read; the contract's id."""
        job = self.wait(self.put(name, data))
        assert job["state"] == "done", job
        contract: str = job["contract"]
        return contract


def until(true: Any, seconds: float = 240) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Site]:
    site = Site(folder, options)
    try:
        yield site
    finally:
        if site.process.poll() is None:
            site.stop()
