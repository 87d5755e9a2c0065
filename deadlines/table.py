"""rules/deadlines.yaml, read: which fields give deadlines, and which events have their day in a field."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from models.deadline import DeadlineRule, EventRule


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    deadlines: tuple[DeadlineRule, ...]
    events: tuple[EventRule, ...]


@cache
def shipped() -> Table:
    """The rules that ship."""
    return Table.model_validate(yaml.safe_load(files("rules").joinpath("deadlines.yaml").read_text("utf-8")))
