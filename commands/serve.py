"""qiyue serve: the reviewer's desk in the browser, and the REST API."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.options import MEBIBYTES, OCR_MEBIBYTES, SECONDS, Rules, SideOption, packs_in_order
from commands.store import DEFAULT_DB, Db, told_errors

DATA = Path("qiyue-desk")
_MEBIBYTE = 1024 * 1024

EPILOG = "Exit codes: 0 stopped; 2 cannot be served so; 9 bad rules; 10 to 13 as `qiyue db`."


def serve(
    db: Db = DEFAULT_DB,
    data: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Where originals and page pictures are kept.")
    ] = DATA,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen at; any but this machine's own needs users and https.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where it listens; 0 takes a free one.")] = 8000,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A host name that browsers reach it by; several.")
    ] = None,
    tls_certificate: Annotated[Path | None, typer.Option("--tls-cert", metavar="FILE", help="For https.")] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="For https.")] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option("--proxy", metavar="ADDRESS", help="A proxy in front that speaks https; its address; several."),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Files read at the same time.")] = 1,
    time_limit: Annotated[float, typer.Option("--time-limit", min=1, help="Seconds allowed for one file.")] = SECONDS,
    memory_limit: Annotated[int, typer.Option("--memory-limit", min=256, help="MiB allowed for one file.")] = MEBIBYTES,
    ocr_memory_limit: Annotated[
        int, typer.Option("--ocr-memory-limit", min=1024, help="MiB allowed for one file whose pages are pictures.")
    ] = OCR_MEBIBYTES,
    max_size: Annotated[int, typer.Option("--max-size", min=1, help="MiB that an upload may have.")] = 100,
    max_pages: Annotated[int, typer.Option("--max-pages", min=1, help="Pages that an upload may have.")] = 2000,
    max_queue: Annotated[int, typer.Option("--max-queue", min=1, help="Files that may wait.")] = 1000,
    rules: Rules = None,
    side: SideOption = None,
) -> None:
    """Serve the reviewer's desk: upload contracts, review them, and the REST API under /v1."""
    folders = packs_in_order(rules)
    with told_errors("Servers", "web"):
        from web.server import serve as run
        from web.settings import Settings

        settings = Settings(
            db=db,
            folder=data.absolute(),
            host=host,
            port=port,
            names=tuple(name or ()),
            secure=bool(tls_certificate or proxy),
            proxies=tuple(proxy or ()),
            rules=tuple(folder.absolute() for folder in folders),
            side=side,
            workers=workers,
            seconds=time_limit,
            mebibytes=memory_limit,
            ocr_mebibytes=ocr_memory_limit,
            most_bytes=max_size * _MEBIBYTE,
            most_pages=max_pages,
            most_queued=max_queue,
        )
        run(settings, certificate=tls_certificate, private_key=tls_key, at_start=_say)


def _say(address: str) -> None:
    print(f"契约 Qiyue: {address}  (Ctrl-C 停止 / stops it)", file=sys.stderr, flush=True)
