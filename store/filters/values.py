"""Values as one writes them: 0.3, 30%, 100万元, 3500元/月, 12个月, 5个工作日, 2026-03-02."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from store.columns import SECONDS
from store.filters.tree import Day, Duration, Money, Number, Value

FACTORS = {"千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
SHARES = {"%": 100, "‰": 1_000, "‱": 10_000}
CURRENCIES = {
    "元": "CNY", "人民币": "CNY", "CNY": "CNY", "RMB": "CNY", "美元": "USD", "USD": "USD", "港元": "HKD", "港币": "HKD",
    "HKD": "HKD", "欧元": "EUR", "EUR": "EUR", "英镑": "GBP", "GBP": "GBP", "日元": "JPY", "JPY": "JPY",
}  # fmt: skip
UNITS = {
    "秒": "S", "分钟": "MIN", "minute": "MIN", "minutes": "MIN", "小时": "H", "个小时": "H", "hour": "H", "hours": "H",
    "日": "D", "天": "D", "day": "D", "days": "D", "周": "W", "week": "W", "weeks": "W", "月": "M", "个月": "M",
    "month": "M", "months": "M", "季度": "Q", "个季度": "Q", "年": "Y", "year": "Y", "years": "Y",
}  # fmt: skip
WORKDAYS = ("个工作日", "工作日", "workday", "workdays")
PERIODS = {"日": "D", "天": "D", "周": "W", "月": "M", "季": "Q", "季度": "Q", "年": "Y", "次": "T"}
ISO = re.compile(r"P(?:(?P<days>\d{1,9})(?P<day>[DWMY])|T(?P<hours>\d{1,9})(?P<hour>[HMS]))(?!\w)")
_ISO_UNITS = {"H": "H", "M": "MIN", "S": "S"}


def _any(words: object) -> str:
    return "|".join(re.escape(str(word)) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?![\w.])"
)
QUANTITY = re.compile(
    rf"(?P<n>\d{{1,18}}(?:\.\d{{1,12}})?)\ ?(?:(?P<factor>{_any(FACTORS)})?\ ?(?P<currency>{_any(CURRENCIES)})"
    rf"|(?P<share>{_any(SHARES)})|(?P<workday>{_any(WORKDAYS)})|(?P<unit>{_any(UNITS)})|(?P<bare>{_any(FACTORS)})|)"
    rf"(?:/(?P<per>{_any(PERIODS)}))?(?![\w%])",
)


def day_of(match: re.Match[str]) -> Day | None:
    """The date of a match of DATE; None for a day that no calendar has."""
    year, month, day = (int(group) for group in match.groups() if group is not None)
    try:
        return Day(date(year, month, day))
    except ValueError:
        return None


def duration_of(match: re.Match[str]) -> Duration:
    """The duration of a match of ISO."""
    if match["days"]:
        return Duration(int(match["days"]) * SECONDS[match["day"]])
    return Duration(int(match["hours"]) * SECONDS[_ISO_UNITS[match["hour"]]])


def quantity_of(match: re.Match[str]) -> Value | None:
    """The value of a match of QUANTITY; None where a period stands behind a length of time."""
    number = Decimal(match["n"])
    per = PERIODS[match["per"]] if match["per"] else None
    if match["workday"] or match["unit"]:
        if per is not None:
            return None
        clock = "workday" if match["workday"] else None
        return Duration(int(number * SECONDS["D" if match["workday"] else UNITS[match["unit"]]]), clock)
    number *= FACTORS.get(match["factor"] or match["bare"] or "", 1)
    if match["currency"]:
        return Money(float(number), CURRENCIES[match["currency"]], per)
    return Number(float(number / SHARES.get(match["share"] or "", 1)), per)
