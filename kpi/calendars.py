"""Which days count: jours ouvrés (Mon-Fri) and ouvrables (Mon-Sat) without the public holidays of a place.

Public holidays come from the `holidays` library by country and subdivision: `FR`, `FR-57` (Moselle),
`FR-Alsace`, `BE`. Closures of one's own are dates that never count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

import holidays
import numpy as np
import numpy.typing as npt

from kpi.days import to_day
from kpi.errors import KpiError, unknown

BusinessUnit = Literal["ouvres", "ouvrables"]
Days = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FIRST, LAST = date(1985, 1, 1), date(2070, 12, 31)
WORKED_WEEKDAYS = {"ouvres": 5, "ouvrables": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A place's business days between 1985 and 2070."""

    id: str
    closures: tuple[date, ...] = field(default=())

    def ordinals(self, unit: str, days: Days) -> Days:
        """How many business days there were up to and including each day; a day off repeats the one before."""
        if unit not in WORKED_WEEKDAYS:
            raise unknown("business-day unit", unit, WORKED_WEEKDAYS)
        table = _table(self.id, self.closures, unit)
        return table[offsets(days)]

    def day_at(self, unit: str, ordinals: Days) -> Days:
        """The day that is the n-th business day; the inverse of `ordinals` on business days."""
        table = _table(self.id, self.closures, unit)
        found = np.searchsorted(table, ordinals, side="left") + to_day(FIRST)
        offsets(found)
        return np.asarray(found, dtype=np.int64)

    def days_off(self) -> Flags:
        """Of every day from FIRST to LAST: is it a public holiday or a closure?"""
        return _days_off(self.id, self.closures)


def offsets(days: Days) -> Days:
    """Days counted from FIRST. KpiError beyond the calendars' first or last day."""
    found = np.asarray(days, dtype=np.int64) - to_day(FIRST)
    if found.size and (found.min() < 0 or found.max() > to_day(LAST) - to_day(FIRST)):
        raise KpiError(f"a date outside {FIRST.year}-{LAST.year} has no business calendar.")
    return found


def weekdays() -> Days:
    """The weekday of every day from FIRST to LAST, Monday being 0 (1970-01-01 was a Thursday)."""
    return np.asarray((np.arange(to_day(FIRST), to_day(LAST) + 1) + 3) % 7)


@lru_cache(maxsize=64)
def _table(calendar: str, closures: tuple[date, ...], unit: str) -> Days:
    return np.cumsum((weekdays() < WORKED_WEEKDAYS[unit]) & ~_days_off(calendar, closures))


@lru_cache(maxsize=64)
def _days_off(calendar: str, closures: tuple[date, ...]) -> Flags:
    days = np.arange(to_day(FIRST), to_day(LAST) + 1)
    return np.isin(days, [to_day(d) for d in (*_public_holidays(calendar), *closures)])


def _public_holidays(calendar: str) -> list[date]:
    country, _, place = calendar.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=place or None, years=range(FIRST.year, LAST.year + 1))
    except NotImplementedError as error:
        known = _names(country.upper())
        same = [name for name in known if name.upper() == calendar.upper()]
        raise unknown("calendar", calendar, same or known) from error
    return list(found)


def _names(country: str) -> list[str]:
    """Every country, and the subdivisions of this one by code and by name."""
    known = holidays.list_supported_countries()
    places = known.get(country, [])
    named = getattr(holidays, country).subdivisions_aliases if places else {}
    return [*known, *(f"{country}-{place}" for place in (*places, *named))]
