"""K25, counted by hand: the seven elements of a minimum record, received in January 2024."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"
ALL_SEVEN = {
    "motive": "bill",
    "has_contact": True,
    "handler_team": "north",
    "has_suggestion": True,
    "outcome": "rejected",
    "csat": 1,
}


def received(name: str, **other: object) -> dict[str, object]:
    dated = {"replied": "2024-02-20", "closed": "2024-03-06", "supplies_close": True}
    return complaint("2024-01-20", **{**dated, "complaint_id": name, **other})


COMPLAINTS = [
    received("seven", **ALL_SEVEN),
    received("the date alone"),
    received("by other columns", customer_key="k", owned="2024-01-21", compensation_granted=0, nps=3),
    received("nothing said", motive="bill", has_contact=False, has_suggestion=False, outcome="undecided", ces=2),
    received("open", replied=None, closed=None, motive="bill"),
    received("remark", kind="remark", **ALL_SEVEN),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_eighteen_elements_of_five_times_seven(known: Facts) -> None:
    found = opened(known, "completeness", LATER)
    assert found["denominator"] == ["by other columns", "nothing said", "open", "seven", "the date alone"]
    assert found["excluded"] == ["remark"]
    figure = one(known, "completeness", LATER)
    assert (figure.numerator, figure.denominator, figure.value) == (7 + 1 + 5 + 3 + 2, 35, 18 / 35)


def test_a_complaint_counts_in_the_month_of_its_reception(known: Facts) -> None:
    assert one(known, "completeness", "2024-01-19").n == 0
    assert one(known, "completeness", "2024-01-20").n == 5
    assert by_month(known, "completeness", LATER) == {"2024-01": 5}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("element", list(ALL_SEVEN))
def test_each_element_that_is_missing_is_one_of_seven_less(element: str, engine: str) -> None:
    kept = {name: value for name, value in ALL_SEVEN.items() if name != element}
    assert one(facts([received("a", **kept)], engine=engine), "completeness", LATER).numerator == 6


@pytest.mark.parametrize("engine", ENGINES)
def test_remarks_alone_have_no_share(engine: str) -> None:
    figure = one(facts([received("a", kind="remark")], engine=engine), "completeness", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
