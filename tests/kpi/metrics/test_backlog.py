"""K10, counted by hand day by day: received, and neither answered nor closed."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, complaint, facts, hundred, one, opened

COMPLAINTS = [
    complaint("2024-03-02", "2024-03-05", complaint_id="answered"),
    complaint("2024-03-02", "2024-03-08", complaint_id="closed first", closed="2024-03-04", supplies_close=True),
    complaint("2024-03-02", "2024-03-06", complaint_id="closed later", closed="2024-03-09", supplies_close=True),
    complaint("2024-03-02", closed="2024-03-07", complaint_id="no replies", supplies_reply=False, supplies_close=True),
    complaint("2024-03-04", complaint_id="open", sent="2024-03-01"),
    complaint("2024-03-03", "2024-03-01", complaint_id="impossible"),
    complaint("2024-03-02", complaint_id="remark", kind="remark"),
    complaint("2024-03-06", complaint_id="never told", supplies_reply=False),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_who_is_open_at_the_end_of_each_day(known: Facts) -> None:
    days = ask(known, "backlog", "2024-03-10", period="day", start="2024-03-01")
    assert [f.value for f in days] == [0, 4, 4, 4, 3, 2, 1, 1, 1, 1]
    assert [f.excluded for f in days] == [0, 1, 1, 1, 1, 2, 2, 2, 2, 2]


def test_it_opens_on_those_who_are_open(known: Facts) -> None:
    open_ = ["closed later", "no replies", "open"]
    assert opened(known, "backlog", "2024-03-05") == {
        "numerator": open_,
        "denominator": open_,
        "excluded": ["remark"],
    }
    assert opened(known, "backlog", "2024-12-31")["excluded"] == ["never told", "remark"]


def test_what_happens_later_is_not_known_yet(known: Facts) -> None:
    assert [one(known, "backlog", f"2024-03-{day:02}").value for day in (3, 5, 7)] == [4, 3, 1]


@pytest.mark.parametrize("engine", ENGINES)
def test_of_the_hundred_complaints_thirty_are_open(engine: str) -> None:
    assert one(facts(hundred(), engine=engine), "backlog", "2024-03-20").value == 30


@pytest.mark.parametrize("engine", ENGINES)
def test_without_replies_and_closings_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([complaint("2024-03-02", supplies_reply=False)], engine=engine), "backlog", "2024-03-20")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "neither reply nor closing" in figure.reason.en
