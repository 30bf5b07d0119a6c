"""The four rules: each on its first point and not before, in both directions, by each point's own limits."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kpi.spc import Rule, Side, p, u, xmr
from kpi.spc.rules import signals
from tests.kpi.spc.build import by_month, counted, fired, signal_places

SIDES = pytest.mark.parametrize(("sign", "side"), [(1, Side.HIGH), (-1, Side.LOW)])
STEADY = [10.0, 11.0, 9.0, 10.5, 9.5] * 4


def judged(away: list[float]) -> list[tuple[Rule, Side] | None]:
    """Signals by the parts of the way to the limit alone; values that neither rise nor fall for long."""
    return signals([float(i % 2) for i in range(len(away))], away)


@SIDES
def test_a_point_is_outside_beyond_its_limit_and_not_on_it(sign: int, side: Side) -> None:
    assert judged([0, sign * 1.0, 0, 0]) == [None] * 4
    assert judged([0, sign * 1.001, 0, 0])[1] == (Rule.OUTSIDE, side)


@SIDES
def test_a_shift_fires_on_the_seventh_point_and_not_on_the_sixth(sign: int, side: Side) -> None:
    six, seven = [0.0, *[sign * 0.1] * 6, 0.0], [0.0, *[sign * 0.1] * 7, 0.0]
    assert judged(six) == [None] * 8
    assert judged(seven) == [None, *[(Rule.SHIFT, side)] * 7, None]


@SIDES
def test_a_point_on_the_line_or_across_it_ends_a_shift(sign: int, side: Side) -> None:
    half = [sign * 0.1] * 6
    assert judged([*half, 0.0, *half]) == [None] * 13
    assert judged([*half, sign * -0.1, *half]) == [None] * 13


@SIDES
def test_a_trend_fires_on_the_seventh_point_and_not_on_the_sixth(sign: int, side: Side) -> None:
    rising = [sign * float(i) for i in range(7)]
    assert signals(rising[:6], [0.0] * 6) == [None] * 6
    assert signals(rising, [0.0] * 7) == [(Rule.TREND, side)] * 7
    assert signals([*rising[:4], rising[3], *rising[4:]], [0.0] * 8) == [None] * 8


@SIDES
@pytest.mark.parametrize("gap", [[], [0.0]])
def test_two_of_three_beyond_two_thirds_of_the_limit_are_a_signal(sign: int, side: Side, gap: list[float]) -> None:
    near = sign * 0.67
    found = judged([0.0, 0.0, near, *gap, near, 0.0, 0.0])
    assert [signal for signal in found if signal] == [(Rule.NEAR_LIMIT, side)] * 2
    assert found[2] == found[3 + len(gap)] == (Rule.NEAR_LIMIT, side)


@SIDES
def test_neither_one_nor_two_in_four_nor_two_on_opposite_sides_are_a_signal(sign: int, side: Side) -> None:
    near = sign * 0.67
    for quiet in ([0, near, 0, 0], [near, 0, 0, near], [near, -near, 0], [sign * 0.66, sign * 0.66, sign * 0.66]):
        assert judged([float(part) for part in quiet]) == [None] * len(quiet)


def test_the_first_rule_that_a_point_breaks_names_its_side() -> None:
    rising_from_below = [-1.5, -0.9, -0.5, -0.1, 0.1, 0.2, 0.3]
    found = signals(rising_from_below, rising_from_below)
    assert found[0] == (Rule.OUTSIDE, Side.LOW)
    assert found[6] == (Rule.TREND, Side.HIGH)


@SIDES
def test_each_rule_fires_on_a_chart_in_its_direction(sign: int, side: Side) -> None:
    away = [sign * value for value in STEADY]
    middle = sign * 10.0
    for rule, ending in {
        Rule.OUTSIDE: [middle + sign * 9],
        Rule.SHIFT: [middle + sign * (0.8 + i % 2 / 10) for i in range(7)],
        Rule.TREND: [middle + sign * i * 0.3 for i in range(-3, 4)],
        Rule.NEAR_LIMIT: [middle + sign * 2.9, middle + sign * 2.9],
    }.items():
        assert (rule, side) in fired(xmr(by_month([*away, *ending])))


@SIDES
def test_six_points_on_one_side_of_a_chart_are_not_yet_a_shift(sign: int, side: Side) -> None:
    ending = [10.0 - sign * 0.5, *(10.0 + sign * (0.8 + i % 2 / 10) for i in range(6))]
    assert not {rule for rule, _ in fired(xmr(by_month([*STEADY, *ending])))} & {Rule.SHIFT, Rule.TREND}


def test_the_same_share_is_a_signal_of_many_and_none_of_few() -> None:
    hits = [50, 51, 49, 50, 51, 49, 50, 51, 49, 50, 51, 49]
    many, few = p(counted([*hits, 350], [*[100.0] * 12, 500.0])), p(counted([*hits, 7], [*[100.0] * 12, 10.0]))
    assert many and few
    assert many.points[-1].value == few.points[-1].value == 0.7
    assert (many.points[-1].rule, many.points[-1].side) == (Rule.OUTSIDE, Side.HIGH)
    assert few.points[-1].rule is None


def test_the_same_rate_is_a_signal_of_many_and_none_of_few() -> None:
    counts = [100, 101, 99] * 4
    many, few = u(counted([*counts, 60], [*[100.0] * 12, 100.0])), u(counted([*counts, 3], [*[100.0] * 12, 5.0]))
    assert many and few
    assert many.points[-1].value == few.points[-1].value == 0.6
    assert (many.points[-1].rule, many.points[-1].side) == (Rule.OUTSIDE, Side.LOW)
    assert few.points[-1].rule is None


def test_two_thirds_are_of_each_points_own_limit() -> None:
    """61 of 100 and 222 of 400 both lie 2.1 of their own sigmas above a half; 56 of 100, as high a share, does not."""
    usual, sizes = [49, 51] * 60, [100.0] * 120
    near = p(counted([*usual, 61, 222], [*sizes, 100.0, 400.0]))
    common = p(counted([*usual, 61, 56], [*sizes, 100.0, 100.0]))
    assert signal_places(near, Rule.NEAR_LIMIT) == [120, 121]
    assert signal_places(common, Rule.NEAR_LIMIT) == []


def test_a_shift_runs_over_points_with_limits_of_their_own() -> None:
    sizes = [100.0, 120.0, 80.0] * 6
    hits = [round(size * (0.5 if i < 11 else 0.58)) for i, size in enumerate(sizes)]
    found = p(counted(hits, sizes))
    assert found is not None
    assert len({point.upper for point in found.points}) == 3
    assert signal_places(found, Rule.SHIFT)[-7:] == list(range(11, 18))
    assert all(a != b for a, b in pairwise(point.upper for point in found.points))
