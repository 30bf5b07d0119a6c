"""K05, counted by hand: received Monday 4 March 2024, due within five working days, on 11 March; renewed to 2 April."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def case(name: str, replied: str | None, made: str | None = "2024-03-06", **other: Any) -> dict[str, Any]:
    renewed = {"promise_made": made, "promised": "2024-04-02", "channel": "letter"}
    return complaint("2024-03-04", replied, **{**renewed, "complaint_id": name, **other})


COMPLAINTS = [
    case("before", "2024-03-20"),
    case("on the day", "2024-04-02"),
    case("a day late", "2024-04-03"),
    case("never", None),
    case("announced on the last day", "2024-03-28", "2024-03-11"),
    case("announced a day too late", "2024-03-28", "2024-03-12"),
    case("announced after all", "2024-03-28", "2024-06-01"),
    case("not announced", "2024-03-28", None),
    case("impossible", "2024-03-01"),
    case("invoice", "2024-03-20", invoice_dispute=True),
    case("remark", "2024-03-20", kind="remark"),
    case("no reply dates", None, supplies_reply=False),
]
KEPT = ["announced on the last day", "before", "on the day"]
BROKEN = ["a day late", "announced a day too late", "announced after all", "never"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, "sfr", request.param)


def test_a_promise_after_the_first_due_date_does_not_rescue(known: Facts) -> None:
    assert opened(known, "promise_kept", LATER) == {
        "numerator": KEPT,
        "denominator": sorted([*KEPT, *BROKEN]),
        "excluded": ["impossible", "invoice", "no reply dates"],
    }
    assert one(known, "promise_kept", LATER).value == 3 / 7


def test_a_complaint_counts_in_the_month_of_its_new_date(known: Facts) -> None:
    assert by_month(known, "promise_kept", LATER) == {"2024-04": 7}
    assert one(known, "promise_kept", "2024-04-01").n == 0


def test_on_the_new_day_who_has_no_reply_is_still_running(known: Facts) -> None:
    today = opened(known, "promise_kept", "2024-04-02")
    assert today["denominator"] == sorted([*KEPT, "announced a day too late"])
    tomorrow = opened(known, "promise_kept", "2024-04-03")["denominator"]
    assert tomorrow == sorted([*KEPT, "a day late", "announced a day too late", "never"])


@pytest.mark.parametrize("engine", ENGINES)
def test_without_new_dates_there_is_a_reason_and_no_share(engine: str) -> None:
    figure = one(facts([case("a", "2024-03-08", None)], "sfr", engine), "promise_kept", LATER)
    assert (figure.value, figure.n) == (None, 0)
    assert "no new date was announced" in figure.reason.en
