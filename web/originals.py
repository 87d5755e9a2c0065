"""The files themselves, by the sha256 of their bytes, in the server's own folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import regex

from web.problems import ProblemError

_CHUNK = 1024 * 1024
_UNFIT = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was put into the folder: its sha256 and its size in bytes."""

    sha256: str
    size: int


class Originals:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "originals"
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def keep(self, file: BinaryIO, *, most: int) -> Kept:
        """Copy a file in. It stands there whole or not at all, once however often it comes.

        Raises ProblemError(too-large) for more than `most` bytes.
        """
        digest, size = hashlib.sha256(), 0
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as into:
            try:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise ProblemError("too-large", f"> {most:,} bytes")
                    digest.update(chunk)
                    into.write(chunk)
                into.flush()
                os.fsync(into.fileno())
                target = self.path(digest.hexdigest())
                target.parent.mkdir(exist_ok=True)
                os.replace(into.name, target)
            except BaseException:
                Path(into.name).unlink(missing_ok=True)
                raise
        return Kept(digest.hexdigest(), size)

    def find(self, sha256: str, elsewhere: Iterable[str]) -> Path | None:
        """The file with these bytes: kept here, or at one of the paths where it was once read, if it is still the same
        (then it is kept here from now on). None where it is gone."""
        here = self.path(sha256)
        if here.exists():
            return here
        for path in map(Path, elsewhere):
            try:
                if path.is_file() and _digest(path) == sha256:
                    here.parent.mkdir(exist_ok=True)
                    shutil.copyfile(path, here.with_suffix(".part"))
                    os.replace(here.with_suffix(".part"), here)
                    return here
            except OSError:
                continue
        return None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def shown_name(name: str) -> str:
    """A file's name as it is kept and shown: without folders and characters that are not seen; never empty."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    clean = _UNFIT.sub("", last).strip()
    if len(clean) > _LONGEST_NAME:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[: _LONGEST_NAME - 10]}…{dot}{ending[:8]}" if dot else clean[:_LONGEST_NAME]
    return clean or "contract"
