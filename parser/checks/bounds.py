"""Values that the law bounds, each by the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from models.check_rule import CheckRule
from models.report import Finding
from models.value import Value
from parser.contract import Contract, compiled, holds, sentence_at
from parser.findings import finding, shown

_DURATION = re.compile(r"P([0-9]+)([DM])")
_SHARE = re.compile(r"(-?[0-9.]+)(?:/.*)?")
"""A rate without what it is for. One that follows the LPR is no figure."""


def bounds(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A value below `least` or above `most`, a finding for each of `bounds` (name: what is bounded).

    `kind` is `rate` (a share), `months` or `days` (a month counts 30). `before` must match the sentence as far as the
    value (`$`), `after` what follows it (`^`), `unless` nothing in the sentence and `unless_clause` nothing in the
    clause. `facts` are as for a rule; `says` stands for {what} in the message, with {value}.
    """
    for name, bound in rule.params["bounds"].items():
        if not holds(contract, bound.get("facts", ())):
            continue
        least, most = (Decimal(str(bound.get(key, way))) for key, way in (("least", "-Infinity"), ("most", "Infinity")))
        kind = "rate" if bound["kind"] == "rate" else "duration"
        over = [
            value
            for value in contract.values
            if value.kind == kind
            and value.norm is not None
            and (number := _number(value.norm, bound["kind"])) is not None
            and not least <= number <= most
            and _meant(value, bound, contract)
        ]
        if over:
            spans = [sentence_at(contract, value.start, value.end) for value in over]
            value = "、".join(dict.fromkeys(shown(str(v.norm)) for v in over))
            yield finding(
                rule, contract, spans=list(dict.fromkeys(spans)), subject=name, what=bound["says"].format(value=value)
            )


@lru_cache(maxsize=4096)
def _number(norm: str, kind: str) -> Decimal | None:
    if kind == "rate":
        share = _SHARE.fullmatch(norm)
        return Decimal(share[1]) if share else None
    found = _DURATION.fullmatch(norm)
    if found is None or (kind == "months" and found[2] == "D"):
        return None
    return Decimal(found[1]) * (30 if kind == "days" and found[2] == "M" else 1)


def _meant(value: Value, bound: Mapping[str, Any], contract: Contract) -> bool:
    text = contract.text.text
    start, end = sentence_at(contract, value.start, value.end)
    if "before" in bound and not compiled(bound["before"]).search(text[start : value.start]):
        return False
    if "after" in bound and not compiled(bound["after"]).search(text[value.end : end]):
        return False
    return not ("unless" in bound and compiled(bound["unless"]).search(text[start:end]))
