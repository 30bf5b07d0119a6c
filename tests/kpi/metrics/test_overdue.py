"""K10, counted by hand day by day: open past the due date (due 2 April: from 3 April)."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from kpi.ruleset import RuleSet
from tests.kpi.build import ENGINES, ask, complaint, facts, hundred, one, opened
from tests.kpi.metrics.sla_cases import RULES, case, known_on

FROM = {"period": "day", "start": "2024-04-01"}


def hours(target: int) -> RuleSet:
    """A reply within so many hours."""
    text = {"fr": "En heures", "en": "In hours"}
    rule = {"id": "hours", "title": text, "reply": {"target": target, "unit": "hours"}, "pauses": False}
    return RuleSet.model_validate({"name": "hours", "version": "1", "title": text, "source": text, "rules": [rule]})


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return known_on(request.param)


def test_from_the_day_after_the_due_date_until_reply_or_closing(known: Facts) -> None:
    days = ask(known, "overdue", "2024-04-05", **FROM)
    assert [f.value for f in days] == [0, 0, 2, 2, 2]
    assert [one(known, "overdue", day).value for day in ("2024-05-09", "2024-05-10")] == [2, 1]


def test_it_opens_on_those_who_are_overdue(known: Facts) -> None:
    assert opened(known, "overdue", "2024-04-03") == {
        "numerator": ["closed without a reply", "never"],
        "denominator": ["closed without a reply", "never"],
        "excluded": ["impossible", "invoice", "no reply dates", "remark"],
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_a_late_reply_ends_it_and_so_does_an_earlier_closing(engine: str) -> None:
    late = case("late", "2024-04-05", closed="2024-05-10")
    closed = case("closed", "2024-04-09", closed="2024-04-04")
    days = ask(facts([late, closed], RULES, engine), "overdue", "2024-04-06", **FROM)
    assert [f.value for f in days] == [0, 0, 2, 1, 0, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_promise_in_hours_is_past_on_its_own_day(engine: str) -> None:
    known = facts([complaint("2024-04-02", sent="2024-04-01")], hours(4), engine)
    assert [f.value for f in ask(known, "overdue", "2024-04-03", **FROM)] == [0, 1, 1]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_reply_at_an_earlier_hour_of_a_later_day_is_late(engine: str) -> None:
    """Received on 2 April at 8:00, due on the 3rd at 14:00, answered on the 4th at 9:00."""
    late = complaint("2024-04-02", "2024-04-04", received_minute=480, replied_minute=540)
    known = facts([late], hours(30), engine)
    assert [f.value for f in ask(known, "overdue", "2024-04-04", **FROM)] == [0, 0, 1, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_is_overdue_before_the_reception(engine: str) -> None:
    known = facts([complaint("2024-04-03", promised="2024-03-20", sent="2024-03-19")], "house", engine)
    assert [f.value for f in ask(known, "overdue", "2024-04-04", **FROM)] == [0, 0, 1, 1]


@pytest.mark.parametrize("engine", ENGINES)
def test_of_the_hundred_complaints_twenty_are_overdue(engine: str) -> None:
    assert one(facts(hundred(), engine=engine), "overdue", "2024-03-20").value == 20


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_dates_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([case("a", None, supplies_reply=False)], RULES, engine), "overdue", "2024-05-01")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "reply date" in figure.reason.en
