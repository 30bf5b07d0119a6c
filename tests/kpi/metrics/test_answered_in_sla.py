"""K04, counted by hand: on time of all that were due, by the day they were due."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, facts, hundred, one, opened
from tests.kpi.metrics.sla_cases import RULES, case, known_on

LATER = "2024-12-31"


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return known_on(request.param)


def test_open_and_overdue_is_late_and_so_is_a_closing_without_a_reply(known: Facts) -> None:
    assert opened(known, "answered_in_sla", LATER) == {
        "numerator": ["early", "on the day"],
        "denominator": ["a day late", "closed without a reply", "early", "never", "on the day"],
        "excluded": ["impossible", "invoice", "no reply dates"],
    }
    assert one(known, "answered_in_sla", LATER).value == 0.4


def test_a_complaint_counts_in_the_month_in_which_it_is_due(known: Facts) -> None:
    assert by_month(known, "answered_in_sla", LATER) == {"2024-04": 5}


@pytest.mark.parametrize(("as_of", "hits", "n"), [("2024-04-01", 0, 0), ("2024-04-02", 2, 2), ("2024-04-03", 2, 5)])
def test_on_the_due_day_who_has_no_reply_is_still_running(known: Facts, as_of: str, hits: int, n: int) -> None:
    figure = one(known, "answered_in_sla", as_of)
    assert (figure.numerator, figure.n) == (hits, n)


@pytest.mark.parametrize("engine", ENGINES)
def test_of_the_hundred_complaints_sixty_of_ninety_are_on_time(engine: str) -> None:
    figure = one(facts(hundred(), engine=engine), "answered_in_sla", "2024-03-20")
    assert (figure.numerator, figure.denominator) == (60, 90)
    assert round(figure.value or 0, 3) == 0.667


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_dates_there_is_a_reason_and_no_share(engine: str) -> None:
    figure = one(facts([case("a", None, supplies_reply=False)], RULES, engine), "answered_in_sla", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "reply date" in figure.reason.en
