"""Numbers as contracts write them: 1,000.50, 一百零五, 壹佰贰拾万, 3万5."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
DIGITS |= {"两": 2, "俩": 2, "弌": 1, "弍": 2, "弎": 3, "参": 3, "○": 0}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
TENS = {"廿": 20, "卅": 30}
_NUMERALS = frozenset((*DIGITS, *UNITS, *MYRIADS, *TENS))
HAN_NUMBER = "[零〇○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟弌弍弎参]"


def parse_number(text: str) -> Decimal | None:
    """The number a text says, or None. Digits may be parted by commas or blanks; 万 and 亿 may follow them."""
    text = text.replace(",", "").replace(" ", "")
    if not text:
        return None
    factor = Decimal(1)
    while text and text[-1] in MYRIADS and (text[0].isdigit()):
        factor *= MYRIADS[text[-1]]
        text = text[:-1]
    for word, value in (("百", 100), ("千", 1000)):
        if text.endswith(word) and text[0].isdigit():
            factor *= value
            text = text[:-1]
    try:
        # What begins with a numeral needs no try, which costs more than reading it.
        whole = Decimal(text) if text[0] not in _NUMERALS else _han(text)
    except InvalidOperation:
        whole = _han(text)
    return None if whole is None else Decimal(whole) * factor


def _han(text: str) -> int | None:
    if text[0] in MYRIADS or (len(text) > 2 and not any(char in DIGITS or char in TENS for char in text)):
        # Units alone are a form's slots: 仟佰拾万.
        return None
    if all(char in DIGITS for char in text):
        # A row of digits (二〇二六) is read digit by digit.
        return int("".join(str(DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
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
