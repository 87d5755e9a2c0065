"""How numbers are written in each of Word's formats (ECMA-376 17.18.59, as Word prints them), which other lists share."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(number: int, number_format: str) -> str:
    """A number as it is printed; "" for bullets and for the format `none`. What a format cannot write is decimal."""
    write = NUMERALS.get(number_format)
    return (write(number) if write and number >= 0 else None) or ("" if number_format in SILENT else str(number))


def _sequence(characters: str, first: int = 1) -> Callable[[int], str | None]:
    return lambda number: characters[number - first] if 0 <= number - first < len(characters) else None


def _letters(number: int) -> str | None:
    """a ... z, aa, bb ... as Word does it, up to 780."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else None


def _roman(number: int) -> str | None:
    if not 0 < number < 4000:
        return None
    parts: list[str] = []
    for worth, sign in _ROMAN:
        count, number = divmod(number, worth)
        parts.append(sign * count)
    return "".join(parts)


def _positional(number: int, digits: str = _DIGITS) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _counted(number: int, digits: str, units: str, *, bare_ten: bool = True) -> str | None:
    """Up to 9999 in words: 一千〇一十二, a run of zeros as one, no leading one before ten where `bare_ten`."""
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else None
    parts: list[str] = []
    for unit, digit in zip(("", *units), reversed(str(number)), strict=False):
        if digit != "0":
            parts.append(digits[int(digit)] + unit)
        elif parts and parts[-1] != digits[0]:
            parts.append(digits[0])
    text = "".join(reversed(parts))
    return text[1:] if bare_ten and 10 <= number < 20 else text


def _thousand(number: int) -> str | None:
    return _counted(number, _DIGITS, "十百千")


def _counting(number: int) -> str | None:
    """In words up to 99, digit by digit from 100 on (一○○)."""
    return _thousand(number) if number < 100 else _positional(number, "○" + _DIGITS[1:])


def _japanese(number: int) -> str | None:
    """一百 is 百 and 一千 is 千, and zeros are not said."""
    text = _thousand(number)
    return text.replace("〇", "").replace("一百", "百").replace("一千", "千") if text and number else text


def _cyclic(number: int) -> str | None:
    """甲子 ... 癸亥."""
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if 0 < number <= 60 else None


SILENT = frozenset({"none", "bullet"})

NUMERALS: dict[str, Callable[[int], str | None]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _sequence("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _sequence("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedFullstop": _sequence("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "decimalEnclosedParen": _sequence("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "ideographEnclosedCircle": _sequence("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "ideographTraditional": _sequence(_STEMS),
    "ideographZodiac": _sequence(_BRANCHES),
    "ideographZodiacTraditional": _cyclic,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": lambda number: _positional(number, "○" + _DIGITS[1:]),
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _thousand,
    "taiwaneseCountingThousand": _thousand,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": lambda number: _counted(number, _LEGAL, "拾佰仟", bare_ten=False),
    "ideographLegalTraditional": lambda number: _counted(number, _LEGAL_TRADITIONAL, "拾佰仟", bare_ten=False),
    "lowerLetter": _letters,
    "upperLetter": lambda number: (_letters(number) or "").upper() or None,
    "lowerRoman": _roman,
    "upperRoman": lambda number: (_roman(number) or "").upper() or None,
}
