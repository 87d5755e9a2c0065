"""A server on its feet: the folder it alone uses, the process that parses, and uvicorn."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import uvicorn

from models.errors import CannotServe
from store import people
from store.opening import open_store
from web.app import make_app
from web.settings import SETTINGS, Settings

_LOG = logging.getLogger("qiyue.web")
_PATIENCE, _PAUSE, _LONGEST_PAUSE = 15.0, 0.5, 30.0


def serve(
    settings: Settings,
    *,
    certificate: Path | None = None,
    private_key: Path | None = None,
    at_start: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve until told to stop; `at_start` is told the address. Raises CannotServe, StoreUnavailable, StoreOutdated ..."""
    _require_fit(settings)
    with _alone(settings.folder), _listening(settings) as listener:
        app = make_app(settings)
        port = listener.getsockname()[1]
        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=list(settings.proxies),
            ssl_certfile=certificate,
            ssl_keyfile=private_key,
            timeout_graceful_shutdown=10,
            h11_max_incomplete_event_size=64 * 1024,
        )
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        with worker(settings):
            at_start(f"http{'s' if certificate else ''}://{host}:{port}/")
            uvicorn.Server(config).run(sockets=[listener])


def _require_fit(settings: Settings) -> None:
    """What others can reach needs users, so that it is known who asks, and https, so that nobody listens in."""
    if settings.loopback:
        return
    if not settings.secure:
        raise CannotServe(
            f"{settings.host} can be reached by others, and would not be encrypted.",
            remedy="Give --tls-cert and --tls-key, or --proxy with the address of a proxy that speaks https.",
        )
    with open_store(settings.db, create=True) as store, store.reading() as connection:
        if not people.anybody(connection):
            raise CannotServe(
                f"{settings.host} can be reached by others, and nobody is known who may.",
                remedy="Add the first person: qiyue users add NAME --role admin.",
            )


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """The socket, open before anything else is begun."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Named as TCP: asyncio sends small answers at once only where the socket says so.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotServe(
                f"{settings.host}:{settings.port} cannot be listened at ({error.strerror}).",
                remedy="Name another with --host and --port; --port 0 takes one that is free.",
            ) from error
        yield listener


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two servers on one folder would each think the other's jobs left over from a crash."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        lock = (folder / "server.lock").open("wb")
    except OSError as error:
        raise CannotServe(
            f"{folder} cannot hold the server's files ({error.strerror}).", remedy="Name another with --data."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotServe(
                f"{folder} is in use by another server.", remedy="Stop that one, or name another folder with --data."
            ) from error
        yield


@contextmanager
def worker(settings: Settings) -> Iterator[None]:
    """The process that parses, begun anew should it end before it is told to."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=(settings, stop))
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep(settings: Settings, stop: threading.Event) -> None:
    pause = _PAUSE
    while not stop.is_set():
        process = _start(settings)
        while process.poll() is None and not stop.wait(_PAUSE):
            pass
        if stop.is_set():
            _end(process)
            return
        _LOG.error("The parsing process ended (%s) and is begun anew.", process.returncode)
        stop.wait(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _start(settings: Settings) -> subprocess.Popen[bytes]:
    # A session of its own: a Ctrl-C at the terminal is for the web process, which then ends this one in order.
    process = subprocess.Popen(
        [sys.executable, "-m", "web.worker"], stdin=subprocess.PIPE, start_new_session=True, env=_environment()
    )
    into: BinaryIO | None = process.stdin  # type: ignore[assignment]
    assert into is not None
    into.write(SETTINGS.dump_json(settings) + b"\n")
    into.flush()
    return process


def _environment() -> dict[str, str]:
    """The worker finds the same packages as this process, from wherever it was started."""
    here = str(Path(__file__).resolve().parent.parent)
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
