"""K10, counted by hand: who has come and is neither answered nor closed at the end of a day."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, complaint, facts, one, opened


def came(name: str, replied: str | None = None, **other: object) -> dict[str, object]:
    return complaint("2024-03-04", **{"replied": replied, "complaint_id": name, "sent": "2024-02-20", **other})


COMPLAINTS = [
    came("open"),
    came("answered", "2024-03-12"),
    came("answered, closed later", "2024-03-12", closed="2024-03-20", supplies_close=True),
    came("closed without a reply", closed="2024-03-12", supplies_close=True),
    came("closed, without reply dates", closed="2024-03-12", supplies_reply=False, supplies_close=True),
    came("answered before it came", "2024-03-01"),
    came("remark", kind="remark"),
    came("without dates", supplies_reply=False),
]
LEAVING = ["answered", "answered, closed later", "closed without a reply", "closed, without reply dates"]


@pytest.fixture(params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_a_complaint_leaves_on_the_day_of_its_reply_or_closing(known: Facts) -> None:
    before, after = opened(known, "backlog", "2024-03-11"), opened(known, "backlog", "2024-03-12")
    assert before["denominator"] == sorted([*LEAVING, "open"])
    assert after["denominator"] == ["open"]
    assert before["excluded"] == after["excluded"] == ["remark", "without dates"]


def test_it_is_in_from_the_day_on_which_it_came(known: Facts) -> None:
    assert one(known, "backlog", "2024-03-04").value == 5
    assert one(known, "backlog", "2024-03-03").value is None


def test_a_past_month_shows_what_was_open_at_its_end(known: Facts) -> None:
    months = ask(known, "backlog", "2024-04-30", period="month", start="2024-02-01")
    assert {figure.period: figure.value for figure in months} == {"2024-02": 0, "2024-03": 1, "2024-04": 1}
    at_the_time = opened(known, "backlog", "2024-04-30", end="2024-03-11")
    assert at_the_time["denominator"] == sorted([*LEAVING, "open"])


def test_without_a_date_to_leave_on_there_is_a_reason_and_no_stock() -> None:
    figure = one(facts([came("without dates", supplies_reply=False)]), "backlog", "2024-03-31")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "neither reply nor closing" in figure.reason.en
