"""When open complaints fall due: how many are overdue at the end of each of the next days, if nothing moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

import narwhals as nw

from kpi import days
from kpi.counting import collected
from kpi.figure import Where
from kpi.measure import Facts, Query, lines
from kpi.metrics._shared import AFTER_DUE

AHEAD = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """`newly` become overdue on the day; `overdue` are at its end, all before it included."""

    day: date
    newly: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The as-of day first. `later`: open and due beyond the last day; `without`: open and promised nothing."""

    days: tuple[Day, ...]
    later: int
    without: int

    @property
    def now(self) -> int:
        """Overdue at the end of the as-of day."""
        return self.days[0].overdue

    def after(self, ahead: int) -> int:
        """Overdue so many days later."""
        return self.days[ahead].overdue


def falling_due(facts: Facts, as_of: date, where: Where = (), ahead: int = AHEAD) -> Forecast:
    """The forecast of the complaints open at the end of the day, within a filter."""
    query = Query(metrics=("backlog",), as_of=as_of, where=where)
    rows = lines(facts, "backlog", "denominator", query).select("judged", day=AFTER_DUE, one=nw.lit(1))
    today, counts, without = days.to_day(as_of), Counter[int](), 0
    for (judged, day), (n,) in collected(rows, ["judged", "day"], ["one"]):
        if judged:
            counts[max(int(day) - today, 0)] += n
        else:
            without += n
    newly = [counts[place] for place in range(ahead + 1)]
    found = zip(newly, accumulate(newly), strict=True)
    return Forecast(
        days=tuple(
            Day(day=days.to_date(today + place), newly=new, overdue=overdue)
            for place, (new, overdue) in enumerate(found)
        ),
        later=counts.total() - sum(newly),
        without=without,
    )
