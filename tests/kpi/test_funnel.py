"""Funnel limits counted by hand, over-dispersion, small groups, and how often chance alone raises an alert."""

from __future__ import annotations

import random
from datetime import date
from math import exp, factorial
from typing import Any

import pytest

from kpi.errors import KpiError
from kpi.funnel import Funnel, Point, Position, funnel
from kpi.measure import Facts, Query, lines
from kpi.spc import Side
from tests.kpi.build import ENGINES, complaint, exposed, facts, monthly

INSIDE, ALERT, OUTSIDE, TOO_FEW, UNKNOWN = Position
LATER = date(2024, 12, 31)


def site(name: str | None, hits: int, n: int) -> list[dict[str, Any]]:
    """`hits` answered in time of `n`, all due in February 2024."""
    return [complaint("2024-02-01", f"2024-02-{'05' if i < hits else '28'}", site=name) for i in range(n)]


def sites(hits: list[int], n: int = 10) -> list[dict[str, Any]]:
    return [row for i, k in enumerate(hits) for row in site(f"S{i:02}", k, n)]


def ask(known: Facts, metric: str = "answered_in_sla", **other: Any) -> Funnel:
    return funnel(known, Query(metrics=(), as_of=LATER, by=("site",)), metric, **other)


def named(found: Funnel) -> dict[str | None, Point]:
    return {point.by[0][1]: point for point in found.points}


@pytest.mark.parametrize("engine", ENGINES)
def test_ten_coins_lie_between_two_and_eight_and_seldom_below_one_or_above_nine(engine: str) -> None:
    found = named(ask(facts(sites([10, 9, 8, 2, 1, 0]), engine=engine)))
    assert [p.position for p in found.values()] == [OUTSIDE, ALERT, INSIDE, INSIDE, ALERT, OUTSIDE]
    assert [p.side for p in found.values()] == [Side.HIGH, Side.HIGH, None, None, Side.LOW, Side.LOW]
    limits = found["S00"].limits
    assert (limits.low, limits.high, limits.far_low, limits.far_high) == (0.2, 0.8, 0.1, 0.9)


def test_the_good_side_is_the_metrics() -> None:
    answered = named(ask(facts(sites([10, 8, 5, 5, 2, 0]))))
    assert [answered[name].favourable for name in ("S00", "S01", "S05")] == [True, None, False]
    neutral = named(funnel(_contacts([3, 40]), Query(metrics=(), as_of=LATER, by=("channel",)), "access"))
    assert neutral["c1"].side is Side.HIGH
    assert neutral["c1"].favourable is None


def test_over_dispersion_is_measured_and_its_limits_are_offered() -> None:
    found = ask(facts(sites([10, 9, 8, 2, 1, 0])))
    assert found.phi == pytest.approx(2 * (25 + 16 + 9) / 2.5 / 6)
    assert found.dispersed
    point = named(found)["S00"]
    assert point.widened.low == pytest.approx(max(0.0, 0.5 - 0.3 * found.phi**0.5))
    assert point.widened.far_high == 1.0
    assert (point.position, point.widened_position) == (OUTSIDE, INSIDE)
    assert "phi = 6.7" in found.sentence.en
    assert "phi = 6,7" in found.sentence.fr


def test_widened_limits_are_the_square_root_of_phi_as_far_away() -> None:
    found = ask(facts(sites([60, 50, 50, 40, 57, 43], n=100)))
    assert found.phi == pytest.approx((100 + 100 + 49 + 49) / 25 / 6)
    limits, wide = named(found)["S00"].limits, named(found)["S00"].widened
    assert (limits.low, limits.high) == (0.4, 0.6)
    assert wide.high - 0.5 == pytest.approx(0.1 * found.phi**0.5)
    assert 0.5 - wide.low == pytest.approx(0.1 * found.phi**0.5)


def test_groups_that_vary_by_chance_keep_their_limits() -> None:
    found = ask(facts(sites([5, 6, 4, 5, 6, 4])))
    assert found.phi == pytest.approx(4 / 2.5 / 6)
    assert not found.dispersed
    assert all(point.widened == point.limits for point in found.points)
    assert "phi" not in found.sentence.en


def test_the_outer_tenths_are_drawn_in_before_phi_is_taken() -> None:
    assert ask(facts(sites([10, 0, 6, 4, 6, 4, 5, 5, 5, 5]))).phi == pytest.approx(6 * 0.4 / 10)
    assert ask(facts(sites([10, 0, 6, 4, 6, 4, 5, 5, 5]))).phi == pytest.approx((2 * 10 + 4 * 0.4) / 9)


def test_a_group_below_the_minimum_is_not_judged_and_one_at_it_is() -> None:
    rows = [*site("nine", 0, 9), *site("ten", 0, 10), *site("rest", 95, 100)]
    found = named(ask(facts(rows)))
    assert (found["nine"].position, found["nine"].limits) == (TOO_FEW, None)
    assert found["ten"].position is OUTSIDE
    assert named(ask(facts(rows), fewest=9))["nine"].position is OUTSIDE


def test_a_group_without_a_figure_says_why() -> None:
    rows = [*site("a", 9, 12), complaint("2024-02-01", "2024-01-05", site="b")]
    found = named(ask(facts(rows)))
    assert found["b"].position is UNKNOWN
    assert found["b"].figure.reason is not None


def test_groups_stand_in_order_of_size_and_complaints_without_a_site_are_one() -> None:
    rows = [*site("big", 20, 40), *site(None, 10, 20), *site("small", 5, 10), *site("also small", 5, 10)]
    found = ask(facts(rows))
    assert [point.by[0][1] for point in found.points] == ["also small", "small", None, "big"]
    assert [point.size for point in found.points] == [10, 10, 20, 40]


def test_the_center_is_the_figure_of_all_groups() -> None:
    found = ask(facts([*site("a", 9, 30), *site("b", 30, 40), *site(None, 1, 5)]))
    assert found.center == found.overall.value == 40 / 75


def test_many_groups_print_the_false_alarms_that_chance_would_give() -> None:
    found = ask(facts(sites([5] * 40)))
    assert found.false_alarms == pytest.approx(2.0)
    assert "chance alone would give up to 2.0" in found.sentence.en
    assert "jusqu'à 2,0" in found.sentence.fr
    assert "None lies beyond" in found.sentence.en


def test_groups_far_outside_are_named() -> None:
    found = ask(facts([*site("Rouen", 5, 60), *site(None, 40, 60), *sites([50] * 18, n=60)]))
    assert not found.dispersed
    assert "Beyond the 99.8% limits: Rouen" in found.sentence.en


def test_groups_that_vary_more_than_by_chance_are_named_by_the_widened_limits() -> None:
    found = ask(facts([*site("Rouen", 10, 60), *site(None, 12, 60), *sites([50] * 8, n=60)]))
    assert found.dispersed
    rouen, other = named(found)["Rouen"], named(found)["S00"]
    assert (rouen.judged, rouen.judged_position) == (rouen.widened, rouen.widened_position)
    assert rouen.position is OUTSIDE and rouen.widened_position is not OUTSIDE
    assert other.judged == other.widened != other.limits
    assert "None lies beyond the 99.8% limits" in found.sentence.en
    assert "their limits are widened by as much" in found.sentence.en
    assert "leurs limites sont élargies d'autant" in found.sentence.fr


def test_where_groups_vary_by_chance_the_plain_limits_judge() -> None:
    found = ask(facts(sites([5, 6, 4, 5, 6, 4])))
    assert all(p.judged == p.limits and p.judged_position is p.position for p in found.points)


def test_groups_that_are_all_too_small_are_said_to_be() -> None:
    found = ask(facts(sites([3, 2], n=5)))
    assert found.sentence.en.endswith("No group is large enough.")
    assert "None lies beyond" not in found.sentence.en


def test_a_point_opens_on_its_lines() -> None:
    known = facts([*site("a", 9, 30), *site(None, 1, 5)])
    for point in ask(known).points:
        assert (
            len(lines(known, "answered_in_sla", "denominator", point.query).collect("pandas").to_native()) == point.size
        )


def _contacts(counts: list[int], contacts: int = 1_000) -> Facts:
    rows = [complaint("2024-02-01", channel=f"c{i}") for i, n in enumerate(counts) for _ in range(n)]
    exposure = [row for i in range(len(counts)) for row in monthly("contacts", [contacts] * 12, channel=f"c{i}")]
    return exposed(facts(rows), exposure)


@pytest.mark.parametrize(("count", "position"), [(19, INSIDE), (20, ALERT), (24, ALERT), (25, OUTSIDE)])
def test_rates_have_poisson_limits_by_exposure(count: int, position: Position) -> None:
    """Twelve complaints expected of each: 20 or more have a probability of 2.1 %, 25 or more of less than 0.1 %."""
    above = {k: 1 - sum(exp(-12) * 12**i / factorial(i) for i in range(k + 1)) for k in (18, 19, 23, 24)}
    assert above[19] < 0.025 < above[18]
    assert above[24] < 0.001 < above[23]
    query = Query(metrics=(), as_of=LATER, start=date(2024, 2, 1), end=date(2024, 2, 29), by=("channel",))
    found = funnel(_contacts([count, *_balanced(count)]), query, "access")
    assert found.center == pytest.approx(12.0)
    point = named(found)["c0"]
    assert point.size == pytest.approx(12.0)
    assert point.position is position
    assert (point.limits.low, point.limits.high, point.limits.far_high) == (6.0, 19.0, 24.0)


def _balanced(count: int) -> list[int]:
    """Eleven counts that bring the mean of twelve groups back to twelve."""
    short, more = divmod(count - 12, 11)
    return [12 - short - (i < more) for i in range(11)]


def test_a_rate_needs_so_many_complaints_expected() -> None:
    query = Query(metrics=(), as_of=LATER, start=date(2024, 2, 1), end=date(2024, 2, 29), by=("channel",))
    assert {p.position for p in funnel(_contacts([9, 9]), query, "access").points} == {TOO_FEW}
    assert {p.position for p in funnel(_contacts([10, 10]), query, "access").points} == {INSIDE}


def test_without_exposures_no_group_is_judged_and_the_reason_is_said() -> None:
    found = ask(facts(site("a", 3, 12)), "access")
    assert {point.position for point in found.points} == {UNKNOWN}
    assert "exposure" in found.sentence.en


@pytest.mark.parametrize(
    ("metric", "by", "message"),
    [("volume", ("site",), "needs a share or a rate"), ("answered_in_sla", (), "needs groups")],
)
def test_what_has_no_funnel_is_refused(metric: str, by: tuple[str, ...], message: str) -> None:
    with pytest.raises(KpiError, match=message):
        funnel(facts(site("a", 3, 12)), Query(metrics=(), as_of=LATER, by=by), metric)


def test_an_empty_store_has_an_empty_funnel() -> None:
    found = ask(facts([]))
    assert (found.points, found.center, found.false_alarms) == ((), None, 0)
    assert found.sentence.en == "no complaint is known on this day"


def test_an_empty_scope_is_named_also_where_exposures_give_a_rate_of_zero() -> None:
    where = (("motive", ("Nowhere",)),)
    query = Query(metrics=(), as_of=LATER, start=date(2024, 2, 1), end=date(2024, 2, 29), by=("channel",), where=where)
    found = funnel(_contacts([10, 10]), query, "access")
    assert found.sentence.en == "no complaint is in the scope (motive=Nowhere)"
    assert found.sentence.fr == "aucune réclamation dans le périmètre (motive=Nowhere)"


def test_groups_that_differ_by_chance_alone_are_seldom_alerts() -> None:
    draw = random.Random(5)
    sizes = [draw.randrange(10, 60) for _ in range(500)]
    rows = [row for i, n in enumerate(sizes) for row in site(f"S{i}", sum(draw.random() < 0.85 for _ in range(n)), n)]
    found = ask(facts(rows))
    positions = [point.position for point in found.points]
    assert len(positions) == 500
    assert positions.count(ALERT) + positions.count(OUTSIDE) <= found.false_alarms == 25
    assert positions.count(OUTSIDE) <= 2
    assert not found.dispersed
