"""A field of a rule pack: how a value or a text of the contract gets its name. See docs/rules.md."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class FieldRule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
