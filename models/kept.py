"""A contract as an archive keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from models.report import Report


@dataclass(frozen=True, slots=True)
class Kept:
    """A report, and the paths of the files whose bytes it is about: the same contract may lie in several places."""

    report: Report
    paths: tuple[str, ...] = ()
