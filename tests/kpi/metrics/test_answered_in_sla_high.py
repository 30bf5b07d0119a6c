"""K04b, counted by hand: on time or running of all received, as if each running one were answered in time."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, facts, hundred, one, opened
from tests.kpi.metrics.sla_cases import RULES, case, known_on

LATER = "2024-12-31"
JUDGED = ["a day late", "closed without a reply", "early", "never", "on the day"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return known_on(request.param)


def test_the_running_hit_until_their_due_day_is_over(known: Facts) -> None:
    assert opened(known, "answered_in_sla_high", "2024-04-02") == {
        "numerator": JUDGED,
        "denominator": JUDGED,
        "excluded": ["impossible", "invoice", "no reply dates", "remark"],
    }
    assert opened(known, "answered_in_sla_high", "2024-04-03")["numerator"] == ["early", "on the day"]


def test_once_all_are_due_only_the_ones_on_time_hit(known: Facts) -> None:
    figure = one(known, "answered_in_sla_high", LATER)
    assert (figure.numerator, figure.n, figure.value) == (2, 5, 0.4)


def test_a_complaint_counts_in_the_month_of_its_reception(known: Facts) -> None:
    assert by_month(known, "answered_in_sla_high", LATER) == {"2024-03": 5}
    assert one(known, "answered_in_sla_high", "2024-03-24").n == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_of_the_hundred_complaints_at_most_seventy_are_on_time(engine: str) -> None:
    figure = one(facts(hundred(), engine=engine), "answered_in_sla_high", "2024-03-20")
    assert (figure.numerator, figure.denominator, figure.value) == (70, 100, 0.7)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_dates_there_is_a_reason_and_no_share(engine: str) -> None:
    figure = one(facts([case("a", None, supplies_reply=False)], RULES, engine), "answered_in_sla_high", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "reply date" in figure.reason.en
