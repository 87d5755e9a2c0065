"""Chinese characters spelled out as ranges: Python's own engine, which is the quicker one, knows no properties."""

from __future__ import annotations

import re

SCRIPT = (
    "\u3400-\u4dbf\u4e00-\u9fff\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b"
    "\uf900-\ufa6d\ufa70-\ufad9\U00016fe2-\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0002a6df"
    "\U0002a700-\U0002b81e\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d"
    "\U00030000-\U0003134a\U00031350-\U00033479"
)
"""The script Han of Unicode (Scripts.txt), as the inside of a set."""
_PROPERTY = r"\p{Han}"
_TOKEN = re.compile(r"\\p\{Han\}|\\.|\[\^?\]?|\]", re.DOTALL)


def spell_out(pattern: str) -> str:
    r"""The pattern with each `\p{Han}`, in a set or alone, as the ranges that it stands for."""
    if _PROPERTY not in pattern:
        return pattern
    parts, at, within = [], 0, False
    for token in _TOKEN.finditer(pattern):
        if token.group() == _PROPERTY:
            parts += [pattern[at : token.start()], SCRIPT if within else f"[{SCRIPT}]"]
            at = token.end()
        elif token.group()[0] != "\\":
            within = token.group()[0] == "[" or (within and token.group() != "]")
    return "".join([*parts, pattern[at:]])
