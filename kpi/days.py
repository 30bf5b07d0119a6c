"""Days as integers since 1970-01-01, and the periods that contain them. Integers behave the same on every engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, get_args

import narwhals as nw

from kpi.errors import unknown

Period = Literal["day", "week", "month", "quarter", "year", "all"]
PERIODS: tuple[str, ...] = get_args(Period)
EPOCH = date(1970, 1, 1)


def to_day(value: date) -> int:
    """Days from 1970-01-01 to `value`."""
    return (value - EPOCH).days


def to_date(day: int) -> date:
    """The date of an integer day."""
    return EPOCH + timedelta(days=int(day))


def month_of(value: date) -> int:
    """Months from 1970-01 to the month of `value`."""
    return (value.year - 1970) * 12 + value.month - 1


def key_of(period: str, value: date) -> int:
    """The integer key of the period that holds a date; the same as `key_expression` gives for a column."""
    return _KEYS[check(period)](value)


def check(period: str) -> str:
    """The period's name, or KpiError with the nearest."""
    if period not in PERIODS:
        raise unknown("period", period, PERIODS)
    return period


def key_expression(period: str, day: nw.Expr, month: nw.Expr) -> nw.Expr:
    """The period key of a column of days; ISO weeks begin on Monday (1970-01-01 was a Thursday)."""
    return {
        "day": day,
        "week": (day + 3) // 7,
        "month": month,
        "quarter": month // 3,
        "year": month // 12,
        "all": day * 0,
    }[check(period)]


def label(period: str, key: int) -> str:
    """How a period reads: 2024-03-05, 2024-W10, 2024-03, 2024-Q1, 2024, all."""
    if period == "week":
        iso = first_day(period, key).isocalendar()
        return f"{iso.year}-W{iso.week:02d}"
    names: dict[str, Callable[[], str]] = {
        "day": lambda: to_date(key).isoformat(),
        "month": lambda: f"{1970 + key // 12}-{key % 12 + 1:02d}",
        "quarter": lambda: f"{1970 + key // 4}-Q{key % 4 + 1}",
        "year": lambda: str(1970 + key),
        "all": lambda: "all",
    }
    return names[check(period)]()


def first_day(period: str, key: int) -> date:
    """The first day of a period; of `all`, the first day there is."""
    months = {"month": key, "quarter": key * 3, "year": key * 12}
    if period in months:
        return date(1970 + months[period] // 12, months[period] % 12 + 1, 1)
    return {"day": lambda: to_date(key), "week": lambda: to_date(key * 7 - 3), "all": lambda: date.min}[period]()


def last_day(period: str, key: int) -> date:
    """The last day of a period; of `all`, the last day there is."""
    return date.max if period == "all" else first_day(period, key + 1) - timedelta(days=1)


_KEYS: dict[str, Callable[[date], int]] = {
    "day": to_day,
    "week": lambda value: (to_day(value) + 3) // 7,
    "month": month_of,
    "quarter": lambda value: month_of(value) // 3,
    "year": lambda value: value.year - 1970,
    "all": lambda _: 0,
}
