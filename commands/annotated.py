"""qiyue parse --annotated: a contract's own PDF with its findings marked in it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from commands.output import fail
from models.errors import ContractError, MissingDependency, UnsupportedFormat

if TYPE_CHECKING:
    from bulk.guard import Outcome
    from models.report import Report


def write_annotated(target: Path, outcome: Outcome, data: bytes, *, seconds: float, mebibytes: int) -> None:
    """The PDF that was read, marked in a child of its own: its libraries are given the same bytes again."""
    from bulk.guard import alone
    from exports import write_file
    from models.report import Report

    report = Report.model_validate_json(outcome.report)
    try:
        if report.source.media_type != "application/pdf":
            raise UnsupportedFormat(f"{outcome.name} is no PDF, and only a PDF can be marked.", remedy="Take --html.")
        marked = alone(outcome.name, partial(_annotate(), data, report), seconds=seconds, mebibytes=mebibytes)
        write_file(target, lambda file: file.write(marked))
    except ContractError as error:
        fail(error)
    print(target, file=sys.stderr)


def _annotate() -> Callable[[bytes, Report], bytes]:
    try:
        from exports.annotated_pdf import annotate
    except ModuleNotFoundError as error:
        raise MissingDependency(
            f"Marking a PDF needs {error.name}, which is not installed.",
            remedy="Install it with `pip install 'qiyue[ocr]'`.",
        ) from error
    return annotate
