"""How many have their reply after so many days: the Kaplan-Meier estimate, rising, of the same lines as the median."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import narwhals as nw

from kpi.counting import collected, one
from kpi.errors import KpiError
from kpi.measure import Facts, Query, lines
from kpi.survival import Step, kaplan_meier, quantile

METRIC = "reply_delay_median"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """The share that has a reply by the end of so many days, and its 95 % band."""

    day: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """`median` and `p90` are the days that the metrics of these names give; None where too many are still open."""

    steps: tuple[Reached, ...]
    median: int | None
    p90: int | None
    n: int
    waiting: int
    longest: int


def reply_curve(facts: Facts, query: Query) -> Curve:
    """The curve of the complaints received in the query's period, in the query's unit of days."""
    if query.by:
        raise KpiError("a curve is of one selection; ask for one group at a time.")
    rows = lines(facts, METRIC, "denominator", query).select(
        "answered", day=nw.col(f"delay_{query.unit}"), one=one(nw.col("complaint"))
    )
    answered, waiting = Counter[int](), Counter[int]()
    for (replied, day), (n,) in collected(rows, ["answered", "day"], ["one"]):
        (answered if replied else waiting)[int(day)] += n
    steps = kaplan_meier(answered, waiting)
    return Curve(
        steps=tuple(_rising(step) for step in steps),
        median=quantile(steps, 0.5)[0],
        p90=quantile(steps, 0.9)[0],
        n=answered.total() + waiting.total(),
        waiting=waiting.total(),
        longest=max((*answered, *waiting), default=0),
    )


def _rising(step: Step) -> Reached:
    return Reached(day=step.day, share=1 - step.survival, low=1 - step.high, high=1 - step.low)
