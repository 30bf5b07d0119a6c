"""The demo operator, whole: stock reconciles for every month and channel, and engines agree to the last digit."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pyarrow.parquet as pq
import pytest

from kpi.catalog import metrics
from kpi.days import month_of, to_date
from kpi.measure import Query, measure
from store.demo import load_demo
from store.engine import open_facts
from store.home import open_store
from store.publish import Published, published

UNTIL = date(2026, 11, 21)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Published:
    store = open_store(tmp_path_factory.mktemp("operator"))
    report = load_demo(store, complaints=60_000, seed=2026, until=UNTIL)
    assert report.read == 60_000
    assert report.reconciles
    known = published(store)
    assert known is not None
    return known


def test_opening_stock_plus_in_less_out_is_closing_stock_for_every_month_and_channel(demo: Published) -> None:
    query = Query(metrics=("backlog",), as_of=UNTIL, period="month", by=("channel",))
    stock = {(f.period, f.by[0][1]): f.n for f in measure(open_facts(demo), query)}
    rows = [row for row in pq.read_table(demo.facts).to_pylist() if row["kind"] == "complaint"]
    arrived = Counter((_month(row["received"]), row["channel"]) for row in rows)
    left = Counter((_month(row["out"]), row["channel"]) for row in rows if row["out"] is not None)
    assert len(stock) == 37 * 6
    for (period, channel), closing in stock.items():
        opening = stock.get((_before(period), channel), 0)
        assert opening + arrived[period, channel] - left[period, channel] == closing


@pytest.mark.parametrize("by", [(), ("channel",), ("region", "level")])
def test_engines_agree_to_the_last_digit(demo: Published, by: tuple[str, ...]) -> None:
    query = Query(metrics=tuple(metrics()), as_of=date(2026, 8, 15), period="month", by=by)
    assert measure(open_facts(demo, engine="duckdb"), query) == measure(open_facts(demo, engine="pandas"), query)


def _month(day: int) -> str:
    return f"{to_date(day):%Y-%m}"


def _before(period: str) -> str:
    months = month_of(date.fromisoformat(f"{period}-01")) - 1
    return f"{1970 + months // 12}-{months % 12 + 1:02d}"
