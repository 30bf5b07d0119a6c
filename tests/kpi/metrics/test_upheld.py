"""K16, counted by hand: upheld of those decided, closed on 6 May 2024; how the FCA counts (DISP 1.10)."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def closed(name: str, outcome: str | None, granted: int | None = None, **other: Any) -> dict[str, Any]:
    given = {"complaint_id": name, "outcome": outcome, "compensation_granted": granted}
    return complaint("2024-01-10", "2024-02-20", **{"closed": "2024-05-06", "supplies_close": True, **given, **other})


COMPLAINTS = [
    closed("upheld", "upheld"),
    closed("partly", "partly"),
    closed("rejected", "rejected"),
    closed("rejected with a gesture", "rejected", 5_000),
    closed("gesture alone", None, 1),
    closed("undecided with a gesture", "undecided", 5_000),
    closed("nothing granted", None, 0),
    closed("undecided", "undecided"),
    closed("no outcome", None),
    closed("remark", "upheld", kind="remark"),
    closed("remark with a gesture", None, 5_000, kind="remark"),
    closed("open", "upheld", closed=None),
]
UPHELD = ["gesture alone", "partly", "undecided with a gesture", "upheld"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_a_gesture_upholds_unless_the_complaint_was_rejected(known: Facts) -> None:
    assert opened(known, "upheld", LATER) == {
        "numerator": UPHELD,
        "denominator": sorted([*UPHELD, "rejected", "rejected with a gesture"]),
        "excluded": ["no outcome", "nothing granted", "remark", "remark with a gesture", "undecided"],
    }
    assert one(known, "upheld", LATER).value == 4 / 6


def test_a_complaint_counts_in_the_month_of_its_closing(known: Facts) -> None:
    assert one(known, "upheld", "2024-05-05").n == 0
    assert one(known, "upheld", "2024-05-06").n == 6
    assert by_month(known, "upheld", LATER) == {"2024-05": 6}


@pytest.mark.parametrize("engine", ENGINES)
def test_without_outcomes_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([closed("a", None)], engine=engine), "upheld", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "has a decision" in figure.reason.en
