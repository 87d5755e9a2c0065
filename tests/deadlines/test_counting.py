"""Periods counted by the Civil Code: tables, and what is true of every period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deadlines.counting import Period, add_months, count_after, count_before
from deadlines.workdays import FIRST_YEAR, LAST_YEAR, add_workdays, is_workday, known, last_workday, next_workday

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(2060, 12, 31))
KNOWN = st.dates(date(FIRST_YEAR, 2, 1), date(LAST_YEAR, 11, 1))
MONTHS, SHORT = st.integers(0, 240), st.integers(0, 40)


@pytest.mark.parametrize(
    ("day", "period", "last", "plain"),
    [
        ("2025-03-03", Period(10, "D"), "2025-03-13", "2025-03-13"),
        ("2025-03-03", Period(1, "M"), "2025-04-03", "2025-04-03"),
        # No like day: the last of the month.
        ("2025-01-31", Period(1, "M"), "2025-02-28", "2025-02-28"),
        ("2024-01-31", Period(1, "M"), "2024-02-29", "2024-02-29"),
        ("2024-02-29", Period(12, "M"), "2025-02-28", "2025-02-28"),
        # The last day is a Saturday; a holiday; a working Sunday, on which nothing moves.
        ("2025-03-05", Period(10, "D"), "2025-03-17", "2025-03-15"),
        ("2025-09-21", Period(10, "D"), "2025-10-09", "2025-10-01"),
        ("2025-09-18", Period(10, "D"), "2025-09-28", "2025-09-28"),
        # Working days: over a weekend, over the holidays of October with working weekends on both sides.
        ("2025-03-06", Period(3, "workday"), "2025-03-11", "2025-03-11"),
        ("2025-09-26", Period(5, "workday"), "2025-10-10", "2025-10-10"),
        ("2025-09-26", Period(6, "workday"), "2025-10-11", "2025-10-11"),
    ],
)
def test_after(day: str, period: Period, last: str, plain: str) -> None:
    counted = count_after(date.fromisoformat(day), period)
    assert (counted.last.isoformat(), counted.plain.isoformat()) == (last, plain)
    assert "first_day" in counted.basis
    assert ("like_day" in counted.basis) is (period.unit == "M")
    assert ("holiday" in counted.basis) is (last != plain)
    assert bool(counted.notes) is (last != plain)
    assert not counted.provisional


@pytest.mark.parametrize(
    ("day", "period", "last", "notes"),
    [
        ("2025-12-31", Period(30, "D"), "2025-12-01", 0),
        ("2025-12-31", Period(1, "M"), "2025-11-30", 1),  # a Sunday: no reason to be late
        ("2025-03-31", Period(1, "M"), "2025-02-28", 0),
        ("2025-10-10", Period(5, "workday"), "2025-09-26", 0),
    ],
)
def test_before(day: str, period: Period, last: str, notes: int) -> None:
    counted = count_before(date.fromisoformat(day), period)
    assert counted.last == counted.plain == date.fromisoformat(last)
    assert len(counted.notes) == notes


def test_years_without_published_holidays_are_told() -> None:
    after = count_after(date(LAST_YEAR, 11, 2), Period(12, "M"))
    assert after.provisional
    assert f"{FIRST_YEAR}至{LAST_YEAR}年" in after.notes[-1]
    # The fixed holidays are known all the same.
    assert next_workday(date(LAST_YEAR + 3, 10, 1)) >= date(LAST_YEAR + 3, 10, 4)
    assert count_before(date(LAST_YEAR + 2, 6, 30), Period(30, "D")).provisional


@pytest.mark.parametrize("period", [Period(10**9, "D"), Period(10**9, "workday"), Period(10**6, "M")])
def test_a_period_without_end_is_an_overflow(period: Period) -> None:
    for count in (count_after, count_before):
        with pytest.raises(OverflowError):
            count(date(2025, 1, 1), period)


@given(DAYS, MONTHS)
def test_months_keep_the_day_or_take_the_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, MONTHS)
def test_who_begins_later_ends_no_earlier(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert count_after(first, Period(months, "M")).last <= count_after(second, Period(months, "M")).last


@given(DAYS, st.sampled_from(["M", "D", "workday"]), SHORT)
def test_what_is_counted_back_fits_when_counted_again(day: date, unit: str, count: int) -> None:
    assume(unit != "workday" or is_workday(day))
    period = Period(count, unit)  # type: ignore[arg-type]
    assert count_after(count_before(day, period).last, period).plain <= day


@given(DAYS, st.sampled_from(["M", "D"]), st.integers(1, 60))
def test_the_last_day_of_a_period_is_a_workday_and_never_early(day: date, unit: str, count: int) -> None:
    counted = count_after(day, Period(count, unit))  # type: ignore[arg-type]
    assert is_workday(counted.last)
    assert day < counted.plain <= counted.last
    assert (counted.last == counted.plain) is is_workday(counted.plain)
    assert counted.provisional is not (known(counted.plain) and known(counted.last))


@given(KNOWN, st.integers(1, 40))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    last = add_workdays(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(is_workday(one) for one in between) == count
    assert is_workday(last)
    assert add_workdays(last, -count) == last_workday(day)


@given(DAYS)
def test_the_nearest_workdays_stand_on_both_sides(day: date) -> None:
    assert last_workday(day) <= day <= next_workday(day)
