"""K07, counted by hand: the day by which one customer in two has the reply; who still waits counts as waiting."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

NAME = "reply_delay_median"


def came(name: str, replied: str | None = None, **other: object) -> dict[str, object]:
    return complaint("2024-03-01", **{"replied": replied, "complaint_id": name, **other})


COMPLAINTS = [came(f"after {day} days", f"2024-03-{day + 1:02}", owned="2024-03-02") for day in range(1, 11)]
LEFT_OUT = [
    came("remark", "2024-03-02", kind="remark"),
    came("answered before it came", "2024-02-28"),
    came("without reply dates", supplies_reply=False),
]


@pytest.fixture(params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts([*COMPLAINTS, *LEFT_OUT], "qualiopi", request.param)


def test_it_is_the_first_day_on_which_so_many_are_answered(known: Facts) -> None:
    found = opened(known, NAME, "2024-04-30")
    assert found["denominator"] == found["numerator"] == sorted(f"after {day} days" for day in range(1, 11))
    assert found["excluded"] == ["answered before it came", "remark", "without reply dates"]
    assert one(known, NAME, "2024-04-30").value == 5


def test_on_an_earlier_day_who_still_waits_is_there_and_not_answered(known: Facts) -> None:
    found = opened(known, NAME, "2024-03-04")
    assert found["numerator"] == ["after 1 days", "after 2 days", "after 3 days"]
    assert len(found["denominator"]) == 10
    assert "not reached" in one(known, NAME, "2024-03-04").reason.en


def test_a_late_reply_is_a_reply() -> None:
    found = facts([complaint("2024-01-02", "2024-03-12")])
    assert one(found, NAME, "2024-04-30").value == 70


def test_a_complaint_counts_in_the_month_of_its_reception() -> None:
    late = complaint("2024-03-28", "2024-04-30", closed="2024-05-02", supplies_close=True)
    assert by_month(facts([late]), NAME, "2024-12-31") == {"2024-03": 1}


def test_without_reply_dates_there_is_a_reason_and_no_delay() -> None:
    figure = one(facts([came("silent", supplies_reply=False)]), NAME, "2024-03-31")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no reply date" in figure.reason.en
