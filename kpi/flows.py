"""What came in and what left in each period, and the stock at its end. Stock = stock before + in - out, always."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kpi import days
from kpi.figure import Figure
from kpi.labels import first_day, last_day
from kpi.measure import Facts, Query, measure
from kpi.overview import Answer

LENGTHS = {"week": 26, "month": 24}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One period: `entered`, `left`, the `stock` at its end; `running` where it isn't over on the as-of day.

    `balance` opens on all that moved.
    """

    period: str
    entered: int
    left: int
    stock: int
    running: bool
    balance: Answer


def flows(facts: Facts, query: Query) -> tuple[Moved, ...]:
    """The last periods of the query's length, oldest first; from the first in which anything was open or moved."""
    last = days.key_of(query.period, query.as_of)
    start = days.first_day(query.period, last - LENGTHS[query.period])
    asked = replace(query, metrics=("flow_balance", "backlog"), by=(), start=start, end=None)
    found = {(figure.metric, figure.period): figure for figure in measure(facts, asked)}
    periods = [period for metric, period in found if metric == "backlog"]
    moved = [_moved(period, found, asked) for period in periods if found["backlog", period].value is not None]
    first = next((place for place, one in enumerate(moved) if one.entered or one.left or one.stock), len(moved))
    return tuple(moved[first:])


def _moved(period: str, found: dict[tuple[str, str], Figure], query: Query) -> Moved:
    """A period in which nothing moved has no balance of its own: it is 0."""
    stock = found["backlog", period]
    balance = found.get(("flow_balance", period)) or replace(stock, metric="flow_balance", value=0, n=0, numerator=0)
    entered = balance.numerator or 0
    end = min(last_day(period), query.as_of)
    asked = replace(query, metrics=("flow_balance",), period="all", start=first_day(period), end=end)
    return Moved(
        period=period,
        entered=entered,
        left=entered - int(balance.value or 0),
        stock=int(stock.value or 0),
        running=last_day(period) > query.as_of,
        balance=Answer(figure=balance, query=asked),
    )
