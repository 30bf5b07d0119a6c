"""K04c, counted by hand: the flattering share, of those that were closed."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, facts, hundred, one, opened
from tests.kpi.metrics.sla_cases import RULES, case, known_on

LATER = "2024-12-31"


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return known_on(request.param)


def test_who_is_still_open_is_forgotten(known: Facts) -> None:
    assert opened(known, "answered_in_sla_closed_only", LATER) == {
        "numerator": ["early", "on the day"],
        "denominator": ["a day late", "closed without a reply", "early", "on the day"],
        "excluded": ["impossible", "invoice", "no reply dates", "remark"],
    }
    assert one(known, "answered_in_sla_closed_only", LATER).value == 0.5


def test_a_complaint_counts_in_the_month_of_its_closing(known: Facts) -> None:
    assert one(known, "answered_in_sla_closed_only", "2024-05-09").n == 0
    assert one(known, "answered_in_sla_closed_only", "2024-05-10").n == 4
    assert by_month(known, "answered_in_sla_closed_only", LATER) == {"2024-05": 4}


@pytest.mark.parametrize("engine", ENGINES)
def test_closed_before_it_was_due_and_not_answered_is_no_hit(engine: str) -> None:
    early = facts([case("a", None, closed="2024-03-27"), case("b", "2024-03-27", closed="2024-03-27")], RULES, engine)
    figure = one(early, "answered_in_sla_closed_only", "2024-03-28")
    assert (figure.numerator, figure.n) == (1, 2)


@pytest.mark.parametrize("engine", ENGINES)
def test_of_the_hundred_complaints_sixty_of_the_seventy_closed(engine: str) -> None:
    figure = one(facts(hundred(), engine=engine), "answered_in_sla_closed_only", "2024-03-20")
    assert (figure.numerator, figure.denominator) == (60, 70)
    assert round(figure.value or 0, 3) == 0.857


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_dates_there_is_a_reason_and_no_share(engine: str) -> None:
    known = facts([case("a", None, supplies_reply=False)], RULES, engine)
    figure = one(known, "answered_in_sla_closed_only", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "reply date" in figure.reason.en
