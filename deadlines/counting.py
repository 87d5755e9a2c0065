"""Periods counted by the Civil Code (民法典), articles 200 to 204."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from deadlines.workdays import FIRST_YEAR, LAST_YEAR, add_workdays, is_workday, known, last_workday, next_workday
from models.report import Basis

MOST = 36_500
"""Days that are counted; a longer period has no last day that anybody waits for."""

FIRST_DAY = Basis(
    law="民法典", article="第二百零一条", paraphrase="按年、月、日计算期间的，开始的当日不计入，自下一日起算"
)
LIKE_DAY = Basis(
    law="民法典",
    article="第二百零二条",
    paraphrase="按年、月计算的，到期月的对应日为最后一日；没有对应日的，月末日为最后一日",
)
HOLIDAY = Basis(law="民法典", article="第二百零三条", paraphrase="最后一日是法定休假日的，以休假日结束的次日为最后一日")
AGREED = Basis(law="民法典", article="第二百零四条", paraphrase="法律另有规定或者当事人另有约定的，从其规定或约定")


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
    basis: tuple[Basis, ...]
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
        return _told(last, last, (day, last), (FIRST_DAY,), ())
    plain = add_months(day, period.count) if period.unit == "M" else day + timedelta(days=_counted(period.count))
    basis = (FIRST_DAY, LIKE_DAY) if period.unit == "M" else (FIRST_DAY,)
    last = next_workday(plain)
    if last == plain:
        return _told(last, plain, (plain,), basis, ())
    moved = f"期间最后一日{plain}为休假日，顺延至{last}。"
    return _told(last, plain, (plain, last), (*basis, HOLIDAY), (moved,))


def count_before(day: date, period: Period) -> Counted:
    """The last day on which the whole period still lies between it and the end of `day`. It does not move: the law moves
    an end to after a holiday, and a notice that waited for that would be late. Raises OverflowError."""
    if period.unit == "workday":
        last = add_workdays(day, -_counted(period.count))
        return _told(last, last, (last, day), (FIRST_DAY,), ())
    last = add_months(day, -period.count) if period.unit == "M" else day - timedelta(days=_counted(period.count))
    basis = (FIRST_DAY, LIKE_DAY) if period.unit == "M" else (FIRST_DAY,)
    early = () if is_workday(last) else (f"{last}为休假日，倒推的期限不顺延，宜在{last_workday(last)}前办理。",)
    return _told(last, last, (last,), basis, early)


def _counted(count: int) -> int:
    if count > MOST:
        raise OverflowError(f"{count} days")
    return count


def _told(
    last: date, plain: date, looked: tuple[date, ...], basis: tuple[Basis, ...], notes: tuple[str, ...]
) -> Counted:
    unknown = [day for day in looked if not known(day)]
    if unknown:
        notes = (*notes, f"放假安排已知{FIRST_YEAR}至{LAST_YEAR}年，其余按周一至周五为工作日推算，以当年公布的为准。")
    return Counted(last, plain, bool(unknown), basis, notes)
