"""K12, counted by hand: overdue five days later if nothing moves (due 2 April: from 29 March)."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, complaint, facts, hundred, one, opened
from tests.kpi.metrics.sla_cases import RULES, case, known_on
from tests.kpi.metrics.test_overdue import hours


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return known_on(request.param)


@pytest.mark.parametrize("engine", ENGINES)
def test_ten_days_of_one_complaint(engine: str) -> None:
    """Received on 1 March 2024, due on the 15th: past at the end of the 16th, which is five days after the 11th."""
    known = facts([complaint("2024-03-01", "2024-03-18")], engine=engine)
    days = ask(known, "overdue_in_5", "2024-03-19", period="day", start="2024-03-09")
    assert [f.value for f in days] == [0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_it_is_what_overdue_says_five_days_later_if_nothing_moves(engine: str) -> None:
    rows = [row for row in hundred() if row["replied"] is None]
    known = facts(rows, engine=engine)
    for day, later in (("2024-03-11", "2024-03-16"), ("2024-03-20", "2024-03-25"), ("2024-03-29", "2024-04-03")):
        assert one(known, "overdue_in_5", day).value == one(known, "overdue", later).value


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_is_counted_before_the_reception_nor_after_the_reply(engine: str) -> None:
    known = facts([complaint("2024-04-03", "2024-04-05", promised="2024-03-20")], engine=engine)
    days = ask(known, "overdue_in_5", "2024-04-06", period="day", start="2024-04-02")
    assert [f.value for f in days] == [0, 1, 1, 0, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_promise_in_hours_is_past_on_its_own_day(engine: str) -> None:
    """Due on 12 April within the day: overdue on the 12th, so from the 7th on it is five days away."""
    known = facts([complaint("2024-04-02", acknowledged="2024-04-02")], hours(240), engine)
    days = ask(known, "overdue_in_5", "2024-04-14", period="day", start="2024-04-04", end="2024-04-09")
    overdue = ask(known, "overdue", "2024-04-14", period="day", start="2024-04-09", end="2024-04-14")
    assert [f.value for f in days] == [f.value for f in overdue] == [0, 0, 0, 1, 1, 1]


def test_it_opens_on_its_lines(known: Facts) -> None:
    found = opened(known, "overdue_in_5", "2024-04-03")
    assert set(opened(known, "overdue", "2024-04-03")["denominator"]) <= set(found["denominator"])
    assert found["excluded"] == ["impossible", "invoice", "no reply dates", "remark"]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_dates_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([case("a", None, supplies_reply=False)], RULES, engine), "overdue_in_5", "2024-05-01")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "reply date" in figure.reason.en
