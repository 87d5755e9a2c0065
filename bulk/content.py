"""The bytes of an item: their sha256, which is what a contract is known by, and the bytes themselves."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager
from typing import IO

from bulk.archives import open_member
from bulk.child import told
from bulk.remote import opened
from bulk.sources import Item
from models.errors import ContractError, TooLarge
from models.source import Limits

_BLOCK = 1 << 20


def sha256_of(item: Item) -> str | ContractError:
    """The sha256 of an item's bytes, read in blocks; or why they cannot be read."""
    try:
        _require_size(item, item.size)
        digest, length = hashlib.sha256(), 0
        with _opened(item) as file:
            # Room for a whole block, made for each small file, would take longer than hashing it.
            while block := file.read(min(_BLOCK, item.size + 1)):
                length += len(block)
                _require_size(item, length)
                digest.update(block)
        return digest.hexdigest()
    except Exception as error:
        # Archives and the many parts that read URLs have errors of their own; one file never stops the rest.
        return told(item.name, error)


def bytes_of(item: Item) -> bytes:
    """An item's bytes; one more than is read tells the parser that there is too much."""
    most = Limits().source + 1
    with _opened(item) as file:
        # Room for the most that is read is not made for each small file; the rest is what it has grown by.
        data = file.read(min(item.size + 1, most))
        return data if len(data) <= item.size else data + file.read(most - len(data))


def _opened(item: Item) -> AbstractContextManager[IO[bytes]]:
    return opened(item.place) if item.member is None else open_member(item.place, item.member)


def _require_size(item: Item, size: int) -> None:
    if size > Limits().source:
        raise TooLarge(
            f"{item.name} has more than the {Limits().source:,} bytes that are read.", remedy="Split the file."
        )
