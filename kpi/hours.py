"""Opening hours: which minutes of which days count, and the moment at which so many of them have passed.

Minutes are local minutes of the day (0 to 1439; 1440 is its end), so a change of clocks moves nothing. A public
holiday or a closure of the calendar is closed all day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from kpi.calendars import FIRST, Calendar, Days, offsets, weekdays
from kpi.days import to_day
from kpi.errors import KpiError, unknown

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 1440
Interval = tuple[int, int]
Week = tuple[tuple[Interval, ...], ...]
CLOSED: Week = ((),) * 7
_INTERVAL = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


def read_week(hours: Mapping[str, Sequence[str]]) -> Week:
    """Opening hours such as `{"mon": ["09:00-12:30", "13:30-18:00"]}` as minutes; a weekday not named is closed.

    KpiError for an unknown weekday, hours that can't be read, end before they begin, or overlap.
    """
    for weekday in hours:
        if weekday not in WEEKDAYS:
            raise unknown("weekday", weekday, WEEKDAYS)
    return tuple(_intervals(weekday, hours.get(weekday, ())) for weekday in WEEKDAYS)


def _intervals(weekday: str, texts: Sequence[str]) -> tuple[Interval, ...]:
    found = sorted((_interval(weekday, text), text) for text in texts)
    for (before, earlier), (after, later) in pairwise(found):
        if after[0] < before[1]:
            raise KpiError(f"opening hours overlap on {weekday}: {earlier} and {later}.")
    return tuple(interval for interval, _ in found)


def _interval(weekday: str, text: str) -> Interval:
    read = _INTERVAL.fullmatch(text.strip())
    if not read:
        raise KpiError(f"opening hours '{text}' on {weekday}: write them as 09:00-12:30.")
    hour, minute, last_hour, last_minute = map(int, read.groups())
    start, end = hour * 60 + minute, last_hour * 60 + last_minute
    if end > MINUTES_A_DAY:
        raise KpiError(f"opening hours '{text}' on {weekday}: a day ends at 24:00.")
    if end <= start:
        raise KpiError(f"opening hours '{text}' on {weekday} end before they begin; cut a night at 24:00.")
    return start, end


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The open minutes of a week on a calendar, numbered from 0 at its first day."""

    calendar: Calendar
    week: Week

    def number(self, days: Days, minutes: Days) -> Days:
        """How many open minutes had passed when each minute of each day began: the number of the next one."""
        table, (passed, _) = _cumulated(self.calendar, self.week), _within_days(self.week)
        found = offsets(days)
        today = table[found + 1] - table[found]
        within = passed[weekdays()[found], minutes]
        return np.asarray(table[found] + np.where(today > 0, within, 0))

    def begin(self, numbers: Days) -> tuple[Days, Days]:
        """The day and minute at which open minutes begin, by number; the inverse of `number` on open minutes."""
        table, (_, begins) = _cumulated(self.calendar, self.week), _within_days(self.week)
        found = np.searchsorted(table, numbers, side="right") - 1
        days = np.asarray(found + to_day(FIRST), dtype=np.int64)
        offsets(days)
        return days, np.asarray(begins[weekdays()[found], numbers - table[found]])


@lru_cache(maxsize=64)
def _cumulated(calendar: Calendar, week: Week) -> Days:
    """Open minutes before each day from FIRST to LAST, and after the last."""
    length = np.array([sum(end - start for start, end in intervals) for intervals in week])
    daily = np.where(calendar.days_off(), 0, length[weekdays()])
    return np.concatenate([[0], np.cumsum(daily)])


@lru_cache(maxsize=64)
def _within_days(week: Week) -> tuple[Days, Days]:
    """For each weekday: open minutes passed before each minute of it; and the minute at which each of them begins."""
    is_open = np.zeros((7, MINUTES_A_DAY), dtype=np.int64)
    begins = np.zeros((7, MINUTES_A_DAY), dtype=np.int64)
    for weekday, intervals in enumerate(week):
        for start, end in intervals:
            is_open[weekday, start:end] = 1
        minutes = np.flatnonzero(is_open[weekday])
        begins[weekday, : len(minutes)] = minutes
    return np.cumsum(is_open, axis=1) - is_open, begins
