"""K27, counted by hand: complaints per 1,000 contacts, by channel; a silent channel is there, too."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, by_month, complaint, exposed, facts, monthly, one, opened

MARCH = {"start": "2024-03-01", "end": "2024-03-31"}
LATER = "2024-12-31"
COMPLAINTS = [
    complaint("2024-03-01", "2024-03-29", complaint_id="first day", channel="phone"),
    complaint("2024-03-31", "2024-04-20", complaint_id="last day", channel="phone"),
    complaint("2024-03-20", complaint_id="letter", channel="letter"),
    complaint("2024-03-20", complaint_id="remark", channel="phone", kind="remark"),
    complaint("2024-02-29", "2024-03-05", complaint_id="before", channel="phone"),
    complaint("2024-04-01", complaint_id="after", channel="phone"),
]
CONTACTS = [
    *monthly("contacts", [500, 1_000, 2_000, 4_000], channel="phone"),
    *monthly("contacts", [50, 50, 50, 50], channel="letter"),
    *monthly("contacts", [300, 300, 300, 300], channel="web"),
    *monthly("customers", [7, 7, 7, 7]),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return exposed(facts(COMPLAINTS, engine=request.param), CONTACTS)


def test_complaints_received_for_the_contacts_of_the_month(known: Facts) -> None:
    assert opened(known, "access", LATER, **MARCH) == {
        "numerator": ["first day", "last day", "letter"],
        "denominator": ["first day", "last day", "letter"],
        "excluded": ["remark"],
    }
    figure = one(known, "access", LATER, **MARCH)
    assert (figure.numerator, figure.denominator, figure.value) == (3, 2_350, 3_000 / 2_350)
    assert by_month(known, "access", "2024-04-30") == {"2024-02": 1, "2024-03": 3, "2024-04": 1}


def test_by_channel_the_silent_one_is_a_zero_with_an_interval(known: Facts) -> None:
    found = {f.by[0][1]: f for f in ask(known, "access", LATER, by=("channel",), **MARCH)}
    assert {name: f.value for name, f in found.items()} == {"phone": 1.0, "letter": 20.0, "web": 0.0}
    assert found["web"].high == pytest.approx(1_000 * 3.688879 / 300)


def test_a_complaint_received_later_is_not_yet_there(known: Facts) -> None:
    assert one(known, "access", "2024-03-30", **MARCH).n == 2
    assert one(known, "access", "2024-03-31", **MARCH).n == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_without_contacts_there_is_a_reason_and_no_rate(engine: str) -> None:
    silent = facts(COMPLAINTS, engine=engine)
    assert one(silent, "access", LATER).value is None
    assert "no exposure was loaded for it (contacts)" in one(silent, "access", LATER).reason.en
    assert one(exposed(silent, monthly("customers", [9] * 12)), "access", LATER).value is None


@pytest.mark.parametrize("engine", ENGINES)
def test_contacts_that_are_not_known_by_channel_are_not_spread_over_them(engine: str) -> None:
    whole = exposed(facts(COMPLAINTS, engine=engine), monthly("contacts", [1_000] * 12))
    assert one(whole, "access", LATER, **MARCH).value == 3.0
    by_channel = ask(whole, "access", LATER, by=("channel",), **MARCH)
    assert [f.value for f in by_channel] == [None, None]
    assert all("channel" in f.reason.en for f in by_channel)
