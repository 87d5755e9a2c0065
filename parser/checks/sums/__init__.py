"""Sums that do not come out: shares of a price, its parts, the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator

from models.check_rule import CheckRule
from models.report import Finding
from parser.checks.sums.parts import (
    first_rent,
    listed_parts,
    named_parts,
    parts_above,
    parts_before,
    parts_in_line,
    products,
    run_on_parts,
)
from parser.checks.sums.shares import portions, price_shares
from parser.checks.sums.tables import tables
from parser.contract import Contract


def items(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Instalments that are not the whole, parts that are not their sum, and tables whose rows do not add up.

    `says` holds the messages `shares` and `portions` {total}, `parts`, `column`, `goods`, `list` and `first` {total} {sum},
    and `line` and `times` {product} {amount}.
    """
    yield from price_shares(rule, contract)
    yield from named_parts(rule, contract)
    yield from listed_parts(rule, contract)
    yield from run_on_parts(rule, contract)
    yield from parts_in_line(rule, contract)
    yield from parts_before(rule, contract)
    yield from parts_above(rule, contract)
    yield from products(rule, contract)
    yield from portions(rule, contract)
    yield from first_rent(rule, contract)
    yield from tables(rule, contract)
