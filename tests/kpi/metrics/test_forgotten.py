"""S2-03, counted by hand: open, and nothing has happened to them for more than 14 days."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, complaint, facts, one, opened

COMPLAINTS = [
    complaint("2024-03-01", complaint_id="never touched"),
    complaint("2024-03-01", complaint_id="touched", last_event="2024-03-03"),
    complaint("2024-03-04", complaint_id="touched before it came", last_event="2024-03-01", sent="2024-03-01"),
    complaint("2024-03-01", "2024-03-20", complaint_id="answered", acknowledged="2024-03-15"),
    complaint("2024-03-01", "2024-04-05", closed="2024-03-19", complaint_id="closed", supplies_close=True),
    complaint("2024-03-01", "2024-03-15", complaint_id="answered in time"),
    complaint("2024-03-01", complaint_id="remark", kind="remark"),
    complaint("2024-03-01", complaint_id="never told", supplies_reply=False),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_fifteenth_quiet_day_makes_it_forgotten_until_it_leaves(known: Facts) -> None:
    days = ask(known, "forgotten", "2024-03-21", period="day", start="2024-03-14")
    assert [(f.period[-2:], f.value) for f in days] == [
        *(("14", 0), ("15", 0), ("16", 3), ("17", 3), ("18", 4), ("19", 4), ("20", 3), ("21", 3)),
    ]


def test_it_opens_on_those_who_are_forgotten(known: Facts) -> None:
    assert opened(known, "forgotten", "2024-03-18") == {
        "numerator": ["answered", "closed", "never touched", "touched"],
        "denominator": ["answered", "closed", "never touched", "touched"],
        "excluded": ["never told", "remark"],
    }
    found = opened(known, "forgotten", "2024-03-19")["denominator"]
    assert found == ["answered", "never touched", "touched", "touched before it came"]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_replies_and_closings_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([complaint("2024-03-02", supplies_reply=False)], engine=engine), "forgotten", "2024-03-20")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "neither reply nor closing" in figure.reason.en
