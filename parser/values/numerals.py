"""Numbers as contracts write them: 1,000.50, 一百零五, 壹佰贰拾万, 1万5千."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
DIGITS |= {"两": 2, "俩": 2, "弌": 1, "弍": 2, "弎": 3, "参": 3, "○": 0}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
TENS = {"廿": 20, "卅": 30}
_NUMERALS = frozenset((*DIGITS, *UNITS, *MYRIADS, *TENS))
HAN_NUMBER = "[零〇○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟弌弍弎参]"
FACTOR = "(?:[百千佰仟]?(?:万亿|[万亿])|[百千佰仟])"
"""What digits may be followed by: 3千, 1.5万, 2百万, 2万亿."""
_COMPOUND = re.compile("[0-9][百千佰仟万亿][万亿零〇]*[0-9]")
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)([百千佰仟]?[万亿]?)|[零〇]")


def parse_number(text: str) -> Decimal | None:
    """The number a text says, or None. Digits may be parted by commas or blanks; 万 and 亿 may follow them."""
    text = text.replace(",", "").replace(" ", "")
    if not text:
        return None
    if _COMPOUND.search(text):
        return _compound(text)
    factor = Decimal(1)
    while text and text[-1] in MYRIADS and (text[0].isdigit()):
        factor *= MYRIADS[text[-1]]
        text = text[:-1]
    if text[-1] in "百千佰仟" and text[0].isdigit():
        factor *= UNITS[text[-1]]
        text = text[:-1]
    try:
        # What begins with a numeral needs no try, which costs more than reading it.
        whole = Decimal(text) if text[0] not in _NUMERALS else _han(text)
    except InvalidOperation:
        whole = _han(text)
    return None if whole is None else Decimal(whole) * factor


def says_digits(text: str) -> bool:
    """False for units alone: what a form prints behind its slot (____万平方米)."""
    return any(char.isdigit() or char in DIGITS or char in TENS for char in text)


def amount_of(number: Decimal) -> str:
    """An amount as a norm has it: with two decimals, and more where it is said with more (0.075元)."""
    return f"{number:.2f}" if number == round(number, 2) else format(number.normalize(), "f")


def _compound(text: str) -> Decimal | None:
    """Digits and units in turn: 1万5千, 3亿2千万, 2千3百万, 12万3456, 2万零500. None where it is not plain what is meant: 12万345,
    3千5."""
    total = within = Decimal(0)  # what is said, and what is said of the 万 or 亿 to come
    outer = inner = MYRIADS["亿"] * 10_000  # what a part is less than, and one before that 万 or 亿
    zero, at = False, 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            return None
        at = part.end()
        if part[1] is None:
            zero = True
            continue
        number, units = Decimal(part[1]), part[2]
        if not units:
            return _ended(total + within, number, part[1], inner, zero=zero) if at == len(text) else None
        small, myriad = UNITS.get(units[0], 1), MYRIADS.get(units[-1])
        if "." in part[1] or number * small >= inner:
            return None
        within, inner, zero = within + number * small, small, False
        if myriad is not None:
            if within * myriad >= outer:
                return None
            total, within = total + within * myriad, Decimal(0)
            outer = inner = myriad
    return total + within


def _ended(before: Decimal, number: Decimal, digits: str, limit: int, *, zero: bool) -> Decimal | None:
    """The number with the digits that end it, whose last unit is worth `limit`: all its places (12万3456), those behind a
    zero (2万零500), or the next one alone, said of 万 only (1万5)."""
    whole = digits.partition(".")[0]
    if number < limit and (zero or len(whole) == len(str(limit)) - 1):
        return before + number
    if len(digits) == 1 and limit == MYRIADS["万"]:
        return before + number * 1000
    return None


def _han(text: str) -> int | None:
    if text[0] in MYRIADS or (len(text) > 2 and not any(char in DIGITS or char in TENS for char in text)):
        # Units alone are a form's slots: 仟佰拾万.
        return None
    if all(char in DIGITS for char in text):
        # A row of digits (二〇二六) is read digit by digit; two alone (三五天, 两三个月) say about how many.
        return None if len(text) == 2 and 0 not in (DIGITS[text[0]], DIGITS[text[1]]) else _row(text)
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            if digit:
                # 十三四, 二三十: one of two.
                return None
            digit = DIGITS[char]
        elif char in TENS:
            section += TENS[char]
        elif char in UNITS:
            section += (digit or (1 if not section else 0)) * UNITS[char]
            digit = 0
        elif char in MYRIADS:
            value, group = MYRIADS[char], section + digit
            total = total + group * value if total >= value * 10_000 else (total + group) * value
            section = digit = 0
        else:
            return None
    return total + section + digit


def _row(text: str) -> int:
    return int("".join(str(DIGITS[char]) for char in text))
