"""One parameter of a check's function, and what a function takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "regex", "text", "number", "flag", "field", "topic", "one", "words", "patterns", "fields", "topics", "facts",
    "regexes", "texts", "field_lists", "fact_lists", "each",
]  # fmt: skip
"""regex, text, number, flag, field, topic: one of them; one: one of `options`; words, patterns, fields, topics, facts:
a list;
regexes, texts: patterns or texts by name; field_lists, fact_lists: lists by name; each: by name, a mapping of the parameters in
`inner`."""


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter: what it holds, whether it must be given, and what it is for. Patterns and words that are `whole`
    are looked for in the whole text, all of them at once; unless the parameter is given that `narrowed` names. One that is
    needed may be left out where the one is given that `unless` names."""

    kind: Kind
    about: str
    needed: bool = False
    unless: str = ""
    options: tuple[str, ...] = ()
    whole: bool = False
    narrowed: str = ""
    inner: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Takes:
    """A function's parameters and slots, and the `facts` that it may give a finding for the rule's grades."""

    params: Mapping[str, Param] = field(default_factory=dict)
    slots: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def cue(
    about: str = "what stands in the sentence that is the finding", *, whole: bool = False, narrowed: str = ""
) -> Param:
    """The pattern that a check cannot do without; `about` is what it stands for."""
    return Param("regex", about, needed=True, whole=whole, narrowed=narrowed)


UNLESS = Param("regex", "what excuses the sentence")
NOWHERE = Param("regex", "what, anywhere in the contract, excuses it", whole=True)
