"""K13, counted by hand: received Wednesday 28 February 2024, resolved by Monday 4 March, the third working day."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def case(name: str, resolved: str | None, received: str = "2024-02-28", **other: Any) -> dict[str, Any]:
    return complaint(received, "2024-04-04", resolved=resolved, complaint_id=name, **other)


COMPLAINTS = [
    case("at once", "2024-02-28"),
    case("third working day", "2024-03-04"),
    case("a day late", "2024-03-05"),
    case("never", None),
    case("before it came", "2024-02-27"),
    case("remark", "2024-02-28", kind="remark"),
    case("no such column", None, supplies_resolution=False),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_third_working_day_still_counts(known: Facts) -> None:
    assert opened(known, "first_contact", LATER) == {
        "numerator": ["at once", "third working day"],
        "denominator": ["a day late", "at once", "never", "third working day"],
        "excluded": ["before it came", "no such column", "remark"],
    }
    assert one(known, "first_contact", LATER).value == 0.5


def test_a_complaint_counts_in_the_month_of_its_reception_once_the_third_day_is_over(known: Facts) -> None:
    assert one(known, "first_contact", "2024-03-04").n == 0
    assert one(known, "first_contact", "2024-03-05").n == 4
    assert by_month(known, "first_contact", LATER) == {"2024-02": 4}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_holiday_and_a_weekend_are_no_working_days(engine: str) -> None:
    over_easter = [case("in time", "2024-04-04", "2024-03-29"), case("late", "2024-04-05", "2024-03-29")]
    assert opened(facts(over_easter, engine=engine), "first_contact", LATER)["numerator"] == ["in time"]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_dates_of_resolution_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([case("a", None, supplies_resolution=False)], engine=engine), "first_contact", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no date of resolution" in figure.reason.en
