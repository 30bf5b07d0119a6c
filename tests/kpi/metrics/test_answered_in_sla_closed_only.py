"""K04c, counted by hand: the helpdesk's own share, which forgets what is still open."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, facts, one, opened
from tests.kpi.metrics.promises import COMPLAINTS, letter


@pytest.fixture(params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, "sfr", request.param)


def test_only_the_closed_are_judged(known: Facts) -> None:
    found = opened(known, "answered_in_sla_closed_only", "2024-03-12")
    assert found["numerator"] == ["on the due day"]
    assert found["denominator"] == ["a day late", "closed without a reply", "on the due day"]
    assert found["excluded"] == ["about an invoice", "answered before", "remark"]
    assert one(known, "answered_in_sla_closed_only", "2024-03-12").value == 1 / 3


def test_what_is_closed_later_is_not_there_yet(known: Facts) -> None:
    found = opened(known, "answered_in_sla_closed_only", "2024-03-11")
    assert found["denominator"] == ["closed without a reply", "on the due day"]


def test_a_complaint_counts_in_the_month_of_its_closing() -> None:
    late = letter("closed in May", "2024-04-30", received="2024-03-28", closed="2024-05-02", supplies_close=True)
    assert by_month(facts([late], "sfr"), "answered_in_sla_closed_only", "2024-12-31") == {"2024-05": 1}


def test_where_nothing_closed_is_judged_there_is_a_reason_and_no_share() -> None:
    figure = one(
        facts([letter("remark", "2024-03-05", kind="remark")], "sfr"), "answered_in_sla_closed_only", "2024-03-31"
    )
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no promise applies" in figure.reason.en
