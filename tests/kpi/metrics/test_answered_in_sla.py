"""K04, counted by hand: due on 11 March, in time on that day, late from the day after, answered or not."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, facts, one, opened
from tests.kpi.metrics.promises import COMPLAINTS, letter

LEFT_OUT = ["about an invoice", "answered before", "without reply dates"]


@pytest.fixture(params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, "sfr", request.param)


def test_open_overdue_and_closed_without_a_reply_count_as_late(known: Facts) -> None:
    found = opened(known, "answered_in_sla", "2024-03-12")
    assert found["numerator"] == ["on the due day"]
    assert found["denominator"] == ["a day late", "closed without a reply", "on the due day", "open"]
    assert found["excluded"] == LEFT_OUT
    assert one(known, "answered_in_sla", "2024-03-12").value == 1 / 4


def test_on_the_due_day_only_what_is_answered_counts(known: Facts) -> None:
    assert opened(known, "answered_in_sla", "2024-03-11")["denominator"] == ["on the due day"]
    assert one(known, "answered_in_sla", "2024-03-11").excluded == 3
    assert one(known, "answered_in_sla", "2024-03-10").value is None


def test_a_complaint_counts_in_the_month_of_its_due_date() -> None:
    found = facts([letter("late in March", "2024-05-06", received="2024-03-28")], "sfr")
    assert by_month(found, "answered_in_sla", "2024-06-30") == {"2024-04": 1}


def test_without_reply_dates_there_is_a_reason_and_no_share() -> None:
    figure = one(facts([letter("silent", supplies_reply=False)], "sfr"), "answered_in_sla", "2024-03-31")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no reply date" in figure.reason.en
