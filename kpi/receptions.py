"""On which days complaints arrive: every day of a year, what a weekday usually brings, and the fullest day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpi.figure import Figure
from kpi.measure import Facts, Query, measure

WEEKS = 53
WEEKDAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day and how many complaints were received on it."""

    day: date
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    """A weekday, Monday being 0: complaints a day on average, over so many of them."""

    weekday: int
    mean: float
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receptions:
    """Days from the first complaint, at most 53 weeks back, to the last one asked for; `figure` counts them all."""

    query: Query
    days: tuple[Day, ...]
    weekdays: tuple[Weekday, ...]
    peak: Day | None
    figure: Figure

    @property
    def total(self) -> int:
        """Complaints of all days."""
        return self.figure.n


def receptions(facts: Facts, query: Query) -> Receptions:
    """The days of the 53 weeks until the query's end, whole weeks from a Monday."""
    last = min(query.end or query.as_of, query.as_of)
    monday = last - timedelta(days=last.weekday() + 7 * (WEEKS - 1))
    asked = replace(query, metrics=("volume",), by=(), period="day", start=monday, end=last)
    counts = {date.fromisoformat(figure.period): figure.n for figure in measure(facts, asked) if figure.n}
    first = min(counts, default=last + timedelta(days=1))
    found = tuple(Day(day=day, n=counts.get(day, 0)) for day in _each(first, last))
    whole = replace(asked, period="all")
    return Receptions(
        query=whole, days=found, weekdays=_weekdays(found), figure=measure(facts, whole)[0],
        peak=max(found, key=lambda one: (one.n, one.day), default=None),
    )  # fmt: skip


def _each(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def _weekdays(days: tuple[Day, ...]) -> tuple[Weekday, ...]:
    by_weekday = [[one.n for one in days if one.day.weekday() == weekday] for weekday in range(WEEKDAYS)]
    return tuple(
        Weekday(weekday=weekday, mean=sum(counts) / len(counts), days=len(counts))
        for weekday, counts in enumerate(by_weekday)
        if counts
    )
