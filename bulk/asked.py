"""What a child does with one file that somebody waits for: bytes to its report, or to an explanation, as JSON.

Only the processes that read import it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from bulk.guard import Job, Terms
from models.report import Report
from parser.explain import explain
from parser.packs import packs_of
from parser.pipeline import report_of, walk


def report(job: Job, terms: Terms, allow_ocr: Callable[[], None]) -> bytes:
    """Runs in the child (bulk.child.Work). The searchable PDF is written on the way, where one is wanted."""
    source = job.data if job.data is not None else job.path
    assert source is not None
    read = partial(_report, job) if terms.question is None else partial(explain, question=terms.question)
    made = read(
        source,
        name=job.name,
        packs=packs_of(terms.rules),
        as_of=terms.as_of,
        side=terms.side,
        limits=terms.limits,
        paging=replace(terms.paging, before_ocr=allow_ocr, on_page=partial(_tell, job.progress)),
    )
    return made.model_dump_json(by_alias=True).encode()


def _report(job: Job, source: bytes | Path, **terms: Any) -> Report:
    walked = walk(source, **terms)
    if job.searchable is not None:
        from exports import write_file
        from exports.searchable_pdf import searchable_pdf

        data = source if isinstance(source, bytes) else source.read_bytes()
        made = searchable_pdf(data, walked.reading)
        write_file(job.searchable, lambda file: file.write(made))
    return report_of(walked)


def _tell(progress: Path | None, done: int, total: int) -> None:
    # A count that cannot be written is no reason to stop.
    if progress is not None:
        with suppress(OSError):
            progress.write_text(f"{done}/{total}", "ascii")
