"""qiyue parse --html: a report beside its original, as one page."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from commands.output import fail

if TYPE_CHECKING:
    from bulk.guard import Outcome, Terms

PICTURE_WIDTH = 1240
"""Pixels of a page's picture across: some 150 a printed inch of A4."""


def only_one(
    jobs: list[tuple[str, Path | None, bytes | None]], option: str
) -> list[tuple[str, Path | None, bytes | None]]:
    """The one job with its bytes, so that what is read and what is drawn are the same; a path that cannot be read is
    left for the reader to say so. Exit code 2 for several."""
    from models.source import Limits

    if len(jobs) > 1:
        print(f"qiyue: {option} writes a file of one contract. Name one, or use --out.", file=sys.stderr)
        raise typer.Exit(2)
    ((name, path, data),) = jobs
    try:
        if path is not None and path.is_file():
            with path.open("rb") as file:
                data = file.read(Limits().source + 1)
    except OSError:
        pass
    return [(name, path, data)]


def write_page(target: Path, outcome: Outcome, data: bytes, terms: Terms, *, seconds: float, mebibytes: int) -> None:
    """The page of what was read. Where its pages cannot be drawn, its text stands for them, and that is said."""
    from bulk.guard import alone
    from exports import write_file
    from exports.html import report_html, titles_of
    from models.errors import ContractError
    from models.report import Report
    from parser.packs import packs_of
    from parser.readers.page_picture import page_pictures

    report = Report.model_validate_json(outcome.report)
    draw = partial(page_pictures, outcome.name, data, width=PICTURE_WIDTH)
    try:
        pictures = alone(outcome.name, draw, seconds=seconds, mebibytes=mebibytes)
    except ContractError as error:
        print(f"qiyue: the pages could not be drawn, the text stands for them: {error}", file=sys.stderr)
        pictures = []
    page = report_html(report, pictures, titles_of(packs_of(terms.rules)))
    try:
        write_file(target, lambda file: file.write(page.encode()))
    except ContractError as error:
        fail(error)
    print(target, file=sys.stderr)
