"""K12, counted by hand: open and due on the day itself or in the five days after it; due here on 18 March."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, complaint, facts, one, opened


def came(name: str, replied: str | None = None, **other: object) -> dict[str, object]:
    return complaint("2024-03-04", **{"replied": replied, "complaint_id": name, **other})


COMPLAINTS = [
    came("open"),
    came("answered on the 15th", "2024-03-15"),
    came("closed on the 15th", closed="2024-03-15", supplies_close=True),
    came("due on the 25th", promised="2024-03-25"),
    came("remark", kind="remark"),
    came("answered before it came", "2024-03-01"),
    came("without reply dates", supplies_reply=False),
]


@pytest.fixture(params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_five_days_before_the_due_date_is_soon_and_six_are_not(known: Facts) -> None:
    assert one(known, "due_soon", "2024-03-12").value == 0
    found = opened(known, "due_soon", "2024-03-13")
    assert found["denominator"] == ["answered on the 15th", "closed on the 15th", "open"]
    assert found["excluded"] == ["answered before it came", "remark", "without reply dates"]


def test_what_is_answered_closed_or_past_is_not_to_come(known: Facts) -> None:
    assert opened(known, "due_soon", "2024-03-15")["denominator"] == ["open"]
    assert opened(known, "due_soon", "2024-03-18")["denominator"] == ["open"]
    assert one(known, "due_soon", "2024-03-19").value == 0
    assert opened(known, "due_soon", "2024-03-20")["denominator"] == ["due on the 25th"]


def test_nothing_is_due_before_it_came() -> None:
    known = facts([complaint("2024-03-01", promised="2024-03-02", sent="2024-02-01")])
    months = ask(known, "due_soon", "2024-03-02", period="month", start="2024-02-01")
    assert [figure.value for figure in months] == [0, 1]


def test_without_reply_dates_there_is_a_reason_and_no_count() -> None:
    figure = one(facts([came("silent", supplies_reply=False)]), "due_soon", "2024-03-15")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no reply date" in figure.reason.en
