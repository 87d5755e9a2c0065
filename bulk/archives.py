"""ZIP archives: which members they have, and a member's bytes. Members are streamed; what is made to do harm is refused.

Python's zipfile reads what an archive says of itself: that is held against what it is.
"""

from __future__ import annotations

import lzma
import os
import weakref
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

from bulk.remote import is_url, opened, size_of
from models.errors import ContractError, EncryptedSource, TooLarge, UnreadableSource, UnsupportedFormat
from models.source import Limits

MARK = "!/"
"""Parts an archive's path from that of a member in the store: `/share/2019.zip!/leases/17.pdf`."""

_MOST_MEMBERS = 1_000_000
_MOST_TIMES, _FREE = 200, 50_000_000
"""A member of more than `_FREE` bytes may be that many times as large as it is packed: text comes to 20 times."""

_UNPACKING = (zlib.error, lzma.LZMAError)
_UTF8, _LOCKED = 0x800, 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its place in the archive's list, its name, its size unpacked, and why it is not read."""

    number: int
    name: str
    size: int
    error: ContractError | None


def members(place: str) -> Iterator[Member]:
    """The files of an archive, in its own order; a second one of the same name gets `#2`.

    Raises UnreadableSource for what is no sound ZIP archive, TooLarge for one that is made to do harm.
    """
    infos = _open(place).infolist()
    if len(infos) > _MOST_MEMBERS:
        raise TooLarge(f"{place} has more than {_MOST_MEMBERS:,} members.", remedy="Unpack it, and name the folder.")
    if sum(info.compress_size for info in infos) > size_of(place):
        # Members that share their bytes: a few kilobytes unpack to terabytes.
        raise TooLarge(f"{place} claims more than it holds: it is made to do harm.", remedy="Leave it out.")
    times: dict[str, int] = {}
    for number, info in enumerate(infos):
        if not info.is_dir():
            name = _name(info)
            times[name] = times.get(name, 0) + 1
            shown = name if times[name] == 1 else f"{name}#{times[name]}"
            yield Member(number, shown, info.file_size, _refusal(shown, info))


@contextmanager
def open_member(place: str, number: int) -> Iterator[IO[bytes]]:
    """A member's bytes, unpacked as they are read. Raises UnreadableSource where the archive turns out not to be sound."""
    archive = _open(place)
    try:
        with archive.open(archive.infolist()[number]) as file:
            yield file
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, IndexError, EOFError, *_UNPACKING) as error:
        raise _damaged(place) from error


def _open(place: str) -> zipfile.ZipFile:
    info = None if is_url(place) else os.stat(place)
    return _archive(place, (info.st_mtime_ns, info.st_size) if info else None)


@lru_cache(maxsize=2)
def _archive(place: str, _stamp: tuple[int, int] | None) -> zipfile.ZipFile:
    """The open archive; kept, since each opening reads the whole list of its members."""
    file = opened(place)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        file.close()
        raise _damaged(place) from error
    weakref.finalize(archive, file.close)
    return archive


def _damaged(place: str) -> UnreadableSource:
    return UnreadableSource(f"{place} is a damaged ZIP archive.", remedy="Fetch or pack it again.")


def _refusal(name: str, info: zipfile.ZipInfo) -> ContractError | None:
    if info.flag_bits & _LOCKED:
        return EncryptedSource(f"{name} is encrypted in its archive.", remedy="Unpack it with its password.")
    if info.compress_type not in _METHODS:
        return UnsupportedFormat(
            f"{name} is packed in a way that is not read ({info.compress_type}).", remedy="Unpack it."
        )
    if info.file_size > Limits().source or info.file_size > max(_FREE, info.compress_size * _MOST_TIMES):
        return TooLarge(
            f"{name} unpacks to {info.file_size:,} bytes from {info.compress_size:,}.",
            remedy="Unpack it, and look at it before it is read.",
        )
    return None


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name. Without the flag for UTF-8, zipfile reads the bytes as CP437; in China they are GB 18030."""
    name = info.filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            return name
    return name
