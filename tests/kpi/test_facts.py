"""Facts: which rule judges a complaint, by when it promised, and what is flagged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.days import to_date
from kpi.errors import KpiError
from kpi.facts import build_facts
from kpi.rules import load_rules
from tests.kpi.build import complaint, table


def fact(one: dict[str, Any], rules: str) -> dict[str, Any]:
    found = build_facts(table([one]), load_rules(rules)).to_pylist()[0]
    dates = ("due", "ack_due", "renewed_due", "out", "closed")
    return {k: to_date(v) if k in dates and v is not None else v for k, v in found.items()}


@pytest.mark.parametrize(
    ("channel", "rule", "due"),
    [
        ("phone", "phone", date(2024, 5, 7)),
        ("web", "internet", date(2024, 5, 13)),
        ("letter", "written", date(2024, 5, 16)),
        (None, "written", date(2024, 5, 16)),
    ],
)
def test_the_channel_decides_the_promise(channel: str | None, rule: str, due: date) -> None:
    found = fact(complaint("2024-05-07", channel=channel), "sfr")
    assert (found["rule"], found["due"]) == (rule, due)


def test_a_disputed_invoice_is_judged_apart_whatever_its_channel() -> None:
    found = fact(complaint("2024-05-07", channel="letter", invoice_dispute=True), "sfr")
    assert (found["rule"], found["excluded_by_rule"]) == ("invoice", True)
    assert fact(complaint("2024-05-07", channel="letter", invoice_dispute=False), "sfr")["rule"] == "written"


def test_acpr_counts_from_the_sending_and_falls_back_on_the_reception() -> None:
    sent = fact(complaint("2024-03-07", sent="2024-03-04"), "acpr")
    assert (sent["due"], sent["ack_due"]) == (date(2024, 5, 4), date(2024, 3, 15))
    assert fact(complaint("2024-03-07"), "acpr")["due"] == date(2024, 5, 7)


def test_moselle_has_its_own_holidays() -> None:
    here, there = (fact(complaint("2024-03-27", region=r), "house")["due"] for r in ("Moselle", "Bretagne"))
    assert (here, there) == (date(2024, 4, 12), date(2024, 4, 11))


def test_a_promised_date_is_the_promise_or_a_new_one() -> None:
    initial = complaint("2024-03-04", promised="2024-03-29")
    renewed = complaint("2024-03-04", promised="2024-03-29", promise_made="2024-03-10")
    assert fact(initial, "house")["due"] == date(2024, 3, 29)
    assert fact(renewed, "house")["due"] == date(2024, 3, 18)
    assert fact(renewed, "house")["renewed_due"] == date(2024, 3, 29)
    assert fact(initial, "sfr")["due"] == date(2024, 3, 11)


def test_a_remark_has_no_promise() -> None:
    assert fact(complaint("2024-03-04", kind="remark"), "house")["due"] is None


def test_a_source_without_closing_dates_is_closed_by_its_reply() -> None:
    assert fact(complaint("2024-03-04", "2024-03-06"), "house")["closed"] == date(2024, 3, 6)
    assert fact(complaint("2024-03-04", "2024-03-06", supplies_close=True), "house")["closed"] is None


def test_a_reply_before_the_reception_is_impossible_and_no_time_is_negative() -> None:
    found = fact(complaint("2024-03-04", "2024-03-01"), "house")
    assert found["impossible"]
    assert found["out"] == date(2024, 3, 4)


def test_a_table_without_the_needed_columns_is_refused() -> None:
    with pytest.raises(KpiError, match="facts need the columns received"):
        build_facts(table([complaint("2024-03-04")]).drop_columns(["received"]), load_rules("house"))


def test_no_complaint_at_all_gives_empty_facts_with_all_columns() -> None:
    assert build_facts(table([]), load_rules("house")).num_rows == 0
