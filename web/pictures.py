"""Pictures of pages for the review page: drawn in a guarded child when first asked for, then kept.

A PDF is hostile until proven otherwise, and pdfium is not thread safe: neither comes into the web process.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import os
import resource
import signal
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as FutureTimeout
from multiprocessing import get_context
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from models.errors import ContractError
from web.problems import ProblemError
from web.reports import Opened

WIDTHS = (500, 1000, 1500, 2000)
"""Pixels a page's picture may be wide; what is asked for is rounded up, so that few pictures are kept."""

_SECONDS, _MEBIBYTES, _CHILDREN = 20.0, 1536, 2
_PAGE_SECONDS, _PAGE_WIDTH = 300.0, 1240
"""For a whole report with a picture of every page, so many pixels wide."""
_CROP_WIDTH, _MARGIN = 2000, 12.0

Box = tuple[float, float, float, float]
Sizes = list[tuple[float, float]]


class Pictures:
    """Keeps pictures in `folder`/pictures, and the children that draw them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "pictures"
        self._pool = ProcessPool(
            max_workers=_CHILDREN, max_tasks=500, initializer=_limit, context=get_context("forkserver")
        )

    def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def warm(self) -> None:
        """Have the children ready before the first page is asked for."""
        for _ in range(_CHILDREN):
            self._pool.schedule(_import)

    async def sizes(self, sha256: str, original: Path) -> Sizes:
        """Width and height of each page in points; none for a format without pages."""
        data = await self._kept(sha256, "sizes.json", _sizes, original)
        return [(wide, high) for wide, high in json.loads(data)]

    async def page(self, sha256: str, original: Path, number: int, *, width: int) -> bytes:
        """A page as JPEG, `width` pixels wide or a little more."""
        wide = next((known for known in WIDTHS if known >= width), WIDTHS[-1])
        return await self._kept(sha256, f"{number}-{wide}.jpg", _page, original, number, wide)

    async def crop(self, sha256: str, original: Path, number: int, box: Box) -> bytes:
        """The part of a page inside a box (points from the top left corner), with a margin, as JPEG."""
        mark = hashlib.sha256(repr(box).encode()).hexdigest()[:16]
        return await self._kept(sha256, f"{number}-crop-{mark}.jpg", _crop, original, number, box)

    async def report_page(self, opened: Opened, original: Path, titles: Mapping[str, str]) -> bytes:
        """The report beside its original as one page of HTML, the pictures in it."""
        made = opened.report.model_dump_json(by_alias=True)
        source = opened.report.source.sha256
        return await self._kept(
            source, f"{opened.sha256}.html", _report_page, original, made, titles, seconds=_PAGE_SECONDS
        )

    async def _kept(
        self, sha256: str, name: str, draw: Callable[..., bytes], *args: object, seconds: float = _SECONDS
    ) -> bytes:
        path = self.folder / sha256[:2] / sha256 / name
        try:
            return path.read_bytes()
        except FileNotFoundError:
            pass
        try:
            data = await asyncio.wrap_future(self._pool.schedule(draw, args=args, timeout=seconds))
        except (FutureTimeout, ProcessExpired, ContractError, MemoryError, IndexError) as error:
            raise ProblemError("unreadable", f"{type(error).__name__}: {error}"[:200]) from error
        if not data:
            raise ProblemError("unreadable", name)
        await asyncio.to_thread(_write, path, data)
        return data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.replace(file.name, path)


def _limit() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    size = _MEBIBYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _import() -> None:
    import PIL.Image
    import PIL.JpegImagePlugin  # noqa: F401

    import parser.readers.page_picture  # noqa: F401


def _sizes(original: Path) -> bytes:
    from parser.readers.page_picture import page_sizes

    return json.dumps(page_sizes(original.name, original.read_bytes())).encode()


def _page(original: Path, number: int, width: int) -> bytes:
    from parser.readers.page_picture import page_pictures

    for picture in page_pictures(original.name, original.read_bytes(), [number], width=width, form="JPEG"):
        return picture.data
    return b""


def _report_page(original: Path, made: str, titles: Mapping[str, str]) -> bytes:
    from exports.html import report_html
    from models.report import Report
    from parser.readers.page_picture import page_pictures

    report = Report.model_validate_json(made)
    pictures = page_pictures(original.name, original.read_bytes(), width=_PAGE_WIDTH) if report.source.pages else []
    return report_html(report, pictures, titles).encode()


def _crop(original: Path, number: int, box: Box) -> bytes:
    from PIL import Image

    from parser.readers.page_picture import page_pictures

    for picture in page_pictures(original.name, original.read_bytes(), [number], width=_CROP_WIDTH, form="JPEG"):
        if not picture.data:
            return b""
        whole = Image.open(io.BytesIO(picture.data))
        scale = whole.width / picture.width
        x0, top, x1, bottom = box
        edges = (x0 - _MARGIN, top - _MARGIN, x1 + _MARGIN, bottom + _MARGIN)
        left, upper, right, lower = (round(edge * scale) for edge in edges)
        inside = (max(left, 0), max(upper, 0), min(right, whole.width), min(lower, whole.height))
        out = io.BytesIO()
        whole.crop(inside).save(out, "JPEG", quality=80)
        return out.getvalue()
    return b""
