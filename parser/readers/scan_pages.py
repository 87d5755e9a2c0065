"""Many page pictures, one after another or some at a time; each is let go of once it is read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from queue import SimpleQueue

from models.report import Notice
from models.source import Paging
from parser.readers.scan import ScannedPage, scan_page, start_sessions
from parser.readers.scan_cache import keep, kept, key_of
from parser.readers.scan_engine import Session
from parser.readers.scan_sheet import Picture

_MOST_AT_A_TIME = 4
_LEAST_SIDE = 8
"""Pixels: no character can be told from fewer."""

Load = Callable[[], Picture]
"""Draws or decodes the picture of one page. Raises PictureError."""


class PictureError(Exception):
    """The picture of a page cannot be had. The text says why, in a sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Scans:
    """The pages that were read, by number, and a notice for each that was not, or shows no text."""

    pages: Mapping[int, ScannedPage]
    notices: tuple[Notice, ...]


def scan_pages(pictures: Mapping[int, Load], paging: Paging) -> Scans:
    """The pictures of these pages, read, in their order, however many are read at a time."""
    workers = pages_at_a_time(paging.workers, len(pictures), os.cpu_count() or 1)
    desk = _Desk(workers, len(pictures), paging)
    with ThreadPoolExecutor(workers) as pool:
        results = dict(zip(pictures, pool.map(desk.read, pictures, pictures.values()), strict=True))
    pages = {number: page for number, page in results.items() if isinstance(page, ScannedPage)}
    return Scans(pages, tuple(_notices(results)))


def pages_at_a_time(asked: int, pages: int, cores: int) -> int:
    """More than there are cores gain nothing, and each takes memory of its own: so many fit what a file may take."""
    return max(1, min(asked, pages, cores, _MOST_AT_A_TIME))


def _notices(results: Mapping[int, ScannedPage | str]) -> Iterator[Notice]:
    for number, result in results.items():
        if isinstance(result, str):
            yield _notice("page-unreadable", f"The page was not read: {result}", number)
        elif not result.lines:
            yield _notice("page-without-text", "No text was found on the page: look whether it is blank.", number)
        if not isinstance(result, str) and result.cut_off:
            yield _notice(
                "page-picture-cut-off", "The page's picture is cut off: only a part of it could be read.", number
            )


def _notice(code: str, message: str, page: int) -> Notice:
    return Notice(code=code, stage="read", message=message, place=f"page {page}")


class _Desk:
    """What the threads of one document share: sessions to read with, opened when a page is first to be recognised, and
    the count of pages done."""

    def __init__(self, workers: int, pages: int, paging: Paging) -> None:
        self._workers, self._pages, self._paging, self._done = workers, pages, paging, 0
        self._lock = threading.Lock()
        self._opened = False
        self._sessions: SimpleQueue[Session] = SimpleQueue()

    def read(self, number: int, load: Load) -> ScannedPage | str:
        """The page, or why it could not be read."""
        try:
            picture = load()
            high, wide = picture.pixels.shape[:2]
            if min(high, wide) < _LEAST_SIDE:
                return f"its picture is {wide} pixels wide and {high} high, which is too small for text."
            return replace(self._page(picture).numbered(number), cut_off=picture.cut_off)
        except PictureError as error:
            return str(error)
        finally:
            with self._lock:
                self._done += 1
                if self._paging.on_page is not None:
                    self._paging.on_page(self._done, self._pages)

    def _page(self, picture: Picture) -> ScannedPage:
        cache = self._paging.cache
        key = key_of(picture) if cache else ""
        page = kept(cache, key) if cache else None
        if page is None:
            with self._session() as session:
                page = scan_page(session, picture)
            if cache:
                keep(cache, key, page)
        return page

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self._lock:
            if not self._opened:
                self._opened = True
                for session in start_sessions(self._workers):
                    self._sessions.put(session)
        session = self._sessions.get()
        try:
            yield session
        finally:
            self._sessions.put(session)
