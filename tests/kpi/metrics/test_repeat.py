"""K15, counted by hand: the same customer and motive within 90 days, or the parent that it repeats."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def case(name: str, received: str, customer: str | None, **other: Any) -> dict[str, Any]:
    told = {"customer_key": customer, "motive": "Facture", "complaint_id": name}
    return complaint(received, "2024-12-20", **{**told, **other})


COMPLAINTS = [
    case("first", "2024-01-01", "K1"),
    case("ninety days", "2024-03-31", "K1"),
    case("ninety-one days", "2024-06-30", "K1"),
    case("the same day", "2024-06-30", "K1"),
    case("another motive", "2024-07-01", "K1", motive="Retard"),
    case("another source", "2024-07-01", "K1", source="elsewhere"),
    case("another customer", "2024-07-01", "K2"),
    case("child", "2024-07-10", "K3", parent_id="another customer"),
    case("appeal", "2024-07-12", "K2", parent_id="another customer", level=2),
    case("after the appeal", "2024-09-30", "K2"),
    case("unknown customer", "2024-07-20", None),
    case("unknown motive", "2024-07-20", "K1", motive=None),
    case("remark", "2024-07-20", "K1", kind="remark"),
    case("no such column", "2024-07-20", "K1", supplies_customer=False),
]
AGAIN = ["child", "ninety days", "the same day"]
FIRST = ["after the appeal", "another customer", "another motive", "another source", "first", "ninety-one days"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_ninetieth_day_repeats_and_an_appeal_does_not(known: Facts) -> None:
    assert opened(known, "repeat", LATER) == {
        "numerator": AGAIN,
        "denominator": sorted([*AGAIN, *FIRST]),
        "excluded": ["appeal", "no such column", "remark", "unknown customer", "unknown motive"],
    }
    assert one(known, "repeat", LATER).value == 3 / 9


def test_a_complaint_counts_in_the_month_of_its_reception(known: Facts) -> None:
    assert by_month(known, "repeat", LATER) == {"2024-01": 1, "2024-03": 1, "2024-06": 2, "2024-07": 4, "2024-09": 1}
    assert one(known, "repeat", "2024-03-30").numerator == 0
    assert one(known, "repeat", "2024-03-31").numerator == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_without_customers_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([case("a", "2024-01-01", None, supplies_customer=False)], engine=engine), "repeat", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "identify customers" in figure.reason.en
