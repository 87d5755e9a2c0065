"""What checks of sums share: plain amounts of money, and how a sum that does not come out is said."""

from __future__ import annotations

from decimal import Decimal

from models.check_rule import CheckRule
from models.report import Finding
from models.value import Value
from parser.contract import Contract
from parser.findings import finding

Place = tuple[int, int]

ROUNDED = Decimal("0.0005")
"""The part of the whole by which a printed amount may be rounded."""


def is_sum(value: Value) -> bool:
    """Whether it is an amount of yuan that is due once."""
    facts = value.value or {}
    return value.kind == "money" and not value.blank and facts.get("per") is None and facts.get("currency") == "CNY"


def fact(value: Value, key: str) -> Decimal:
    """A figure of a value that has it: `amount`, `rate`."""
    return Decimal(str((value.value or {})[key]))


def single(values: list[Value]) -> Value | None:
    """The one amount that all of these say (in formal numerals and in digits), else None."""
    return values[-1] if values and len({fact(v, "amount") for v in values}) == 1 else None


def without_twins(parts: list[Value], text: str) -> list[Value]:
    """Without the second writing of an amount that stands in brackets behind the first: 贰拾万元(¥200,000元)."""
    kept: list[Value] = []
    for part in parts:
        twin = kept and fact(kept[-1], "amount") == fact(part, "amount") and "(" in text[kept[-1].end : part.start]
        if not twin:
            kept.append(part)
    return kept


def says(rule: CheckRule, contract: Contract, key: str, spans: list[Place], **words: str) -> Finding:
    """The finding that one of the rule's messages (`says`) tells."""
    return finding(rule, contract, spans=spans, subject=key, what=rule.params["says"][key].format(**words))
