"""What each check function takes as `params`, and which {slots} it fills in a rule's message: one table TAKES.

Rule packs are held against it when they are loaded, and the JSON Schema of rule files is made from it. A function that
takes a new parameter, or fills a new slot, says so here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parser.checks.params.agreement import AGREEMENT
from parser.checks.params.form import FORM
from parser.checks.params.law import LAW
from parser.checks.params.limits import LIMITS
from parser.checks.params.param import Param, Takes
from parser.checks.params.playbook import PLAYBOOK
from parser.checks.params.wording import WORDING
from parser.literals import Needs, Part, needs

__all__ = ["TAKES", "Param", "Takes", "looked_for", "patterns"]

TAKES: dict[str, Takes] = {**WORDING, **FORM, **AGREEMENT, **LIMITS, **LAW, **PLAYBOOK}


def looked_for(takes: Mapping[str, Param], params: Mapping[str, Any]) -> Iterator[Needs]:
    """What a function looks for in the whole text: words as they are listed, of which one must stand there, or as a pattern
    asks for them."""
    for name, param in takes.items():
        if name not in params or param.narrowed in params:
            continue
        if param.kind == "each":
            for inner in params[name].values():
                yield from looked_for(param.inner, inner)
        elif param.whole and param.kind == "words":
            yield Needs((Part(tuple(params[name]), 0, 0, 0),))
        elif param.whole:
            for _, pattern in patterns({name: param}, params):
                yield needs(pattern)


def patterns(takes: Mapping[str, Param], params: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The patterns among the parameters given, each with the keys that lead to it."""
    for name, param in takes.items():
        value = params.get(name)
        if param.kind == "regex" and isinstance(value, str):
            yield (name,), value
        elif param.kind == "regexes" and isinstance(value, dict):
            yield from (((name, str(key)), text) for key, text in value.items() if isinstance(text, str))
        elif param.kind == "patterns" and isinstance(value, list):
            yield from (((name, number), text) for number, text in enumerate(value) if isinstance(text, str))
        elif param.kind == "each" and isinstance(value, dict):
            for key, inner in value.items():
                yield from (((name, str(key), *where), text) for where, text in patterns(param.inner, inner))
