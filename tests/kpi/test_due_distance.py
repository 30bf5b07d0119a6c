"""Days to the due date, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.due_distance import Bar, due_distances
from kpi.measure import Query, measure
from tests.kpi.build import ENGINES, complaint, facts, hundred, scattered

AS_OF = date(2024, 3, 20)
QUERY = Query(metrics=("answered_in_sla",), as_of=AS_OF)


@pytest.mark.parametrize("engine", ENGINES)
def test_early_on_the_day_late_and_waiting(engine: str) -> None:
    """Received on 1 March 2024, ten working days end on 15 March; received on 20 February, on 5 March."""
    rows = [
        complaint("2024-03-01", "2024-03-13"),
        complaint("2024-03-01", "2024-03-15"),
        complaint("2024-03-01", "2024-03-15"),
        complaint("2024-03-01", "2024-03-16"),
        complaint("2024-03-01"),
        complaint("2024-03-18"),
    ]
    found = due_distances(facts(rows, engine=engine), QUERY)
    assert found.bars == (
        Bar(days=-2, on_time=1, late=0, waiting=0),
        Bar(days=-1, on_time=0, late=0, waiting=0),
        Bar(days=0, on_time=2, late=0, waiting=0),
        Bar(days=1, on_time=0, late=1, waiting=0),
        Bar(days=2, on_time=0, late=0, waiting=0),
        Bar(days=3, on_time=0, late=0, waiting=0),
        Bar(days=4, on_time=0, late=0, waiting=0),
        Bar(days=5, on_time=0, late=0, waiting=1),
    )
    assert (found.n, found.at(0), found.at(9)) == (5, 2, 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_lies_beyond_the_edge_stands_in_the_outermost_bar(engine: str) -> None:
    found = due_distances(facts(hundred(), engine=engine), QUERY, edge=5)
    assert (found.bars[0].days, found.bars[-1].days) == (-5, 5)
    assert found.bars[-1] == Bar(days=5, on_time=0, late=10, waiting=20)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_bars_add_up_to_the_figure(engine: str) -> None:
    known = facts(scattered(400), engine=engine)
    query = Query(metrics=("answered_in_sla",), as_of=date(2025, 1, 31), start=date(2024, 5, 1), end=date(2024, 9, 30))
    (figure,) = measure(known, query)
    found = due_distances(known, query)
    assert found.n == figure.n > 0
    assert sum(bar.on_time for bar in found.bars) == figure.numerator


def test_nothing_due_has_no_bars() -> None:
    assert due_distances(facts([complaint("2024-03-18")]), QUERY).bars == ()
