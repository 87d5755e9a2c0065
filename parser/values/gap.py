"""Slots without a unit that tells what belongs in them: 押金____, 总价为[填写总价], 月租金为(大写)      (¥      )."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from models.value import Value
from parser.values.pattern import SLOT

_PATTERN = re.compile(rf"(?=[_\[【〔( Xx×*{{$])(?:{SLOT}|(?<=[^\s_]) {{3,80}}(?=[^\s]))")
_HAN = regex.compile(r"\p{Han}")
_WORDS = re.compile(r"^[\[【{$]+ ?(?:请?填写?(?:入|上)?|请?输入)?[:：]?|[\]】}_ ]+$")


def gaps(text: str) -> Iterator[Value]:
    """Every slot as a blank value; `value` holds the words printed in it (`[填写总价]`: 总价), if any.

    The name of a template's variable (`{{signedOn}}`) says nothing in the contract's language."""
    for match in _PATTERN.finditer(text):
        words = _WORDS.sub("", match.group().strip())
        yield Value(
            "gap", match.start(), match.end(), None, {"words": words} if _HAN.search(words) else None, blank=True
        )
