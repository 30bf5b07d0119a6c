"""XmR: the published example, limits, and what whole numbers do to it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kpi.spc import Chart, Kind, Rule, Side, xmr
from kpi.spc.limits import away, usual_range
from tests.kpi.spc.build import by_month, fired

PUBLISHED = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


def chart(values: list[float], **options: float) -> Chart:
    found = xmr(by_month(values), **options)
    assert found is not None
    return found


def test_the_published_series_screens_its_outlier() -> None:
    found = chart(PUBLISHED)
    assert found.kind is Kind.XMR
    assert found.center == pytest.approx(1.94, abs=0.01)
    assert found.upper == pytest.approx(4.60, abs=0.01)


def test_without_screening_the_published_series_would_hide_half_of_it() -> None:
    ranges = [abs(after - before) for before, after in pairwise(PUBLISHED)]
    assert sum(PUBLISHED) / 18 + 2.66 * sum(ranges) / 17 == pytest.approx(6.95, abs=0.01)
    assert usual_range(PUBLISHED) == 1.0


def test_limits_are_the_mean_and_2_66_mean_moving_ranges() -> None:
    found = chart([10, 12, 11, 13])
    assert found.center == 11.5
    assert found.upper == pytest.approx(11.5 + 2.66 * 5 / 3)
    assert found.lower == pytest.approx(11.5 - 2.66 * 5 / 3)


def test_limits_stay_where_the_measure_can_be() -> None:
    found = chart([0.0, 0.9, 0.1, 1.0] * 3, floor=0.0, cap=1.0)
    assert (found.lower, found.upper) == (0.0, 1.0)
    assert chart([-3.0, 4.0, -5.0]).lower < -5


def test_fewer_than_twelve_points_give_trial_limits_and_one_gives_none() -> None:
    assert chart([1.0, 2.0] * 5 + [1.0]).trial
    assert not chart([1.0, 2.0] * 6).trial
    assert xmr(by_month([1.0])) is None
    assert xmr([]) is None


@pytest.mark.parametrize("value", [5.0, 0.1])
def test_a_constant_series_says_nothing(value: float) -> None:
    assert fired(chart([value] * 24)) == set()


def test_one_change_in_a_constant_series_leaves_it_limits() -> None:
    found = chart([5.0] * 20 + [6.0])
    assert found.upper - found.lower == pytest.approx(2 * 2.66 / 20)
    assert [point.rule for point in found.points].count(Rule.OUTSIDE) == 1


def test_whole_days_within_half_a_day_of_the_mean_are_on_neither_side() -> None:
    wavering = [8, 8, 8, 9, 8, 8, 8, 8, 8, 8, 8, 9, 8]
    assert (Rule.SHIFT, Side.LOW) in fired(chart(wavering))
    assert fired(chart(wavering, step=1)) == set()


@pytest.mark.parametrize(("center", "on_the_line"), [(8.5, True), (7.5, True), (8.51, False), (7.49, False)])
def test_half_a_unit_is_still_on_the_line(center: float, on_the_line: bool) -> None:
    assert (away(8, center, reach=3, step=1) == 0) is on_the_line
    assert away(8, center, reach=3) != 0


def test_whole_days_have_limits_a_day_and_a_half_away_at_least() -> None:
    found = chart([8, 8, 8, 8, 9, 8, 8, 8, 8, 8, 8, 8], step=1)
    assert found.upper - found.center == pytest.approx(1.5)
    assert fired(chart([8] * 12 + [9], step=1)) == set()
    assert (Rule.OUTSIDE, Side.HIGH) in fired(chart([8] * 12 + [10], step=1))
    assert (Rule.OUTSIDE, Side.LOW) in fired(chart([8] * 12 + [6], step=1))
