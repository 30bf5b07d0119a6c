"""In, out and stock, by hand."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from kpi.flows import flows
from kpi.measure import Query, lines
from tests.kpi.build import ENGINES, complaint, facts, scattered

QUERY = Query(metrics=(), as_of=date(2024, 3, 20), period="month")


@pytest.mark.parametrize("engine", ENGINES)
def test_months_by_hand(engine: str) -> None:
    rows = [
        complaint("2024-01-10", "2024-01-20"),
        complaint("2024-01-10", "2024-03-05"),
        *(complaint("2024-03-12") for _ in range(3)),
    ]
    known = facts(rows, engine=engine)
    found = flows(known, QUERY)
    assert [(one.period, one.entered, one.left, one.stock, one.running) for one in found] == [
        ("2024-01", 2, 1, 1, False),
        ("2024-02", 0, 0, 1, False),
        ("2024-03", 3, 1, 3, True),
    ]
    for one in found:
        opened = lines(known, "flow_balance", "denominator", one.balance.query).collect("pyarrow").to_native()
        assert opened.num_rows == one.balance.figure.n


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("period", ["week", "month"])
def test_the_stock_is_the_one_before_plus_in_less_out(engine: str, period: str) -> None:
    known = facts(scattered(500), engine=engine)
    found = flows(known, Query(metrics=(), as_of=date(2024, 12, 31), period=period))
    assert len(found) > 10
    assert all(now.stock == before.stock + now.entered - now.left for before, now in pairwise(found))


def test_nothing_moved() -> None:
    assert flows(facts([]), QUERY) == ()
    assert flows(facts([complaint("2024-03-01", supplies_reply=False)]), QUERY) == ()
