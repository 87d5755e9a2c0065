"""What a child does with one file of an archive: bytes, or a reading that was kept, to the rows of the store."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace

from bulk.content import bytes_of
from bulk.guard import Terms
from bulk.sources import Item, Kept
from models.source import Source
from parser.packs import packs_of
from parser.pipeline import reparse, report_of, walk
from store.readings import pack_reading, unpack_reading
from store.rows import rows_of


def read_contract(task: Item | Kept, terms: Terms, allow_ocr: Callable[[], None]) -> bytes:
    """Runs in the child. The store's rows of the contract, pickled; of one that was kept, without its reading."""
    packs = packs_of(terms.rules)
    if isinstance(task, Kept):
        reading = unpack_reading(task.reading)
        source = Source(
            name=task.name,
            sha256=task.sha256,
            bytes=task.size,
            media_type=reading.media_type,
            pages=reading.pages,
            reader=reading.reader,
        )
        rows = rows_of(reparse(source, reading, packs=packs, as_of=terms.as_of, side=terms.side or task.side))
    else:
        paging = replace(terms.paging, before_ocr=allow_ocr)
        walked = walk(
            bytes_of(task),
            name=task.name,
            packs=packs,
            as_of=terms.as_of,
            side=terms.side,
            limits=terms.limits,
            paging=paging,
        )
        rows = rows_of(report_of(walked), reading=pack_reading(walked.reading))
    return pickle.dumps(rows, pickle.HIGHEST_PROTOCOL)
