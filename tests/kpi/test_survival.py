"""Delays under censoring: the hand-computed example, and what any curve must satisfy."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.intervals import wilson
from kpi.survival import kaplan_meier, quantile

HISTOGRAM = st.dictionaries(st.integers(0, 60), st.integers(1, 50), max_size=20)


def test_the_example_counted_by_hand_never_reaches_its_median() -> None:
    steps = kaplan_meier({3: 1, 5: 1, 8: 1, 12: 1}, dict.fromkeys([10, 20, 25, 30, 31, 40], 1))
    assert steps[-1].day == 12
    assert steps[-1].survival == pytest.approx(0.583, abs=5e-4)
    assert quantile(steps, 0.5)[0] is None


def test_greenwoods_variance_is_the_textbook_one() -> None:
    step = kaplan_meier({5: 3}, {9: 7})[0]
    assert step.survival == pytest.approx(0.7)
    assert (step.low, step.high) == (pytest.approx(0.3287, abs=1e-4), pytest.approx(0.8919, abs=1e-4))


def test_a_complaint_still_waiting_on_a_day_was_at_risk_on_it() -> None:
    assert kaplan_meier({5: 1}, {5: 1})[0].survival == 0.5


@given(HISTOGRAM)
def test_without_open_complaints_the_median_is_the_plain_one(answered: dict[int, int]) -> None:
    waits = sorted(day for day, n in answered.items() for _ in range(n))
    expected = next((day for i, day in enumerate(waits) if 2 * (i + 1) >= len(waits)), None)
    assert quantile(kaplan_meier(answered, {}), 0.5)[0] == expected


@given(HISTOGRAM, HISTOGRAM)
def test_the_curve_falls_and_its_band_holds_it(answered: dict[int, int], waiting: dict[int, int]) -> None:
    steps = kaplan_meier(answered, waiting)
    assert all(a.survival >= b.survival for a, b in pairwise(steps))
    assert all(s.low - 1e-9 <= s.survival <= s.high + 1e-9 for s in steps)
    value, low, high = quantile(steps, 0.5)
    assert low is None or value is None or low <= value
    assert high is None or (value is not None and value <= high)


def test_the_same_share_of_more_complaints_is_surer() -> None:
    assert wilson(18, 20) == (pytest.approx(0.70, abs=5e-3), pytest.approx(0.97, abs=5e-3))
    assert wilson(180, 200) == (pytest.approx(0.85, abs=5e-3), pytest.approx(0.93, abs=5e-3))


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_a_share(case: tuple[int, int]) -> None:
    hits, n = case
    low, high = wilson(hits, n)
    assert 0.0 <= low <= hits / n <= high <= 1.0
