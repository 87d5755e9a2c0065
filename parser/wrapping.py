"""Lines that were broken at a column, as typists and old web pages did: where a sentence goes on over the break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

from models.text import Edit

_NARROWEST, _WIDEST, _FEWEST = 60, 120, 5
"""Columns that a text may be broken at (two for a Chinese character), and how many full lines tell that there is a
column."""
_SLACKS = (8, 3)
"""Columns by which a full line may be shorter: print has narrow digits, and a typist lets some signs begin or end no line."""
_LEFT_OVER = 8
"""Columns of what is left over of a line that was broken once more, at most."""
_LINE = re.compile(r"[^\n]+")
_DIGIT, _MARK = "[0-9０-９]", "[,，.．]"
_ON = (
    r"[\u3400-\u9fff，、）)”《]",
    # A foreign word in a sentence, not an item's letter.
    r"[A-Za-z][A-Za-z0-9]{1,11} ?[\u3400-\u9fff]",
    # A name's own brackets (（中国）有限公司), not an item's.
    rf"[（(](?!(?:[一二三四五六七八九十]{{1,3}}|{_DIGIT}{{1,3}}|[a-zA-Z])[）)])",
    # A number that says of what it is one (30日), not an item's.
    rf"{_DIGIT}{{1,8}}(?:{_MARK}{_DIGIT}{{1,8}}){{0,4}}(?:[\u3400-\u9fff%％‰]| [%％‰])",
    # The rest of a number: no item's begins with a nought, or has groups of three.
    rf"(?<={_DIGIT}\n)(?:[0０]|{_DIGIT}{{0,3}}[,，]{_DIGIT}{{3}}(?!{_DIGIT})|{_DIGIT}{{0,3}}[.．]{_DIGIT}{{2}}[）)])",
)
"""How a line goes on with the sentence of the one before."""
_BREAK = re.compile(
    rf"(?<=[\u3400-\u9fff,，、（(）)”》%％A-Za-z0-9０-９])[ \u3000]*(?P<feed>\n)[ \u3000]*(?={'|'.join(_ON)})"
)
_UNIT = "(?:[百千]?[万亿]?元|[年月日天份个号项次]|小时|[%％‰])"
_SLOT_BREAK = re.compile(
    rf"(?<=[\u3400-\u9fff，,_＿])[ \u3000]*\n[ \u3000]*(?=[_＿]{{1,80}}[ \u3000]*{_UNIT})|(?<=[_＿])[ \u3000]*\n[ \u3000]*(?={_UNIT})"
)
"""A break beside a slot that is printed with its unit, or in it: 保管费|____元, 期限为____|年, 费率为__|__%."""
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
    breaks = list(_BREAK.finditer(text))
    for slack in _SLACKS:
        full = {end for end, width in widths.items() if width >= column - slack}
        broken = sum(match.start("feed") in full for match in breaks)
        slots = sum(_SLOT_AROUND.match(text, end) is not None for end in full)
        if broken and len(full) >= _FEWEST and 2 * broken >= len(full) - slots:
            breaks = sorted((*breaks, *_SLOT_BREAK.finditer(text)), key=lambda match: match.start())
            yield from _joined(text, breaks, full, {end for end, width in widths.items() if width <= _LEFT_OVER})
            return


def _joined(text: str, breaks: Iterable[re.Match[str]], full: set[int], short: set[int]) -> Iterator[Edit]:
    """The breaks behind full lines; and behind the few characters that one has left over, where it was broken twice."""
    left_over = -1
    for match in breaks:
        end = text.index("\n", match.start())
        begins = text.rfind("\n", 0, end)
        if (end in full or (end in short and begins < left_over)) and _LABEL.match(text, match.end()) is None:
            yield Edit(match.start(), match.end(), "")
            left_over = match.end() if end in full else -1


def _width(line: str) -> int:
    line = line.rstrip()
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in line)
