"""What a contract came from, and the limits it is read under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Reader = Literal["pdf", "scan", "mixed", "html", "docx", "doc", "image", "text"]


def path_text(path: str) -> str:
    """A path, or a file's name, as text that can be kept and printed: bytes of it that are no UTF-8 as `\\xff`."""
    try:
        plain = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        plain = path.encode("utf-8", "replace")
    return plain.decode("utf-8", "backslashreplace").replace("\x00", "\ufffd")


class Source(BaseModel):
    """The file a report is about. `pages` is null for formats that have none; `sha256` is of the bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    sha256: str
    bytes: int
    media_type: str
    pages: int | None
    reader: Reader


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; more is TooLarge, never a silent cut. Sizes in bytes."""

    source: int = 200_000_000
    unpacked: int = 300_000_000
    pages: int = 5_000
    characters: int = 5_000_000


@dataclass(frozen=True, slots=True)
class PageCache:
    """Where the readings of page pictures are kept, and how many bytes of them at most. Never needed: what is not there,
    or is damaged, is read again."""

    folder: Path
    most: int = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Paging:
    """How the pages of a PDF or a picture are read.

    `ocr`: pages that are pictures are recognised; else each is a notice. `pages` are the ranges that are read, from
    first to last page, counted from 1 (empty: all); the others are a notice. `workers` are the pages recognised at the
    same time: they change nothing but the time it takes. `before_ocr` is called once before the first of them, when text
    recognition, which takes memory of its own, is about to be loaded; `on_page` after each, with how many are done and
    how many there are.
    """

    ocr: bool = True
    pages: tuple[tuple[int, int], ...] = ()
    workers: int = 1
    cache: PageCache | None = None
    before_ocr: Callable[[], None] | None = None
    on_page: Callable[[int, int], None] | None = None

    def wants(self, page: int) -> bool:
        return not self.pages or any(first <= page <= last for first, last in self.pages)
