"""Every figure of the dictionary on exports that nobody here wrote: given, or refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.profile import load_profile
from kpi.catalog import metrics
from kpi.measure import Query, measure
from store.context import facts_of
from store.home import open_store
from store.imports import import_file
from store.publish import published

pytestmark = pytest.mark.real_data

RECEIVED = {"volume", "completeness"}
JUDGED = {
    *("answered_in_sla", "answered_in_sla_low", "answered_in_sla_high", "answered_in_sla_closed_only"),
    *("reply_delay_median", "reply_delay_p75", "reply_delay_mean", "reply_rate", "lateness_mean"),
    *("backlog", "overdue", "overdue_in_5", "due_soon", "forgotten", "flow_balance"),
}
HANDLED = {"reply_delay_p90", "first_contact", "misrouted", "repeat"}
GIVEN = {
    ("cfpb", "cfpb_bank_complaints.xlsx"): RECEIVED,
    ("signalconso", "signalconso_extract.csv"): RECEIVED,
    ("comcast", "comcast_complaints.csv"): RECEIVED,
    ("boston311", "boston311.csv"): RECEIVED | JUDGED,
    ("servicenow", "servicenow_incident_log.csv.gz"): RECEIVED | JUDGED | HANDLED,
}


@pytest.mark.parametrize(("profile", "export"), GIVEN)
def test_an_export_gives_what_it_supports_by_month_and_a_reason_for_all_else(
    profile: str, export: str, tmp_path: Path, real_data: Path
) -> None:
    store = open_store(tmp_path)
    import_file(store, load_profile(profile), real_data / export)
    known = published(store)
    assert known is not None and known.last_event is not None
    query = Query(metrics=tuple(metrics()), as_of=known.last_event, period="month")
    figures = measure(facts_of(store, known, "house"), query)
    assert {figure.metric for figure in figures} == set(metrics())
    assert all(figure.reason for figure in figures if figure.value is None)
    assert {figure.metric for figure in figures if figure.value is not None} == GIVEN[profile, export]
