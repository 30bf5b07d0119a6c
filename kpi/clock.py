"""Promised dates: a start day, a number and a unit give the last day that is still in time. Day 0 is never counted."""

from __future__ import annotations

import numpy as np

from kpi.calendars import Calendar, Days
from kpi.errors import KpiError, unknown

UNITS = ("ouvres", "ouvrables", "calendar", "weeks", "months")


def due_days(start: Days, target: int, unit: str, calendar: Calendar) -> Days:
    """The due day of each start day (integer days). Business units count the calendar's days after the start.

    A target of 0 business days is the start day itself, or the next business day where it isn't one.
    Months keep the day of the month, or take the month's last day. Dates are not moved off holidays.
    """
    if target < 0:
        raise KpiError(f"a target of {target} {unit} lies before the complaint; give 0 or more.")
    if unit in ("ouvres", "ouvrables"):
        return _business(start, target, unit, calendar)
    if unit == "months":
        return _months(start, target)
    if unit not in UNITS:
        raise unknown("unit", unit, UNITS)
    return np.asarray(start + target * (7 if unit == "weeks" else 1))


def _business(start: Days, target: int, unit: str, calendar: Calendar) -> Days:
    ordinals = calendar.ordinals(unit, start)
    if target == 0:
        ordinals = calendar.ordinals(unit, start - 1) + 1
    return calendar.day_at(unit, ordinals + target)


def _months(start: Days, target: int) -> Days:
    days = start.astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    offset = days - month.astype("datetime64[D]")
    last = (month + target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    moved = (month + target).astype("datetime64[D]") + offset
    return np.asarray(np.minimum(moved, last), dtype=np.int64)
