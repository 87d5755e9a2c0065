"""Places that are URLs. What pyarrow reads by itself (S3, Google, Azure, HDFS) needs nothing else; the rest is fsspec's."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Any

from models.errors import MissingDependency, UnreadableSource

_URL = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+)://")
_ARROW = ("s3", "gs", "gcs", "abfs", "abfss", "hdfs", "viewfs")
_PATTERN = re.compile(r"[*?\[]")


def is_url(place: str) -> bool:
    return _URL.match(place) is not None


def shown(url: str) -> str:
    """A URL as it may be kept and printed: without the user, password and settings that stand in it."""
    match = _URL.match(url)
    assert match is not None
    host, slash, rest = url[match.end() :].partition("/")
    return f"{match[0]}{host.rpartition('@')[2]}{slash}{rest.partition('?')[0] if _is_arrow(match) else rest}"


def root_of(url: str) -> str:
    """The protocol and the server, or bucket, of a URL."""
    match = _URL.match(url)
    assert match is not None
    return match[0] + url[match.end() :].partition("/")[0]


def listed(url: str) -> Iterator[tuple[str, int]]:
    """The files that a URL names (a file, all below a folder, or a pattern with `*` and `**`), each as URL and size.

    Raises MissingDependency for a protocol whose part is not installed, UnreadableSource where there is nothing.
    """
    system, path = _system(url)
    if _PATTERN.search(path):
        entries: Iterator[Any] = iter(system.glob(path, detail=True).values())
    elif system.isdir(path):
        entries = (entry for found in system.walk(path, detail=True) for entry in found[2].values())
    else:
        entries = iter([system.info(path)])
    nothing = True
    for entry in entries:
        if entry["type"] == "file":
            nothing = False
            yield _url(url, entry["name"]), int(entry["size"] or 0)
    if nothing:
        raise UnreadableSource(f"There is no file at {url}.", remedy="Check the address.")


def opened(place: str) -> IO[bytes]:
    """A file or a URL, open for reading."""
    if not is_url(place):
        return open(place, "rb")
    system, path = _system(place)
    file: IO[bytes] = system.open(path, "rb")
    return file


def size_of(place: str) -> int:
    """The bytes of a file or of what a URL names."""
    if not is_url(place):
        return os.stat(place).st_size
    system, path = _system(place)
    return int(system.size(path))


@lru_cache(maxsize=4)
def _arrow(root: str, query: str) -> Any:
    from fsspec.implementations.arrow import ArrowFSWrapper
    from pyarrow import fs

    system, _ = fs.FileSystem.from_uri(root + query)
    return ArrowFSWrapper(system)


def _system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    match = _URL.match(url)
    assert match is not None
    if _is_arrow(match):
        rest, _, query = url[match.end() :].partition("?")
        host, slash, path = rest.partition("/")
        # The bucket is a part of the path; who asks for it is not.
        return _arrow(f"{match[0]}{host}/", f"?{query}" if query else ""), f"{host.rpartition('@')[2]}{slash}{path}"
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise MissingDependency(
            f"{url}: {' '.join(str(error).split())}.",
            remedy="Install that package beside qiyue, or copy the files here.",
        ) from error
    except ValueError as error:
        raise UnreadableSource(f"{url}: {error}.", remedy="Check the beginning of the address.") from error
    return system, str(path)


def _url(asked: str, path: str) -> str:
    """A path of a file system as a URL again, with who asks and what stood behind the `?` of the one that was asked for."""
    match = _URL.match(asked)
    assert match is not None
    if not _is_arrow(match):
        return f"{match[0]}{path}"
    rest, mark, query = asked[match.end() :].partition("?")
    who, at, _ = rest.partition("/")[0].rpartition("@")
    return f"{match[0]}{who}{at}{path}{mark}{query}"


def _is_arrow(match: re.Match[str]) -> bool:
    return match[1].lower() in _ARROW
