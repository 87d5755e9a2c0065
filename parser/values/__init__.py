"""Values in Chinese contract text: durations, money, rates, dates, numbers, and the blanks that stand for them.

`scan(text)` finds each value where it stands; what a value means in its contract is for parser.extract to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.value import Value
from parser.values.count import counts
from parser.values.date import dates
from parser.values.duration import durations
from parser.values.gap import gaps
from parser.values.money import money
from parser.values.rate import rates

VALUES: tuple[Callable[[str], Iterator[Value]], ...] = (dates, money, rates, durations, counts, gaps)
"""Scanners, the stronger reading first: a date's 2026年 is no duration."""


def scan(text: str) -> tuple[Value, ...]:
    """Every value in the text, in order, none overlapping another."""
    taken = bytearray(len(text))
    found: list[Value] = []
    for scanner in VALUES:
        for value in scanner(text):
            if not any(taken[value.start : value.end]):
                taken[value.start : value.end] = b"\x01" * (value.end - value.start)
                found.append(value)
    found.sort(key=lambda value: value.start)
    return tuple(found)
