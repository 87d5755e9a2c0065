"""What a child does with one file of an archive: bytes, or a reading that was kept, to the rows of the store.

Only the processes that read import it: what reading takes is loaded with it, once for all children of a machine.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from bulk.content import bytes_of
from bulk.guard import Terms
from bulk.readers import RulesAsked
from bulk.sources import Item, Kept
from models.source import Source
from parser.packs import packs_of
from parser.pipeline import reparse, report_of, walk
from parser.readers import PAGE_READERS, READERS
from store.readings import pack_reading, unpack_reading
from store.rows import rows_of

_SAMPLE = "采购合同\n甲方:青岛石湾有限公司\n乙方:烟台北渚有限公司\n第一条 价款\n合同总价为人民币8000元。\n"


def read_contract(task: Item | Kept | RulesAsked, terms: Terms, allow_ocr: Callable[[], None]) -> bytes:
    """Runs in the child. The store's rows of the contract, pickled; of one that was kept, without its reading; of the rules
    that are asked for, their hash and day."""
    packs = packs_of(terms.rules)
    if isinstance(task, RulesAsked):
        return pickle.dumps((packs.sha256, packs.as_of))
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


def _load() -> None:
    for module, _ in (*READERS.values(), *PAGE_READERS.values()):
        import_module(module)
    walk(_SAMPLE.encode(), name="sample.txt", packs=packs_of(()))


_load()
