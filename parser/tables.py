"""Amounts in tables whose unit stands in the head or above: 金额(万元), 单位:万元."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import regex

from models.rule import Outline
from models.text import Block, NormalText
from models.value import Value
from parser.matching import short
from parser.values.numerals import amount_of, parse_number

_FACTORS = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
_HEAD = regex.compile(
    r"[(/: ](?P<unit>百万元|千元|万元|亿元|元)(?:人民币)?\)?$|\((?:单位:|人民币)?(?P<unit2>百万元|千元|万元|亿元|元)[^)]{0,6}\)"
)
_ABOVE = regex.compile(r"单位 ?[:为] ?(?:人民币)?(?P<unit>百万元|千元|万元|亿元|元)")
_NUMBER = regex.compile(r"¥? ?(?P<n>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,4})?|[0-9]{1,12}(?:\.[0-9]{1,4})?)")
_TORN = regex.compile(r"¥? ?(?=[0-9OolI]{0,12}[0-9])(?:[0-9OolI]{1,12}[,.'’ ]?){2,8}")
"""Digits that are not written as one number."""
_REACH = 60
_HEADS = 2
"""Rows at the top of a table that may hold its head."""


def with_tables(values: Sequence[Value], text: NormalText, outline: Outline) -> tuple[Value, ...]:
    """The values, with the bare numbers that a table's head or the line above it makes amounts of money."""
    taken = {(value.start, value.end) for value in values}
    found = [value for value in _amounts(text, outline) if (value.start, value.end) not in taken]
    if not found:
        return tuple(values)
    apart = [v for v in values if not any(one.start < v.end and v.start < one.end for one in found)]
    return tuple(sorted([*apart, *found], key=lambda value: value.start))


def _amounts(text: NormalText, outline: Outline) -> Iterator[Value]:
    tables: dict[int, list[Block]] = defaultdict(list)
    for block in text.blocks:
        if block.cell is not None:
            tables[block.cell.table].append(block)
    for blocks in tables.values():
        found = _ABOVE.search(text.text, max(blocks[0].start - _REACH, 0), blocks[0].end)
        above = found["unit"] if found else None
        units: dict[int, str] = {}
        for block in blocks:
            assert block.cell is not None
            column = block.cell.column
            number = _NUMBER.fullmatch(text.text, block.start, block.end)
            if number is not None:
                if column in units:
                    yield _value(block, number["n"], units[column])
            elif block.cell.row < _HEADS and (unit := _unit(text.cut((block.start, block.end)), above, outline)):
                units[column] = unit
            elif column in units and _TORN.fullmatch(text.text, block.start, block.end):
                yield Value("money", block.start, block.end, None, None, "CNY", unclear="ambiguous")


def _unit(head: str, above: str | None, outline: Outline) -> str | None:
    match = _HEAD.search(head)
    if match:
        return str(match["unit"] or match["unit2"])
    return above if above and short(outline.money_column).search(head) else None


def _value(block: Block, digits: str, unit: str) -> Value:
    number = parse_number(digits)
    assert number is not None
    amount = amount_of(number * _FACTORS[unit])
    facts = {"amount": amount, "currency": "CNY", "per": None, "form": "digits"}
    return Value("money", block.start, block.end, f"{amount} CNY", facts, "CNY")
