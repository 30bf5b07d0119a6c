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
        return table[_offsets(days)]

    def day_at(self, unit: str, ordinals: Days) -> Days:
        """The day that is the n-th business day; the inverse of `ordinals` on business days."""
        table = _table(self.id, self.closures, unit)
        found = np.searchsorted(table, ordinals, side="left")
        return np.asarray(found + to_day(FIRST), dtype=np.int64)


def _offsets(days: Days) -> Days:
    offsets = np.asarray(days, dtype=np.int64) - to_day(FIRST)
    if offsets.size and (offsets.min() < 0 or offsets.max() > to_day(LAST) - to_day(FIRST)):
        raise KpiError(f"a date outside {FIRST.year}-{LAST.year} has no business calendar.")
    return offsets


@lru_cache(maxsize=64)
def _table(calendar: str, closures: tuple[date, ...], unit: str) -> Days:
    days = np.arange(to_day(FIRST), to_day(LAST) + 1)
    weekday = (days + 3) % 7
    off = np.isin(days, [to_day(d) for d in (*_public_holidays(calendar), *closures)])
    return np.cumsum((weekday < WORKED_WEEKDAYS[unit]) & ~off)


def _public_holidays(calendar: str) -> list[date]:
    country, _, place = calendar.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=place or None, years=range(FIRST.year, LAST.year + 1))
    except NotImplementedError as error:
        known = holidays.list_supported_countries()
        raise unknown("calendar", calendar, [*known, *(f"{country}-{s}" for s in known.get(country, []))]) from error
    return list(found)
