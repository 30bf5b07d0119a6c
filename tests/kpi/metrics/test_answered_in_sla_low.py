"""K04b, counted by hand: as if none of the running complaints were answered in time."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, facts, one, opened
from tests.kpi.metrics.promises import COMPLAINTS, letter

NAME = "answered_in_sla_low"
ALL = ["a day late", "closed without a reply", "of Thursday", "on the due day", "open"]


@pytest.fixture(params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, "sfr", request.param)


def test_a_running_complaint_counts_as_missed(known: Facts) -> None:
    found = opened(known, NAME, "2024-03-12")
    assert found["numerator"] == ["on the due day"]
    assert found["denominator"] == ALL
    assert found["excluded"] == ["about an invoice", "answered before", "remark", "without reply dates"]
    assert one(known, NAME, "2024-03-12").value == 1 / 5


def test_it_does_not_fall_when_a_complaint_runs_out_of_time(known: Facts) -> None:
    assert one(known, NAME, "2024-03-11").value == 1 / 5
    assert one(known, NAME, "2024-03-10").value == 0.0


def test_a_complaint_counts_in_the_month_of_its_reception() -> None:
    late = letter("due in April", "2024-05-06", received="2024-03-28")
    assert by_month(facts([late], "sfr"), NAME, "2024-06-30") == {"2024-03": 1}


def test_without_reply_dates_there_is_a_reason_and_no_share() -> None:
    figure = one(facts([letter("silent", supplies_reply=False)], "sfr"), NAME, "2024-03-31")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no reply date" in figure.reason.en
