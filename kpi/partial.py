"""Which figures stand on a part of their period only: it isn't over, the question cuts it, or the data begin in it."""

from __future__ import annotations

from datetime import date
from enum import Enum

from kpi.labels import first_day, last_day, period_of
from kpi.measure import Query


class Partial(Enum):
    """Why a period isn't whole; such a figure is not to be held against those of whole periods."""

    RUNNING = "running"
    CUT = "cut"
    BEGINS = "data begin"


def partial(period: str, query: Query, earliest: date) -> tuple[Partial, ...]:
    """What keeps a period (2024-03) from being whole; `earliest` is the first reception of all data."""
    if period_of(period) is None:
        return ()
    first, last = first_day(period), last_day(period)
    asked = query.start or date.min, query.end or date.max
    cut = first < asked[0] <= last or first <= asked[1] < min(last, query.as_of)
    found = {Partial.RUNNING: last > query.as_of, Partial.CUT: cut, Partial.BEGINS: first < earliest <= last}
    return tuple(why for why, holds in found.items() if holds)
