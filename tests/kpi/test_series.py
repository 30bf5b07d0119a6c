"""Each metric gets the chart of what it counts, of whole periods only, and stable series stay quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt

import pytest

from benchmarks.false_signals import FAMILIES, MOST, RATE, Family, tally
from kpi.catalog import metric
from kpi.errors import KpiError
from kpi.figure import Figure
from kpi.metric import Metric
from kpi.overview import overview
from kpi.series import chart_kind, complete, control_chart
from kpi.spc import Annotation, Chart, History, Kind, Rebase, Rule, Side
from tests.kpi.build import complaint, facts
from tests.kpi.spc.build import months

CALM, WILD = [100, 105, 95, 102, 98, 104] * 2, [100, 160, 60, 130, 70, 150] * 2
SHARE, VOLUME, MEDIAN, MEAN, STOCK = (
    metric(name) for name in ("answered_in_sla", "volume", "reply_delay_median", "reply_delay_mean", "backlog")
)
SCORE = replace(MEAN, name="score", unit="points", better="up")


def figure(asked: Metric, period: str, value: float | None, **more: object) -> Figure:
    given: dict[str, object] = {
        "metric": asked.name, "period": period, "by": (), "value": value, "unit": asked.unit, "n": 1,
        "numerator": None, "denominator": None, "low": None, "high": None, "excluded": 0, "definition_version": "1",
    }  # fmt: skip
    return Figure(**(given | more))  # type: ignore[arg-type]


def alone(asked: Metric, values: list[float | None]) -> list[Figure]:
    return [figure(asked, period, value) for period, value in zip(months(len(values)), values, strict=True)]


def divided(asked: Metric, hits: list[int], below: float, per: int = 1) -> list[Figure]:
    return [
        figure(asked, period, hit / below * per, numerator=hit, denominator=below)
        for period, hit in zip(months(len(hits)), hits, strict=True)
    ]


def chart(asked: Metric, figures: list[Figure], history: History | None = None) -> Chart:
    found = control_chart(asked, figures, history or History())
    assert found is not None
    return found


def test_a_share_is_a_p_chart_and_p_prime_where_months_differ_by_more_than_chance() -> None:
    calm, wild = chart(SHARE, divided(SHARE, CALM, 200)), chart(SHARE, divided(SHARE, WILD, 200))
    assert (calm.kind, wild.kind) == (Kind.P, Kind.P_PRIME)
    center = sum(CALM) / 2400
    assert calm.upper == pytest.approx(center + 3 * sqrt(center * (1 - center) / 200))
    assert wild.upper - wild.center > calm.upper - calm.center


def test_a_rate_is_a_u_chart_per_thousand_and_u_prime_where_months_differ_by_more_than_chance() -> None:
    calm, wild = chart(RATE, divided(RATE, CALM, 50_000, 1000)), chart(RATE, divided(RATE, WILD, 50_000, 1000))
    assert (calm.kind, wild.kind) == (Kind.U, Kind.U_PRIME)
    mean = sum(CALM) / 12
    assert calm.points[0].value == 2.0
    assert calm.upper == pytest.approx((mean + 3 * sqrt(mean)) / 50)


def test_parts_per_million_are_rates_too() -> None:
    ppm = replace(RATE, name="ppm", unit="ppm")
    found = chart(ppm, divided(ppm, CALM, 1e6, 1_000_000))
    assert (found.kind, found.points[0].value) == (Kind.U, 100)


def test_a_count_is_a_c_chart_and_xmr_where_months_differ_by_more_than_chance() -> None:
    calm, wild = chart(VOLUME, alone(VOLUME, [*CALM])), chart(VOLUME, alone(VOLUME, [*WILD]))
    assert (calm.kind, wild.kind) == (Kind.C, Kind.XMR)


@pytest.mark.parametrize("asked", [MEDIAN, MEAN, STOCK, SCORE], ids=lambda asked: asked.name)
def test_delays_means_stocks_and_scores_are_xmr_charts(asked: Metric) -> None:
    assert chart_kind(asked) == "xmr"
    assert chart(asked, alone(asked, [*CALM])).kind is Kind.XMR


@pytest.mark.parametrize(("asked", "reach"), [(MEDIAN, 1.5), (STOCK, 1.5), (MEAN, 2.66 * 2 / 11)])
def test_whole_days_and_stocks_move_in_whole_numbers_and_means_do_not(asked: Metric, reach: float) -> None:
    found = chart(asked, alone(asked, [8, 8, 8, 8, 8, 9, 8, 8, 8, 8, 8, 8]))
    assert found.upper - found.center == pytest.approx(reach)


def test_a_delay_is_never_negative_but_a_balance_or_a_score_may_be() -> None:
    swinging: list[float | None] = [1, 9] * 6
    assert chart(MEDIAN, alone(MEDIAN, swinging)).lower == 0
    assert chart(SCORE, alone(SCORE, swinging)).lower < 0
    assert chart(STOCK, alone(STOCK, [-1, *swinging])).lower < -1


def test_a_metric_may_ask_for_another_chart() -> None:
    assert chart(replace(SHARE, chart="xmr"), divided(SHARE, CALM, 200)).kind is Kind.XMR
    assert chart(replace(VOLUME, chart="xmr"), alone(VOLUME, [*CALM])).kind is Kind.XMR
    assert chart(replace(STOCK, chart="c"), alone(STOCK, [*CALM])).kind is Kind.C
    assert chart(replace(RATE, chart="p"), divided(RATE, CALM, 200)).kind is Kind.P
    assert chart(replace(SHARE, chart="u"), divided(SHARE, CALM, 200)).kind is Kind.U


def test_a_share_on_an_xmr_chart_stays_between_0_and_1() -> None:
    asked = replace(SHARE, chart="xmr")
    found = chart(asked, divided(asked, [1, 99] * 6, 100))
    assert (found.lower, found.upper) == (0, 1)


@pytest.mark.parametrize("missing", ["numerator", "denominator"])
def test_a_share_that_lacks_one_of_its_two_numbers_is_refused(missing: str) -> None:
    figures = [replace(one, **{missing: None}) for one in divided(SHARE, CALM, 200)]
    with pytest.raises(KpiError, match="answered_in_sla, 2023-01"):
        control_chart(SHARE, figures)


@pytest.mark.parametrize("asked", ["p", "u"])
def test_a_chart_that_lacks_its_denominator_is_refused(asked: str) -> None:
    with pytest.raises(KpiError, match=rf"volume, 2023-01: .* no {asked} chart"):
        control_chart(replace(VOLUME, chart=asked), alone(VOLUME, [*CALM]))  # type: ignore[arg-type]


def test_figures_of_two_groups_are_refused() -> None:
    mixed = [figure(VOLUME, "2023-01", 1.0, by=(("channel", name),)) for name in ("web", "phone")]
    with pytest.raises(KpiError, match="one group"):
        control_chart(VOLUME, mixed)


def test_periods_without_a_value_are_left_out_and_too_few_give_no_chart() -> None:
    found = chart(MEDIAN, alone(MEDIAN, [8, None, 9]))
    assert [point.period for point in found.points] == ["2023-01", "2023-03"]
    assert control_chart(MEDIAN, alone(MEDIAN, [8, None])) is None
    assert control_chart(MEDIAN, []) is None


def test_a_running_period_is_left_out_until_its_last_day_is_over() -> None:
    figures = alone(VOLUME, [10, 11, 3])
    assert [one.period for one in complete(figures, date(2023, 3, 30))] == ["2023-01", "2023-02"]
    assert len(complete(figures, date(2023, 3, 31))) == 3
    weeks = [figure(VOLUME, "2024-W52", 1.0), figure(VOLUME, "2025-W01", 1.0)]
    assert len(complete(weeks, date(2025, 1, 4))) == 1
    assert len(complete(weeks, date(2025, 1, 5))) == 2


def test_months_before_the_first_line_are_no_zeros_and_empty_ones_after_it_are() -> None:
    figures = [figure(VOLUME, period, float(n), n=n) for period, n in zip(months(4), (0, 0, 5, 0), strict=True)]
    assert [one.value for one in complete(figures, date(2024, 1, 1))] == [5, 0]
    exposed = [figure(RATE, period, 0.0, n=0, numerator=0, denominator=100.0) for period in months(2)]
    assert len(complete(exposed, date(2024, 1, 1))) == 2


def test_rebases_and_annotations_reach_the_chart() -> None:
    history = History(
        rebases=(Rebase(period="2023-07", reason="new calendar", author="A. Martin"),),
        annotations=(Annotation(at="2023-05-02", text="strike", author="A. Martin"),),
    )
    for asked, figures in (
        (SHARE, divided(SHARE, CALM, 200)),
        (RATE, divided(RATE, CALM, 50_000, 1000)),
        (VOLUME, alone(VOLUME, [*CALM])),
        (MEDIAN, alone(MEDIAN, [*CALM])),
    ):
        found = chart(asked, figures, history)
        assert [segment.points[0].period for segment in found.segments] == ["2023-01", "2023-07"]
        assert found.annotations == history.annotations


def test_the_steering_page_shows_whole_months_on_charts_that_suit() -> None:
    complaints = [
        complaint(f"2023-{month:02d}-05", f"2023-{month:02d}-0{5 + i % 4}")
        for month in range(1, 13)
        for i in range(40 if month < 12 else 90)
    ]
    around = [complaint("2022-11-02", kind="remark"), complaint("2024-01-02")]
    found = overview(facts([*complaints, *around]), date(2024, 1, 15))
    volume, sla = found.answer("volume").chart, found.answer("answered_in_sla").chart
    assert volume and sla
    assert [point.period for point in volume.points] == [f"2023-{month:02d}" for month in range(1, 13)]
    assert (volume.points[-1].rule, volume.points[-1].side) == (Rule.OUTSIDE, Side.HIGH)
    assert sla.kind is Kind.P


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_stable_series_seldom_end_on_a_signal(family: Family) -> None:
    assert tally(family).signals <= MOST
