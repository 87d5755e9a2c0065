"""A phrase: one thing that contracts say, in the ways in which they say it. See docs/rules.md."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from models.regex import Regex


class Phrase(BaseModel):
    """One entry under `phrases`. `{id}` in a pattern of any rule stands for any of its `ways`, each a regular expression,
    which may name phrases that stand before it in turn. `examples` are texts in which one of them must stand, `others`
    texts in which none may."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Key(pattern=r"^[a-z][a-z_]{2,40}$")]
    title: str
    ways: tuple[Regex, ...]
    examples: tuple[str, ...]
    others: tuple[str, ...]
