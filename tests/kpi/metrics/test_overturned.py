"""K17b, counted by hand: appeals at level 2 and above, closed on 6 May 2024."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def closed(name: str, level: int | None, outcome: str | None, **other: object) -> dict[str, object]:
    dated = {"closed": "2024-05-06", "supplies_close": True}
    return complaint("2024-01-10", "2024-02-20", complaint_id=name, level=level, outcome=outcome, **{**dated, **other})


COMPLAINTS = [
    closed("upheld at 2", 2, "upheld"),
    closed("partly at 2", 2, "partly"),
    closed("upheld at 3", 3, "upheld"),
    closed("rejected at 2", 2, "rejected"),
    closed("rejected at 3", 3, "rejected"),
    closed("undecided at 2", 2, "undecided"),
    closed("paid without a decision at 2", 2, None, compensation_granted=5_000),
    closed("no level", None, "upheld"),
    closed("first level", 1, "upheld"),
    closed("first level, undecided", 1, None),
    closed("remark at 2", 2, "upheld", kind="remark"),
    closed("remark at 1", 1, "upheld", kind="remark"),
    closed("open", 2, "upheld", closed=None),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_appeals_decided_for_the_customer_of_all_that_were_decided(known: Facts) -> None:
    found = opened(known, "overturned", LATER)
    assert found["numerator"] == ["partly at 2", "upheld at 2", "upheld at 3"]
    assert found["denominator"] == ["partly at 2", "rejected at 2", "rejected at 3", "upheld at 2", "upheld at 3"]
    assert found["excluded"] == [
        *("no level", "paid without a decision at 2", "remark at 1", "remark at 2", "undecided at 2"),
    ]
    assert one(known, "overturned", LATER).value == 0.6


def test_an_appeal_counts_in_the_month_of_its_closing(known: Facts) -> None:
    assert one(known, "overturned", "2024-05-05").n == 0
    assert one(known, "overturned", "2024-05-06").n == 5
    assert by_month(known, "overturned", LATER) == {"2024-05": 5}


@pytest.mark.parametrize("engine", ENGINES)
def test_without_levels_there_is_a_reason_and_no_share(engine: str) -> None:
    figure = one(facts([closed("a", None, "upheld")], engine=engine), "overturned", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "level 2 and above" in figure.reason.en
