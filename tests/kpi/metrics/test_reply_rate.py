"""S1-12, counted by hand: who was answered at all, of those due on 2 April 2024."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, facts, one, opened
from tests.kpi.metrics.sla_cases import RULES, case, known_on

LATER = "2024-12-31"


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return known_on(request.param)


def test_a_late_reply_is_one_and_a_closing_is_none(known: Facts) -> None:
    assert opened(known, "reply_rate", LATER) == {
        "numerator": ["a day late", "early", "on the day"],
        "denominator": ["a day late", "closed without a reply", "early", "never", "on the day"],
        "excluded": ["impossible", "invoice", "no reply dates"],
    }
    assert one(known, "reply_rate", LATER).value == 3 / 5


def test_a_complaint_counts_in_the_month_in_which_it_is_due(known: Facts) -> None:
    assert by_month(known, "reply_rate", LATER) == {"2024-04": 5}


@pytest.mark.parametrize(("as_of", "hits", "n"), [("2024-04-01", 0, 0), ("2024-04-02", 2, 2), ("2024-04-03", 3, 5)])
def test_on_the_due_day_who_has_no_reply_is_still_running(known: Facts, as_of: str, hits: int, n: int) -> None:
    figure = one(known, "reply_rate", as_of)
    assert (figure.numerator, figure.n) == (hits, n)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_dates_there_is_a_reason_and_no_share(engine: str) -> None:
    figure = one(facts([case("a", None, supplies_reply=False)], RULES, engine), "reply_rate", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "reply date" in figure.reason.en
