"""The likelihood-ratio scan: finds the stretch, both ways, and stays quiet over series that only vary by chance."""

from __future__ import annotations

from collections.abc import Callable
from math import erfc, log, sqrt

import numpy as np
import pytest

from kpi.scan import Month, Stretch, seasons, spread, strongest

CERTAIN = 0.01


def rates(*counts: float, base: float = 10.0) -> list[Month]:
    return [Month(hits=count, base=base) for count in counts]


def shares(*hits: float, n: float = 100) -> list[Month]:
    return [Month(hits=hit, base=n) for hit in hits]


def found(series: list[Month], *, of_cases: bool = False, looked_at: int = 1) -> Stretch:
    stretch = strongest(series, of_cases=of_cases, looked_at=looked_at)
    assert stretch is not None
    return stretch


@pytest.mark.parametrize(("after", "more"), [(40, True), (5, False)])
def test_a_step_is_told_by_what_came_after_it_in_both_directions(after: int, more: bool) -> None:
    stretch = found(rates(*[20] * 14, *[after] * 10))
    assert (stretch.first, stretch.last) == (14, 23)
    assert (stretch.inside, stretch.outside) == (after / 10, 2.0)
    assert (stretch.inside > stretch.outside) is more
    assert stretch.chance < CERTAIN


def test_one_month_that_triples_is_a_stretch_of_its_own() -> None:
    stretch = found(rates(*[20] * 11, 60, *[20] * 12))
    assert (stretch.first, stretch.last, stretch.inside) == (11, 11, 6.0)


def test_a_series_that_falls_silent_is_found_with_a_level_of_nought() -> None:
    stretch = found(rates(*[20] * 17, *[0] * 7))
    assert (stretch.first, stretch.last, stretch.inside) == (17, 23, 0.0)
    assert stretch.chance < CERTAIN


def test_a_share_that_falls_is_found_among_its_cases() -> None:
    stretch = found(shares(*[90] * 16, *[55] * 8), of_cases=True)
    assert (stretch.first, stretch.last, stretch.inside, stretch.outside) == (16, 23, 0.55, 0.9)


def test_the_chance_is_the_tail_of_the_likelihood_ratio_times_all_that_was_looked_at() -> None:
    # 8 months of 12, then 8 of 8, where 10 were expected: 2 (96 ln 1.2 + 64 ln 0.8) = 6.4434, whose tail is 0.01114
    series = [Month(hits=12, base=10)] * 8 + [Month(hits=8, base=10)] * 8
    assert 2 * (96 * log(1.2) + 64 * log(0.8)) == pytest.approx(6.4434, abs=1e-4)
    runs = 16 * 17 // 2 - 1
    assert strongest(series, of_cases=False, looked_at=1).chance == 1.0  # type: ignore[union-attr]
    wider = [Month(hits=18, base=10)] * 8 + [Month(hits=8, base=10)] * 8
    evidence = 2 * (144 * log(18 / 13) + 64 * log(8 / 13))
    assert found(wider).chance == pytest.approx(runs * erfc(sqrt(evidence / 2)), rel=1e-9)
    assert found(wider, looked_at=3).chance == pytest.approx(3 * found(wider).chance)


def test_a_wilder_series_needs_more_evidence() -> None:
    calm, wild = rates(*[20, 22] * 8, *[30] * 8), rates(*[10, 32] * 8, *[30] * 8)
    assert spread(calm, of_cases=False) < 1
    assert spread(wild, of_cases=False) > 5
    assert found(wild).chance > found(calm).chance


@pytest.mark.parametrize("series", [[], rates(3), rates(0, 0, 0), shares(0, 0, n=0), shares(100, 100)])
def test_nothing_is_found_where_nothing_can_be_compared(series: list[Month]) -> None:
    stretch = strongest(series, of_cases=True, looked_at=1)
    assert stretch is None or stretch.chance == 1.0


def test_the_season_is_that_of_most_series_whatever_one_of_them_does() -> None:
    usual = [[10.0, 20.0, 30.0], [20.0, 40.0, 60.0], [30.0, 60.0, 90.0]]
    assert seasons(usual) == [0.5, 1.0, 1.5]
    assert seasons([*usual, [10.0, 20.0, 0.0]])[:2] == pytest.approx([0.5, 1.0])
    assert seasons([]) == []


DRAWS: dict[str, tuple[Callable[[np.random.Generator], list[Month]], bool]] = {
    "few": (lambda draw: rates(*draw.poisson(3, 24)), False),
    "many": (lambda draw: rates(*draw.poisson(300, 24)), False),
    "overdispersed": (lambda draw: rates(*draw.poisson(draw.gamma(10, 8, 24))), False),
    "small shares": (lambda draw: shares(*draw.binomial(20, 0.85, 24), n=20), True),
    "shares": (lambda draw: shares(*draw.binomial(400, 0.9, 24), n=400), True),
}


@pytest.mark.parametrize("name", DRAWS)
def test_of_a_thousand_stable_series_hardly_any_is_called_certain(name: str) -> None:
    draw, of_cases = DRAWS[name]
    generator = np.random.default_rng(2026)
    chances = [
        stretch.chance
        for _ in range(1000)
        if (stretch := strongest(draw(generator), of_cases=of_cases, looked_at=1)) is not None
    ]
    assert sum(chance <= CERTAIN for chance in chances) <= 20
