"""Reasons of the either/or kind: the half that is true of the lines left out is the one that is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.measure import Query, measure
from kpi.text import Text
from tests.kpi.build import ENGINES, ask, complaint, facts, one

LATER = "2024-12-31"
MIXED = "the export gives no reply date, or no promise applies"


def reason(complaints: list[dict[str, Any]], metric: str, rules: str = "house", engine: str = "duckdb") -> str:
    figure = one(facts(complaints, rules, engine), metric, LATER)
    assert figure.value is None and type(figure.reason) is Text
    assert figure.reason.fr != figure.reason.en
    return figure.reason.en


def silent(**other: Any) -> dict[str, Any]:
    return complaint("2024-03-04", None, supplies_reply=False, **other)


ANSWERED = complaint("2024-03-04", "2024-03-06")
EARLY = complaint("2024-03-04", "2024-03-01")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("metric", ["answered_in_sla", "answered_in_sla_low", "reply_rate", "overdue"])
def test_of_no_reply_and_no_promise_the_true_one_is_said(metric: str, engine: str) -> None:
    assert reason([silent()], metric, engine=engine) == "the export gives no reply date"
    assert reason([ANSWERED], metric, "qualiopi", engine) == "no promise applies"
    assert reason([EARLY], metric, engine=engine) == "all replies are dated before the reception"


@pytest.mark.parametrize("engine", ENGINES)
def test_where_either_is_true_of_some_lines_alone_both_are_said(engine: str) -> None:
    known = facts([silent(source="a"), complaint("2024-03-04", "2024-03-01", source="b")], engine=engine)
    assert one(known, "answered_in_sla", LATER).reason.en == MIXED  # type: ignore[union-attr]
    found = {f.by[0][1]: f.reason and f.reason.en for f in ask(known, "answered_in_sla", LATER, by=("source",))}
    assert found == {"a": "the export gives no reply date", "b": "all replies are dated before the reception"}


def test_each_period_has_a_reason_of_its_own() -> None:
    known = facts([silent(), complaint("2024-05-06", "2024-05-01")])
    said = {f.period: f.reason and f.reason.en for f in ask(known, "answered_in_sla", LATER, period="month")}
    assert said == {
        "2024-03": "the export gives no reply date",
        "2024-04": "no complaint in this period",
        "2024-05": "all replies are dated before the reception",
    }


def test_remarks_alone_are_no_export_without_dates() -> None:
    remark = complaint("2024-03-04", "2024-03-06", kind="remark")
    assert reason([remark], "reply_delay_median") == "no complaint in this selection"
    assert reason([remark], "backlog") == "no complaint in this selection"


@pytest.mark.parametrize(
    ("metric", "one", "said"),
    [
        ("extended", complaint("2024-03-04", supplies_promise=False), "no date at which a new date was announced"),
        ("promise_kept", complaint("2024-03-04"), "no new date was announced"),
        ("reopened", complaint("2024-03-04"), "none is answered or closed"),
        ("reopened", {**ANSWERED, "supplies_reopening": False}, "the export gives no date of reopening"),
        ("escalated", complaint("2024-03-04", level=1), "none is answered or closed"),
        ("mediator", complaint("2024-03-04", level=1), "none is answered or closed"),
        ("repeat", {**ANSWERED, "supplies_customer": False}, "the export doesn't identify customers"),
        ("repeat", {**ANSWERED, "customer_key": "K"}, "none bears a motive"),
        ("paused_time", {**ANSWERED, "supplies_pauses": False}, "the export gives no pauses"),
        ("paused_time", complaint("2024-03-04", "2024-03-04"), "all was answered on the same day"),
        ("compensation", {**ANSWERED, "supplies_compensation": True}, "bears a decision"),
        ("cause_known", {**ANSWERED, "supplies_cause": False}, "the export doesn't give the cause of non-detection"),
    ],
)
def test_every_metric_says_the_half_that_is_true(metric: str, one: dict[str, Any], said: str) -> None:
    found = reason([one], metric)
    assert said in found
    assert ", or " not in found or metric == "compensation"


def test_a_filter_that_selects_nothing_is_named() -> None:
    known = facts([ANSWERED])
    asked = Query(
        metrics=("volume", "answered_in_sla", "backlog", "reply_delay_median"),
        as_of=date(2024, 12, 31), where=(("site", ("Nowhere", "Elsewhere")),),
    )  # fmt: skip
    for figure in measure(known, asked):
        assert (figure.value, figure.n) == (None, 0)
        assert figure.reason == Text(
            fr="aucune réclamation dans le périmètre (site=Nowhere|Elsewhere)",
            en="no complaint is in the scope (site=Nowhere|Elsewhere)",
        )
