"""`\\p{Han}` spelled out is what `regex` takes it for."""

from __future__ import annotations

import re

import pytest
import regex

from parser.han import SCRIPT, spell_out

EVERY = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))


def test_every_character() -> None:
    assert re.findall(f"[{SCRIPT}]", EVERY) == regex.findall(r"\p{Han}", EVERY)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\p{Han}{2,4}",
        r"[\p{Han}·]{2,15}|[A-Za-z]+",
        r"[^\p{Han}]",
        r"[]\p{Han}]",
        r"[^]\p{Han}]",
        r"\[\p{Han}\]",
        r"[\]\p{Han}]+",
        r"[甲\[\p{Han}]",
        r"\p{Han}[:：]\p{Han}",
        r"(?<=\p{Han})[a-z]",
        r"\\\p{Han}",
        "甲方",
    ],
)
def test_in_a_set_and_alone(pattern: str) -> None:
    text = "甲方:张三·李[四]，Mr. Wang\\乙]^方：a丙b𠮷々〇 p{Han}\n①"
    spelled = spell_out(pattern)
    assert "p{" not in spelled.replace(r"\\p{", "")
    assert [m.span() for m in re.finditer(spelled, text)] == [m.span() for m in regex.finditer(pattern, text)]
