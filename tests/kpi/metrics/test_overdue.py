"""K10, counted by hand: open past the due date, which is 11 March for what came by letter on the 4th."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from kpi.rules import load_rules
from kpi.ruleset import Deadline, Rule
from kpi.text import Text
from tests.kpi.build import ENGINES, ask, complaint, facts, one, opened
from tests.kpi.metrics.promises import COMPLAINTS, letter


@pytest.fixture(params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    more = [
        letter("answered on the 14th", "2024-03-14"),
        letter("closed on the 14th", closed="2024-03-14", supplies_close=True),
    ]
    return facts([*COMPLAINTS, *more], "sfr", request.param)


def test_a_complaint_is_overdue_from_the_day_after_its_due_date_until_it_leaves(known: Facts) -> None:
    assert one(known, "overdue", "2024-03-11").value == 0
    found = opened(known, "overdue", "2024-03-12")
    assert found["denominator"] == ["answered on the 14th", "closed on the 14th", "open"]
    assert found["excluded"] == ["about an invoice", "answered before", "remark", "without reply dates"]
    assert opened(known, "overdue", "2024-03-14")["denominator"] == ["open"]
    assert opened(known, "overdue", "2024-03-15")["denominator"] == ["of Thursday", "open"]


def test_a_promise_in_hours_that_ends_on_a_day_is_overdue_at_the_end_of_it() -> None:
    hours = Rule(id="hours", title=Text(fr="48 heures", en="48 hours"), reply=Deadline(target=48, unit="hours"))
    known = facts([complaint("2024-03-04")], load_rules("house").model_copy(update={"rules": (hours,)}))
    assert [one(known, "overdue", f"2024-03-0{day}").value for day in (5, 6, 7)] == [0, 1, 1]


def test_nothing_is_overdue_before_it_came() -> None:
    known = facts([complaint("2024-03-04", "2024-03-20", promised="2024-01-15", sent="2024-02-20")])
    months = ask(known, "overdue", "2024-03-10", period="month", start="2024-01-01")
    assert [figure.value for figure in months] == [0, 0, 1]


def test_without_reply_dates_there_is_a_reason_and_no_count() -> None:
    figure = one(facts([letter("silent", supplies_reply=False)], "sfr"), "overdue", "2024-03-31")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no reply date" in figure.reason.en
