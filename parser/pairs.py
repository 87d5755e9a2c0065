"""Two characters that stand side by side, as one number: which words a text can hold is told by them in one pass."""

from __future__ import annotations

import re
import sys
from functools import lru_cache

_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
OTHER = "\ufffd"
"""What stands for a character of more than 16 bits, and behind the last one."""
_UTF16 = f"utf-16-{sys.byteorder[0]}e"
_END = OTHER * 2


@lru_cache(maxsize=16384)
def pair_of(word: str) -> int:
    """The first two characters of a word."""
    return pairs_of(word[:2])[0]


def pairs_of(text: str) -> list[int]:
    """Those that begin at each character: two of 16 bits are one of 32. The last stands before what is behind the text."""
    encoded = f"{text}{_END}".encode(_UTF16, "surrogatepass")
    if len(encoded) > 2 * len(text) + 4:
        encoded = f"{_ASTRAL.sub(OTHER, text)}{_END}".encode(_UTF16, "surrogatepass")
    half = (len(text) + 1) // 2
    units = memoryview(encoded)
    pairs = [0] * half * 2
    pairs[::2] = units[: half * 4].cast("I").tolist()
    pairs[1::2] = units[2 : half * 4 + 2].cast("I").tolist()
    return pairs[: len(text)]
