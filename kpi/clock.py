"""Promised dates: a start, a number and a unit give the last day, or minute, that is still in time.

Day 0 is never counted. Everything is local: a day lasts from its minute 0 to its end, 1440, on days when the clocks
change, too.
"""

from __future__ import annotations

import numpy as np

from kpi.calendars import Calendar, Days
from kpi.errors import KpiError, unknown
from kpi.hours import CLOSED, MINUTES_A_DAY, Opening, Week

MINUTES_IN = {"hours": 60, "minutes": 1, "business_hours": 60, "business_minutes": 1}
DATED_UNITS = ("ouvres", "ouvrables", "calendar", "weeks", "months")
UNITS = (*DATED_UNITS, *MINUTES_IN)


def due_moments(
    days: Days, minutes: Days, target: int, unit: str, calendar: Calendar, week: Week = CLOSED
) -> tuple[Days, Days]:
    """The due day and its last minute in time of each start. Units of days are due at the end of their day, 1440.

    Hours and minutes run day and night from the start's minute. Business hours and minutes run while the week is
    open: a start outside of them counts from the next opening, and a target that is used up at closing time is due
    then, not at the next opening. A target of 0 of them is due at the start, or at the next opening.
    """
    if unit not in MINUTES_IN:
        return due_days(days, target, unit, calendar), np.full(len(days), MINUTES_A_DAY, dtype=np.int64)
    _check(target, unit)
    length = target * MINUTES_IN[unit]
    if unit in ("hours", "minutes"):
        end = days * MINUTES_A_DAY + minutes + length
        return np.asarray(end // MINUTES_A_DAY), np.asarray(end % MINUTES_A_DAY)
    if week == CLOSED:
        raise KpiError(f"{unit} need opening hours, such as hours: {{mon: ['09:00-12:30', '13:30-18:00']}}.")
    opening = Opening(calendar=calendar, week=week)
    last = 1 if length else 0
    day, minute = opening.begin(opening.number(days, minutes) + length - last)
    return day, minute + last


def due_days(start: Days, target: int, unit: str, calendar: Calendar) -> Days:
    """The due day of each start day (integer days). Business units count the calendar's days after the start.

    A target of 0 business days is the start day itself, or the next business day where it isn't one.
    Months keep the day of the month, or take the month's last day. Dates are not moved off holidays.
    """
    _check(target, unit)
    if unit in ("ouvres", "ouvrables"):
        return _business(start, target, unit, calendar)
    if unit == "months":
        return _months(start, target)
    if unit not in DATED_UNITS:
        raise KpiError(f"{unit} end at a minute, not with a day; ask due_moments.")
    return np.asarray(start + target * (7 if unit == "weeks" else 1))


def _check(target: int, unit: str) -> None:
    if unit not in UNITS:
        raise unknown("unit", unit, UNITS)
    if target < 0:
        raise KpiError(f"a target of {target} {unit} lies before the complaint; give 0 or more.")


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
