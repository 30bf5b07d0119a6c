"""K05, counted by hand: those given a new date, of all that were due on 2 April 2024 or are late."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, facts, one, opened
from tests.kpi.metrics.sla_cases import CASES, RULES, case

LATER = "2024-12-31"
COMPLAINTS = [
    *CASES,
    case("renewed", "2024-04-20", promise_made="2024-03-28", promised="2024-04-25"),
    case("renewed late", None, promise_made="2024-04-30", closed=None),
    case("no such column", "2024-04-02", supplies_promise=False),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, RULES, request.param)


def test_two_of_seven_were_given_a_new_date(known: Facts) -> None:
    assert opened(known, "extended", LATER) == {
        "numerator": ["renewed", "renewed late"],
        "denominator": [
            *("a day late", "closed without a reply", "early", "never", "on the day", "renewed", "renewed late"),
        ],
        "excluded": ["impossible", "invoice", "no reply dates", "no such column"],
    }
    assert one(known, "extended", LATER).value == 2 / 7


def test_a_complaint_counts_in_the_month_of_its_first_due_date(known: Facts) -> None:
    assert by_month(known, "extended", LATER) == {"2024-04": 7}
    assert one(known, "extended", "2024-04-01").n == 0


def test_an_announcement_counts_from_its_day(known: Facts) -> None:
    assert one(known, "extended", "2024-04-29").numerator == 1
    assert one(known, "extended", "2024-04-30").numerator == 2


def test_on_the_due_day_who_has_no_reply_is_still_running(known: Facts) -> None:
    assert opened(known, "extended", "2024-04-02")["denominator"] == ["early", "on the day"]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_dates_of_announcement_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([case("a", "2024-03-26", supplies_promise=False)], RULES, engine), "extended", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no date at which a new date was announced" in figure.reason.en
