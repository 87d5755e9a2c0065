"""Readings of page pictures, kept in a folder by what the pictures show. Never needed: what is not there, is damaged,
or cannot be written, is read again.

A file has a hash of its content in front of it, is written beside its place and then moved there, and bears the time of
its last use. It lies in one of 16 folders, each with its share of the limit; those used longest ago go first.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from array import array
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from models.mark import Mark
from models.reading import Cell, Sight
from models.source import PageCache
from parser.readers.pdf_row import Line
from parser.readers.scan import ScannedPage
from parser.readers.scan_sheet import Picture

_MAGIC = b"qiyue page\n"
_DIGEST = hashlib.sha256().digest_size
_ENDING = ".page"
_FOLDERS = 16
_PARTS = ("rapidocr", "openvino", "opencv-python-headless", "numpy")


def key_of(picture: Picture) -> str:
    """A hash of the pixels, their size, and what reads them."""
    made = hashlib.sha256(f"{_reader()} {picture.pixels.shape} {picture.scale!r} {picture.unit!r} ".encode())
    made.update(np.ascontiguousarray(picture.pixels).data)
    return made.hexdigest()


@lru_cache(maxsize=1)
def _reader() -> str:
    """What a page's reading depends on besides the page: this program's own parts, and those it stands on."""
    made = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        made.update(path.read_bytes())
    return " ".join((made.hexdigest(), *(f"{part} {version(part)}" for part in _PARTS)))


def kept(cache: PageCache, key: str) -> ScannedPage | None:
    """The page's reading, with the number 0; None where it is not there or not whole."""
    path = _path(cache, key)
    try:
        data = path.read_bytes()
    except OSError:
        return None
    begin = len(_MAGIC) + _DIGEST
    content = data[begin:]
    whole = data[:begin] == _MAGIC + hashlib.sha256(content).digest()
    with suppress(OSError):
        if whole:
            os.utime(path)
        else:
            path.unlink()
    return _page(json.loads(zlib.decompress(content))) if whole else None


def keep(cache: PageCache, key: str, page: ScannedPage) -> None:
    """Write the reading down, as far as the folder lets us, and make room where it grows beyond its limit."""
    content = zlib.compress(json.dumps(_data(page), ensure_ascii=False).encode())
    path = _path(cache, key)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        made, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(made, "wb") as file:
                file.write(_MAGIC + hashlib.sha256(content).digest() + content)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise
        _make_room(path.parent, cache.most // _FOLDERS)


def _path(cache: PageCache, key: str) -> Path:
    return cache.folder / key[0] / f"{key}{_ENDING}"


def _make_room(folder: Path, most: int) -> None:
    found = [(entry.stat(), entry.path) for entry in os.scandir(folder)]
    held = sum(stat.st_size for stat, _ in found)
    for stat, path in sorted(found, key=lambda pair: (pair[0].st_mtime_ns, pair[1])):
        if held <= most:
            return
        with suppress(FileNotFoundError):
            os.unlink(path)
        held -= stat.st_size


def _data(page: ScannedPage) -> dict[str, Any]:
    return {
        "lines": [_line_data(line) for line in page.lines],
        "size": page.size,
        "back": page.back.tolist(),
        "coloured": page.coloured,
        "marks": [asdict(mark) for mark in page.marks],
    }


def _line_data(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "boxes": b64encode(line.boxes.tobytes()).decode(),
        "cell": line.cell and asdict(line.cell),
        "scores": line.sight and b64encode(line.sight.scores.tobytes()).decode(),
        "doubts": line.sight and b64encode(line.sight.doubts).decode(),
    }


def _page(data: dict[str, Any]) -> ScannedPage:
    return ScannedPage(
        0,
        tuple(_line(line) for line in data["lines"]),
        (data["size"][0], data["size"][1]),
        np.array(data["back"], np.float64),
        tuple(Mark(**{**mark, "box": tuple(mark["box"])}) for mark in data["marks"]),
        coloured=data["coloured"],
    )


def _line(data: dict[str, Any]) -> Line:
    sight = Sight(_floats(data["scores"]), b64decode(data["doubts"])) if data["scores"] is not None else None
    return Line.make(0, data["text"], _floats(data["boxes"]), data["cell"] and Cell(**data["cell"]), sight=sight)


def _floats(text: str) -> array[float]:
    return array("f", b64decode(text))
