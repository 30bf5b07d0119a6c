"""K14, counted by hand: reopened within 30 days of the reply of 10 January 2024, by 9 February."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-06-30"


def case(name: str, reopened: str | None, **other: Any) -> dict[str, Any]:
    return complaint("2024-01-02", **{"replied": "2024-01-10", "reopened": reopened, "complaint_id": name, **other})


CLOSING = {"closed": "2024-01-10", "supplies_close": True}
COMPLAINTS = [
    case("the same day", "2024-01-10"),
    case("on the last day", "2024-02-09"),
    case("a day too late", "2024-02-10"),
    case("before it left", "2024-01-09"),
    case("never", None),
    case("closed", "2024-02-09", replied=None, supplies_reply=False, **CLOSING),
    case("closed before its reply", "2024-02-10", replied="2024-02-01", **CLOSING),
    case("open", "2024-02-01", replied=None),
    case("remark", "2024-02-01", kind="remark"),
    case("no such column", None, supplies_reopening=False),
    case("never left", "2024-02-01", supplies_reply=False),
]
AGAIN = ["closed", "on the last day", "the same day"]
NOT_AGAIN = ["a day too late", "before it left", "closed before its reply", "never"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_thirtieth_day_still_counts(known: Facts) -> None:
    assert opened(known, "reopened", LATER) == {
        "numerator": AGAIN,
        "denominator": sorted([*AGAIN, *NOT_AGAIN]),
        "excluded": ["never left", "no such column", "remark"],
    }
    assert one(known, "reopened", LATER).value == 3 / 7


def test_a_complaint_counts_in_the_month_in_which_its_thirty_days_end(known: Facts) -> None:
    assert one(known, "reopened", "2024-02-08").n == 0
    assert one(known, "reopened", "2024-02-09").n == 7
    assert by_month(known, "reopened", LATER) == {"2024-02": 7}


@pytest.mark.parametrize("engine", ENGINES)
def test_without_dates_of_reopening_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([case("a", None, supplies_reopening=False)], engine=engine), "reopened", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no date of reopening" in figure.reason.en
