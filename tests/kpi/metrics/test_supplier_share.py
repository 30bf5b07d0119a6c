"""K26, counted by hand: complaints upheld and closed on 6 May 2024 that come from an external provider."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def closed(name: str, outside: bool | None, outcome: str | None = "upheld", **other: object) -> dict[str, object]:
    given = {"complaint_id": name, "external_provider": outside, "outcome": outcome}
    dated = {"closed": "2024-05-06", "supplies_close": True}
    return complaint("2024-01-10", "2024-02-20", **{**dated, **given, **other})


COMPLAINTS = [
    closed("outside", True),
    closed("outside, partly", True, "partly"),
    closed("outside, goodwill", True, None, compensation_granted=1),
    closed("inside", False),
    closed("inside, partly", False, "partly"),
    closed("unknown", None),
    closed("rejected", True, "rejected"),
    closed("rejected, unknown", None, "rejected"),
    closed("undecided", True, "undecided"),
    closed("no outcome", True, None),
    closed("remark", True, kind="remark"),
    closed("open", True, closed=None),
]
HIT = ["outside", "outside, goodwill", "outside, partly"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_those_from_outside_of_the_upheld_whose_origin_is_known(known: Facts) -> None:
    assert opened(known, "supplier_share", LATER) == {
        "numerator": HIT,
        "denominator": ["inside", "inside, partly", *HIT],
        "excluded": ["no outcome", "remark", "undecided", "unknown"],
    }
    assert one(known, "supplier_share", LATER).value == 0.6


def test_a_complaint_counts_in_the_month_of_its_closing(known: Facts) -> None:
    assert one(known, "supplier_share", "2024-05-05").n == 0
    assert one(known, "supplier_share", "2024-05-06").n == 5
    assert by_month(known, "supplier_share", LATER) == {"2024-05": 5}


@pytest.mark.parametrize("engine", ENGINES)
def test_without_the_column_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([closed("a", None)], engine=engine), "supplier_share", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "external provider" in figure.reason.en
