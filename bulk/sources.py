"""What a command line names, file by file: files, folders, patterns, ZIP archives, and URLs that fsspec or pyarrow read.

Nothing is gathered up: an archive of ten million files is listed as it is read. What is not taken is told.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from bulk.archives import MARK, Member, members
from bulk.remote import is_url, listed, root_of, shown, size_of
from models.errors import ContractError, UnreadableSource
from models.source import path_text

_ESCAPED = re.compile(rb"\\x([89a-f][0-9a-f])")
_OTHERS = frozenset(("thumbs.db", "desktop.ini", "__macosx"))
"""What systems leave in folders beside what is hidden (`.DS_Store`, and `~$…` of a document that is open)."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read. `path` is what the store calls it, `place` the file, URL or archive, `member` which of the
    archive's. `size` is in bytes, unpacked."""

    path: str
    place: str
    size: int
    member: int | None = None

    @property
    def name(self) -> str:
        path = self.path.rpartition(MARK)[2] if self.member is not None else self.path
        return path.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Kept:
    """A contract of the store that is to be walked over again: what is known of its file, and its packed reading."""

    name: str
    sha256: str
    size: int
    reading: bytes
    side: str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """What was named, or found, and cannot be read at all."""

    path: str
    error: ContractError


@dataclass(frozen=True, slots=True)
class Gone:
    """A file that the store knows of, and that does not lie there any more, or cannot be reached."""

    path: str
    error: ContractError


@dataclass(frozen=True, slots=True)
class Entered:
    """A folder or an archive that could be opened; what it holds has come before."""

    path: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What is no contract by its name (hidden, or left by a system), and links to folders, which could run in circles."""

    path: str


Found = Item | Refused | Gone | Entered | PassedOver


def require_named(paths: Sequence[str]) -> None:
    """Raise UnreadableSource for the first that names nothing: a slip in a name is told before a run begins."""
    for path in paths:
        if not is_url(path) and not os.path.lexists(path) and next(glob.iglob(path, recursive=True), None) is None:
            raise UnreadableSource(f"There is no file or folder {path}.", remedy="Check the name.")


def found(paths: Sequence[str]) -> Iterator[Found]:
    """All that the paths name, as it is met. A folder is taken with all that is below it; one path may name many."""
    for path in paths:
        if is_url(path):
            yield from _remote(path)
        elif os.path.lexists(path):
            yield from _local(os.path.abspath(path))
        else:
            for match in glob.iglob(path, recursive=True):
                if _is_other(os.path.basename(match)):
                    yield PassedOver(os.path.abspath(match))
                elif not ("**" in path and os.path.isdir(match)):
                    # Where a pattern goes down by itself, what a folder holds is met by itself.
                    yield from _local(os.path.abspath(match))


def found_again(recorded: Sequence[str]) -> Iterator[Found]:
    """What lies at paths of the store; some hundreds at a time, since an archive is listed once for all its members.
    A path is no pattern here. An archive that could not be opened comes with all its members."""
    packed: dict[str, set[str]] = {}
    away: dict[str, ContractError] = {}
    for path in recorded:
        archive, mark, _ = path.partition(MARK)
        place = _place(path)
        if place is None and mark:
            packed.setdefault(archive, set()).add(path)
        elif place is None:
            yield Gone(path, _gone(path))
        elif is_url(place):
            yield from _again_remote(place, away)
        else:
            yield from _local(place)
    for archive, paths in packed.items():
        yield from _again_packed(archive, paths, away)


def _place(recorded: str) -> str | None:
    """Where a path of the store leads, if anywhere: bytes that are no UTF-8 stand in it as `\\xff`."""
    if is_url(recorded):
        return None if MARK in recorded else recorded
    raw = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), recorded.encode())
    return next((path for path in (recorded, os.fsdecode(raw)) if os.path.lexists(path)), None)


def _again_remote(url: str, away: dict[str, ContractError]) -> Iterator[Found]:
    """`away` has the servers that did not answer: each is waited for once."""
    server = root_of(url)
    if server in away:
        yield Gone(url, away[server])
        return
    try:
        size = size_of(url)
    except FileNotFoundError:
        yield Gone(url, _gone(url))
        return
    except Exception as error:
        away[server] = _unreached(url, error)
        yield Gone(url, away[server])
        return
    yield from _archive(url, url) if url.lower().endswith(".zip") else (Item(url, url, size),)


def _again_packed(archive: str, recorded: set[str], away: dict[str, ContractError]) -> Iterator[Found]:
    """Those members of an archive that the store knows of."""
    place = archive if is_url(archive) else _place(archive)
    if place is None:
        yield from (Gone(path, _gone(path)) for path in sorted(recorded))
        return
    if is_url(place) and (error := away.get(root_of(place))):
        yield from (Gone(path, error) for path in sorted(recorded))
        return
    missing = set(recorded)
    try:
        for member in members(place):
            if (path := path_text(f"{archive}{MARK}{member.name}")) in recorded:
                missing.discard(path)
                yield _member(place, archive, member)
    except FileNotFoundError:
        pass
    except Exception as error:
        yield from (Gone(path, _unreached(archive, error)) for path in sorted(missing))
        return
    yield from (Gone(path, _gone(path)) for path in sorted(missing))


def _gone(path: str) -> UnreadableSource:
    return UnreadableSource(
        f"{path} does not lie there any more.", remedy="Put it back, or ingest it from where it lies now."
    )


def _unreached(path: str, error: Exception) -> ContractError:
    """Settings behind the `?` of a URL are not kept: the store alone may not lead to it."""
    if isinstance(error, ContractError):
        return error
    return UnreadableSource(_told(path, error).what, remedy="Ingest it by its whole address, with --retry-failed.")


def _local(path: str) -> Iterator[Found]:
    try:
        info = os.stat(path)
    except OSError as error:
        yield Refused(path, _told(path, error))
        return
    if stat.S_ISDIR(info.st_mode):
        yield from _folder(path)
    else:
        yield from _file(path, info)


def _folder(path: str) -> Iterator[Found]:
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if _is_other(entry.name) or (entry.is_symlink() and entry.is_dir()):
                    yield PassedOver(entry.path)
                else:
                    yield from _local(entry.path)
        yield Entered(path)
    except OSError as error:
        yield Refused(path, _told(path, error))


def _file(path: str, info: os.stat_result) -> Iterator[Found]:
    if not stat.S_ISREG(info.st_mode):
        # A pipe that nobody writes to would be waited for without end.
        yield Refused(path, UnreadableSource(f"{path} is no regular file.", remedy="Save its content as a file."))
    elif path.lower().endswith(".zip"):
        yield from _archive(path, path)
    else:
        yield Item(path, path, info.st_size)


def _archive(place: str, path: str) -> Iterator[Found]:
    try:
        for member in members(place):
            yield _member(place, path, member)
        yield Entered(path)
    except ContractError as error:
        yield Refused(path, error)
    except OSError as error:
        yield Refused(path, _told(path, error))


def _member(place: str, archive: str, member: Member) -> Found:
    path = f"{archive}{MARK}{member.name}"
    if any(_is_other(part) for part in PurePath(member.name).parts):
        return PassedOver(path)
    if member.error is not None:
        return Refused(path, member.error)
    return Item(path, place, member.size, member.number)


def _remote(url: str) -> Iterator[Found]:
    try:
        for place, size in listed(url):
            path = shown(place)
            if _is_other(PurePath(path).name):
                yield PassedOver(path)
            elif path.lower().endswith(".zip"):
                yield from _archive(place, path)
            else:
                yield Item(path, place, size)
    except ContractError as error:
        yield Refused(shown(url), error)
    except Exception as error:
        # Each of the many parts that read URLs has errors of its own.
        yield Refused(shown(url), _told(shown(url), error))


def _is_other(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _OTHERS


def _told(path: str, error: Exception) -> UnreadableSource:
    why: Any = getattr(error, "strerror", None) or " ".join(str(error).split())[:160] or type(error).__name__
    return UnreadableSource(f"{path}: {why}.", remedy="Check the path and its rights.")
