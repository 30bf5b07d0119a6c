"""K18, counted by hand in cents: what was paid per complaint upheld and closed on 6 May 2024."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def closed(name: str, outcome: str | None, granted: int | None, **other: object) -> dict[str, object]:
    fixed = {"closed": "2024-05-06", "supplies_close": True, "currency": "EUR", "compensation_claimed": 90_000}
    given = {"complaint_id": name, "outcome": outcome, "compensation_granted": granted}
    return complaint("2024-01-10", "2024-02-20", **{**fixed, **given, **other})


COMPLAINTS = [
    closed("upheld", "upheld", 10_000),
    closed("partly", "partly", 5_050),
    closed("upheld and paid nothing", "upheld", None),
    closed("goodwill, no outcome", None, 2_000),
    closed("goodwill, undecided", "undecided", 1_000),
    closed("rejected and paid", "rejected", 70_000),
    closed("undecided", "undecided", 0),
    closed("no outcome", None, None),
    closed("remark", "upheld", 30_000, kind="remark"),
    closed("no such column", "upheld", None, supplies_compensation=False),
    closed("open", "upheld", 40_000, closed=None),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_amounts_granted_per_complaint_upheld_in_major_units(known: Facts) -> None:
    found = opened(known, "compensation", LATER)
    assert found["denominator"] == [
        *("goodwill, no outcome", "goodwill, undecided", "partly", "upheld", "upheld and paid nothing"),
    ]
    assert found["excluded"] == ["no outcome", "no such column", "remark", "undecided"]
    figure = one(known, "compensation", LATER)
    assert (figure.numerator, figure.denominator, figure.value) == (18_050, 5, 36.10)


def test_a_complaint_counts_in_the_month_of_its_closing(known: Facts) -> None:
    assert one(known, "compensation", "2024-05-05").n == 0
    assert one(known, "compensation", "2024-05-06").n == 5
    assert by_month(known, "compensation", LATER) == {"2024-05": 5}


@pytest.mark.parametrize("engine", ENGINES)
def test_two_currencies_are_not_added_up_but_given_one_by_one(engine: str) -> None:
    known = facts([*COMPLAINTS, closed("dollars", "upheld", 8_000, currency="USD")], engine=engine)
    figure = one(known, "compensation", LATER)
    assert figure.value is None
    assert figure.reason.en == "several currencies (EUR, USD): ask by currency, or for one of them"
    each = {f.by[0][1]: f.value for f in ask(known, "compensation", LATER, by=("currency",))}
    assert each == {"EUR": 36.10, "USD": 80.0}
    assert one(known, "compensation", LATER, where=(("currency", ("USD",)),)).value == 80.0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_currency_in_which_nothing_was_paid_for_the_upheld_does_not_matter(engine: str) -> None:
    rejected = closed("dollars", "rejected", 8_000, currency="USD")
    unpaid = closed("francs", "upheld", None, currency="CHF")
    assert one(facts([*COMPLAINTS, rejected, unpaid], engine=engine), "compensation", LATER).numerator == 18_050


@pytest.mark.parametrize("engine", ENGINES)
def test_without_amounts_there_is_a_reason_and_no_zero(engine: str) -> None:
    silent = facts([closed("a", "upheld", None, supplies_compensation=False)], engine=engine)
    figure = one(silent, "compensation", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert figure.reason.en == "the export doesn't give the amounts granted"
