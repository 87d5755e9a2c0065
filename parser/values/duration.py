"""Durations: 2小时内, 5个工作日, 半年, 3-5天, ____年. Norms are ISO 8601 with months for years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from models.value import Value
from parser.values.numerals import parse_number, says_digits
from parser.values.pattern import GAP, NUMBER, UNTRIED
from parser.values.torn import front

_UNIT = (
    r"个?(?:工作(?:[日天]|小时)|有效工作[日天]|营业日|银行(?:工作|营业)日|交易日|自然日|日历[日天]|(?<=个)(?:日历|自然|公历)月|月|年度|星期|季度|小时)"
    r"|年|日|天(?![线窗花然气])|周(?!岁|年)|分钟|秒钟?"
)
_LATIN = r"[Hh](?![A-Za-z0-9型])|min(?![A-Za-z])"
_FIRST = r"(?=[半0-9零〇○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟弌弍弎参_\[【〔( Xx×*{$])"
_PATTERN = re.compile(
    rf"{_FIRST}{UNTRIED}(?:(?P<half>半) ?个?(?P<halfunit>年(?!度)|月|小时|天|日)"
    rf"|(?P<n>{NUMBER})(?=[ (个工营银交自日月年天周星季小分秒Hhm~至到—–－-])(?: ?\( ?(?P<again>{NUMBER}) ?\))?"
    rf"(?: ?(?:个?工作[日天]|个?[日天月年]|个?小时|分钟)?(?: ?[-~至到—–－]{{1,2}} ?)(?P<m>{NUMBER}))? ?"
    rf"(?:个(?P<half3>半) ?(?P<halfunit3>月|小时|年)|(?P<unit>{_UNIT}|{_LATIN})(?:(?P<half2>半)|(?<=年)(?:[零又另加]|\+)?(?P<months>{NUMBER})个月)?)(?P<within>以内|之内|内|以上|以下|左右)?"
    rf"|(?P<gap>{GAP}) {{0,2}}(?P<gapunit>{_UNIT})(?![_ ]*[月日]|期|常|后续))"
)
_BEFORE = re.compile(
    r"(?P<before>不超过|不得超过|不应超过|不迟于|不得迟于|不晚于|最迟|最晚|最长|最多|至多|不多于|不大于|不少于|不得少于|不低于|不得低于|不短于|至少|最少|大约|约)为?(?:于)? ?$"
)
_BEFORE_NOT = re.compile(
    r"(?:第|[0-9.年/-]|(?:每|逾期|延迟|迟延|拖延|延误|延期|迟交|超期)(?:满|达)? ?|每月|当月|次月|[年0-9] ?[一二三四五六七八九十0-9_ ]{0,3}月|(?:每|上|下|次|当|本|首)(?:个)?月|[上下本每首末同]|月 ?[0-9一二三四五六七八九十]{1,3} ?日?[、和及]) ?$"
)
_COUNTED = re.compile(r"[起后]的? ?第 ?$")
"""自寄出之日起第三日 says how many days go by; the third day of anything else is none."""
_PERIOD = re.compile(
    r"(?:每|逾期|延迟|迟延|拖延|延误|延期|超过|逾)(?:逾期|延迟|超过|迟延|拖延|延误|延期)?[^,。;]{0,4}$"
)
_MONTH_DAY = re.compile(r"(?:月|每月|次月|当月|(?<![到满届]期)(?<!届满)(?<!期满)日|季度?|年度?) ?(?:的|第)?[_ ]*$")
_CALENDAR_DAY = re.compile(r"(?:每|次|当|本|该|上)(?:个?月|季度?|年)[^,。;]{0,8}$")
_ALWAYS = re.compile(r"(?:7|七) ?(?:天|日)? ?[x×X*] ?$")
_OFFICE = re.compile(r"(?:5|五) ?(?:天|日)? ?[x×X*] ?$")
_ON_CALL = re.compile(
    r"^ ?(?:全天|不间断|不停|连续|全程)?(?:的)?(?:服务|客服|咨询|报修|技术支持|技术|应急|售后|维修|投诉)?(?:热线|电话|值班|值守|在线|待命|待机|开通|开机|监控|制|不间断|客服|接听|营业|巡逻|有人|保安|轮班|服务(?!器|期))"
)
_ALL_DAY = re.compile(r"(?:全天|每天|每日|昼夜|全年|天候) ?$")
_MONTH_AFTER = re.compile(r"(?:为期?|共计?|满|期限?为?|[短长超]过|达|期|少于|低于|近|[)）]) ?$")
_HALF_OF = re.compile(r"(?:[第上下后每过]|(?<![提满期届日之])前)$")
"""前半年 is the half of a year; 提前半年, 期满前半年 is half a year."""
_HALF_WITHIN = re.compile("半 ?个?月(?:以|之)?内")
"""验收后半个月内 runs from an event, which the second half of a month does not."""
_LIST = re.compile("(?<=[后起于在别])(?:[0-9]{1,3}、){1,5}$")
_DIGITS = re.compile("[0-9]+")
_LONGEST_LIST = 24
"""Characters of a list of numbers before the length of time that ends it, at most."""
_UNITS = (
    ("工作小时", "H", 1, "workhours"), ("工作", "D", 1, "workday"), ("营业", "D", 1, "workday"), ("交易", "D", 1, "workday"), ("自然日", "D", 1, "calendar"),
    ("日历月", "M", 1, None), ("自然月", "M", 1, None), ("公历月", "M", 1, None), ("日历", "D", 1, "calendar"), ("小时", "H", 1, None), ("H", "H", 1, None), ("h", "H", 1, None), ("分钟", "MIN", 1, None), ("min", "MIN", 1, None), ("秒", "S", 1, None),
    ("季度", "M", 3, None), ("月", "M", 1, None), ("年", "M", 12, None), ("周", "D", 7, None), ("星期", "D", 7, None),
    ("日", "D", 1, None), ("天", "D", 1, None),
)  # fmt: skip
_SOME = Decimal(2)
"""What is asked about for a number that cannot be told."""
_YEAR = re.compile(
    r"(?:(?:1[89]|2 ?[0O]) ?[0-9OolI][0-9OolI ]{1,2}|[一二][0〇零○九八][0-9〇零○一二三四五六七八九]{2}) ?"
)
_GOES_ON = re.compile(
    rf"(?=[零又另加 0-9一二两三四五六七八九十])(?:零|又|另加|加)? ?(?P<n>{NUMBER}) ?(?P<unit>[日天]|个?小时|分钟)(?P<within>以内|之内|内)?"
)
"""A smaller unit right behind a length of time, which is a part of it: 2小时30分钟, 11个月零10天."""
_ROW = re.compile("[〇零○一二三四五六七八九]{4,}")
"""A year, where it is anything: 一九八五三月."""
_MONTH_NAME = re.compile("[^个]月$")
_SIZES = ("MIN", "H", "D", "M")
_LE, _GE = ("不超", "不迟", "不晚", "最迟", "最晚", "最长", "最多", "至多", "不多", "不大", "不得超", "不得迟", "不应超"), ("不少", "不低", "不短", "至少", "最少", "不得少", "不得低")  # fmt: skip
_WITHIN = {"以上": "ge", "左右": "about"}


def durations(text: str) -> Iterator[Value]:
    """Every length of time, and every slot left blank for one.

    Numbers that are listed before one have its unit. A day of the month (每月5日), an ordinal (第三年), a rate's period (每逾期一日) is none. One that is not written as one
    number (3,5000天) is unclear.
    """
    for match in _PATTERN.finditer(text):
        start = front(text, match.start("n")) if match["n"] else match.start()
        left = text[max(start - 14, 0) : start]
        if match["gap"]:
            if match["gapunit"] in ("日", "天", "月", "年") and (
                _MONTH_DAY.search(left) or left.endswith("年") or (match["gap"].isspace() and match["gapunit"] == "月")
            ):
                continue
            unit, _, clock = _unit(match["gapunit"])
            yield Value("duration", match.start(), match.end(), None, None, unit, None, clock, blank=True)
            continue
        value = _value(match, left, text[match.end() : match.end() + 16], start)
        if value is not None:
            if value.norm and match["unit"] and match["within"]:
                yield from _listed(match, value)
            yield _with_smaller(text, value) if value.norm and not match["within"] else value


def _listed(match: re.Match[str], last: Value) -> Iterator[Value]:
    """The numbers before a length of time that have its unit: 验收后10、20、30天内."""
    text, (unit, factor, _) = match.string, _unit(match["unit"])
    listed = _LIST.search(text, max(last.start - _LONGEST_LIST, 0), last.start)
    if listed is None:
        return
    for number in _DIGITS.finditer(text, listed.start(), listed.end()):
        digits = str(int(number.group()) * factor)
        facts = {"n": digits, "unit": unit}
        yield replace(last, start=number.start(), end=number.end(), norm=_iso(digits, unit), value=facts)


def _iso(digits: str, unit: str) -> str:
    return f"PT{digits}{unit[0]}" if unit in ("H", "MIN", "S") else f"P{digits}{unit}"


def _with_smaller(text: str, value: Value) -> Value:
    """A length of time with what it goes on with in a smaller unit: hours and minutes as minutes; of other units, which are
    of no fixed length in each other, nothing is given."""
    more = _GOES_ON.match(text, value.end)
    if more is None or value.unit not in _SIZES or _MONTH_NAME.search(text, value.start, value.end):
        return value
    if _SIZES.index(_unit(more["unit"])[0]) >= _SIZES.index(value.unit):
        return value
    hours, minutes = (value.value or {})["n"], parse_number(more["n"])
    if value.unit != "H" or minutes is None or minutes >= 60:
        return replace(value, end=more.end(), norm=None, value=None, unclear="ambiguous")
    digits = format((Decimal(hours) * 60 + minutes).normalize(), "f")
    within = "le" if more["within"] and not value.qualifier else value.qualifier
    facts = {"n": digits, "unit": "MIN"}
    return replace(value, end=more.end(), norm=f"PT{digits}M", value=facts, unit="MIN", qualifier=within)


def _unit(word: str) -> tuple[str, int, str | None]:
    return next((code, factor, clock) for name, code, factor, clock in _UNITS if name in word)


def _value(match: re.Match[str], left: str, right: str, start: int) -> Value | None:
    if match["half"]:
        found = _half(match, left)
    else:
        number = _number(match) if start == match.start("n") else None
        if number is None:
            if start == match.start("n") and not says_digits(match["n"]):
                return None
            return _unclear(match, left, right, start)
        found = _whole(match, left, right, number)
    if found is None:
        return None
    number, unit, clock = found
    if unit == "H" and match["unit"] and match["unit"].endswith(("小时", "H", "h")):
        if _OFFICE.search(left):
            return None
        if _ALWAYS.search(left) or (
            number == 24 and not match["within"] and (_ON_CALL.search(right) or _ALL_DAY.search(left))
        ):
            clock = "7x24"
    if unit == "M" and number != number.to_integral_value():
        number, unit = number * 30, "D"
    if number != number.to_integral_value() and unit == "D":
        return None
    digits = format(number.normalize(), "f")
    return Value(
        "duration",
        match.start(),
        match.end(),
        _iso(digits, unit),
        {"n": digits, "unit": unit},
        unit,
        _qualifier(match, left),
        clock,
    )


def _half(match: re.Match[str], left: str) -> tuple[Decimal, str, str | None] | None:
    if _HALF_OF.search(left) and not (left.endswith("后") and _HALF_WITHIN.match(match.string, match.start())):
        return None
    unit, factor, clock = _unit(match["halfunit"])
    if unit == "H":
        return Decimal(30), "MIN", None
    return Decimal(factor) / 2, unit, clock


def _number(match: re.Match[str]) -> Decimal | None:
    """The number, of a range the last one; None where it is not plain, or said again as another: 五(6)年."""
    first, again, last, months = match.group("n", "again", "m", "months")
    number = parse_number(first)
    if number is None or _ROW.fullmatch(first) or (again and parse_number(again) != number):
        return None
    if months and parse_number(months) is None:
        return None
    return parse_number(last) if last else number


def _unclear(match: re.Match[str], left: str, right: str, start: int) -> Value | None:
    """A length of time of which the number cannot be told, unless the words around it, or its place among the parts of a
    date, say that it is none."""
    if _whole(match, left, right, _SOME) is None or (
        match["unit"] == "年" and _YEAR.fullmatch(match.string, start, match.start("unit"))
    ):
        return None
    unit, _, clock = _unit(match["unit"] or match["halfunit3"])
    return Value("duration", start, match.end(), None, None, unit, _qualifier(match, left), clock, unclear="ambiguous")


def _whole(match: re.Match[str], left: str, right: str, found: Decimal) -> tuple[Decimal, str, str | None] | None:
    word = match["unit"] or match["halfunit3"]
    if _BEFORE_NOT.search(left) and not (
        (left.endswith(("逾期", "延迟")) and found != 1) or (word in ("日", "天") and _COUNTED.search(left))
    ):
        return None
    if word in ("H", "h", "min") and left[-1:].isalpha() and left[-1:].isascii():
        return None
    if word == "年" and (found >= 1000 or (match["n"].isdigit() and len(match["n"]) == 4)):
        return None
    if word in ("日", "天") and (
        _MONTH_DAY.search(left) or (word == "日" and (_CALENDAR_DAY.search(left) and right.startswith(("前", "之前", "以前", "为", "、", "和", "至", "支付", "缴", "交", "发"))))
    ):  # fmt: skip
        return None
    if word == "月" and not match["half3"] and not match["m"] and not (
        match["within"] or _MONTH_AFTER.search(left) or found > 12 or right.startswith("以")
    ):  # fmt: skip
        return None
    if right.startswith(("岁", "版", "号文")) or (found == 1 and _PERIOD.search(left) and word in ("日", "天", "年", "周", "个月", "星期", "个星期", "月")):  # fmt: skip
        return None
    unit, factor, clock = _unit(word)
    number = found * factor
    if match["half2"] or match["half3"]:
        number += Decimal(factor) / 2
    if match["months"] and (months := parse_number(match["months"]) or 0) < 12:
        number += months
    return number, unit, clock


def _qualifier(match: re.Match[str], left: str) -> str | None:
    if match["m"]:
        return "range"
    ahead = _BEFORE.search(left)
    if ahead:
        word = ahead["before"]
        return "le" if word.startswith(_LE) else "ge" if word.startswith(_GE) else "about"
    return _WITHIN.get(match["within"], "le") if match["within"] else None
