"""K12, counted by hand day by day: open, and due today or within five days (due 2 April: from 28 March)."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, facts, hundred, one, opened
from tests.kpi.metrics.sla_cases import RULES, case, known_on

FROM = {"period": "day", "start": "2024-03-23"}


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return known_on(request.param)


def test_from_five_days_before_until_the_due_day_is_over(known: Facts) -> None:
    days = ask(known, "due_soon", "2024-04-04", **FROM)
    open_ = {"03-28": 4, "03-29": 4, "03-30": 4, "03-31": 4, "04-01": 4, "04-02": 3}
    assert {f.period[-5:]: f.value for f in days if f.value} == open_


def test_it_opens_on_those_who_are_due(known: Facts) -> None:
    assert opened(known, "due_soon", "2024-04-02") == {
        "numerator": ["a day late", "closed without a reply", "never"],
        "denominator": ["a day late", "closed without a reply", "never"],
        "excluded": ["impossible", "invoice", "no reply dates", "remark"],
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_a_closing_takes_it_out_and_the_reception_brings_it_in(engine: str) -> None:
    closed = case("closed", None, closed="2024-03-31")
    quick = case("two working days", None, closed=None, channel="web")
    known = facts([closed, quick], RULES, engine)
    days = {f.period[-5:]: f.value for f in ask(known, "due_soon", "2024-04-04", **FROM) if f.value}
    assert days == {"03-25": 1, "03-26": 1, "03-27": 1, "03-28": 1, "03-29": 1, "03-30": 1}


@pytest.mark.parametrize("engine", ENGINES)
def test_of_the_hundred_complaints_the_ten_open_ones_are_due_on_the_second_of_april(engine: str) -> None:
    known = facts(hundred(), engine=engine)
    assert [one(known, "due_soon", day).value for day in ("2024-03-27", "2024-03-28", "2024-04-03")] == [0, 10, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_dates_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([case("a", None, supplies_reply=False)], RULES, engine), "due_soon", "2024-04-01")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "reply date" in figure.reason.en
