"""S2-03, counted by hand: open, and nothing has happened to them for more than 14 days."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, complaint, facts, one, opened

COMPLAINTS = [
    complaint("2024-03-01", complaint_id="never touched"),
    complaint("2024-03-01", complaint_id="touched", last_event="2024-03-03"),
    complaint("2024-03-04", complaint_id="touched before it came", last_event="2024-03-01", sent="2024-03-01"),
    complaint("2024-03-01", "2024-03-20", complaint_id="acknowledged on the last quiet day", acknowledged="2024-03-15"),
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
        *(("14", 0), ("15", 0), ("16", 2), ("17", 2), ("18", 3), ("19", 3), ("20", 3), ("21", 3)),
    ]


def test_what_happens_later_changes_no_earlier_day(known: Facts) -> None:
    days = ask(known, "forgotten", "2024-06-30", period="day", start="2024-03-14", end="2024-03-21")
    assert [f.value for f in days] == [0, 0, 2, 2, 3, 3, 3, 3]


@pytest.mark.parametrize("engine", ENGINES)
def test_one_may_be_forgotten_more_than_once(engine: str) -> None:
    steps = {"acknowledged": "2024-03-20", "owned": "2024-03-20", "last_event": "2024-05-10"}
    known = facts([complaint("2024-03-01", "2024-06-05", **steps)], engine=engine)
    months = ask(known, "forgotten", "2024-07-31", period="day", start="2024-03-14", end="2024-06-10")
    quiet = [f.period for f in months if f.value]
    assert (quiet[0], quiet[3], quiet[4]) == ("2024-03-16", "2024-03-19", "2024-04-04")
    assert ("2024-05-09" in quiet, "2024-05-10" in quiet, "2024-05-25" in quiet, quiet[-1]) == (
        *(True, False, True), "2024-06-04",
    )  # fmt: skip
    assert {f.value for f in months} == {0, 1}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_reception_and_the_registration_are_events_too(engine: str) -> None:
    """One with every later step known by its own day, one that was registered eleven days after it came."""
    steps = dict.fromkeys(
        ("registered", "acknowledged", "owned", "promise_made", "resolved", "last_event"), "2024-03-25"
    )
    rows = [complaint("2024-03-01", **steps), complaint("2024-03-01", registered="2024-03-12")]
    days = ask(
        facts(rows, engine=engine), "forgotten", "2024-04-30", period="day", start="2024-03-15", end="2024-03-28"
    )
    assert [f.value for f in days] == [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1]


def test_it_opens_on_those_who_are_forgotten(known: Facts) -> None:
    assert opened(known, "forgotten", "2024-03-18") == {
        "numerator": ["closed", "never touched", "touched"],
        "denominator": ["closed", "never touched", "touched"],
        "excluded": ["never told", "remark"],
    }
    found = opened(known, "forgotten", "2024-03-19")["denominator"]
    assert found == ["never touched", "touched", "touched before it came"]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_replies_and_closings_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([complaint("2024-03-02", supplies_reply=False)], engine=engine), "forgotten", "2024-03-20")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "neither reply nor closing" in figure.reason.en
