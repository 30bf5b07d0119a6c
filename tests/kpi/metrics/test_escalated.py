"""K17, counted by hand: who is taken to a higher level within 60 days of the reply (10 January + 60 = 10 March)."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-06-30"


def first(name: str, **other: object) -> dict[str, object]:
    return complaint("2024-01-01", **{"replied": "2024-01-10", "complaint_id": name, **other})


def appeal(parent: str, received: str, level: int = 2, **other: object) -> dict[str, object]:
    return complaint(received, complaint_id=f"{parent}, again", parent_id=parent, level=level, **other)


COMPLAINTS = [
    first("on the last day", level=1), appeal("on the last day", "2024-03-10"),
    first("a day too late"), appeal("a day too late", "2024-03-11"),
    first("at once", level=2),
    first("repeated", level=1), appeal("repeated", "2024-02-01", level=1, replied="2024-02-02"),
    first("alone"),
    first("open", replied=None),
    first("remark", kind="remark", level=2),
    first("closed", replied=None, supplies_reply=False, supplies_close=True, closed="2024-01-10"),
    first("closed before the reply", replied="2024-02-20", closed="2024-01-10", supplies_close=True),
    first("by level", supplies_link=False),
    first("by link", supplies_level=False),
    first("untraced", supplies_level=False, supplies_link=False),
    first("never left", supplies_reply=False),
]  # fmt: skip
ALONE = ["a day too late", "alone", "by level", "by link", "closed", "closed before the reply", "repeated"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_sixtieth_day_still_counts_and_a_higher_first_level_does(known: Facts) -> None:
    found = opened(known, "escalated", LATER)
    assert found["numerator"] == ["at once", "on the last day"]
    assert found["denominator"] == sorted([*ALONE, "at once", "on the last day"])
    assert found["excluded"] == ["never left", "remark", "repeated, again", "untraced"]
    assert one(known, "escalated", LATER).value == 2 / 9


def test_a_complaint_counts_once_its_sixty_days_are_over(known: Facts) -> None:
    assert one(known, "escalated", "2024-03-09").n == 0
    assert one(known, "escalated", "2024-03-10").n == 9
    assert by_month(known, "escalated", "2024-12-31") == {"2024-03": 9}


@pytest.mark.parametrize("engine", ENGINES)
def test_without_levels_and_links_there_is_a_reason_and_no_share(engine: str) -> None:
    silent = facts([first("a", supplies_level=False, supplies_link=False)], engine=engine)
    figure = one(silent, "escalated", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "neither levels nor links" in figure.reason.en
