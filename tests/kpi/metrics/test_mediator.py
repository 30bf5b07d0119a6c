"""K17, counted by hand: who goes to a mediator within 180 days of the reply (10 January + 180 = 8 July)."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def first(name: str, **other: object) -> dict[str, object]:
    return complaint("2024-01-01", **{"replied": "2024-01-10", "complaint_id": name, **other})


def next_one(parent: str, received: str, **other: object) -> dict[str, object]:
    return complaint(received, complaint_id=f"{parent}, again", parent_id=parent, **other)


COMPLAINTS = [
    first("on the last day", mediator="2024-07-08"),
    first("a day too late", mediator="2024-07-09"),
    first("through the next", level=1), next_one("through the next", "2024-02-01", level=2, mediator="2024-03-01"),
    first("to level 3", level=1), next_one("to level 3", "2024-07-08", level=3),
    first("to level 3 too late", level=1), next_one("to level 3 too late", "2024-07-09", level=3),
    first("to level 2", level=1), next_one("to level 2", "2024-02-01", level=2, replied="2024-02-02"),
    first("open", replied=None, mediator="2024-02-01"),
    first("remark", kind="remark", mediator="2024-02-01"),
    first("closed", replied=None, supplies_reply=False, supplies_close=True, closed="2024-01-10"),
    first("by level", supplies_mediator=False),
    first("by referral", supplies_level=False),
    first("untraced", supplies_mediator=False, supplies_level=False),
    first("never left", supplies_reply=False),
]  # fmt: skip
HIT = ["on the last day", "through the next", "to level 3"]
NOT_HIT = ["a day too late", "by level", "by referral", "closed", "to level 2", "to level 3 too late"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_hundred_and_eightieth_day_still_counts_also_through_the_next_complaint(known: Facts) -> None:
    found = opened(known, "mediator", LATER)
    assert found["numerator"] == HIT
    assert found["denominator"] == sorted([*HIT, *NOT_HIT])
    assert found["excluded"] == ["never left", "remark", "to level 2, again", "untraced"]
    assert one(known, "mediator", LATER).value == 3 / 9


def test_a_complaint_counts_once_its_hundred_and_eighty_days_are_over(known: Facts) -> None:
    assert one(known, "mediator", "2024-07-07").n == 0
    assert one(known, "mediator", "2024-07-08").n == 9
    assert by_month(known, "mediator", "2024-12-31") == {"2024-07": 9}


@pytest.mark.parametrize("engine", ENGINES)
def test_without_levels_and_referrals_there_is_a_reason_and_no_share(engine: str) -> None:
    silent = facts([first("a", supplies_mediator=False, supplies_level=False)], engine=engine)
    figure = one(silent, "mediator", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "neither levels nor referrals" in figure.reason.en
