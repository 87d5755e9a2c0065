"""Options that are chosen by their number: 按下列第2种方式解决:(1)提交仲裁;(2)向法院起诉. Those of another number are not agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.rule import Outline
from parser.matching import short

Span = tuple[int, int]

_DIGITS = {
    digit: number for row in ("123456789", "一二三四五六七八九", "ABCDEF") for number, digit in enumerate(row, 1)
}
_LABEL = re.compile(
    r"(?:(?<=[\n:;。,])|(?<=\n )|(?<=[:;。,] ))[ \t]{0,8}(?:\((?P<round>[1-9一二三四五六七八九])\)|(?P<point>[1-9])[.、)](?![0-9])"
    r"|(?P<han>[一二三四五六七八九])、|(?P<letter>[A-F])[.、)]|(?:第(?P<way>[1-9一二三四五六七八九])种|方[式案](?P<named>[1-9一二三四五六七八九]))(?=[^。;\n]{0,8}[:,、(]))"
)
"""A label of an option; which of its groups matches is how the options of one list are all labelled."""
_NEXT = re.compile(r"\n[ \t]*第[一二三四五六七八九十0-9]{1,3}[条章]")
_REACH, _NEAR = 1500, 80
"""Characters behind the number in which options are looked for, and the first of them begins."""


def numbered_options(text: str, outline: Outline) -> list[Span]:
    """The spans of the options of another number than the contract names, in order; none where it names none of them."""
    if "种" not in text and "项" not in text:
        return []
    spans = []
    for asked in short(outline.chosen_number).finditer(text):
        options = list(_options(text, asked.end()))
        chosen = _DIGITS[asked["n"]]
        if 1 <= chosen <= len(options):
            spans += [span for number, span in enumerate(options, 1) if number != chosen]
    return spans


def _options(text: str, at: int) -> Iterator[Span]:
    """The options behind a number, each up to the next, the last one to the end of its line."""
    found = _NEXT.search(text, at, at + _REACH)
    until = found.start() if found else min(at + _REACH, len(text))
    style: str | None = None
    starts: list[int] = []
    for label in _LABEL.finditer(text, at, until):
        number = _DIGITS[label.group(label.lastgroup or 0)]
        if style is None and (number != 1 or label.start() - at > _NEAR):
            break
        style = style or label.lastgroup
        if label.lastgroup == style:
            if number != len(starts) + 1:
                break
            starts.append(label.start())
    if len(starts) > 1:
        line = text.find("\n", starts[-1])
        yield from zip(starts, [*starts[1:], line if 0 <= line < until else until], strict=True)
