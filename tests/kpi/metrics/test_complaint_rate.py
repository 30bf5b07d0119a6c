"""K02, counted by hand: complaints received per 1,000 customers of the period, on average over its months."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, by_month, complaint, exposed, facts, monthly, one, opened

MARCH = {"start": "2024-03-01", "end": "2024-03-31"}
LATER = "2024-12-31"
COMPLAINTS = [
    complaint("2024-03-01", "2024-04-29", complaint_id="first day", channel="phone", region="Bretagne"),
    complaint("2024-03-31", "2024-05-20", complaint_id="last day", channel="web", region="Bretagne"),
    complaint("2024-03-20", complaint_id="open", channel="web", region="Alsace"),
    complaint("2024-03-20", complaint_id="remark", channel="phone", kind="remark", region="Alsace"),
    complaint("2024-02-29", "2024-03-05", complaint_id="before", channel="phone", region="Bretagne"),
    complaint("2024-04-01", complaint_id="after", channel="phone", region="Bretagne"),
]
CUSTOMERS = monthly("customers", [400, 500, 600, 700])
OTHERS = [
    row
    for measure, count in (("subscribers", 300), ("accounts", 200), ("contracts", 100), ("deliveries", 50))
    for row in monthly(measure, [count] * 12)
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return exposed(facts(COMPLAINTS, engine=request.param), [*CUSTOMERS, *OTHERS])


def test_three_complaints_of_600_customers_are_five_in_a_thousand(known: Facts) -> None:
    three = ["first day", "last day", "open"]
    assert opened(known, "complaint_rate", LATER, **MARCH) == {
        "numerator": three, "denominator": three, "excluded": ["remark"],
    }  # fmt: skip
    figure = one(known, "complaint_rate", LATER, **MARCH)
    assert (figure.value, figure.numerator, figure.denominator) == (5.0, 3, 600)
    assert (round(figure.low or 0, 2), round(figure.high or 0, 2)) == (1.03, 14.61)


def test_a_complaint_counts_in_the_month_of_its_reception(known: Facts) -> None:
    assert by_month(known, "complaint_rate", "2024-04-30") == {"2024-02": 1, "2024-03": 3, "2024-04": 1}
    values = [f.value for f in ask(known, "complaint_rate", "2024-04-30", period="month")]
    assert values == [2.0, 5.0, pytest.approx(1_000 / 700)]


def test_one_received_after_the_day_is_not_yet_there(known: Facts) -> None:
    assert one(known, "complaint_rate", "2024-03-30", **MARCH).n == 2
    assert one(known, "complaint_rate", "2024-03-31", **MARCH).n == 3


def test_two_months_are_divided_by_their_average_and_not_annualised(known: Facts) -> None:
    figure = one(known, "complaint_rate", LATER, start="2024-02-01", end="2024-03-31")
    assert (figure.denominator, figure.value) == (550, pytest.approx(4_000 / 550))


@pytest.mark.parametrize(
    ("measure", "under"), [("", 600), ("customers", 600), ("subscribers", 300), ("accounts", 200), ("contracts", 100)]
)
def test_the_exposure_asked_for_divides_customers_unless_told_otherwise(known: Facts, measure: str, under: int) -> None:
    assert one(known, "complaint_rate", LATER, exposure=measure, **MARCH).denominator == under


@pytest.mark.parametrize("first", range(5))
@pytest.mark.parametrize("engine", ENGINES)
def test_of_what_was_loaded_the_first_measure_divides(engine: str, first: int) -> None:
    loaded = [CUSTOMERS[2], *(row for row in OTHERS if row["period"] == "2024-03")][first:]
    figure = one(exposed(facts(COMPLAINTS, engine=engine), reversed(loaded)), "complaint_rate", LATER, **MARCH)
    assert figure.denominator == [600, 300, 200, 100, 50][first]


def test_deliveries_of_several_months_are_added_up(known: Facts) -> None:
    figure = one(known, "complaint_rate", LATER, exposure="deliveries", start="2024-02-01", end="2024-03-31")
    assert (figure.denominator, figure.value) == (100, 40.0)


@pytest.mark.parametrize(("received", "rate"), [(450, 0.5625), (600, 0.75), (480, 0.6)])
@pytest.mark.parametrize("by_year", [True, False])
def test_a_year_of_800_000_customers(received: int, rate: float, by_year: bool) -> None:
    year = facts([complaint("2023-05-01")] * received)
    whole = [{"period": "2023", "measure": "customers", "count": 800_000}]
    known = exposed(year, whole if by_year else monthly("customers", [800_000] * 12, first="2023-01"))
    figure = one(known, "complaint_rate", LATER, start="2023-01-01", end="2023-12-31", period="year")
    assert (figure.value, figure.denominator) == (rate, 800_000)


@pytest.mark.parametrize("engine", ENGINES)
def test_p155_1_is_of_written_complaints_without_the_price_per_1_000_subscribers(engine: str) -> None:
    letters = [complaint("2023-02-01", channel="letter", motive="Fuite"), complaint("2023-12-31", channel="email")]
    price = complaint("2023-02-01", channel="letter", motive="Prix de l'eau")
    spoken = complaint("2023-02-01", channel="phone", motive="Fuite")
    known = exposed(
        facts([*letters, price, spoken], "p155_1", engine), [{"period": "2023", "measure": "subscribers", "count": 400}]
    )
    figure = one(known, "complaint_rate", LATER, start="2023-01-01", end="2023-12-31", exposure="subscribers")
    assert (figure.value, figure.n, figure.excluded) == (5.0, 2, 2)
    other = one(known, "complaint_rate", LATER, start="2023-01-01", end="2023-12-31", definition="any")
    assert other.value == 10.0


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("rows", "where", "reason"),
    [
        ([], (), "no exposure was loaded for it (customers, subscribers, accounts, contracts, deliveries)"),
        (monthly("customers", [400, 500]), (), "customers: not known for 2024-03"),
        (monthly("customers", [400, 500, 0]), (), "customers: zero in this period"),
        (CUSTOMERS, (("region", ("Bretagne",)),), "customers: not known by region"),
    ],
)
def test_without_customers_there_is_a_reason_and_no_rate(
    engine: str, rows: list[dict[str, object]], where: tuple[tuple[str, tuple[str, ...]], ...], reason: str
) -> None:
    figure = one(exposed(facts(COMPLAINTS, engine=engine), rows), "complaint_rate", LATER, where=where, **MARCH)
    assert (figure.value, figure.reason.en) == (None, reason)
    assert figure.n == figure.numerator == (2 if where else 3)
