"""Exposures: stocks are averaged, flows added up, and what isn't known gives a reason; every value by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from kpi.errors import KpiError
from kpi.exposure import MEASURES, Exposures, exposures, french, months
from kpi.text import Text
from tests.kpi.build import ENGINES, ask, complaint, exposed, facts, monthly, one

JANUARY, DECEMBER = months("2024-01")[0], months("2024-12")[0]
LATER = "2024-12-31"
MARCH = {"start": "2024-03-01", "end": "2024-03-31"}


def row(period: str, count: int, measure: str = "customers", **values: Any) -> dict[str, Any]:
    return {"period": period, "measure": measure, "count": count, **values}


def amount(rows: list[dict[str, Any]], first: str, last: str, measure: str = "customers", **wanted: str) -> Any:
    """The exposure as a number, or the English reason."""
    asked = {name: (value,) for name, value in wanted.items()}
    found = exposures(rows).amount(measure, asked, months(first)[0], months(last)[1])
    return found.en if isinstance(found, Text) else found


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2024-03", (650, 650)), ("2024-Q1", (648, 650)), ("2024-Q4", (657, 659)), ("2024", (648, 659))],
)
def test_a_period_is_a_month_a_quarter_or_a_year(period: str, expected: tuple[int, int]) -> None:
    assert months(period) == expected


@pytest.mark.parametrize(
    "period", ["2024-13", "2024-00", "2024-Q5", "2024-3", "24", "24-01", "0024-1", "March", "", "2024-03-01"]
)
def test_another_period_is_refused(period: str) -> None:
    with pytest.raises(KpiError, match="is no period of an exposure; write 2024-03, 2024-Q1 or 2024"):
        exposures([row(period, 5)])


def test_rows_that_can_not_be_used_are_refused_by_name() -> None:
    with pytest.raises(KpiError, match="no exposure measure 'customer'; nearest: 'customers'"):
        exposures([row("2024-03", 5, "customer")])
    with pytest.raises(KpiError, match="customers of 2024-03: -1 is no exposure"):
        exposures([row("2024-03", -1)])
    with pytest.raises(KpiError, match="customers of 2024-03 is there twice"):
        exposures([row("2024-03", 5, region="A"), row("2024-03", 6, region="A")])
    assert exposures([row("2024-03", 5, region="A"), row("2024-03", 6, region="B"), row("2024", 7)]).rows


def test_a_stock_is_averaged_over_the_months_and_a_flow_is_added_up() -> None:
    assert amount([row("2024-01", 100), row("2024-02", 200), row("2024-03", 600)], "2024-Q1", "2024-Q1") == 300
    flow = [row("2024-01", 100, "deliveries"), row("2024-02", 200, "deliveries"), row("2024-03", 600, "deliveries")]
    assert amount(flow, "2024-Q1", "2024-Q1", "deliveries") == 900
    assert amount([row("2024-01", 1), row("2024-02", 2)], "2024-01", "2024-02") == Fraction(3, 2)


def test_a_month_that_is_not_known_is_named_and_zero_is_known() -> None:
    holes = [row("2024-01", 100), row("2024-03", 300)]
    assert amount(holes, "2024-01", "2024-03") == "customers: not known for 2024-02"
    assert amount(holes, "2024-03", "2024-04") == "customers: not known for 2024-04"
    assert amount(holes, "2024-05", "2024-06") == "customers: not known for 2024-05"
    assert amount([row("2024-01", 0)], "2024-01", "2024-01") == 0
    assert amount([row("2024-01", 9, "deliveries")], "2024-01", "2024-02", "deliveries").endswith("2024-02")
    assert amount([], "2024-01", "2024-01") == "customers: not known"


def test_a_quarter_or_a_year_of_a_stock_stands_for_each_of_its_months() -> None:
    known = [row("2024", 800), row("2024-Q2", 600), row("2024-06", 300)]
    assert amount(known, "2024-02", "2024-02") == 800
    assert amount(known, "2024-05", "2024-05") == 600
    assert amount(known, "2024-06", "2024-06") == 300
    assert amount(known, "2024", "2024") == Fraction(9 * 800 + 2 * 600 + 300, 12)


def test_a_year_of_a_flow_can_not_be_cut_and_is_not_added_to_its_months() -> None:
    known = [row("2024", 1_000, "deliveries"), *monthly("deliveries", [10, 20, 30])]
    assert amount(known, "2024", "2024", "deliveries") == 1_000
    assert amount(known, "2024-Q1", "2024-Q1", "deliveries") == 60
    assert amount(known, "2024-Q2", "2024-Q2", "deliveries") == "deliveries: not known for 2024-04"
    half = [row("2024-Q1", 500, "deliveries"), *monthly("deliveries", [10, 20, 30, 40])]
    assert amount(half, "2024-01", "2024-04", "deliveries") == 540
    assert amount(half, "2024-02", "2024-04", "deliveries") == 90


BY_REGION = [row("2024-03", 100, region="A"), row("2024-03", 300, region="B")]


def test_values_that_are_not_asked_for_are_added_up() -> None:
    assert amount(BY_REGION, "2024-03", "2024-03") == 400
    assert amount(BY_REGION, "2024-03", "2024-03", region="B") == 300
    known = exposures([*BY_REGION, row("2024-03", 50, region="C")])
    assert known.amount("customers", {"region": ("A", "C")}, 650, 650) == 150


def test_rows_by_more_dimensions_are_never_added_to_rows_by_fewer() -> None:
    finer = [row("2024-03", n, region=r, product=p) for n, r, p in ((1, "A", "x"), (2, "A", "y"), (4, "B", "x"))]
    known = [row("2024-03", 1_000), *BY_REGION, *finer]
    assert amount(known, "2024-03", "2024-03") == 1_000
    assert amount(known, "2024-03", "2024-03", region="A") == 100
    assert amount(known, "2024-03", "2024-03", product="x") == 5
    assert amount(known, "2024-03", "2024-03", region="A", product="y") == 2


def test_where_the_whole_is_not_known_the_sum_of_the_parts_is() -> None:
    known = [row("2024-02", 1_000), *BY_REGION]
    assert amount(known, "2024-03", "2024-03") == 400
    assert amount(known, "2024-02", "2024-02") == 1_000
    assert amount(known, "2024-02", "2024-03") == "customers: not known for 2024-03"


def test_a_part_that_misses_a_month_is_no_zero() -> None:
    known = [*BY_REGION, row("2024-04", 110, region="A")]
    assert amount(known, "2024-04", "2024-04") == 110
    assert amount(known, "2024-03", "2024-04") == "customers: not known for region=B, 2024-04"
    assert amount(known, "2024-03", "2024-04", region="A") == 105


def test_a_value_or_dimension_that_is_not_known_is_named() -> None:
    assert amount(BY_REGION, "2024-03", "2024-03", region="C") == "customers: not known for region=C"
    assert amount(BY_REGION, "2024-03", "2024-03", region="") == "customers: not known for region="
    assert amount(BY_REGION, "2024-03", "2024-03", motive="x", region="A") == "customers: not known by motive, region"
    both = exposures(BY_REGION).amount("customers", {"region": ("A", "C")}, 650, 650)
    assert both == Text(fr="clients : inconnu pour region=C", en="customers: not known for region=C")


def test_the_values_of_dimensions_are_told_in_their_order() -> None:
    known = exposures([row("2024-03", 1, region="A", product="x"), row("2024-03", 2, region="B"), row("2024-03", 3)])
    assert known.values("customers", ("region",)) == {("A",), ("B",)}
    assert known.values("customers", ("product", "region")) == {("x", "A")}
    assert known.values("customers", ()) == {()}
    assert known.values("customers", ("motive",)) == known.values("accounts", ()) == set()
    assert known.first_given(("accounts", "customers")) == "customers"
    assert Exposures().first_given(tuple(MEASURES)) is None
    assert all(french(measure) for measure in MEASURES)


COMPLAINTS = [
    complaint("2024-03-02", channel="web", region="A", motive="x"),
    complaint("2024-03-30", channel="web", region="B", motive="y"),
    complaint("2024-04-30", channel="web", region="B", motive="x"),
]
REGIONS = [
    *monthly("customers", [100] * 12, region="A"),
    *monthly("customers", [400] * 12, region="B"),
    *monthly("customers", [900] * 12, region="C"),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_motive_restricts_complaints_and_a_region_customers_too(engine: str) -> None:
    known = exposed(facts(COMPLAINTS, engine=engine), REGIONS)
    by_motive = one(known, "complaint_rate", LATER, where=(("motive", ("x",)),), **MARCH)
    assert (by_motive.n, by_motive.denominator) == (1, 1_400)
    by_region = one(known, "complaint_rate", LATER, where=(("region", ("B",)),), **MARCH)
    assert (by_region.n, by_region.denominator, by_region.value) == (1, 400, 2.5)
    groups = {f.by[0][1]: f.denominator for f in ask(known, "complaint_rate", LATER, by=("motive",), **MARCH)}
    assert groups == {"x": 1_400, "y": 1_400}


@pytest.mark.parametrize("engine", ENGINES)
def test_customers_that_are_known_by_channel_are_told_apart_by_it(engine: str) -> None:
    by_channel = [*monthly("customers", [50] * 12, channel="web"), *monthly("customers", [70] * 12, channel="phone")]
    known = exposed(facts(COMPLAINTS, engine=engine), by_channel)
    found = {f.by[0][1]: f.denominator for f in ask(known, "complaint_rate", LATER, by=("channel",), **MARCH)}
    assert found == {"web": 50, "phone": 70}
    assert one(known, "complaint_rate", LATER, where=(("channel", ("web",)),), **MARCH).value == 40.0
    assert one(known, "complaint_rate", LATER, **MARCH).denominator == 120


@pytest.mark.parametrize("engine", ENGINES)
def test_a_group_that_only_the_exposure_knows_has_a_rate_of_zero(engine: str) -> None:
    known = exposed(facts(COMPLAINTS, engine=engine), REGIONS)
    found = {f.by[0][1]: f for f in ask(known, "complaint_rate", LATER, by=("region",), **MARCH)}
    assert {name: (f.value, f.n, f.denominator) for name, f in found.items()} == {
        "A": (10.0, 1, 100), "B": (2.5, 1, 400), "C": (0.0, 0, 900),
    }  # fmt: skip
    assert (found["C"].low, round(found["C"].high or 0, 3)) == (0.0, 4.099)
    kept = ask(known, "complaint_rate", LATER, by=("region",), where=(("region", ("A", "C")),), **MARCH)
    assert [f.by[0][1] for f in kept] == ["A", "C"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_group_whose_exposure_is_unknown_keeps_its_lines_and_a_reason(engine: str) -> None:
    known = exposed(facts([*COMPLAINTS, complaint("2024-03-05")], engine=engine), REGIONS)
    found = {f.by[0][1]: f for f in ask(known, "complaint_rate", LATER, by=("region",), **MARCH)}
    assert (found[None].value, found[None].n, found[None].numerator) == (None, 1, 1)
    assert found[None].reason.en == "customers: not known for region="
    assert found["A"].value == 10.0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_filter_and_a_group_have_the_same_denominator(engine: str) -> None:
    growing = [*monthly("customers", [100] * 12, region="A"), *monthly("customers", [*range(400, 412)], region="B")]
    known = exposed(facts(COMPLAINTS, engine=engine), growing)
    grouped = {f.by[0][1]: f.denominator for f in ask(known, "complaint_rate", "2024-05-15", by=("region",))}
    assert grouped["B"] == 403
    assert one(known, "complaint_rate", "2024-05-15", where=(("region", ("B",)),)).denominator == 403


@pytest.mark.parametrize("engine", ENGINES)
def test_every_month_since_the_first_reception_is_there(engine: str) -> None:
    known = exposed(facts(COMPLAINTS, engine=engine), REGIONS)
    found = ask(known, "complaint_rate", "2024-06-10", period="month", where=(("region", ("A",)),))
    assert [(f.period, f.value) for f in found] == [
        ("2024-03", 10.0), ("2024-04", 0.0), ("2024-05", 0.0), ("2024-06", 0.0),
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_a_flow_is_not_given_for_a_part_of_a_month(engine: str) -> None:
    known = exposed(facts(COMPLAINTS, engine=engine), [*monthly("deliveries", [500] * 12)])
    assert one(known, "complaint_rate", LATER, **MARCH).value == 4.0
    assert one(known, "complaint_rate", "2024-03-31").value == 4.0
    parts: list[dict[str, Any]] = [
        {"as_of": "2024-03-30"},
        {"as_of": LATER, "start": "2024-03-02", "end": "2024-03-31"},
        {"as_of": LATER, "start": "2024-03-01", "end": "2024-03-30"},
    ]
    for part in parts:
        figure = one(known, "complaint_rate", **part)
        assert (figure.value, figure.reason.en) == (None, "deliveries: known by whole months")
    weeks = ask(known, "complaint_rate", LATER, period="week", **MARCH)
    assert {f.value for f in weeks} == {None}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_stock_is_given_for_a_part_of_a_month(engine: str) -> None:
    known = exposed(facts(COMPLAINTS, engine=engine), [row("2024-03", 500), row("2024-04", 600)])
    weeks = {f.period: (f.n, f.denominator) for f in ask(known, "complaint_rate", "2024-04-05", period="week")}
    assert weeks["2024-W09"] == (1, 500)
    assert weeks["2024-W13"] == (1, 500)
    assert weeks["2024-W14"] == (0, 600)
    across = one(known, "complaint_rate", "2024-04-30", start="2024-03-30", end="2024-04-30")
    assert (across.n, across.denominator) == (2, 550)


@pytest.mark.parametrize("engine", ENGINES)
def test_no_complaint_at_all_is_a_rate_of_zero_only_where_customers_are_known(engine: str) -> None:
    nobody = facts([], engine=engine)
    assert one(exposed(nobody, REGIONS), "complaint_rate", "2024-05-31").value == 0.0
    assert one(nobody, "complaint_rate", "2024-05-31").value is None
    assert ask(exposed(nobody, monthly("customers", [9] * 12)), "complaint_rate", "2024-05-31", by=("motive",)) == []


def test_an_exposure_measure_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KpiError, match="no exposure measure 'custmers'; nearest: 'customers'"):
        one(facts(COMPLAINTS), "complaint_rate", LATER, exposure="custmers")
