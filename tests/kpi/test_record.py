"""What a record holds, by hand: seven elements, writing, and money paid without a decision."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.facts import build_facts
from kpi.record import ELEMENTS
from kpi.rules import load_rules
from tests.kpi.build import complaint, table

RULES = load_rules("house")
FULL = {
    "motive": "Fuite",
    "has_contact": True,
    "owned": "2024-03-05",
    "has_suggestion": True,
    "outcome": "upheld",
    "csat": 4.0,
}


def fact(**other: Any) -> dict[str, Any]:
    found: dict[str, Any] = build_facts(table([complaint("2024-03-04", **other)]), RULES).to_pylist()[0]
    return found


def test_a_record_has_seven_elements_and_the_date_is_always_there() -> None:
    assert len(ELEMENTS) == 7
    assert fact(**FULL)["elements"] == 7
    assert fact()["elements"] == 1


@pytest.mark.parametrize("name", FULL)
def test_each_element_that_is_missing_is_missed(name: str) -> None:
    assert fact(**{**FULL, name: None})["elements"] == 6


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("has_contact", {"customer_key": "K"}),
        ("owned", {"handler_team": "Nord"}),
        ("outcome", {"compensation_granted": 0}),
        ("outcome", {"outcome": "rejected"}),
        ("csat", {"ces": 3.0}),
        ("csat", {"nps": 9.0}),
    ],
)
def test_an_element_may_be_held_by_another_column(name: str, given: dict[str, Any]) -> None:
    assert fact(**{**FULL, name: None, **given})["elements"] == 7


@pytest.mark.parametrize(
    ("name", "value"), [("has_contact", False), ("has_suggestion", False), ("outcome", "undecided")]
)
def test_what_says_no_holds_nothing(name: str, value: object) -> None:
    assert fact(**{**FULL, name: value})["elements"] == 6


@pytest.mark.parametrize(
    ("channel", "written", "expected"),
    [
        ("letter", None, True), ("email", None, True), ("web", None, True), ("app", None, True),
        ("social", None, True), ("review", None, True), ("phone", None, False), ("counter", None, False),
        ("other", None, None), (None, None, None), ("fax", None, None),
        ("phone", True, True), ("letter", False, False), (None, True, True), ("other", False, False),
    ],
)  # fmt: skip
def test_writing_is_told_by_its_flag_then_by_the_channel_else_unknown(
    channel: str | None, written: bool | None, expected: bool | None
) -> None:
    assert fact(channel=channel, written=written)["in_writing"] is expected


@pytest.mark.parametrize(
    ("outcome", "granted", "expected"),
    [
        (None, 1, True), ("undecided", 500, True), (None, 0, False), (None, None, False), ("undecided", None, False),
        ("upheld", 500, False), ("partly", 500, False), ("rejected", 500, False),
    ],
)  # fmt: skip
def test_money_without_a_decision_is_a_gesture_of_goodwill(
    outcome: str | None, granted: int | None, expected: bool
) -> None:
    assert fact(outcome=outcome, compensation_granted=granted)["goodwill"] is expected
