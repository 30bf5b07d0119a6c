"""Intervals against published values and sums done by hand, and as often right as they claim."""

from __future__ import annotations

import random
from math import comb, log

import pytest

from kpi.intervals import (
    NOTHING,
    Estimate,
    at_most,
    binomial_range,
    chi_square_exceeds,
    clopper_pearson,
    even_split,
    overdispersed_range,
    poisson,
    poisson_range,
    rate_ratio,
    share_difference,
    share_of,
)


def rounded(found: Estimate, digits: int = 4) -> tuple[float | None, ...]:
    return tuple(None if v is None else round(v, digits) for v in (found.value, found.low, found.high))


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_a_difference_of_shares_has_newcombes_published_intervals(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = share_difference(*now, *before)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    turned = share_difference(*before, *now)
    assert (turned.low, turned.high) == (pytest.approx(-high, abs=5e-5), pytest.approx(-low, abs=5e-5))


def test_r_gives_the_same_ratio_of_rates_and_the_same_interval_of_a_count() -> None:
    assert rounded(rate_ratio(11, 800, 21, 3011), 5) == (1.97149, 0.85843, 4.27727)
    low, high = poisson(137)
    assert (low / 24.19893, high / 24.19893) == (pytest.approx(4.753125), pytest.approx(6.692709))


def test_a_count_of_nothing_still_has_an_upper_bound() -> None:
    assert poisson(0) == (0.0, pytest.approx(-log(0.025)))
    assert clopper_pearson(0, 10) == (0.0, pytest.approx(1 - 0.025**0.1))
    assert clopper_pearson(10, 10) == (pytest.approx(0.025**0.1), 1.0)


def test_a_ratio_over_nothing_has_a_lower_bound_only() -> None:
    found = rate_ratio(5, 1, 0, 1)
    assert (found.value, found.high) == (None, None)
    assert found.low == pytest.approx(0.025**0.2 / (1 - 0.025**0.2))
    assert rounded(rate_ratio(0, 1, 5, 1), 9)[:2] == (0.0, 0.0)


def test_nothing_to_compare_gives_nothing() -> None:
    assert rate_ratio(0, 1, 0, 1) == rate_ratio(3, 0, 3, 1) == rate_ratio(3, 1, 3, 0) == NOTHING
    assert share_difference(0, 0, 1, 2) == share_difference(1, 2, 0, 0) == share_of(0, 0) == NOTHING


@pytest.mark.parametrize(
    ("found", "side"),
    [
        (Estimate(value=2, low=1.1, high=3), 1),
        (Estimate(value=0.5, low=0.2, high=0.9), -1),
        (Estimate(value=1.5, low=0.9, high=3), 0),
        (Estimate(value=None, low=1.1), 1),
        (Estimate(value=None), 0),
        (Estimate(value=1, low=1, high=1), 0),
    ],
)
def test_an_interval_lies_on_one_side_of_a_value_or_holds_it(found: Estimate, side: int) -> None:
    assert found.side_of(1) == side


@pytest.mark.parametrize(
    ("one", "other", "probability"), [(5, 0, 2 / 32), (8, 1, 20 / 512), (0, 8, 2 / 256), (3, 3, 1.0), (0, 0, 1.0)]
)
def test_an_uneven_split_is_as_probable_as_its_coins(one: int, other: int, probability: float) -> None:
    assert even_split(one, other) == pytest.approx(probability)


def test_usual_counts_of_ten_coins_are_two_to_eight_and_one_to_nine() -> None:
    below = [sum(comb(10, i) for i in range(k)) / 1024 for k in (1, 2, 3)]
    assert [round(p, 4) for p in below] == [0.001, 0.0107, 0.0547]
    assert binomial_range(10, 0.5, 0.025) == (2, 8)
    assert binomial_range(10, 0.5, 0.001) == (1, 9)
    assert (binomial_range(10, 0.0, 0.025), binomial_range(10, 1.0, 0.025)) == ((0, 0), (10, 10))


@pytest.mark.parametrize("tail", [0.025, 0.001])
@pytest.mark.parametrize(("n", "share"), [(12, 0.9), (57, 0.5), (400, 0.03), (2_000, 0.7)])
def test_counts_outside_the_usual_range_are_as_rare_as_it_says(n: int, share: float, tail: float) -> None:
    low, high = binomial_range(n, share, tail)
    assert at_most(low - 1, n, share) < tail <= at_most(low, n, share)
    assert 1 - at_most(high, n, share) <= tail < 1 - at_most(high - 1, n, share)


def test_usual_poisson_counts_of_three_are_none_to_seven() -> None:
    assert poisson_range(3.0, 0.025) == (0, 7)
    assert poisson_range(10.0, 0.025) == (4, 17)
    assert poisson_range(0.0, 0.025) == (0, 0)


def test_a_variance_above_the_mean_widens_the_range() -> None:
    assert overdispersed_range(10.0, 10.0) == poisson_range(10.0, 0.025)
    low, high = overdispersed_range(10.0, 40.0)
    assert low < 4 < 17 < high
    assert overdispersed_range(0.0, 3.0) == (0, 0)


def test_geometric_counts_have_the_range_of_their_geometric_sums() -> None:
    # mean 3, variance 12: one success awaited with probability 1/4; P(at most k) = 1 - (3/4)^(k+1)
    assert overdispersed_range(3.0, 12.0) == (0, 12)
    assert 1 - 0.75**12 < 0.975 <= 1 - 0.75**13


def test_chi_square_of_two_degrees_is_exponential() -> None:
    assert chi_square_exceeds(2 * log(20), 2) == pytest.approx(0.05)


def test_ratio_intervals_hold_the_true_ratio_nineteen_times_in_twenty() -> None:
    draw = random.Random(11)
    held = 0
    for _ in range(2_000):
        now, before = (sum(draw.random() < rate for _ in range(400)) for rate in (0.06, 0.04))
        found = rate_ratio(now, 1, before, 1)
        held += (found.low or 0) <= 1.5 <= (found.high or 99)
    assert held / 2_000 >= 0.95
