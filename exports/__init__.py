"""Reports for people and other programs: of one contract, and of an archive.

What an archive is written as is one table, EXPORTERS. Each writer takes the contracts one by one, so that what it holds
does not grow with the archive.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from models.errors import CannotWrite, MissingDependency
from models.kept import Kept

Write = Callable[[Iterable[Kept], BinaryIO, str], int]
"""The contracts, where to, which rows; gives back how many contracts were written."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: its writer, imported when first needed; `rows` are the tables it can give, the first if none is named;
    `pipes` says whether it can go to standard output."""

    module: str
    function: str
    rows: tuple[str, ...]
    pipes: bool


EXPORTERS: dict[str, Exporter] = {
    "jsonl": Exporter("exports.json_lines", "write_json_lines", ("reports", "contracts", "fields", "findings"), True),
    "csv": Exporter("exports.csv_table", "write_csv", ("fields", "contracts", "findings"), True),
    "parquet": Exporter("exports.parquet", "write_parquet", ("fields", "contracts", "findings"), False),
    "xlsx": Exporter("exports.workbook", "write_workbook", ("all",), False),
}


def writer_of(name: str) -> Write:
    """The writer of a format. Raises MissingDependency where its library is not installed."""
    exporter = EXPORTERS[name]
    try:
        write: Write = getattr(import_module(exporter.module), exporter.function)
    except ModuleNotFoundError as error:
        raise MissingDependency(
            f"The format {name} needs the package {error.name}, which is not installed.",
            remedy="Install qiyue[bulk].",
        ) from error
    return write


def write_file(out: Path, fill: Callable[[BinaryIO], int]) -> int:
    """Let `fill` write the file `out`, which is there whole or not at all: what is written goes to a hidden file beside
    it, which takes its name at the end. A file of that name is replaced; where a link leads there, it stays. What is no
    file (/dev/null, a pipe) is written to as it is. Raises CannotWrite."""
    try:
        out = Path(os.path.realpath(out))
        if out.exists() and not out.is_file():
            with out.open("wb") as device:
                return fill(device)
        descriptor, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name[:40]}.")
        try:
            with os.fdopen(descriptor, "w+b") as part:
                done = fill(part)
                part.flush()
                os.fsync(descriptor)
                _as_if_opened(descriptor)
            os.replace(name, out)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise CannotWrite(
            f"{out} cannot be written ({error.strerror or error}).", remedy="Make room, or name another file."
        ) from error
    return done


def _as_if_opened(descriptor: int) -> None:
    """A temporary file is its owner's alone; what takes its place has the rights that any new file would have."""
    mask = os.umask(0)
    os.umask(mask)
    os.fchmod(descriptor, 0o666 & ~mask)
