"""Which earlier days a period may be compared with: as many of them, in the same place of the calendar.

A period that is still running is compared with as many first days of the earlier one, and the earlier one is seen at
the same age: as many days after its end as the present one is seen after its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from kpi import days
from kpi.errors import KpiError
from kpi.measure import Query

SAME_WEEKDAYS = timedelta(days=364)


class Against(Enum):
    """What a period is compared with."""

    PREVIOUS = "the period of the same length before"
    LAST_YEAR = "the same dates one year before"
    LAST_YEAR_SAME_WEEKDAYS = "364 days before, on the same days of the week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `start` to `end`, both counted."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.end - self.start).days + 1

    def first(self, count: int) -> Span:
        """Its first days, or all of it where there are no more."""
        return Span(start=self.start, end=min(self.end, self.start + timedelta(days=count - 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """The days asked for, those of them that are over on the as-of day, and the earlier days to compare these with."""

    asked: Span
    seen: Span
    earlier: Span

    @property
    def running(self) -> bool:
        """Whether the period asked for isn't over."""
        return self.seen != self.asked


def spans(query: Query, against: Against) -> Spans:
    """The query's period and the one to compare it with.

    Whole calendar months (a month, a quarter, a year) are compared with as many whole months, anything else with as
    many days. KpiError without a first day, or when it hasn't come yet.
    """
    if query.start is None:
        raise KpiError("a comparison needs the first day of its period; give a start.")
    if query.start > query.as_of:
        raise KpiError(
            f"the period begins on {query.start}, after the as-of day {query.as_of}; nothing is known of it."
        )
    asked = Span(start=query.start, end=query.end or query.as_of)
    if asked.days < 1:
        raise KpiError(f"the period ends ({asked.end}) before it begins ({asked.start}).")
    seen = asked.first((query.as_of - asked.start).days + 1)
    earlier = _EARLIER[against](asked)
    return Spans(asked=asked, seen=seen, earlier=earlier if seen == asked else earlier.first(seen.days))


def earlier_query(query: Query, against: Against) -> Query:
    """The same question about the earlier days, seen at the same age."""
    found = spans(query, against)
    age = query.as_of - found.seen.end
    return replace(query, start=found.earlier.start, end=found.earlier.end, as_of=found.earlier.end + age)


def _previous(asked: Span) -> Span:
    months = _whole_months(asked)
    before = asked.start - timedelta(days=1)
    if months:
        return Span(start=days.first_day("month", days.month_of(asked.start) - months), end=before)
    return Span(start=asked.start - timedelta(days=asked.days), end=before)


def _last_year(asked: Span) -> Span:
    if _whole_months(asked):
        first, last = days.month_of(asked.start), days.month_of(asked.end)
        return Span(start=days.first_day("month", first - 12), end=days.last_day("month", last - 12))
    return Span(start=_year_before(asked.start), end=_year_before(asked.end))


def _same_weekdays(asked: Span) -> Span:
    return Span(start=asked.start - SAME_WEEKDAYS, end=asked.end - SAME_WEEKDAYS)


def _whole_months(asked: Span) -> int:
    """How many whole calendar months these days are; 0 where they are none."""
    first, last = days.month_of(asked.start), days.month_of(asked.end)
    whole = days.first_day("month", first) == asked.start and days.last_day("month", last) == asked.end
    return last - first + 1 if whole else 0


def _year_before(value: date) -> date:
    """29 February has its 28th a year before."""
    try:
        return value.replace(year=value.year - 1)
    except ValueError:
        return value.replace(year=value.year - 1, day=28)


_EARLIER = {
    Against.PREVIOUS: _previous,
    Against.LAST_YEAR: _last_year,
    Against.LAST_YEAR_SAME_WEEKDAYS: _same_weekdays,
}
