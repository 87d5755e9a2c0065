"""Lines that were broken at a column, as typists and old web pages did: where a sentence goes on over the break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

from models.text import Edit

_NARROWEST, _WIDEST, _SLACK, _FEWEST = 60, 100, 3, 5
"""Columns that a text may be broken at (two for a Chinese character); how much shorter a full line may be, since some
signs stand at no line's beginning or end; and how many full lines tell that there is a column."""
_LINE = re.compile(r"[^\n]+")
_BREAK = re.compile(
    r"(?<=[\u3400-\u9fff,，、）)”%％0-9０-９])[ \u3000]*(?P<feed>\n)[ \u3000]*(?=[\u3400-\u9fff，、）)”])"
)
_LABEL = re.compile(
    r"第[〇零一二三四五六七八九十百0-9０-９]{1,5}[部编章节条款项]|[一二三四五六七八九十]{1,3}[、，,．.：:]|[甲乙丙丁][ \u3000]*方[ \u3000]*(?:[（(：:签盖]|$)|附件?[一二三四五六七八九十：:]|注[：:]",
    re.MULTILINE,
)
_SLOT_AROUND = re.compile(r"(?<=[_＿])|\n\s*[_＿]")
"""A slot that is broken in two tells nothing of the text's sentences."""
_RULED = re.compile(r"[│┃┌├└\t]")


def wrapped(text: str) -> Iterator[Edit]:
    """The line feeds (with the blanks around them) at which a sentence goes on, to be taken out.

    Only in a text none of whose lines is wider than its column, and of whose full lines most end in mid-sentence.
    """
    lines = [match for match in _LINE.finditer(text) if not _RULED.search(match.group())]
    longest = max((match.group() for match in lines), key=len, default="")
    if len(longest) > _WIDEST or _width(longest) > _WIDEST:
        return
    widths = {match.end(): _width(match.group()) for match in lines}
    column = max(widths.values(), default=0)
    if not _NARROWEST <= column <= _WIDEST:
        return
    full = {end for end, width in widths.items() if width >= column - _SLACK}
    broken = [match for match in _BREAK.finditer(text) if match.start("feed") in full]
    slots = sum(_SLOT_AROUND.match(text, end) is not None for end in full)
    if len(full) < _FEWEST or 2 * len(broken) < len(full) - slots or not broken:
        return
    for match in broken:
        if _LABEL.match(text, match.end()) is None:
            yield Edit(match.start(), match.end(), "")


def _width(line: str) -> int:
    line = line.rstrip()
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in line)
