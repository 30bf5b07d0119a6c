"""K08, counted by hand: the mean of the closed, which leaves out who still waits."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

COMPLAINTS = [
    complaint("2024-03-04", "2024-03-06", complaint_id="after 2 days", owned="2024-03-05"),
    complaint(
        "2024-03-04", "2024-03-11", complaint_id="after 7 days, closed later", supplies_close=True, closed="2024-03-20"
    ),
    complaint("2024-03-04", complaint_id="closed without a reply", supplies_close=True, closed="2024-03-06"),
    complaint("2024-03-04", complaint_id="open"),
    complaint("2024-03-04", "2024-03-05", complaint_id="remark", kind="remark"),
    complaint("2024-03-04", "2024-03-01", complaint_id="answered before it came"),
    complaint("2024-03-04", "2024-03-24", complaint_id="about an invoice, after 20 days", invoice_dispute=True),
]
CLOSED = ["about an invoice, after 20 days", "after 2 days", "after 7 days, closed later"]


@pytest.fixture(params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, "sfr", request.param)


def test_the_days_of_those_closed_and_answered_are_divided_by_their_number(known: Facts) -> None:
    found = opened(known, "reply_delay_mean", "2024-03-31")
    assert found["denominator"] == CLOSED
    assert found["excluded"] == ["answered before it came", "closed without a reply", "remark"]
    figure = one(known, "reply_delay_mean", "2024-03-31")
    assert (figure.value, figure.numerator, figure.denominator) == ((2 + 7 + 20) / 3, 29, 3)


def test_who_is_closed_later_is_not_in_it_yet(known: Facts) -> None:
    assert one(known, "reply_delay_mean", "2024-03-19").value == 2.0
    assert one(known, "reply_delay_mean", "2024-03-20").value == 4.5


@pytest.mark.parametrize(("unit", "days"), [("calendar", 6), ("ouvres", 4), ("ouvrables", 5)])
def test_it_counts_in_the_days_asked_for(unit: str, days: int) -> None:
    known = facts([complaint("2024-03-01", "2024-03-07", owned="2024-03-04")])
    assert one(known, "reply_delay_mean", "2024-03-31", unit=unit).value == days


def test_a_complaint_counts_in_the_month_of_its_closing() -> None:
    late = complaint("2024-03-28", "2024-04-30", closed="2024-05-02", supplies_close=True)
    assert by_month(facts([late]), "reply_delay_mean", "2024-12-31") == {"2024-05": 1}


def test_without_reply_dates_there_is_a_reason_and_no_mean() -> None:
    silent = complaint("2024-03-04", supplies_reply=False, supplies_close=True, closed="2024-03-06")
    figure = one(facts([silent]), "reply_delay_mean", "2024-03-31")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no reply date" in figure.reason.en
