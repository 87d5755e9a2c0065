"""Pictures of pages for the review page: drawn in a guarded child when first asked for, then kept.

A PDF is hostile until proven otherwise, and pdfium is not thread safe: neither comes into the web process.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bulk.child import Allowance
from bulk.children import Children
from web import drawing
from web.drawing import Box, Drawing
from web.problems import ProblemError
from web.reports import Opened

WIDTHS = (500, 1000, 1500, 2000)
"""Pixels a page's picture may be wide; what is asked for is rounded up, so that few pictures are kept."""

_MEBIBYTES = 1536
_PAGE_SECONDS, _PAGE_CHILDREN = 20.0, 2
_REPORT_SECONDS, _REPORT_CHILDREN = 300.0, 1

Sizes = list[tuple[float, float]]


class Drawers:
    """Children that draw, each in the hands of a thread of its own: what is more waits its turn."""

    def __init__(self, seconds: float, *, count: int) -> None:
        allowance = Allowance(seconds, _MEBIBYTES, _MEBIBYTES, cpu=seconds)
        self._children = Children[Drawing]("web.drawing:drawn", None, allowance, count=count)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="qiyue-draw")
        self._count = count

    def warm(self) -> None:
        """Have the children ready before the first page is asked for."""
        for _ in range(self._count):
            self._threads.submit(self._children.read, [Drawing("start", 0, drawing.imports)])

    def close(self) -> None:
        self._children.stop()
        self._threads.shutdown(cancel_futures=True)

    async def draw(self, task: Drawing) -> bytes:
        """Raises ProblemError where nothing comes of it."""
        answers = await asyncio.get_running_loop().run_in_executor(self._threads, self._children.read, [task])
        if not answers or not answers[0].made:
            why = str(answers[0].error)[:200] if answers and answers[0].error else task.name
            raise ProblemError("unreadable", why)
        return answers[0].made


class Pictures:
    """Keeps pictures in `folder`/pictures, and the children that draw them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "pictures"
        self._pages = Drawers(_PAGE_SECONDS, count=_PAGE_CHILDREN)
        self._reports = Drawers(_REPORT_SECONDS, count=_REPORT_CHILDREN)

    def close(self) -> None:
        """End what is being drawn."""
        self._pages.close()
        self._reports.close()

    def warm(self) -> None:
        """Have the children ready before the first page is asked for."""
        self._pages.warm()

    async def sizes(self, sha256: str, original: Path) -> Sizes:
        """Width and height of each page in points; none for a format without pages."""
        data = await self._kept(self._pages, sha256, "sizes.json", original, drawing.sizes)
        return [(wide, high) for wide, high in json.loads(data)]

    async def page(self, sha256: str, original: Path, number: int, *, width: int) -> bytes:
        """A page as JPEG, `width` pixels wide or a little more."""
        wide = next((known for known in WIDTHS if known >= width), WIDTHS[-1])
        return await self._kept(self._pages, sha256, f"{number}-{wide}.jpg", original, drawing.page, number, wide)

    async def crop(self, sha256: str, original: Path, number: int, box: Box) -> bytes:
        """The part of a page inside a box (points from the top left corner), with a margin, as JPEG."""
        mark = hashlib.sha256(repr(box).encode()).hexdigest()[:16]
        return await self._kept(self._pages, sha256, f"{number}-crop-{mark}.jpg", original, drawing.crop, number, box)

    async def report_page(self, opened: Opened, original: Path, titles: Mapping[str, str]) -> bytes:
        """The report beside its original as one page of HTML, the pictures in it."""
        made = opened.report.model_dump_json(by_alias=True)
        name = f"{opened.sha256}.html"
        source = opened.report.source.sha256
        return await self._kept(self._reports, source, name, original, drawing.report_page, made, titles)

    async def _kept(
        self, drawers: Drawers, sha256: str, name: str, original: Path, draw: Callable[..., bytes], *args: object
    ) -> bytes:
        path = self.folder / sha256[:2] / sha256 / name
        try:
            return path.read_bytes()
        except FileNotFoundError:
            pass
        size = original.stat().st_size
        data = await drawers.draw(Drawing(name, size, draw, (original, *args)))
        await asyncio.to_thread(_write, path, data)
        return data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.replace(file.name, path)
