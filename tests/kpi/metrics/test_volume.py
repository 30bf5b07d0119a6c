"""K01, counted by hand: complaints by the day on which they came, remarks and requests apart."""

from __future__ import annotations

import pytest

from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

COMPLAINTS = [
    complaint("2024-02-29", "2024-03-04", complaint_id="of February"),
    complaint("2024-03-01", complaint_id="of March"),
    complaint("2024-03-01", complaint_id="of no kind", kind=None),
    complaint("2024-03-02", complaint_id="remark", kind="remark"),
    complaint("2024-03-02", complaint_id="request", kind="request"),
    complaint("2024-03-31", complaint_id="tomorrow"),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_remarks_and_requests_stand_apart_and_are_counted(engine: str) -> None:
    known = facts(COMPLAINTS, engine=engine)
    found = opened(known, "volume", "2024-03-30")
    assert found["denominator"] == ["of February", "of March", "of no kind"]
    assert found["numerator"] == found["denominator"]
    assert found["excluded"] == ["remark", "request"]
    assert by_month(known, "volume", "2024-12-31") == {"2024-02": 1, "2024-03": 3}


def test_a_month_of_remarks_alone_counts_no_complaint() -> None:
    figure = one(facts([complaint("2024-03-02", kind="remark")]), "volume", "2024-03-31")
    assert (figure.value, figure.excluded) == (0, 1)
