"""p, u and c charts against textbook tables, Laney's widening by hand, and sizes that can't be."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

import pytest

from kpi.errors import KpiError
from kpi.spc import Kind, Rule, Side, c, counts, p, p_prime, u, u_prime
from tests.kpi.spc.build import by_month, counted, fired, months, signal_places

# Montgomery, Introduction to Statistical Quality Control: cans of orange juice, 30 samples of 50, 347 nonconforming.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# The same: printed circuit boards, 26 samples of 100, 516 nonconformities.
BOARDS = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
# The same: dyed cloth, nonconformities and inspection units of ten rolls.
CLOTH = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23]
UNITS = [10.0, 8.0, 13.0, 10.0, 9.5, 10.0, 12.0, 10.5, 12.0, 12.5]


def test_a_p_chart_has_the_textbooks_limits() -> None:
    found = p(counted(CANS, 50))
    assert found is not None
    assert sum(CANS) == 347
    assert found.kind is Kind.P
    assert found.center == pytest.approx(0.2313, abs=1e-4)
    assert (found.lower, found.upper) == pytest.approx((0.0524, 0.4102), abs=1e-4)
    assert signal_places(found, Rule.OUTSIDE) == [14, 22]


def test_a_c_chart_has_the_textbooks_limits() -> None:
    found = c(list(zip(months(26), BOARDS, strict=True)))
    assert found is not None
    assert sum(BOARDS) == 516
    assert found.kind is Kind.C
    assert found.center == pytest.approx(19.85, abs=0.01)
    assert (found.lower, found.upper) == pytest.approx((6.48, 33.21), abs=0.01)
    assert [(i, found.points[i].side) for i in signal_places(found, Rule.OUTSIDE)] == [(5, Side.LOW), (19, Side.HIGH)]


def test_a_u_chart_has_the_textbooks_limits_for_each_size() -> None:
    found = u(counted(CLOTH, UNITS))
    assert found is not None
    assert found.center == pytest.approx(153 / 107.5)
    limits = {size: (point.lower, point.upper) for size, point in zip(UNITS, found.points, strict=True)}
    assert limits[10.0] == pytest.approx((0.29, 2.55), abs=0.01)
    assert limits[8.0] == pytest.approx((0.16, 2.68), abs=0.01)
    assert limits[13.0] == pytest.approx((0.43, 2.41), abs=0.01)
    assert fired(found) == set()


def test_limits_are_those_of_independent_arithmetic() -> None:
    hits, cases = [40, 55, 31], [80, 100, 60]
    share, rate = p(counted(hits, cases)), u(counted(hits, cases), per=1000)
    assert share and rate
    middle = 126 / 240
    for point, n in zip(share.points, cases, strict=True):
        assert point.upper - middle == pytest.approx(3 * sqrt(middle * (1 - middle) / n))
        assert middle - point.lower == pytest.approx(3 * sqrt(middle * (1 - middle) / n))
    for point, n, count in zip(rate.points, cases, hits, strict=True):
        assert point.value == pytest.approx(1000 * count / n)
        assert point.center == pytest.approx(525)
        assert point.upper == pytest.approx(1000 * (middle + 3 * sqrt(middle / n)))


def test_the_centre_is_a_ratio_of_sums() -> None:
    found = p(counted([9, 1], [1_000, 999_000]))
    assert found is not None
    assert found.center == 10 / 1_000_000


def test_shares_stay_between_0_and_1_and_rates_above_0() -> None:
    low, high = p(counted([1, 0, 0, 2], 20)), p(counted([19, 20, 20, 18], 20))
    assert low and high
    assert (low.lower, high.upper) == (0, 1)
    assert u(counted([1, 0, 2], 10)).lower == 0  # type: ignore[union-attr]
    assert c(by_month([1, 0, 2])).lower == 0  # type: ignore[union-attr, arg-type]


def test_periods_without_a_denominator_are_left_out_and_are_no_zeros() -> None:
    found = p(counted([5, 0, 5], [10, 0, 10]))
    assert found is not None
    assert [point.period for point in found.points] == ["2023-01", "2023-03"]
    assert found.center == 0.5
    assert u(counted([5, 0], [10, 0])) is None


# Laney by hand: mean 1/2, sigma 0.05, z = 0, 2, -2, 0; moving ranges 2, 4, 2; sigma z = (8 / 3) / 1.128 = 2.3641.
def test_p_prime_widens_limits_by_the_spread_between_periods() -> None:
    found = p_prime(counted([50, 60, 40, 50], 100))
    assert found is not None
    assert found.kind is Kind.P_PRIME
    assert (found.lower, found.upper) == pytest.approx((0.5 - 0.35461, 0.5 + 0.35461), abs=1e-5)


def test_p_prime_standardises_each_period_by_its_own_size() -> None:
    found = p_prime(counted([60, 70, 240, 200], [100, 100, 400, 400]))
    assert found is not None
    center = 570 / 1000
    sigmas = [sqrt(center * (1 - center) / n) for n in (100, 100, 400, 400)]
    z = [(value - center) / sigma for value, sigma in zip((0.6, 0.7, 0.6, 0.5), sigmas, strict=True)]
    sigma_z = sum(abs(b - a) for a, b in pairwise(z)) / 3 / 1.128
    assert [point.upper - center for point in found.points] == pytest.approx([3 * s * sigma_z for s in sigmas])


def test_u_prime_widens_likewise() -> None:
    found = u_prime(counted([100, 120, 80, 100], 100))
    assert found is not None
    assert found.kind is Kind.U_PRIME
    assert (found.lower, found.upper) == pytest.approx((1 - 0.70922, 1 + 0.70922), abs=1e-5)


def test_laneys_limits_may_be_narrower_than_chance_unless_refused() -> None:
    """z = 0, 0.2, 0, -0.2: sigma z = 0.2 / 1.128."""
    series = counted([50, 51, 50, 49], 100)
    narrow, chance = p_prime(series), p_prime(series, narrower=False)
    assert narrow and chance
    assert (narrow.kind, narrow.upper) == (Kind.P_PRIME, pytest.approx(0.5 + 3 * 0.05 * 0.2 / 1.128))
    assert (chance.kind, chance.upper) == (Kind.P, pytest.approx(0.65))
    rates = u_prime(counted([100, 102, 100, 98], 100), narrower=False)
    assert rates is not None
    assert (rates.kind, rates.upper) == (Kind.U, pytest.approx(1.3))


def test_one_wild_period_does_not_widen_the_others_limits() -> None:
    usual = [50, 55, 45, 50, 55, 45, 50, 55, 45, 50, 55, 45]
    found = p_prime(counted([*usual, 95], 100), narrower=False)
    assert found is not None
    assert found.points[-1].rule is Rule.OUTSIDE
    assert found.upper - found.center < 0.2


def test_shares_that_are_all_0_or_all_1_say_nothing() -> None:
    for hits in (0, 20):
        assert fired(p_prime(counted([hits] * 24, 20))) == set()


def test_counts_are_a_c_chart_where_poisson_chance_explains_their_spread() -> None:
    calm, wild = [100, 105, 95, 102, 98, 104] * 2, [100, 160, 60, 130, 70, 150] * 2
    near, far = counts(list(zip(months(12), calm, strict=True))), counts(list(zip(months(12), wild, strict=True)))
    assert near and far
    assert (near.kind, near.upper) == (Kind.C, pytest.approx(near.center + 3 * sqrt(near.center)))
    assert far.kind is Kind.XMR
    assert far.upper > far.center + 3 * sqrt(far.center)


def test_the_criterion_between_c_and_xmr_is_the_mean_moving_range() -> None:
    """Around 100, Poisson sigma 10: moving ranges of 11.27 are 9.99 sigma, of 11.29 more than 10."""
    below, above = [100, 111, 100, 111] * 3, [100, 112, 100, 112] * 3
    for series, kind in ((below, Kind.C), (above, Kind.XMR)):
        found = counts(list(zip(months(12), series, strict=True)))
        assert found is not None
        assert found.kind is kind


def test_counts_on_an_xmr_chart_are_whole_too() -> None:
    """Around 9.9, eight months of 10 are as near as a count can be."""
    wild = [0, 18, *[0, 20] * 5, *[10] * 8]
    found = counts(list(zip(months(20), wild, strict=True)))
    assert found is not None
    assert (found.kind, found.center, fired(found)) == (Kind.XMR, 9.9, set())


def test_a_single_rare_event_is_no_signal_and_two_at_once_are() -> None:
    quiet = [0] * 23
    assert fired(counts(list(zip(months(24), [*quiet, 1], strict=True)))) == set()
    assert fired(counts(list(zip(months(24), [*quiet, 2], strict=True)))) == {(Rule.OUTSIDE, Side.HIGH)}


def test_the_unit_of_a_rate_changes_no_signal() -> None:
    rare = counted([0] * 23 + [1], 100)
    assert fired(u(rare)) == fired(u(rare, per=1000)) == set()
    assert fired(u(counted([0] * 23 + [2], 100), per=1000)) == {(Rule.OUTSIDE, Side.HIGH)}


def test_shares_of_very_few_are_no_shift_for_being_nearly_always_whole() -> None:
    """Of four cases at 98 %, nearly every month has four of four: the nearest a month can be to 3.92."""
    hits = [4] * 10 + [3] + [4] * 13
    assert fired(p_prime(counted(hits, 4), narrower=False)) == set()


@pytest.mark.parametrize(("hits", "cases"), [(11, 10), (-1, 10)])
def test_a_share_that_cannot_be_is_refused_with_its_period(hits: int, cases: int) -> None:
    with pytest.raises(KpiError, match="2023-02"):
        p(counted([5, hits], [10, cases]))


@pytest.mark.parametrize(("count", "exposure"), [(-1, 10.0), (1, -10.0)])
def test_a_rate_that_cannot_be_is_refused_with_its_period(count: int, exposure: float) -> None:
    with pytest.raises(KpiError, match="2023-02"):
        u(counted([5, count], [10, exposure]))
    with pytest.raises(KpiError, match="2023-01"):
        c([("2023-01", -1), ("2023-02", 1)])
