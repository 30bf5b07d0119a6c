"""K19, counted by hand: more than two hand-offs, or another priority after triage; closed on 6 May 2024."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def closed(name: str, handoffs: int | None, reprioritised: bool | None, **other: object) -> dict[str, object]:
    given = {"complaint_id": name, "handoffs": handoffs, "reprioritised": reprioritised}
    dated = {"closed": "2024-05-06", "supplies_close": True}
    return complaint("2024-01-10", "2024-02-20", **{**dated, **given, **other})


COMPLAINTS = [
    closed("three hands", 3, None),
    closed("four hands", 4, False),
    closed("another priority", 0, True),
    closed("another priority, hands unknown", None, True),
    closed("two hands", 2, False),
    closed("two hands, priority unknown", 2, None),
    closed("same priority, hands unknown", None, False),
    closed("nothing known", None, None),
    closed("remark", 5, True, kind="remark"),
    closed("open", 5, True, closed=None),
]
HIT = ["another priority", "another priority, hands unknown", "four hands", "three hands"]
NOT_HIT = ["same priority, hands unknown", "two hands", "two hands, priority unknown"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_third_hand_or_another_priority_is_a_wrong_way(known: Facts) -> None:
    found = opened(known, "misrouted", LATER)
    assert found == {"numerator": HIT, "denominator": sorted(HIT + NOT_HIT), "excluded": ["nothing known", "remark"]}
    assert one(known, "misrouted", LATER).value == 4 / 7


def test_a_complaint_counts_in_the_month_of_its_closing(known: Facts) -> None:
    assert one(known, "misrouted", "2024-05-05").n == 0
    assert one(known, "misrouted", "2024-05-06").n == 7
    assert by_month(known, "misrouted", LATER) == {"2024-05": 7}


@pytest.mark.parametrize("engine", ENGINES)
def test_with_neither_column_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([closed("a", None, None)], engine=engine), "misrouted", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "changed hands" in figure.reason.en
