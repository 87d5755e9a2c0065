"""Working days in China, and what is known of them.

The holidays of a year are published the year before, and chinese-calendar has those up to LAST_YEAR. Beyond, only the
holidays that stand on the same day of every year are known, and no working weekends: what is counted there is
provisional.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays

FIRST_YEAR: int = min(holidays).year
LAST_YEAR: int = max(holidays).year
"""The years whose holidays are known."""

_FIXED = frozenset(((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)))
"""Month and day of the holidays that no lunar calendar moves (全国年节及纪念日放假办法, as amended for 2025)."""
_DAY = timedelta(days=1)


def known(day: date) -> bool:
    """Whether the holidays of the day's year are published."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_workday(day: date) -> bool:
    """Whether people work that day: working weekends do count. Beyond the known years: Monday to Friday, and no fixed
    holiday."""
    if known(day):
        working: bool = chinese_calendar.is_workday(day)
        return working
    return day.weekday() < 5 and (day.month, day.day) not in _FIXED


def next_workday(day: date) -> date:
    """The day itself where people work on it, else the first after it on which they do."""
    while not is_workday(day):
        day += _DAY
    return day


def last_workday(day: date) -> date:
    """The day itself where people work on it, else the last before it on which they do."""
    while not is_workday(day):
        day -= _DAY
    return day


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which itself is not counted; before it where `count` is negative."""
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day
