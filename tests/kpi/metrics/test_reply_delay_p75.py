"""K07, counted by hand: the day by which three customers in four have the reply."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened
from tests.kpi.metrics.delay_cases import NAMES, after, censored, known_on

LATER = "2024-12-31"


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return known_on(request.param)


def test_the_eighth_of_ten_replies_came_on_the_sixteenth_day(known: Facts) -> None:
    assert opened(known, "reply_delay_p75", LATER) == {
        "numerator": NAMES,
        "denominator": NAMES,
        "excluded": ["impossible", "no reply dates", "remark"],
    }
    assert one(known, "reply_delay_p75", LATER).value == 16


def test_the_delay_is_told_in_working_days_on_request(known: Facts) -> None:
    assert one(known, "reply_delay_p75", LATER, unit="ouvres").value == 12
    assert one(known, "reply_delay_p75", LATER, unit="ouvrables").value == 14


def test_what_is_open_counts_for_the_time_waited_so_far(known: Facts) -> None:
    assert one(known, "reply_delay_p75", "2024-02-15").value is None
    figure = one(known, "reply_delay_p75", "2024-02-16")
    assert (figure.value, figure.n, figure.numerator) == (16, 10, 8)


def test_a_complaint_counts_in_the_month_of_its_reception(known: Facts) -> None:
    assert by_month(known, "reply_delay_p75", LATER) == {"2024-01": 10}


@pytest.mark.parametrize("engine", ENGINES)
def test_three_replies_of_four_reach_it_exactly(engine: str) -> None:
    assert one(facts([after(days) for days in (1, 2, 3, 40)], engine=engine), "reply_delay_p75", LATER).value == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_without_a_promise_there_is_a_delay_all_the_same(engine: str) -> None:
    known = facts([complaint("2024-01-31", "2024-02-05")], "qualiopi", engine)
    assert one(known, "reply_delay_p75", LATER).value == 5


@pytest.mark.parametrize("engine", ENGINES)
def test_four_replies_and_six_open_have_no_p75_yet(engine: str) -> None:
    figure = one(facts(censored(), engine=engine), "reply_delay_p75", "2024-02-29")
    assert (figure.value, figure.n, figure.numerator) == (None, 10, 4)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_dates_there_is_a_reason_and_no_delay(engine: str) -> None:
    figure = one(facts([after(3, supplies_reply=False)], engine=engine), "reply_delay_p75", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no reply date" in figure.reason.en
