"""Real exports that nobody here wrote, from the file to the figure: every line accounted for, twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_sources.profile import load_profile
from kpi.measure import Query, conditions, measure
from store.engine import open_facts
from store.home import Store, open_store
from store.imports import import_file
from store.listing import rejected
from store.publish import published

pytestmark = pytest.mark.real_data

EXPORTS = {
    "cfpb_bank_complaints.xlsx": ("cfpb", {"read": 62_516, "new": 62_516}),
    "signalconso_extract.csv": ("signalconso", {"read": 1_246, "new": 1_245, "rejected": 1}),
    "servicenow_incident_log.csv.gz": ("servicenow", {"read": 119_998, "new": 20_769, "duplicate": 99_229}),
    "boston311.csv": ("boston311", {"read": 100, "new": 100}),
    "boston311_dmy.csv": ("boston311_dmy", {"read": 100, "new": 100}),
    "boston311_ragged.tsv": ("boston311", {"read": 100, "new": 99, "rejected": 1}),
    "boston311_duplicates.csv": ("boston311", {"read": 100, "new": 80, "duplicate": 20}),
    "comcast_complaints.csv": ("comcast", {"read": 2_224, "new": 2_224}),
}
PARTS = ("new", "updated", "unchanged", "duplicate", "conflict", "rejected")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.mark.parametrize("name", EXPORTS)
def test_every_line_is_accounted_for_and_a_second_import_changes_nothing(
    name: str, store: Store, real_data: Path
) -> None:
    profile, expected = load_profile(EXPORTS[name][0]), EXPORTS[name][1]
    first = import_file(store, profile, real_data / name).to_json()
    assert {part: first[part] for part in ("read", *PARTS) if first[part]} == expected
    assert first["read"] == sum(first[part] for part in PARTS)
    again = import_file(store, profile, real_data / name).to_json()
    assert (again["new"], again["updated"]) == (0, 0)
    assert again["unchanged"] == first["new"]
    assert again["read"] == sum(again[part] for part in PARTS)


def test_the_line_that_was_cut_is_named(store: Store, real_data: Path) -> None:
    import_file(store, load_profile("signalconso"), real_data / "signalconso_extract.csv")
    (reject,) = rejected(store, 1).to_pylist()
    assert reject["source_line"] == 1_247


def test_mixed_dates_fall_in_their_months(store: Store, real_data: Path) -> None:
    import_file(store, load_profile("comcast"), real_data / "comcast_complaints.csv")
    assert monthly(store, "volume") == {"2015-04": 545, "2015-05": 399, "2015-06": 1_280}


def test_day_first_dates_give_the_same_figures(tmp_path: Path, real_data: Path) -> None:
    iso, dmy = open_store(tmp_path / "iso"), open_store(tmp_path / "dmy")
    import_file(iso, load_profile("boston311"), real_data / "boston311.csv")
    import_file(dmy, load_profile("boston311_dmy"), real_data / "boston311_dmy.csv")
    for name in ("volume", "answered_in_sla", "backlog", "reply_delay_median"):
        assert monthly(iso, name) == monthly(dmy, name)


def test_closed_within_the_target_is_what_the_export_itself_calls_on_time(store: Store, real_data: Path) -> None:
    import_file(store, load_profile("boston311"), real_data / "boston311.csv")
    rows = ask(store, "answered_in_sla_closed_only", where=("status=Closed",))
    assert rows[0].n >= 77


def test_an_export_without_replies_gives_a_reason_instead_of_a_share(store: Store, real_data: Path) -> None:
    import_file(store, load_profile("cfpb"), real_data / "cfpb_bank_complaints.xlsx")
    for name in ("answered_in_sla", "reply_delay_median", "backlog", "answered_in_sla_closed_only"):
        (figure,) = ask(store, name)
        assert figure.value is None
        assert figure.reason is not None
    assert ask(store, "volume")[0].value == 62_516


def monthly(store: Store, metric: str) -> dict[str, float | None]:
    return {figure.period: figure.value for figure in ask(store, metric, period="month")}


def ask(store: Store, metric: str, *, period: str = "all", where: tuple[str, ...] = ()) -> list:
    known = published(store)
    assert known is not None
    query = Query(metrics=(metric,), as_of=date(2024, 6, 30), period=period, where=conditions(where))
    return measure(open_facts(known), query)
