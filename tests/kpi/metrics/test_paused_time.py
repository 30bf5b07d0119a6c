"""K04d, counted by hand: days paused of the days to the reply, of those closed on 6 May 2024."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def paused(name: str, replied: str | None, days: float | None, **other: Any) -> dict[str, Any]:
    given = {"complaint_id": name, "paused_days": days, "closed": "2024-05-06", "supplies_close": True}
    return complaint("2024-04-01", replied, **{**given, **other})


COMPLAINTS = [
    paused("four of ten", "2024-04-11", 4.0),
    paused("half a day more is none", "2024-04-11", 1.5),
    paused("all the time", "2024-04-06", 5.0),
    paused("none noted", "2024-04-16", None),
    paused("the same day", "2024-04-01", 0.0),
    paused("longer than the delay", "2024-04-06", 6.0),
    paused("unanswered", None, 3.0),
    paused("impossible", "2024-03-31", 0.0),
    paused("remark", "2024-04-11", 4.0, kind="remark"),
    paused("no such column", "2024-04-11", None, supplies_pauses=False),
    paused("no reply dates", None, 2.0, supplies_reply=False),
    paused("open", "2024-04-11", 4.0, closed=None),
]
COUNTED = ["all the time", "four of ten", "half a day more is none", "none noted", "the same day"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_ten_of_forty_days_were_paused(known: Facts) -> None:
    found = opened(known, "paused_time", LATER)
    assert found["denominator"] == COUNTED
    assert found["excluded"] == [
        *("impossible", "longer than the delay", "no reply dates", "no such column", "remark", "unanswered"),
    ]
    figure = one(known, "paused_time", LATER)
    assert (figure.numerator, figure.denominator, figure.value) == (4 + 1 + 5, 10 + 10 + 5 + 15, 0.25)


def test_a_complaint_counts_in_the_month_of_its_closing(known: Facts) -> None:
    assert one(known, "paused_time", "2024-05-05").n == 0
    assert one(known, "paused_time", "2024-05-06").n == 5
    assert by_month(known, "paused_time", LATER) == {"2024-05": 5}


@pytest.mark.parametrize("engine", ENGINES)
def test_it_is_of_calendar_days_whatever_the_unit(engine: str) -> None:
    known = facts([paused("a", "2024-04-11", 4.0)], engine=engine)
    assert one(known, "paused_time", LATER, unit="ouvres").value == 0.4


@pytest.mark.parametrize("engine", ENGINES)
def test_without_a_promise_pauses_are_measured_all_the_same(engine: str) -> None:
    known = facts([paused("a", "2024-04-11", 4.0)], "qualiopi", engine)
    assert one(known, "paused_time", LATER).value == 0.4


@pytest.mark.parametrize("engine", ENGINES)
def test_replies_of_the_same_day_leave_no_time_to_divide(engine: str) -> None:
    figure = one(facts([paused("a", "2024-04-01", 0.0)], engine=engine), "paused_time", LATER)
    assert (figure.value, figure.n, figure.numerator) == (None, 1, 0)
    assert "on the same day" in figure.reason.en


@pytest.mark.parametrize("engine", ENGINES)
def test_without_pauses_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([paused("a", "2024-04-11", None, supplies_pauses=False)], engine=engine), "paused_time", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no pauses" in figure.reason.en
