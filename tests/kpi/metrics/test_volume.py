"""K01, counted by hand: complaints by their date of reception; remarks and requests apart."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, by_month, complaint, facts, hundred, one, opened

LATER = "2024-12-31"
COMPLAINTS = [
    complaint("2024-01-31", "2024-02-20", complaint_id="answered", motive="bill"),
    complaint("2024-01-31", complaint_id="open", motive="bill"),
    complaint("2024-01-31", "2024-01-30", complaint_id="impossible", motive="leak", supplies_reply=False),
    complaint("2024-01-31", "2024-02-20", complaint_id="closed in March", closed="2024-03-10", supplies_close=True),
    complaint("2024-01-31", complaint_id="remark", kind="remark"),
    complaint("2024-01-31", complaint_id="request", kind="request"),
]
FOUR = ["answered", "closed in March", "impossible", "open"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_every_complaint_counts_whatever_became_of_it(known: Facts) -> None:
    assert opened(known, "volume", LATER) == {"numerator": FOUR, "denominator": FOUR, "excluded": ["remark", "request"]}
    assert one(known, "volume", LATER).value == 4


def test_it_counts_from_the_day_it_was_received_and_in_that_month(known: Facts) -> None:
    assert (one(known, "volume", "2024-01-30").n, one(known, "volume", "2024-01-31").n) == (0, 4)
    assert by_month(known, "volume", LATER) == {"2024-01": 4}


def test_by_quarter_and_by_cause(known: Facts) -> None:
    assert [(f.period, f.value) for f in ask(known, "volume", LATER, period="quarter")] == [("2024-Q1", 4)]
    found = {f.by[0][1]: f.value for f in ask(known, "volume", LATER, by=("motive",))}
    assert found == {"bill": 2, "leak": 1, None: 1}


@pytest.mark.parametrize("engine", ENGINES)
def test_of_the_hundred_complaints_there_are_a_hundred(engine: str) -> None:
    known = facts(hundred(), engine=engine)
    assert one(known, "volume", "2024-03-20").value == 100
    assert by_month(known, "volume", "2024-03-20") == {"2024-02": 30, "2024-03": 70}


@pytest.mark.parametrize("engine", ENGINES)
def test_remarks_alone_are_no_complaint(engine: str) -> None:
    figure = one(facts([complaint("2024-01-31", kind="remark")], engine=engine), "volume", LATER)
    assert (figure.value, figure.excluded) == (0, 1)
