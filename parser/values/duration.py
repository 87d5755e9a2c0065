"""Durations: 2小时内, 5个工作日, 半年, 3-5天, ____年. Norms are ISO 8601 with months for years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from models.value import Value
from parser.values.numerals import parse_number
from parser.values.pattern import GAP, NUMBER

_UNIT = r"个?工作[日天]|个?自然日|个?日历[日天]|个?月|个?年度|年|[日天]|周|个?星期|个?季度|个?小时|分钟|秒钟?"
_FIRST = r"(?=[半0-9零〇○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟_\[【( X×*])"
_PATTERN = regex.compile(
    rf"{_FIRST}(?:(?P<half>半)\s?个?(?P<halfunit>年|月|小时|天|日)|(?P<n>{NUMBER})(?:\((?P<again>{NUMBER})\))?"
    rf"(?:\s?(?:个?(?:工作)?[日天月])?[-~至到—](?P<m>{NUMBER}))?\s?(?P<unit>{_UNIT})(?P<half2>半)?(?P<within>以内|之内|内|以上)?"
    rf"|(?P<gap>{GAP})\s?(?P<gapunit>{_UNIT})(?![_ ]*[月日]))"
)
_BEFORE = regex.compile(
    r"(?P<before>不超过|不得超过|不迟于|不晚于|最迟|最长|至多|不多于|不少于|不低于|不短于|至少|大约|约)为?\s?$"
)
_BEFORE_NOT = regex.compile(
    r"(?:第|[0-9.年/-]|每|逾期|延迟|迟延|拖延|延误|每月|当月|次月|[年\d]\s?[一二三四五六七八九十\d_ ]{0,3}月|(?:每|上|次|当|本)月)\s?$"
)
_PERIOD = regex.compile(
    r"(?:每|逾期|延迟|迟延|拖延|延误|延期|超过|逾)(?:逾期|延迟|超过|迟延|拖延|延误|延期)?[^,。;]{0,4}$"
)
_MONTH_DAY = regex.compile(r"(?:月|每月|次月|当月|日)\s?[_ ]*$")
_ALWAYS = regex.compile(r"7\s?[x×X*]\s?$")
_UNITS = (
    ("工作", "D", 1, "workday"), ("自然日", "D", 1, "calendar"), ("日历", "D", 1, "calendar"), ("小时", "H", 1, None),
    ("分钟", "MIN", 1, None), ("秒", "S", 1, None), ("季度", "M", 3, None), ("月", "M", 1, None), ("年", "M", 12, None),
    ("周", "D", 7, None), ("星期", "D", 7, None), ("日", "D", 1, None), ("天", "D", 1, None),
)  # fmt: skip
_QUALIFIERS = {"不超": "le", "不得": "le", "不迟": "le", "不晚": "le", "最迟": "le", "最长": "le", "至多": "le", "不多": "le", "不少": "ge", "不低": "ge", "不短": "ge", "至少": "ge", "约": "about", "大约": "about"}  # fmt: skip


def durations(text: str) -> Iterator[Value]:
    """Every length of time, and every slot left blank for one."""
    for match in _PATTERN.finditer(text):
        left = text[
            max(match.start("n" if match["n"] else 0) - 14, 0) : match.start("n") if match["n"] else match.start()
        ]
        if match["gap"]:
            if (match["gap"].isspace() and match["gapunit"] in ("日", "月", "年") and _MONTH_DAY.search(left)) or (
                match["gapunit"] in ("日", "天") and _MONTH_DAY.search(left)
            ):
                continue
            unit, _, clock = _unit(match["gapunit"])
            yield Value("duration", match.start(), match.end(), None, None, unit, None, clock, blank=True)
            continue
        value = _value(match, left)
        if value is not None:
            yield value


def _unit(word: str) -> tuple[str, int, str | None]:
    return next((code, factor, clock) for name, code, factor, clock in _UNITS if name in word)


def _value(match: regex.Match[str], left: str) -> Value | None:
    if match["half"]:
        if left.endswith(("第", "上", "下")):
            return None
        unit, factor, clock = _unit(match["halfunit"])
        number = Decimal(factor) / 2
        if unit == "H":
            unit, number = "MIN", Decimal(30)
    else:
        found = parse_number(match["m"] or match["n"])
        word = match["unit"]
        if found is None or (_BEFORE_NOT.search(left) and not (left.endswith(("逾期", "延迟")) and found != 1)):
            return None
        if (word == "年" and found >= 1000) or (word in ("日", "天") and _MONTH_DAY.search(left)):
            return None
        if found == 1 and _PERIOD.search(left) and word in ("日", "天", "年", "周", "个月"):
            return None
        unit, factor, clock = _unit(word)
        number = found * factor
        if match["half2"]:
            number += Decimal(factor) / 2
        if unit == "H" and _ALWAYS.search(left):
            clock = "7x24"
    if number != number.to_integral_value() and unit in ("D", "M"):
        return None
    digits = format(number.normalize(), "f")
    norm = (
        f"PT{digits}{ {'H': 'H', 'MIN': 'M', 'S': 'S'}[unit] }".replace(" ", "")
        if unit in ("H", "MIN", "S")
        else f"P{digits}{unit}"
    )
    ahead = _BEFORE.search(left)
    before = ahead["before"] if ahead else ""
    qualifier = "range" if match["m"] else next((q for key, q in _QUALIFIERS.items() if before.startswith(key)), None)
    if qualifier is None and match["within"]:
        qualifier = "ge" if match["within"] == "以上" else "le"
    return Value("duration", match.start(), match.end(), norm, {"n": digits, "unit": unit}, unit, qualifier, clock)
