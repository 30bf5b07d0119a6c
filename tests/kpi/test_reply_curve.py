"""The rising curve of replies, counted by hand, and the same as the metrics' own days."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.errors import KpiError
from kpi.measure import Query, measure
from kpi.reply_curve import reply_curve
from tests.kpi.build import ENGINES, complaint, facts, scattered

QUERY = Query(metrics=(), as_of=date(2024, 3, 11))


@pytest.mark.parametrize("engine", ENGINES)
def test_four_complaints_by_hand(engine: str) -> None:
    """After 2 days 1 of 4; one leaves the watch after 4 days; after 5 days one of the two left."""
    rows = [
        complaint("2024-03-01", "2024-03-03"),
        complaint("2024-03-07"),
        complaint("2024-03-01", "2024-03-06"),
        complaint("2024-03-01"),
    ]
    found = reply_curve(facts(rows, engine=engine), QUERY)
    assert [(step.day, step.share) for step in found.steps] == [(2, pytest.approx(0.25)), (5, pytest.approx(0.625))]
    assert all(step.low < step.share < step.high for step in found.steps)
    assert (found.median, found.p90, found.n, found.waiting, found.longest) == (5, None, 4, 2, 10)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("unit", ["calendar", "ouvres"])
def test_its_days_are_those_of_the_metrics(engine: str, unit: str) -> None:
    known = facts(scattered(300), engine=engine)
    query = Query(metrics=("reply_delay_median", "reply_delay_p90"), as_of=date(2025, 1, 31), unit=unit)
    median, p90 = measure(known, query)
    found = reply_curve(known, query)
    assert (found.median, found.p90, found.n) == (median.value, p90.value, median.n)


def test_no_complaint_is_no_curve() -> None:
    found = reply_curve(facts([complaint("2024-04-01")]), QUERY)
    assert (found.steps, found.median, found.n, found.longest) == ((), None, 0, 0)


def test_a_curve_is_of_one_selection() -> None:
    with pytest.raises(KpiError, match="one selection"):
        reply_curve(facts([]), Query(metrics=(), as_of=date(2024, 3, 11), by=("channel",)))
