"""qiyue parse --akn: a contract as an XML document of law."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from commands.output import fail
from models.errors import CannotWrite

if TYPE_CHECKING:
    from bulk.guard import Outcome


def write_akn(target: Path, outcome: Outcome) -> None:
    """The clauses of what was read, as Akoma Ntoso."""
    from exports import write_file
    from exports.akoma_ntoso import akoma_ntoso
    from models.report import Report

    document = akoma_ntoso(Report.model_validate_json(outcome.report))
    try:
        write_file(target, lambda file: file.write(document))
    except CannotWrite as error:
        fail(error)
    print(target, file=sys.stderr)
