"""Counts with a unit: 一式肆份, ____份, 120平方米, 每年4次."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.value import Value
from parser.values.numerals import parse_number, says_digits
from parser.values.pattern import GAP, NUMBER, UNTRIED
from parser.values.torn import front

UNITS = {
    "份": "份", "分": "份", "平方米": "㎡", "平方": "㎡", "平米": "㎡", "㎡": "㎡", "m²": "㎡", "m2": "㎡", "亩": "亩", "次": "次",
    "人次": "人次", "名": "人", "人天": "人天", "人日": "人天", "人月": "人月", "人": "人", "个用户": "用户",
}  # fmt: skip
"""The printed unit, and the one it is given as."""
_PATTERN = re.compile(
    rf"(?=[0-9零〇○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟_\[【〔( Xx×*{{$]){UNTRIED}"
    rf"(?:(?P<n>{NUMBER})(?=[ (份分平㎡m亩次人名个])(?:\((?P<again>{NUMBER})\))?|(?P<gap>{GAP})(?: ?[千万亿])?) ?(?P<unit>份(?!额)|(?<=[一壹]式.)分(?=[,。;、])|平方米|平方|平米|㎡|m²|m2|亩|次(?![日月年数])|人次|名(?![称义额])|人天|人日|人月|人(?![民员身力])|个用户)"
    rf"|(?<=[一壹]式) {{0,2}}(?P<lost>份)"
)


def counts(text: str) -> Iterator[Value]:
    """Every count, and every slot left blank for one. A fraction keeps its decimals: 86.5 ㎡. One that is not written as one
    number (1,2345平方米) is unclear."""
    for match in _PATTERN.finditer(text):
        if match["lost"] or match["gap"]:
            unit = UNITS[match["unit"] or match["lost"]]
            yield Value("number", match.start(), match.end(), None, None, unit, blank=True)
            continue
        start, unit = front(text, match.start()), UNITS[match["unit"]]
        if not says_digits(match["n"]) and start == match.start() and parse_number(match["n"]) is None:
            continue
        number = parse_number(match["n"]) if start == match.start() else None
        if number is None or (match["again"] and parse_number(match["again"]) != number):
            yield Value("number", start, match.end(), None, None, unit, unclear="ambiguous")
            continue
        plain = format(number.normalize(), "f")
        yield Value("number", match.start(), match.end(), plain, {"n": plain}, unit)
