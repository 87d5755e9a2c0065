"""The numbers that a browser prints before the items of an ordered list.

Sources: HTML Living Standard 4.4.5 (ol) and 4.4.8 (li); CSS Lists 3 and CSS Counter Styles 3 for `list-style-type`. Only
what stands in the elements themselves is known: style sheets are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import regex

from parser.readers.numerals import numeral

_BY_TYPE = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_FORMATS = {
    "decimal": ("decimal", "."), "decimal-leading-zero": ("decimalZero", "."), "lower-alpha": ("lowerLetter", "."),
    "lower-latin": ("lowerLetter", "."), "upper-alpha": ("upperLetter", "."), "upper-latin": ("upperLetter", "."),
    "lower-roman": ("lowerRoman", "."), "upper-roman": ("upperRoman", "."),
    "cjk-decimal": ("ideographDigital", "、"), "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-ideographic": ("chineseCountingThousand", "、"), "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"), "trad-chinese-formal": ("ideographLegalTraditional", "、"),
}  # fmt: skip
"""Of each list style its numerals (parser.readers.numerals) and what stands behind them."""

_STYLE = regex.compile(r"list-style(?:-type)?\s*:\s*(?P<value>[^;]*)", regex.IGNORECASE)
_WHOLE = regex.compile(r"\s*[+-]?\d{1,9}")
_TYPED = regex.compile(
    r"\s*(?:第\s?[〇零一二三四五六七八九十百\d]{1,5}\s?[部编編章节節条條款]|[（(]?[一二三四五六七八九十]{1,3}[、.．)）]|[（(]?\d{1,3}(?:[、.．)）]|\s)|[①-⑳]|附[件表录錄])"
)


@dataclass(slots=True)
class OpenList:
    """A list whose items are counted. `style` is None where no numbers are printed: bullets, none, or a list that counts
    down from the number of its items, which is not known when it begins."""

    style: str | None
    next: int = 1
    step: int = 1


def open_list(tag: str, given: Mapping[str, str]) -> OpenList:
    """A list by its tag and attributes."""
    if tag != "ol":
        return OpenList(None)
    start = _WHOLE.match(given.get("start", ""))
    down = "reversed" in given
    style = _style(given) or _BY_TYPE.get(given.get("type", "1"), "decimal")
    if down and not start:
        return OpenList(None)
    return OpenList(style, int(start.group()) if start else 1, -1 if down else 1)


def next_number(items: OpenList, given: Mapping[str, str]) -> str:
    """What is printed before the next item, whose attributes are given: `3.`, `三、`; "" for nothing."""
    if items.style is None:
        return ""
    if value := _WHOLE.match(given.get("value", "")):
        items.next = int(value.group())
    count = items.next
    items.next += items.step
    form, end = _FORMATS.get(_style(given) or items.style, ("none", ""))
    written = numeral(count, form)
    return written + end if written else ""


def is_numbered(text: str) -> bool:
    """Whether an item opens with a number of its own: then the page's style sheet hides what the browser would print."""
    return _TYPED.match(text) is not None


def _style(given: Mapping[str, str]) -> str | None:
    found = _STYLE.search(given.get("style", ""))
    if found is None:
        return None
    words = found["value"].lower().split()
    return next((word for word in words if word in _FORMATS or word == "none"), None)
