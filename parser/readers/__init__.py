"""Bytes -> Reading: one table of readers, chosen by what the bytes are, never by the file's name alone."""

from __future__ import annotations

from models.errors import UnsupportedFormat
from models.reading import Reading
from models.source import Limits


def read(name: str, data: bytes, limits: Limits) -> Reading:
    raise UnsupportedFormat(f"{name} is of no format that is read.")
