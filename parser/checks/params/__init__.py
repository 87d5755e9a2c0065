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

__all__ = ["TAKES", "Param", "Takes", "patterns"]

TAKES: dict[str, Takes] = {**WORDING, **FORM, **AGREEMENT, **LIMITS, **LAW, **PLAYBOOK}


def patterns(takes: Mapping[str, Param], params: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The patterns among the parameters given, each with the keys that lead to it."""
    for name, param in takes.items():
        value = params.get(name)
        if param.kind == "regex" and isinstance(value, str):
            yield (name,), value
        elif param.kind == "regexes" and isinstance(value, dict):
            yield from (((name, str(key)), text) for key, text in value.items() if isinstance(text, str))
        elif param.kind == "each" and isinstance(value, dict):
            for key, inner in value.items():
                yield from (((name, str(key), *where), text) for where, text in patterns(param.inner, inner))
