"""The demo operator, whole: every figure can be given, stock reconciles, engines agree, actions are told apart."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pyarrow.parquet as pq
import pytest

from data_sources.demo.stories import (
    ADVICE,
    BILLING,
    BILLING_TEAM,
    DELIVERY,
    INSTALLATION,
    QUIET_REGION,
    SILENT_SITE,
    SLOW_TEAM,
)  # fmt: skip
from kpi.catalog import metrics
from kpi.days import month_of, to_date
from kpi.detect import Change, detect
from kpi.effect import Effect, judge
from kpi.measure import Query, measure
from kpi.signals import signals
from kpi.silence import silences
from kpi.verdict import Variation
from store.actions import read_actions
from store.annotations import read_annotations
from store.context import facts_of
from store.demo import load_demo
from store.engine import open_facts
from store.home import Store, open_store
from store.publish import Published, published
from store.verify import verify

UNTIL = date(2026, 11, 21)
LAST_DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(tmp_path_factory.mktemp("operator"))
    report = load_demo(store, complaints=60_000, seed=2026, until=UNTIL)
    assert report.read == 60_000
    assert report.reconciles
    return store


@pytest.fixture(scope="module")
def demo(store: Store) -> Published:
    known = published(store)
    assert known is not None
    return known


def test_the_demo_lacks_nothing_that_a_figure_needs(store: Store, demo: Published) -> None:
    query = Query(metrics=tuple(metrics()), as_of=UNTIL, start=date(2026, 1, 1), end=date(2026, 9, 30))
    found = measure(facts_of(store, demo, "house"), query)
    assert {figure.metric: figure.reason for figure in found if figure.value is None} == {}
    assert {figure.metric for figure in found} == set(metrics())


def test_of_the_actions_in_the_register_the_one_that_worked_is_told_from_the_others(
    store: Store, demo: Published
) -> None:
    facts = facts_of(store, demo, "house")
    found = {action.reference: judge(facts, action, UNTIL).effect for action in facts.actions}
    waiting = dict.fromkeys(("AC-05", "AC-06"), Effect.TOO_EARLY)
    shown = dict.fromkeys(("AC-02", "AC-03", "AC-04"), Effect.NOT_SHOWN)
    assert found == {"AC-01": Effect.EFFECTIVE, **shown, **waiting}


def test_the_demo_s_store_is_sound_with_its_registers(store: Store) -> None:
    assert (read_actions(store).num_rows, read_annotations(store).num_rows) == (6, 3)
    assert verify(store) == []


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
def test_engines_agree_to_the_last_digit(store: Store, demo: Published, by: tuple[str, ...]) -> None:
    query = Query(metrics=tuple(metrics()), as_of=date(2026, 8, 15), period="month", by=by)
    assert measure(facts_of(store, demo, "house"), query) == measure(facts_of(store, demo, "house", "pandas"), query)


def test_the_stories_are_found_without_being_told_where_to_look(demo: Published) -> None:
    found = detect(open_facts(demo), LAST_DAY)
    changes = {(one.value, one.change, one.since) for one in found.findings}
    assert {
        (SLOW_TEAM, Change.WORSE, "2025-05"),
        (BILLING, Change.MORE, "2026-09"),
        (BILLING, Change.WORSE, "2026-10"),
        (SILENT_SITE, Change.SILENT, "2026-04"),
        (INSTALLATION, Change.FEWER, "2026-03"),
    } <= changes
    told = {one.value for one in found.findings} | {echo.value for echo, _ in found.explained}
    assert told.isdisjoint({ADVICE, DELIVERY, QUIET_REGION})
    assert {BILLING_TEAM, "Occitanie", "Normandie"} <= {echo.value for echo, _ in found.explained}
    assert len(found.findings) <= 7


def test_the_verdicts_of_the_stories_and_of_the_quiet_series(demo: Published) -> None:
    def said(metric: str, dimension: str, value: str) -> Variation:
        query = Query(metrics=(metric,), as_of=LAST_DAY, where=((dimension, (value,)),))
        return signals(open_facts(demo), query)[0].verdict.variation

    assert said("answered_in_sla", "handler_team", BILLING_TEAM) is Variation.CONCERN
    assert said("answered_in_sla", "region", "Occitanie") is Variation.CONCERN
    assert said("answered_in_sla", "region", QUIET_REGION) is Variation.ORDINARY
    assert said("volume", "motive", ADVICE) is Variation.ORDINARY


def test_the_shop_that_fell_silent_is_the_only_alert(demo: Published) -> None:
    query = Query(metrics=("volume",), as_of=LAST_DAY, by=("site",))
    assert [one.by for one in silences(open_facts(demo), query) if one.alert] == [(("site", SILENT_SITE),)]


def _month(day: int) -> str:
    return f"{to_date(day):%Y-%m}"


def _before(period: str) -> str:
    months = month_of(date.fromisoformat(f"{period}-01")) - 1
    return f"{1970 + months // 12}-{months % 12 + 1:02d}"
