"""K23, counted by hand: defective products per million sold. Complaints play no part in it."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, complaint, exposed, facts, monthly, one, opened

QUARTER = {"start": "2024-01-01", "end": "2024-03-31"}
LATER = "2024-12-31"
KETTLE = (("product", ("kettle",)),)
SALES = [
    *monthly("sold", [1_000, 999_000, 2_000_000], product="kettle"),
    *monthly("defective", [9, 1, 0], product="kettle"),
    *monthly("sold", [500, 500, 500], product="lamp"),
    *monthly("defective", [1, 0, 0], product="lamp"),
    *monthly("shipped", [7, 7, 7]),
    *monthly("shipping_errors", [5, 5, 5]),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return exposed(facts([complaint("2024-01-10"), complaint("2024-03-10")], engine=request.param), SALES)


def test_a_ratio_of_sums_is_no_mean_of_ratios(known: Facts) -> None:
    figure = one(known, "defective_ppm", LATER, start="2024-01-01", end="2024-02-29", where=KETTLE)
    assert (figure.numerator, figure.denominator, figure.value) == (10, 1_000_000, 10.0)
    assert (round(figure.low or 0, 2), round(figure.high or 0, 2)) == (5.43, 18.41)


def test_month_by_month_and_product_by_product(known: Facts) -> None:
    assert [f.value for f in ask(known, "defective_ppm", LATER, period="month", where=KETTLE, **QUARTER)] == [
        *(9_000.0, 1e6 / 999_000, 0.0),
    ]
    by_product = ask(known, "defective_ppm", LATER, by=("product",), **QUARTER)
    assert {f.by[0][1]: (f.numerator, f.denominator) for f in by_product} == {
        "kettle": (10, 3_000_000),
        "lamp": (1, 1_500),
    }
    assert one(known, "defective_ppm", LATER, **QUARTER).denominator == 3_001_500


def test_no_complaint_is_a_line_of_it(known: Facts) -> None:
    assert opened(known, "defective_ppm", LATER, **QUARTER) == {"numerator": [], "denominator": [], "excluded": []}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (monthly("sold", [10] * 3), "no exposure was loaded for it (defective, sold)"),
        (monthly("defective", [1] * 3), "no exposure was loaded for it (defective, sold)"),
        ([*monthly("defective", [1] * 3), *monthly("sold", [10] * 2)], "sold: not known for 2024-03"),
        ([*monthly("defective", [0] * 3), *monthly("sold", [0] * 3)], "sold: zero in this period"),
        ([*monthly("defective", [9] * 3), *monthly("sold", [8] * 3)], "defective: more than sold"),
    ],
)
def test_what_can_not_be_divided_gives_the_reason(rows: list[dict[str, object]], why: str, engine: str) -> None:
    figure = one(exposed(facts([complaint("2024-01-10")], engine=engine), rows), "defective_ppm", LATER, **QUARTER)
    assert figure.value is None
    assert figure.reason.en == why
