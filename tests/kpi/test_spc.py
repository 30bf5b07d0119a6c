"""Signal or noise: the published example, and every rule in both directions."""

from __future__ import annotations

import random

import pytest

from kpi.spc import Rule, Side, xmr

STEADY = [10.0, 11.0, 9.0, 10.5, 9.5] * 4


def chart(values: list[float], **bounds: float):
    return xmr([(f"p{i:02d}", value) for i, value in enumerate(values)], **bounds)


def signals(values: list[float]) -> set[tuple[Rule, Side]]:
    return {(p.rule, p.side) for p in chart(values).points if p.rule}


def test_the_published_series_screens_its_outlier() -> None:
    found = chart([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1])
    assert found.center == pytest.approx(1.94, abs=0.01)
    assert found.upper == pytest.approx(4.60, abs=0.01)


@pytest.mark.parametrize(("sign", "side"), [(1, Side.HIGH), (-1, Side.LOW)])
def test_each_rule_fires_in_its_direction(sign: int, side: Side) -> None:
    away = [sign * value for value in STEADY]
    middle = sign * 10.0
    assert (Rule.OUTSIDE, side) in signals([*away, middle + sign * 9])
    assert (Rule.SHIFT, side) in signals([*away, *(middle + sign * (0.8 + i % 2 / 10) for i in range(7))])
    assert (Rule.TREND, side) in signals([*away, *(middle + sign * i * 0.3 for i in range(-3, 4))])
    assert (Rule.NEAR_LIMIT, side) in signals([*away, middle + sign * 2.9, middle + sign * 2.9])


@pytest.mark.parametrize("sign", [1, -1])
def test_six_points_on_one_side_are_not_yet_a_shift(sign: int) -> None:
    found = signals([*STEADY, 10.0 - sign * 0.5, *(10.0 + sign * (0.8 + i % 2 / 10) for i in range(6))])
    assert not {rule for rule, _ in found} & {Rule.SHIFT, Rule.TREND}


def test_a_constant_series_says_nothing() -> None:
    assert signals([5.0] * 24) == set()


def test_limits_stay_where_the_measure_can_be() -> None:
    found = chart([0.0, 0.9, 0.1, 1.0] * 3, floor=0.0, cap=1.0)
    assert (found.lower, found.upper) == (0.0, 1.0)


def test_fewer_than_twelve_points_give_trial_limits_and_one_gives_none() -> None:
    assert chart([1.0, 2.0] * 5).trial
    assert not chart([1.0, 2.0] * 6).trial
    assert chart([1.0]) is None


def test_stable_series_seldom_end_on_a_signal() -> None:
    draw = random.Random(2024)
    ends = [chart([draw.gauss(100, 10) for _ in range(24)]).points[-1].rule for _ in range(1_000)]
    assert sum(rule is not None for rule in ends) <= 50
