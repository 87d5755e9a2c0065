"""Periods counted by the Civil Code (民法典), articles 200 to 204."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from deadlines.workdays import FIRST_YEAR, LAST_YEAR, add_workdays, is_workday, known, last_workday, next_workday

MOST = 36_500
"""Days that are counted; a longer period has no last day that anybody waits for."""

Article = Literal["first_day", "like_day", "holiday", "agreed"]
"""The rules of the Civil Code that a count rests on, as models.deadline.Counting has them."""


@dataclass(frozen=True, slots=True)
class Period:
    """`count` months, days, or working days."""

    count: int
    unit: Literal["M", "D", "workday"]

    @property
    def said(self) -> str:
        return f"{self.count}{ {'M': '个月', 'D': '日', 'workday': '个工作日'}[self.unit] }"


@dataclass(frozen=True, slots=True)
class Counted:
    """`last` is the last day; `plain` is where the count ended, before a holiday moved it. `provisional`: days were
    looked up whose year has no published holidays."""

    last: date
    plain: date
    provisional: bool
    basis: tuple[Article, ...]
    notes: tuple[str, ...]


def add_months(day: date, months: int) -> date:
    """The like day of the month `months` later (earlier, if negative), or that month's last. Raises OverflowError."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"the year {year}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def count_after(day: date, period: Period) -> Counted:
    """The last day of a period that begins on `day`, which is not counted. Raises OverflowError."""
    if period.unit == "workday":
        last = add_workdays(day, _counted(period.count))
        return _told(last, last, (day, last), ("first_day",), ())
    plain = add_months(day, period.count) if period.unit == "M" else day + timedelta(days=_counted(period.count))
    basis: tuple[Article, ...] = ("first_day", "like_day") if period.unit == "M" else ("first_day",)
    last = next_workday(plain)
    if last == plain:
        return _told(last, plain, (plain,), basis, ())
    moved = f"期间最后一日{plain}为休假日，顺延至{last}。"
    return _told(last, plain, (plain, last), (*basis, "holiday"), (moved,))


def count_before(day: date, period: Period) -> Counted:
    """The last day on which the whole period still lies between it and the end of `day`. It does not move: the law moves
    an end to after a holiday, and a notice that waited for that would be late. Raises OverflowError."""
    if period.unit == "workday":
        last = add_workdays(day, -_counted(period.count))
        return _told(last, last, (last, day), ("first_day",), ())
    last = add_months(day, -period.count) if period.unit == "M" else day - timedelta(days=_counted(period.count))
    basis: tuple[Article, ...] = ("first_day", "like_day") if period.unit == "M" else ("first_day",)
    early = () if is_workday(last) else (f"{last}为休假日，倒推的期限不顺延，宜在{last_workday(last)}前办理。",)
    return _told(last, last, (last,), basis, early)


def _counted(count: int) -> int:
    if count > MOST:
        raise OverflowError(f"{count} days")
    return count


def _told(
    last: date, plain: date, looked: tuple[date, ...], basis: tuple[Article, ...], notes: tuple[str, ...]
) -> Counted:
    unknown = [day for day in looked if not known(day)]
    if unknown:
        notes = (*notes, f"放假安排已知{FIRST_YEAR}至{LAST_YEAR}年，其余按周一至周五为工作日推算，以当年公布的为准。")
    return Counted(last, plain, bool(unknown), basis, notes)
