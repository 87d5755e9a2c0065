"""Counts with a unit: 一式肆份, ____份."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from models.value import Value
from parser.values.numerals import parse_number
from parser.values.pattern import GAP, NUMBER

_PATTERN = regex.compile(rf"(?:(?P<n>{NUMBER})(?:\({NUMBER}\))?|(?P<gap>{GAP}))\s?(?P<unit>份)")


def counts(text: str) -> Iterator[Value]:
    """Every count of copies, and every slot left blank for one."""
    for match in _PATTERN.finditer(text):
        number = parse_number(match["n"]) if match["n"] else None
        if match["gap"]:
            yield Value("number", match.start(), match.end(), None, None, match["unit"], blank=True)
        elif number is not None:
            yield Value("number", match.start(), match.end(), str(int(number)), {"n": str(int(number))}, match["unit"])
