"""Working days of France, Monday to Friday without holidays, as ordinals: adding n working days is an indexing."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import numpy as np

from data_sources.demo.draws import Bools, Ints, Times


class Workdays:
    """Days are integers since 1970-01-01; the calendar covers the demo with a year to spare on both sides."""

    def __init__(self, start: date, until: date) -> None:
        first, last = start - timedelta(days=366), until + timedelta(days=366)
        self.origin = day_number(first)
        days = np.arange(self.origin, day_number(last) + 1)
        years = range(first.year, last.year + 1)
        self._holidays = np.array(sorted(day_number(day) for day in holidays.country_holidays("FR", years=years)))
        working = (weekday(days) < 5) & ~np.isin(days, self._holidays)
        self._days = days[working]
        self._count = np.cumsum(working)

    def is_holiday(self, days: Ints) -> Bools:
        return np.isin(days, self._holidays)

    def is_working(self, days: Ints) -> Bools:
        return (weekday(days) < 5) & ~self.is_holiday(days)

    def add(self, days: Ints, count: Ints) -> Ints:
        """The day `count` working days after; a weekend counts as the Friday before it. At most a year ahead."""
        position = self._count[days - self.origin] + count - 1
        return self._days[np.minimum(position, len(self._days) - 1)]

    def between(self, days: Ints, later: Ints) -> Ints:
        """Working days after `days` up to and including `later`."""
        elapsed: Ints = self._count[later - self.origin] - self._count[days - self.origin]
        return elapsed


def day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def weekday(days: Ints) -> Ints:
    """Monday is 0; 1970-01-01 was a Thursday."""
    return (days + 3) % 7


def day_of(times: Times) -> Ints:
    return times.astype("datetime64[D]").astype(np.int64)


def midnight(days: Ints) -> Times:
    return days.astype("datetime64[D]").astype("datetime64[s]")


def office_time(rng: np.random.Generator, days: Ints) -> Times:
    """A moment between 8:30 and 18:30 of each day."""
    seconds = rng.integers(30_600, 66_600, len(days)).astype("timedelta64[s]")
    moments: Times = midnight(days) + seconds
    return moments
