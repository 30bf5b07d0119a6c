"""K23, counted by hand: shipping errors of all shipments. Complaints play no part in it."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, complaint, exposed, facts, monthly, one, opened

QUARTER = {"start": "2024-01-01", "end": "2024-03-31"}
LATER = "2024-12-31"
SHIPMENTS = [
    *monthly("shipped", [40, 50, 110]),
    *monthly("shipping_errors", [2, 0, 18]),
    *monthly("sold", [7, 7, 7]),
    *monthly("defective", [5, 5, 5]),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return exposed(facts([complaint("2024-01-10"), complaint("2024-03-10")], engine=request.param), SHIPMENTS)


def test_twenty_errors_of_two_hundred_shipments(known: Facts) -> None:
    figure = one(known, "shipping_errors", LATER, **QUARTER)
    assert (figure.numerator, figure.denominator, figure.value) == (20, 200, 0.1)
    assert (round(figure.low or 0, 3), round(figure.high or 0, 3)) == (0.066, 0.149)


def test_month_by_month_each_has_its_own_share(known: Facts) -> None:
    months = ask(known, "shipping_errors", LATER, period="month", **QUARTER)
    assert [(f.period, f.value) for f in months] == [("2024-01", 0.05), ("2024-02", 0.0), ("2024-03", 18 / 110)]


def test_no_complaint_is_a_line_of_it(known: Facts) -> None:
    assert opened(known, "shipping_errors", LATER, **QUARTER) == {"numerator": [], "denominator": [], "excluded": []}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (monthly("shipped", [10] * 3), "no exposure was loaded for it (shipping_errors, shipped)"),
        (monthly("shipping_errors", [1] * 3), "no exposure was loaded for it (shipping_errors, shipped)"),
        (
            [*monthly("shipping_errors", [1] * 2), *monthly("shipped", [10] * 3)],
            "shipping_errors: not known for 2024-03",
        ),
    ],
)
def test_what_can_not_be_divided_gives_the_reason(rows: list[dict[str, object]], why: str, engine: str) -> None:
    figure = one(exposed(facts([complaint("2024-01-10")], engine=engine), rows), "shipping_errors", LATER, **QUARTER)
    assert figure.value is None
    assert figure.reason.en == why
