"""t and g charts, from their published formulas, by hand."""

from __future__ import annotations

from math import sqrt

import pytest

from kpi.errors import KpiError
from kpi.spc import Kind, Rule, Side, g, t
from tests.kpi.spc.build import by_month, fired


def powered(values: list[float]) -> list[tuple[str, float]]:
    return by_month([value**3.6 for value in values])


def test_a_t_chart_is_an_xmr_chart_of_the_transformed_times() -> None:
    """y = 2, 3, 2.5, 3.5 makes mean 2.75 and mean moving range 2.5 / 3: limits 2.75 ± 2.2167, taken back by 3.6."""
    found = t(powered([2, 3, 2.5, 3.5]))
    assert found is not None
    assert found.kind is Kind.T
    assert found.points[0].value == pytest.approx(2**3.6)
    assert found.center == pytest.approx(2.75**3.6)
    assert found.upper == pytest.approx(4.96667**3.6, rel=1e-5)
    assert found.lower == pytest.approx(0.53333**3.6, rel=1e-4)


def test_the_lower_limit_of_a_time_is_never_below_0() -> None:
    found = t(powered([1, 4, 1, 4]))
    assert found is not None
    assert found.lower == 0


@pytest.mark.parametrize(("last", "side"), [(5.5, Side.HIGH), (0.5, Side.LOW)])
def test_a_t_chart_judges_on_the_transformed_scale(last: float, side: Side) -> None:
    """Around y = 3, with moving ranges of 0.5, both ends lie outside though one is 460 days away and the other 52."""
    found = t(powered([2.75, 3.25] * 6 + [last]))
    assert fired(found) == {(Rule.OUTSIDE, side)}


def test_two_events_at_one_moment_have_no_time_between() -> None:
    with pytest.raises(KpiError, match="second"):
        t([("first", 3.0), ("second", 0.0)])


def test_a_g_chart_has_the_geometric_limits_around_its_median() -> None:
    """Mean 20: 20 + 3 sqrt(20 x 21) = 81.48; the lower limit is below 0."""
    gaps = [10, 20, 30, 5, 35, 20]
    found = g(list(zip("abcdef", gaps, strict=True)))
    assert found is not None
    assert found.kind is Kind.G
    assert found.center == 20
    assert found.upper == pytest.approx(20 + 3 * sqrt(20 * 21))
    assert found.upper == pytest.approx(81.48, abs=0.01)
    assert found.lower == 0


def test_the_centre_of_a_g_chart_is_the_median_of_a_skewed_series() -> None:
    found = g(list(zip("abcde", [0, 10, 20, 30, 90], strict=True)))
    assert found is not None
    assert found.center == 20
    assert found.upper == pytest.approx(30 + 3 * sqrt(30 * 31))


def test_a_long_quiet_time_is_high_and_short_ones_only_a_shift() -> None:
    usual = [18, 22] * 8
    long, short = [*usual, 120], [*usual, *[2] * 7]
    assert fired(g(by_month(long))) == {(Rule.OUTSIDE, Side.HIGH)}  # type: ignore[arg-type]
    assert (Rule.SHIFT, Side.LOW) in fired(g(by_month(short)))  # type: ignore[arg-type]
    assert Rule.OUTSIDE not in {rule for rule, _ in fired(g(by_month(short)))}  # type: ignore[arg-type]


def test_two_short_quiet_times_are_not_near_a_limit_that_is_below_0() -> None:
    """Two thirds of the way down to 20 - 3 sqrt(20 x 21) is below 0; of the way to 0 it would be 6.7."""
    assert fired(g(by_month([18, 22] * 8 + [2, 2]))) == set()  # type: ignore[arg-type]


def test_a_negative_count_between_events_is_refused() -> None:
    with pytest.raises(KpiError, match="second"):
        g([("first", 3), ("second", -1)])
    assert g([("first", 0), ("second", 1)]) is not None
