"""K18, counted by hand in cents: granted for what was claimed, of complaints closed on 6 May 2024."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def closed(name: str, claimed: int | None, granted: int | None, **other: object) -> dict[str, object]:
    fixed = {"closed": "2024-05-06", "supplies_close": True, "currency": "EUR"}
    given = {"complaint_id": name, "compensation_claimed": claimed, "compensation_granted": granted}
    return complaint("2024-01-10", "2024-02-20", **{**fixed, **given, **other})


COMPLAINTS = [
    closed("half", 20_000, 10_000),
    closed("more than claimed", 1_000, 1_500),
    closed("one cent claimed", 1, 0),
    closed("nothing granted", 10_000, None),
    closed("a claim of zero", 0, 3_000),
    closed("nothing claimed", None, 4_000),
    closed("remark", 5_000, 5_000, kind="remark"),
    closed("no such column", 5_000, None, supplies_compensation=False),
    closed("open", 5_000, 5_000, closed=None),
]
CLAIMING = ["half", "more than claimed", "nothing granted", "one cent claimed"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_sum_granted_for_the_sum_claimed(known: Facts) -> None:
    found = opened(known, "compensation_ratio", LATER)
    assert found["denominator"] == CLAIMING
    assert found["excluded"] == ["a claim of zero", "no such column", "nothing claimed", "remark"]
    figure = one(known, "compensation_ratio", LATER)
    assert (figure.numerator, figure.denominator, figure.value) == (11_500, 31_001, 11_500 / 31_001)


def test_a_complaint_counts_in_the_month_of_its_closing(known: Facts) -> None:
    assert one(known, "compensation_ratio", "2024-05-05").n == 0
    assert one(known, "compensation_ratio", "2024-05-06").n == 4
    assert by_month(known, "compensation_ratio", LATER) == {"2024-05": 4}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("granted", [5_000, None])
def test_claims_in_two_currencies_are_not_added_up(granted: int | None, engine: str) -> None:
    known = facts([*COMPLAINTS, closed("dollars", 9_000, granted, currency="USD")], engine=engine)
    figure = one(known, "compensation_ratio", LATER)
    assert figure.value is None
    assert "several currencies (EUR, USD)" in figure.reason.en
    assert one(known, "compensation_ratio", LATER, where=(("currency", ("EUR",)),)).denominator == 31_001


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("silent", "reason"),
    [
        (closed("a", None, 50), "none says what was claimed"),
        (closed("a", 50, None, supplies_compensation=False), "the export doesn't give the amounts granted"),
    ],
)
def test_without_claims_or_amounts_there_is_a_reason_and_no_zero(
    silent: dict[str, object], reason: str, engine: str
) -> None:
    figure = one(facts([silent], engine=engine), "compensation_ratio", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert figure.reason.en == reason
