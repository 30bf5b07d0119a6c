"""K08, counted by hand: the mean reply delay of those closed on 6 May 2024."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened
from tests.kpi.metrics.delay_cases import NAMES, after, censored, known_on

LATER = "2024-12-31"


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    open_, unanswered = after(2, "open", closed=None), after(None, "closed without a reply")
    return known_on(request.param, open_, unanswered)


def test_110_days_of_ten_complaints(known: Facts) -> None:
    found = opened(known, "reply_delay_mean", LATER)
    assert found["denominator"] == NAMES
    assert found["excluded"] == ["closed without a reply", "impossible", "no reply dates", "remark"]
    figure = one(known, "reply_delay_mean", LATER)
    assert (figure.numerator, figure.denominator, figure.value) == (110, 10, 11.0)


def test_the_delay_is_told_in_working_days_on_request(known: Facts) -> None:
    assert one(known, "reply_delay_mean", LATER, unit="ouvres").numerator == 77
    assert one(known, "reply_delay_mean", LATER, unit="ouvrables").numerator == 94


def test_a_complaint_counts_in_the_month_of_its_closing(known: Facts) -> None:
    assert one(known, "reply_delay_mean", "2024-05-05").n == 0
    assert one(known, "reply_delay_mean", "2024-05-06").n == 10
    assert by_month(known, "reply_delay_mean", LATER) == {"2024-05": 10}


@pytest.mark.parametrize("engine", ENGINES)
def test_closed_before_its_reply_it_has_no_delay_yet(engine: str) -> None:
    known = facts([after(20, closed="2024-02-02"), after(1, closed="2024-02-02")], engine=engine)
    assert one(known, "reply_delay_mean", "2024-02-10").value == 1.0
    assert one(known, "reply_delay_mean", "2024-02-10").excluded == 1
    assert one(known, "reply_delay_mean", LATER).value == 10.5


@pytest.mark.parametrize("engine", ENGINES)
def test_without_a_promise_there_is_a_delay_all_the_same(engine: str) -> None:
    known = facts([complaint("2024-01-31", "2024-02-05")], "qualiopi", engine)
    assert one(known, "reply_delay_mean", LATER).value == 5


@pytest.mark.parametrize("engine", ENGINES)
def test_it_forgets_the_six_that_are_open(engine: str) -> None:
    figure = one(facts(censored(), engine=engine), "reply_delay_mean", "2024-02-29")
    assert (figure.value, figure.n) == (7.0, 4)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_dates_there_is_a_reason_and_no_delay(engine: str) -> None:
    figure = one(facts([after(3, supplies_reply=False)], engine=engine), "reply_delay_mean", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no reply date" in figure.reason.en
