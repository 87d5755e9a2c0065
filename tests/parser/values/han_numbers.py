"""Whole numbers written out in Chinese, by other means than the parser reads them."""

from __future__ import annotations


def han_number(number: int) -> str:
    """The plain Chinese numeral of a whole number below 10**12: 105 -> 一百零五."""
    if number == 0:
        return "零"
    parts: list[str] = []
    for value, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, value)
        if part:
            parts.append(("零" if parts and part < 1000 else "") + _group(part) + name)
    return "".join(parts)


def _group(part: int) -> str:
    made, zero = "", False
    for value, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, part = divmod(part, value)
        if digit:
            made += ("零" if zero and made else "") + "一二三四五六七八九"[digit - 1] + name
            zero = False
        else:
            zero = True
    return made
