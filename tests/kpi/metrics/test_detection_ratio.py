"""K24, counted by hand: defects found inside, of these and the complaints of the same months."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, by_month, complaint, exposed, facts, monthly, one, opened

MARCH = {"start": "2024-03-01", "end": "2024-03-31"}
LATER = "2024-12-31"
COMPLAINTS = [
    complaint("2024-03-01", "2024-04-29", complaint_id="first day"),
    complaint("2024-03-31", "2024-04-20", complaint_id="last day"),
    complaint("2024-03-20", complaint_id="remark", kind="remark"),
    complaint("2024-02-29", "2024-03-05", complaint_id="before"),
    complaint("2024-04-01", complaint_id="after"),
]
DEFECTS = [*monthly("internal_defects", [5, 7, 6, 0]), *monthly("defective", [90, 90, 90, 90])]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return exposed(facts(COMPLAINTS, engine=request.param), DEFECTS)


def test_six_found_inside_and_two_by_customers(known: Facts) -> None:
    found = opened(known, "detection_ratio", LATER, **MARCH)
    assert (found["denominator"], found["excluded"]) == (["first day", "last day"], ["remark"])
    figure = one(known, "detection_ratio", LATER, **MARCH)
    assert (figure.numerator, figure.denominator, figure.value) == (6, 8, 0.75)
    assert (round(figure.low or 0, 3), round(figure.high or 0, 3)) == (0.409, 0.929)


def test_a_complaint_counts_in_the_month_of_its_reception(known: Facts) -> None:
    assert by_month(known, "detection_ratio", "2024-04-30") == {"2024-02": 1, "2024-03": 2, "2024-04": 1}
    values = [f.value for f in ask(known, "detection_ratio", "2024-04-30", period="month")]
    assert values == [7 / 8, 6 / 8, 0.0]
    assert one(known, "detection_ratio", "2024-03-31", **MARCH).value == 6 / 8


def test_a_month_that_is_not_over_has_no_ratio(known: Facts) -> None:
    figure = one(known, "detection_ratio", "2024-03-30", **MARCH)
    assert (figure.value, figure.n) == (None, 1)
    assert figure.reason.en == "internal_defects: known by whole months"


@pytest.mark.parametrize("engine", ENGINES)
def test_without_internal_defects_there_is_a_reason_and_no_zero(engine: str) -> None:
    silent = exposed(facts(COMPLAINTS, engine=engine), monthly("defective", [9] * 12))
    figure = one(silent, "detection_ratio", LATER, **MARCH)
    assert figure.value is None
    assert "internal_defects" in figure.reason.en


@pytest.mark.parametrize("engine", ENGINES)
def test_defects_are_not_spread_over_what_they_are_not_known_by(engine: str) -> None:
    coming = [{**row, "channel": "web"} for row in COMPLAINTS]
    known = exposed(facts(coming, engine=engine), DEFECTS)
    figure = one(known, "detection_ratio", LATER, where=(("channel", ("web",)),), **MARCH)
    assert figure.value is None
    assert "channel" in figure.reason.en


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_found_by_anybody_is_no_ratio(engine: str) -> None:
    known = exposed(facts(COMPLAINTS, engine=engine), monthly("internal_defects", [0] * 12))
    assert one(known, "detection_ratio", LATER, **MARCH).value == 0.0
    nobody = one(known, "detection_ratio", LATER, start="2024-05-01", end="2024-05-31")
    assert nobody.value is None
    assert "zero" in nobody.reason.en
