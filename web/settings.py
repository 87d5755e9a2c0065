"""What a server runs with: one frozen record, made by the command, handed to everything."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

_MEBIBYTE = 1024 * 1024
BACK_OFF = (0.0, 5.0, 300.0, 1800.0, 7200.0, 18000.0, 36000.0, 36000.0)
"""Seconds before each attempt at a delivery, as Standard Webhooks proposes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`db` is the store's URL; `folder` holds the originals, the page pictures and the server's key.

    `names` are the host names (without a port) that the server answers to besides its own address. `secure` says that
    browsers reach it by https: its own certificate, or that of a proxy in front. `proxies` are the addresses whose
    X-Forwarded-For is believed. `workers` files are parsed at a time, each within `seconds`, `mebibytes`
    (`ocr_mebibytes` where its pages are pictures) and `most_pages`. Sizes in bytes, times in seconds.
    """

    db: str
    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    secure: bool = False
    proxies: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    side: str | None = None
    workers: int = 1
    seconds: float = 300.0
    mebibytes: int = 768
    ocr_mebibytes: int = 4096
    most_bytes: int = 100 * _MEBIBYTE
    most_pages: int = 2000
    most_queued: int = 1000
    session: float = 12 * 3600.0
    back_off: tuple[float, ...] = BACK_OFF

    @property
    def loopback(self) -> bool:
        """True where only this machine can reach the server."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a host, by name or address, is this machine as it alone sees itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


SETTINGS = TypeAdapter(Settings)
"""Writes settings as JSON and reads them back: the worker process is handed them so."""
