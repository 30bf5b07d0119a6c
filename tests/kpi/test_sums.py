"""Shares, means and scores from whole sums: their intervals against known values, and when there is no value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import narwhals as nw
import pytest

from kpi.catalog import metric
from kpi.figure import Scope
from kpi.measure import Facts, Query, view
from kpi.metric import IS_COMPLAINT, Mean, Metric
from kpi.sums import Sums, sum_value, sums
from tests.kpi.build import ENGINES, ask, complaint, facts, one

LATER = "2024-12-31"
MEAN = replace(metric("reply_delay_mean"), shape=Mean(value="delay_calendar", counted=IS_COMPLAINT, interval=True))

SCOPE = Scope(by=(), period="all", start=None, end=date(2024, 12, 31), unit="calendar")


def cell(n: int, total: int, squares: int = 0, under: int = 0, out: int = 0) -> Sums:
    return Sums(n=n, total=total, squares=squares, under=under, out=out)


def paid(granted: int | None, currency: str | None, claimed: int | None = None) -> dict[str, object]:
    money = {"compensation_granted": granted, "compensation_claimed": claimed, "currency": currency}
    return complaint("2024-03-01", "2024-03-05", outcome="upheld", **money)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(18, 20, 0.699, 0.972), (180, 200, 0.851, 0.934), (0, 10, 0, 0.278), (10, 10, 0.722, 1)],
)
def test_the_same_share_of_few_and_of_many_has_another_wilson_interval(
    hits: int, n: int, low: float, high: float
) -> None:
    found = sum_value(metric("csat"), cell(n, hits, out=3))
    assert (found.value, found.n, found.numerator, found.denominator, found.excluded) == (hits / n, n, hits, n, 3)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


@pytest.mark.parametrize("engine", ENGINES)
def test_eighteen_of_twenty_in_time_are_70_to_97_percent(engine: str) -> None:
    replies = ["2024-03-05"] * 18 + ["2024-05-05"] * 2
    figure = one(facts([complaint("2024-03-01", day) for day in replies], engine=engine), "answered_in_sla", LATER)
    assert (figure.numerator, figure.denominator) == (18, 20)
    assert [round(100 * (end or 0)) for end in (figure.low, figure.high)] == [70, 97]


def test_a_count_is_what_it_is_and_has_no_interval() -> None:
    found = sum_value(metric("volume"), cell(7, 0, out=2))
    assert (found.value, found.n, found.numerator, found.low, found.high, found.excluded) == (7, 7, 7, None, None, 2)


def test_one_to_four_days_have_a_mean_of_two_and_a_half_give_or_take_1_27() -> None:
    found = sum_value(MEAN, cell(4, 10, squares=30, under=4))
    assert (found.value, found.numerator, found.denominator) == (2.5, 10, 4)
    assert (found.low, found.high) == (pytest.approx(1.2349, abs=1e-4), pytest.approx(3.7651, abs=1e-4))


def test_one_value_alone_has_a_mean_and_no_interval() -> None:
    found = sum_value(MEAN, cell(1, 9, squares=81, under=1))
    assert (found.value, found.low, found.high) == (9, None, None)


def test_a_mean_has_an_interval_only_where_its_metric_asks() -> None:
    found = sum_value(replace(MEAN, shape=replace(MEAN.shape, interval=False)), cell(4, 10, squares=30, under=4))
    assert (found.value, found.low, found.high) == (2.5, None, None)


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "low", "high"), [(50, 30, 20, 14.6, 45.4), (1, 1, 1, -113.2, 113.2)]
)
def test_a_score_is_in_points_give_or_take_two_standard_errors(
    promoters: int, passives: int, detractors: int, low: float, high: float
) -> None:
    n, net = promoters + passives + detractors, promoters - detractors
    found = sum_value(metric("nps"), cell(n, net, squares=promoters + detractors))
    assert (found.value, found.numerator, found.denominator) == (100 * net / n, net, n)
    assert (found.low, found.high) == (pytest.approx(max(low, -100), abs=0.05), pytest.approx(min(high, 100), abs=0.05))


def test_one_answer_alone_has_a_score_and_no_interval() -> None:
    found = sum_value(metric("nps"), cell(1, 1, squares=1))
    assert (found.value, found.low, found.high) == (100, None, None)


@pytest.mark.parametrize("name", ["csat", "nps", "compensation", "completeness"])
def test_without_any_line_there_is_no_value(name: str) -> None:
    left_out, nothing = (sum_value(metric(name), cell(0, 0, out=out)) for out in (4, 0))
    assert (left_out.value, left_out.n, left_out.excluded, left_out.reason) == (None, 0, 4, metric(name).unavailable)
    assert (nothing.value, nothing.n, nothing.excluded) == (None, 0, 0)
    assert "no complaint in this period" in nothing.reason.en


def test_nothing_to_divide_by_is_no_value() -> None:
    found = sum_value(metric("compensation_ratio"), cell(2, 50, under=0, out=1))
    assert (found.value, found.reason) == (None, metric("compensation_ratio").unavailable)


def test_money_is_told_in_major_units_and_added_up_in_minor_ones() -> None:
    found = sum_value(metric("compensation"), cell(3, 1_000, under=3))
    assert (found.value, found.numerator, found.denominator) == (1_000 / 300, 1_000, 3)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ratio_of_sums_is_no_mean_of_ratios(engine: str) -> None:
    known = facts([paid(9, "EUR", 1_000), paid(1, "EUR", 999_000)], engine=engine)
    figure = one(known, "compensation_ratio", LATER)
    assert (figure.numerator, figure.denominator, figure.value) == (10, 1_000_000, 1e-5)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["compensation", "compensation_ratio"])
def test_euros_and_dollars_are_not_added_up(name: str, engine: str) -> None:
    known = facts([paid(5_000, "EUR", 6_000), paid(7_000, "USD", 8_000), paid(100, None, 200)], engine=engine)
    figure = one(known, name, LATER)
    assert figure.value is None
    assert figure.reason.en == "several currencies (?, EUR, USD): ask by currency, or for one of them"
    assert "plusieurs monnaies" in figure.reason.fr
    each = {f.by[0][1]: f.numerator for f in ask(known, name, LATER, by=("currency",))}
    assert each == {"EUR": 5_000, "USD": 7_000, None: 100}


@pytest.mark.parametrize("engine", ENGINES)
def test_one_currency_that_is_not_named_is_still_one(engine: str) -> None:
    assert one(facts([paid(5_000, None), paid(1_000, None)], engine=engine), "compensation", LATER).value == 30.0


@pytest.mark.parametrize("engine", ENGINES)
def test_metrics_of_one_scan_keep_their_own_sums(engine: str) -> None:
    known = facts([paid(1, "EUR"), complaint("2024-03-01", "2024-03-05", nps=10)], engine=engine)
    asked: list[Metric] = [metric(name) for name in ("compensation", "nps", "csat")]
    found = sums(_seen(known), asked, SCOPE)
    assert {name: cells.get((0, ())) for name, cells in found.items()} == {
        "compensation": cell(1, 1, under=1, out=1),
        "nps": cell(1, 1, squares=1, out=1),
        "csat": cell(0, 0, out=2),
    }


def test_a_shape_that_adds_nothing_up_is_refused() -> None:
    with pytest.raises(TypeError, match="backlog adds nothing up"):
        sums(_seen(facts([paid(1, "EUR")])), [replace(metric("backlog"), cohort="received")], SCOPE)


def _seen(known: Facts) -> nw.LazyFrame[Any]:
    return view(known, Query(metrics=("volume",), as_of=SCOPE.end))
