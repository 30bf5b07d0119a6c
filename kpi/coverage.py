"""Which days the data can speak of: no complaint in March means nothing if the export ends in February."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import exp

import narwhals as nw
import numpy as np

from kpi import days
from kpi.calendars import Calendar
from kpi.measure import Facts
from kpi.spans import Span

IMPROBABLE = 0.001
SLACK = 1  # an export of yesterday evening is not incomplete for that


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The first and the last reception of all data, and how many complaints a working day brings on average."""

    first: date
    last: date
    per_working_day: float
    calendar: Calendar

    def covers(self, span: Span) -> bool:
        """Whether the working days of a span before the first or after the last reception may be empty by chance."""
        missing = worked(self.calendar, span) - self._inside(span)
        return missing <= SLACK or exp(-missing * self.per_working_day) > IMPROBABLE

    def _inside(self, span: Span) -> int:
        first, last = max(span.start, self.first), min(span.end, self.last)
        return worked(self.calendar, Span(start=first, end=last)) if first <= last else 0


def coverage(facts: Facts) -> Coverage | None:
    """What all facts cover, whatever is selected of them; None without any."""
    received = nw.col("received")
    ends = facts.frame.select(first=received.min(), last=received.max(), n=received.count())
    (row,) = ends.collect("pyarrow").to_native().to_pylist()
    if row["first"] is None:
        return None
    calendar, span = facts.rules.calendars()[0], Span(start=days.to_date(row["first"]), end=days.to_date(row["last"]))
    return Coverage(
        first=span.start, last=span.end, per_working_day=row["n"] / max(1, worked(calendar, span)), calendar=calendar
    )


def worked(calendar: Calendar, span: Span) -> int:
    """The jours ouvrés of a span."""
    before, last = calendar.ordinals("ouvres", np.array([days.to_day(span.start) - 1, days.to_day(span.end)]))
    return int(last - before)
