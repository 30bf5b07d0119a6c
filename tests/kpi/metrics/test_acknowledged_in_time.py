"""K03, counted by hand: received Wednesday 28 February 2024, to be acknowledged in two working days, by 1 March."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.measure import Facts
from kpi.ruleset import RuleSet
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def case(name: str, acknowledged: str | None, replied: str | None = "2024-05-20", **other: Any) -> dict[str, Any]:
    return complaint("2024-02-28", replied, acknowledged=acknowledged, complaint_id=name, **other)


COMPLAINTS = [
    case("at once", "2024-02-28"),
    case("on the day", "2024-03-01"),
    case("a day late", "2024-03-02"),
    case("answered at once", None, "2024-02-28"),
    case("answered on the day", "2024-03-05", "2024-03-01"),
    case("answered a day late", None, "2024-03-02"),
    case("never", None, None),
    case("before it came", "2024-02-27"),
    case("answered before it came", "2024-02-29", "2024-02-27"),
    case("remark", "2024-02-28", kind="remark"),
    case("no such column", None, "2024-02-29", supplies_acknowledgement=False),
    case("no reply dates", "2024-02-29", None, supplies_reply=False),
]
IN_TIME = ["answered at once", "answered on the day", "at once", "no reply dates", "on the day"]
LATE = ["a day late", "answered a day late", "never"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_a_reply_in_time_spares_the_acknowledgement_and_silence_is_late(known: Facts) -> None:
    assert opened(known, "acknowledged_in_time", LATER) == {
        "numerator": IN_TIME,
        "denominator": sorted([*IN_TIME, *LATE]),
        "excluded": ["answered before it came", "before it came", "no such column"],
    }
    assert one(known, "acknowledged_in_time", LATER).value == 5 / 8


def test_a_complaint_counts_in_the_month_in_which_it_is_to_be_acknowledged(known: Facts) -> None:
    assert by_month(known, "acknowledged_in_time", LATER) == {"2024-03": 8}
    assert one(known, "acknowledged_in_time", "2024-02-29").n == 0


def test_on_the_due_day_who_was_told_nothing_is_still_running(known: Facts) -> None:
    assert opened(known, "acknowledged_in_time", "2024-03-01")["denominator"] == IN_TIME
    assert opened(known, "acknowledged_in_time", "2024-03-02")["denominator"] == sorted([*IN_TIME, *LATE])


@pytest.mark.parametrize("engine", ENGINES)
def test_what_the_definition_makes_a_remark_is_left_out(engine: str) -> None:
    spoken = facts([case("call", "2024-02-28", channel="phone"), case("letter", None, channel="letter")], engine=engine)
    found = opened(spoken, "acknowledged_in_time", LATER, definition="written")
    assert (found["denominator"], found["excluded"]) == (["letter"], ["call"])


def by_noon() -> RuleSet:
    """An acknowledgement within two hours."""
    text = {"fr": "a", "en": "b"}
    promise = {"reply": {"target": 9, "unit": "calendar"}, "acknowledgement": {"target": 2, "unit": "hours"}}
    rules = [
        {"id": "apart", "title": text, "when": {"channel": ["app"]}, "excluded": True, **promise},
        {"id": "all", "title": text, **promise},
    ]
    return RuleSet.model_validate({"name": "n", "version": "1", "title": text, "source": text, "rules": rules})


@pytest.mark.parametrize("engine", ENGINES)
def test_two_hours_end_at_their_minute_and_not_with_the_day(engine: str) -> None:
    timed = {"received_minute": 600, "acknowledged": "2024-03-04"}
    known = facts(
        [
            complaint("2024-03-04", complaint_id="at noon", **timed, acknowledged_minute=720),
            complaint("2024-03-04", complaint_id="a minute past", **timed, acknowledged_minute=721),
            complaint("2024-03-04", complaint_id="the day alone", **timed),
            complaint("2024-03-04", complaint_id="silent", received_minute=600),
            complaint("2024-03-04", complaint_id="apart", channel="app", **timed),
        ],
        by_noon(),
        engine,
    )
    assert opened(known, "acknowledged_in_time", "2024-03-04") == {
        "numerator": ["at noon"],
        "denominator": ["a minute past", "at noon", "silent", "the day alone"],
        "excluded": ["apart"],
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_without_acknowledgements_there_is_a_reason_and_no_share(engine: str) -> None:
    silent = facts([case("a", None, supplies_acknowledgement=False)], engine=engine)
    figure = one(silent, "acknowledged_in_time", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "no date of acknowledgement" in figure.reason.en
    unpromised = one(facts([case("a", None)], "sfr", engine), "acknowledged_in_time", LATER)
    assert unpromised.reason.en == "the rule promises no acknowledgement"
