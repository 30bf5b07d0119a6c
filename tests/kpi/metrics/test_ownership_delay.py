"""K06, counted by hand: ten complaints received on 31 January 2024 and taken in charge after 1, 2, 3 ... 10 days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"
RECEIVED = date(2024, 1, 31)


def taken(days: int | None, name: str = "", **other: Any) -> dict[str, Any]:
    owned = None if days is None else (RECEIVED + timedelta(days=days)).isoformat()
    dated = {"replied": "2024-03-20", "complaint_id": name or f"after {days:02}"}
    return complaint(RECEIVED.isoformat(), **{**dated, "owned": owned, **other})


NAMES = [f"after {days:02}" for days in range(1, 11)]
COMPLAINTS = [
    *(taken(days) for days in range(1, 11)),
    taken(-1, "before it came"),
    taken(None, "answered, by nobody"),
    taken(None, "closed, by nobody", replied=None, supplies_reply=False, closed="2024-03-20", supplies_close=True),
    taken(3, "remark", kind="remark"),
    taken(3, "no such column", supplies_ownership=False),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_fifth_of_ten_was_taken_on_the_fifth_day(known: Facts) -> None:
    assert opened(known, "ownership_delay", LATER) == {
        "numerator": NAMES,
        "denominator": NAMES,
        "excluded": ["answered, by nobody", "before it came", "closed, by nobody", "no such column", "remark"],
    }
    assert one(known, "ownership_delay", LATER).value == 5
    assert one(known, "ownership_delay", LATER, unit="ouvres").value == 3
    assert one(known, "ownership_delay", LATER, unit="ouvrables").value == 4


def test_what_nobody_took_so_far_counts_for_the_time_waited(known: Facts) -> None:
    found = opened(known, "ownership_delay", "2024-02-04")
    assert found["numerator"] == NAMES[:4]
    assert found["denominator"] == sorted([*NAMES, "answered, by nobody", "closed, by nobody"])
    assert one(known, "ownership_delay", "2024-02-04").value is None
    assert one(known, "ownership_delay", "2024-02-06").value == 6


def test_once_answered_without_a_date_nobody_knows_how_long_it_waited(known: Facts) -> None:
    assert one(known, "ownership_delay", "2024-03-19").n == 12
    assert one(known, "ownership_delay", "2024-03-20").n == 10


def test_a_complaint_counts_in_the_month_of_its_reception(known: Facts) -> None:
    assert by_month(known, "ownership_delay", LATER) == {"2024-01": 10}


@pytest.mark.parametrize("engine", ENGINES)
def test_taken_on_the_day_it_came_is_no_delay(engine: str) -> None:
    assert one(facts([taken(0)], engine=engine), "ownership_delay", LATER).value == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_without_dates_of_ownership_there_is_a_reason_and_no_delay(engine: str) -> None:
    figure = one(facts([taken(None, "a", supplies_ownership=False)], engine=engine), "ownership_delay", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no date of taking in charge" in figure.reason.en
