"""Anhøj's rules: the published limits, counts by hand, both rules each on its own."""

from __future__ import annotations

import pytest
from scipy.stats import binom

from kpi.spc import anhoej
from kpi.spc.runs import Runs, fewest_crossings


def runs(values: list[float]) -> Runs:
    found = anhoej(values)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"),
    [(10, 6, 2), (12, 7, 3), (22, 7, 7), (23, 8, 7), (24, 8, 8), (36, 8, 13), (91, 10, 37), (100, 10, 41)],
)
def test_limits_are_the_published_ones(useful: int, longest: int, crossings: int) -> None:
    found = runs([*[1.0, 9.0] * (useful // 2), *[5.0] * 3, *[1.0] * (useful % 2)])
    assert (found.useful, found.longest_limit, found.crossings_limit) == (useful, longest, crossings)


@pytest.mark.parametrize("useful", range(1, 200))
def test_the_fewest_crossings_are_the_binomial_quantile(useful: int) -> None:
    assert fewest_crossings(useful) == int(binom.ppf(0.05, useful - 1, 0.5))


def test_runs_and_crossings_are_counted_without_the_points_on_the_median() -> None:
    found = runs([1, 1, 5, 9, 9, 9, 5, 9, 1, 1, 5, 9, 1])
    assert (found.useful, found.longest, found.crossings) == (10, 4, 4)
    assert not found.signal


@pytest.mark.parametrize(("length", "signal"), [(8, False), (9, True)])
def test_more_than_eight_on_one_side_of_24_are_too_long_a_run(length: int, signal: bool) -> None:
    """Nine crossings or more, so that only the run can fire."""
    highs = 12 - length
    found = runs(
        [9.0] * length + [1.0, 9.0] * highs + [1.0, 1.0, 5.0] * (length // 2) + [1.0] * (length % 2) + [5.0] * 9
    )
    assert (found.useful, found.longest, found.longest_limit, found.signal) == (24, length, 8, signal)


def test_two_crossings_of_twelve_points_are_too_few_and_three_are_not() -> None:
    enough = runs([9.0, 9, 9, 1, 1, 1, 9, 9, 9, 1, 1, 1])
    assert (enough.crossings, enough.crossings_limit, enough.signal) == (3, 3, False)
    few = runs([9.0, 9, 9, 1, 1, 1, 1, 1, 1, 9, 9, 9])
    assert (few.longest, few.crossings, few.crossings_limit, few.signal) == (6, 2, 3, True)


def test_a_constant_series_has_no_runs() -> None:
    assert anhoej([3.0] * 12) is None
    assert anhoej([]) is None
