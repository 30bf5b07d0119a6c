"""K09, counted by hand: days past 2 April 2024, of those who had no reply by then."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, facts, one, opened
from tests.kpi.metrics.sla_cases import CASES, RULES, case

LATE = ["a day late", "closed without a reply", "never", "ten days late"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts([*CASES, case("ten days late", "2024-04-12")], RULES, request.param)


def test_one_day_ten_days_and_twice_the_time_so_far(known: Facts) -> None:
    found = opened(known, "lateness_mean", "2024-04-17")
    assert found["denominator"] == LATE
    assert found["excluded"] == ["impossible", "invoice", "no reply dates"]
    figure = one(known, "lateness_mean", "2024-04-17")
    assert (figure.numerator, figure.denominator, figure.value) == (1 + 10 + 15 + 15, 4, 10.25)
    assert (round(figure.low or 0, 2), round(figure.high or 0, 2)) == (3.78, 16.72)


def test_what_is_open_grows_later_by_the_day(known: Facts) -> None:
    assert one(known, "lateness_mean", "2024-04-18").numerator == 1 + 10 + 16 + 16
    assert one(known, "lateness_mean", "2024-04-11").numerator == 1 + 9 + 9 + 9
    assert one(known, "lateness_mean", "2024-04-03").numerator == 4


def test_on_the_due_day_nobody_is_late(known: Facts) -> None:
    assert one(known, "lateness_mean", "2024-04-02").value is None


def test_a_complaint_counts_in_the_month_in_which_it_was_due(known: Facts) -> None:
    assert by_month(known, "lateness_mean", "2024-12-31") == {"2024-04": 4}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_only_late_one_has_no_interval(engine: str) -> None:
    figure = one(facts([case("a", "2024-04-09")], RULES, engine), "lateness_mean", "2024-12-31")
    assert (figure.value, figure.low, figure.high) == (7.0, None, None)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_dates_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([case("a", None, supplies_reply=False)], RULES, engine), "lateness_mean", "2024-12-31")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert figure.reason.en == "the export gives no reply date"
