"""Signal or noise for any metric: its last complete periods, their chart, and the verdict on the last of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kpi import days
from kpi.catalog import metric as find_metric
from kpi.figure import Figure
from kpi.groups import By
from kpi.measure import Facts, Query, measure
from kpi.series import ALONE, complete, control_chart
from kpi.spc import Chart, History
from kpi.verdict import UNSETTLED, Verdict, verdict

LENGTHS = {"day": 60, "week": 53, "month": 24, "quarter": 12, "year": 10}
Histories = Callable[[str, By], History]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A series by its last complete period: `figure` is None, and the verdict unknown, where none is complete.

    A metric whose past periods still move (`Metric.settles`) has no chart and no verdict.
    """

    metric: str
    by: By
    figure: Figure | None
    objective: float | None
    chart: Chart | None
    verdict: Verdict


def no_history(metric: str, by: By) -> History:
    """Nothing was decided or written about any series."""
    return ALONE


def signals(facts: Facts, query: Query, histories: Histories = no_history) -> tuple[Signal, ...]:
    """One for each metric and group of the query, over its periods; two years of months where it names no start.

    `histories` gives the rebases and annotations of a metric and group. Objectives are the rule set's.
    """
    period = "month" if query.period == "all" else query.period
    last = days.key_of(period, min(query.end or query.as_of, query.as_of))
    start = query.start or days.first_day(period, last - LENGTHS[period])
    figures = measure(facts, replace(query, period=period, start=start))
    ordered = sorted(figures, key=_series)
    found = {series: list(own) for series, own in groupby(ordered, key=_series)}
    return tuple(_signal(facts, query, own, histories) for own in found.values())


def _series(figure: Figure) -> tuple[str, str]:
    return figure.metric, str(figure.by)


def _signal(facts: Facts, query: Query, figures: Sequence[Figure], histories: Histories) -> Signal:
    metric, by = find_metric(figures[0].metric), figures[0].by
    over = complete(figures, query.as_of)
    chart = control_chart(metric, over, histories(metric.name, by)) if over else None
    goal = facts.rules.objectives.get(metric.name)
    judged = verdict(chart, metric.better, goal) if metric.settles else UNSETTLED
    return Signal(
        metric=metric.name, by=by, figure=over[-1] if over else None, objective=goal, chart=chart, verdict=judged
    )
