"""What a contract came from, and the limits it is read under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

Reader = Literal["pdf", "scan", "mixed", "html", "docx", "doc", "image", "text"]


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
class Paging:
    """How the pages of a PDF or a picture are read.

    `ocr`: pages that are pictures are recognised; else each is a notice. `before_ocr` is called once before the first
    of them, when text recognition, which takes memory of its own, is about to be loaded.
    """

    ocr: bool = True
    before_ocr: Callable[[], None] | None = None
