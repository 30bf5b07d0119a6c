"""Verdicts are passed only on figures whose past periods stay what they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kpi.catalog import metric, metrics
from kpi.measure import Facts, Query, measure
from kpi.series import complete, control_chart
from kpi.signals import signals
from kpi.verdict import UNSETTLED, Variation, verdict
from tests.kpi.build import complaint, facts

AS_OF = date(2024, 12, 1)
MOVE = {"answered_in_sla_low", "answered_in_sla_high", "lateness_mean", "reply_rate", "completeness", "forgotten"}
COUNT_LATER = {
    "first_contact": "counts a complaint once its third working day is over",
    "actions_effective": "counts an action once its effect can be judged",
    "reply_delay_p90": "estimates the same quantile from shorter waits (Kaplan-Meier)",
    "reply_delay_p75": "estimates the same quantile from shorter waits (Kaplan-Meier)",
    "reply_delay_median": "estimates the same quantile from shorter waits (Kaplan-Meier)",
    "ownership_delay": "estimates the same quantile from shorter waits (Kaplan-Meier)",
}


def _unchanging() -> list[dict[str, object]]:
    """One complaint a day for two years: half answered after 5 days, a quarter after 25, a quarter after 100."""
    delays, first = (5, 25, 5, 100), date(2023, 1, 1)
    received = [first + timedelta(days=day) for day in range((AS_OF - first).days)]
    replied = [str(day + timedelta(days=delays[n % 4])) for n, day in enumerate(received)]
    return [complaint(str(day), reply) for day, reply in zip(received, replied, strict=True)]


@pytest.fixture(scope="module")
def unchanging() -> Facts:
    return facts(_unchanging())


@pytest.mark.parametrize("name", ["reply_rate", "lateness_mean"])
def test_recent_months_that_are_only_younger_get_no_verdict(unchanging: Facts, name: str) -> None:
    (found,) = signals(unchanging, Query(metrics=(name,), as_of=AS_OF))
    assert (found.verdict, found.chart, found.figure is None) == (UNSETTLED, None, False)
    series = measure(unchanging, Query(metrics=(name,), as_of=AS_OF, period="month", start=date(2023, 3, 1)))
    as_if = replace(metric(name), settles=True)
    judged = verdict(control_chart(as_if, complete(series, AS_OF)), as_if.better)
    assert judged.variation in (Variation.CONCERN, Variation.IMPROVEMENT), "what it would be mistaken for"


def test_a_past_month_stays_what_it_was_for_every_figure_that_gets_a_verdict(unchanging: Facts) -> None:
    asked = {"metrics": tuple(metrics()), "start": date(2024, 4, 1), "end": date(2024, 4, 30), "period": "month"}
    then, later = (
        {one.metric: (one.value, one.n) for one in measure(unchanging, Query(as_of=day, **asked))}
        for day in (date(2024, 5, 2), AS_OF)
    )
    moved = {name for name in then if then[name] != later[name]}
    assert {"answered_in_sla_low", "answered_in_sla_high", "lateness_mean", "reply_rate"} <= moved
    assert moved - MOVE - set(COUNT_LATER) == set()
    assert {name for name in metrics() if not metric(name).settles} == MOVE
