"""Each figure that rests on a promise, and each way in which a complaint may escape it: that reason, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.catalog import metric
from kpi.metrics._shared import NO_LEAVING
from kpi.reasons import Either
from tests.kpi.build import ask, complaint, facts

LATER = "2024-12-31"
CLOSED = {"closed": "2024-03-20", "supplies_close": True, "channel": "letter"}
ANNOUNCED = {**CLOSED, "promise_made": "2024-03-05"}
PROMISED = (
    *("answered_in_sla", "answered_in_sla_high", "answered_in_sla_low", "answered_in_sla_closed_only", "extended"),
    *("promise_kept", "lateness_mean", "overdue", "overdue_in_5", "due_soon", "reply_rate"),
)
CASES = {
    "the export gives no reply date": ("sfr", complaint("2024-03-04", supplies_reply=False, **ANNOUNCED)),
    "no promise applies": ("qualiopi", complaint("2024-03-04", "2024-03-06", **ANNOUNCED)),
    "all are outside the promise by the rule": (
        "sfr", complaint("2024-03-04", "2024-03-06", invoice_dispute=True, invoice_dispute_then=True, **ANNOUNCED),
    ),
    "all replies are dated before the reception": ("sfr", complaint("2024-03-04", "2024-03-01", **ANNOUNCED)),
}  # fmt: skip


def reasons(rows: list[dict[str, Any]], name: str, rules: str) -> set[str]:
    found = ask(facts(rows, rules, "pandas"), name, LATER)
    assert {figure.value for figure in found} == {None}
    return {figure.reason.en for figure in found if figure.reason}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", PROMISED)
def test_the_reason_that_is_true_is_said(name: str, case: str) -> None:
    rules, row = CASES[case]
    assert reasons([row], name, rules) == {case}


@pytest.mark.parametrize("name", [name for name in PROMISED if name != "promise_kept"])
def test_a_promise_without_a_new_date_is_a_promise(name: str) -> None:
    early = complaint("2024-03-04", "2024-03-01", **CLOSED)
    assert reasons([early], name, "qualiopi") == {"no promise applies"}
    assert reasons([early], name, "house") == {"all replies are dated before the reception"}


@pytest.mark.parametrize("first", ["the export gives no reply date", "all are outside the promise by the rule"])
@pytest.mark.parametrize("name", PROMISED)
def test_where_none_is_true_of_all_the_reason_stays_open(name: str, first: str) -> None:
    rows = [CASES[case][1] for case in (first, "all replies are dated before the reception")]
    said = metric(name).unavailable
    assert isinstance(said, Either)
    assert reasons(rows, name, "sfr") == {said.en}


@pytest.mark.parametrize("name", ["backlog", "overdue", "overdue_in_5", "forgotten"])
def test_a_level_says_its_reason_at_the_end_of_every_month(name: str) -> None:
    """Nobody knows who left: neither in the month of the reception nor long after any date of the complaint."""
    known = facts([complaint("2024-03-04", supplies_reply=False)], "house", "pandas")
    found = ask(known, name, LATER, period="month", start="2024-03-01")
    assert [figure.period[-2:] for figure in found] == [f"{month:02}" for month in range(3, 13)]
    expected = "the export gives no reply date" if name.startswith("overdue") else NO_LEAVING.en
    assert {figure.reason.en for figure in found if figure.reason} == {expected}
