"""A proposal needs at most two corrections by hand, for every export we have and for some that people might have."""

from __future__ import annotations

import csv
import json
import random
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import invented
from benchmarks.proposals import MOST, TRUTH, is_recognised, page, proposed
from benchmarks.scoring import corrections
from data_sources.canonical import MAPPABLE
from data_sources.errors import SourceError
from data_sources.names import NAMES
from data_sources.persons import PERSONAL, STAFF
from data_sources.propose import Proposal, propose
from data_sources.reading import read_source

KNOWN = [name for name in TRUTH if "/" not in name]
TEXTS = [name for name, export in invented.EXPORTS.items() if not export["file"].endswith(".xlsx")][::2]
SEED = 11


@pytest.mark.real_data
@pytest.mark.parametrize("name", TRUTH)
def test_a_real_export_that_nobody_knows_needs_two_corrections_at_most(name: str, real_data: Path) -> None:
    proposal = proposed(real_data / name, shipped=False)
    assert len(wrong := corrections(proposal, TRUTH[name])) <= MOST, wrong
    assert_asked(proposal)
    assert "timezone" in proposal.notes


@pytest.mark.real_data
@pytest.mark.parametrize("name", KNOWN)
def test_a_shipped_profile_is_recognised_and_needs_none(name: str, real_data: Path) -> None:
    proposal = proposed(real_data / name, shipped=True)
    assert is_recognised(proposal) and corrections(proposal, TRUTH[name]) == []


@pytest.mark.real_data
def test_every_real_export_has_its_truth(real_data: Path) -> None:
    files = {str(path.relative_to(real_data)) for path in real_data.rglob("*") if path.is_file()}
    assert files - {"README.md"} == set(TRUTH)


@pytest.mark.real_data
def test_the_page_is_what_a_run_gives(real_data: Path) -> None:
    written = Path(__file__).resolve().parents[2] / "docs" / "profiles.md"
    assert written.read_text("utf-8") == page(real_data), (
        "write it: python -m benchmarks.proposals FOLDER > docs/profiles.md"
    )


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "column", "never"),
    [
        ("cfpb_bank_complaints.xlsx", "Date received", "received_at"),
        ("comcast_complaints.csv", "Date_month_year", "received_at"),
        ("servicenow_incident_log.csv.gz", "made_sla", "promised_at"),
        ("boston311.csv", "ontime", "promised_at"),
        ("crm/freshdesk/all_tickets.json", "frDueBy", "promised_at"),
        ("crm/freshdesk/ticket_1.json", "stats.agent_responded_at", "replied_at"),
        ("crm/zendesk/ticket_data.csv", "_fivetran_synced", "last_event_at"),
    ],
)
def test_traps_are_seen(name: str, column: str, never: str, real_data: Path) -> None:
    mapped = proposed(real_data / name, shipped=False).profile.columns
    assert column not in {each.column for canonical, each in mapped.items() if canonical == never}


@pytest.mark.real_data
def test_what_was_deleted_is_no_complaint(real_data: Path) -> None:
    path = real_data / "crm/zendesk/ticket_data.csv"
    reading = read_source(propose(path).profile, path)
    assert (reading.read, reading.accepted.num_rows) == (10, 8)
    assert set(reading.rejected["reason"].to_pylist()) == {"not_a_complaint"}


@pytest.mark.real_data
def test_a_null_key_of_salesforce_is_missing(real_data: Path) -> None:
    path = real_data / "crm/salesforce/data_export_Case.csv"
    (row,) = read_source(propose(path).profile, path).accepted.to_pylist()
    assert row["parent_id"] is None and row["customer_key"] == "001dN00000v2DEwQAM"


@pytest.mark.real_data
def test_a_ticket_closed_before_it_was_created_does_not_spoil_the_others(real_data: Path) -> None:
    proposal = propose(real_data / "crm/hubspot/ticket_data.csv")
    (closing,) = (column for column in proposal.columns if column.canonical == "closed_at")
    assert "4% of its dates come before" in closing.why and "is it the reply" not in str(closing.question)


@pytest.mark.parametrize("name", invented.EXPORTS)
def test_an_invented_export_needs_two_corrections_at_most(name: str, tmp_path: Path) -> None:
    export = invented.EXPORTS[name]
    path = invented.write(export, tmp_path)
    proposal = propose(path)
    assert len(wrong := corrections(proposal, invented.truth(export))) <= MOST, wrong
    assert_asked(proposal)
    reading = read_source(proposal.profile, path)
    assert (reading.accepted.num_rows, reading.rejected.num_rows) == (invented.ROWS, 0)


@pytest.mark.parametrize("name", TEXTS)
def test_the_order_of_columns_and_rows_changes_nothing(name: str, tmp_path: Path) -> None:
    export = invented.EXPORTS[name]
    first = propose(invented.write(export, tmp_path))
    second = propose(shuffled(export, tmp_path))
    assert understood(first) == understood(second)


@pytest.mark.parametrize("name", TEXTS)
def test_headers_that_say_nothing_leave_nothing_sure(name: str, tmp_path: Path) -> None:
    export = invented.EXPORTS[name]
    named = propose(invented.write(export, tmp_path))
    nameless = propose(renamed(export, tmp_path))
    guessed = [column for column in nameless.columns if column.canonical]
    assert guessed and all(column.question and column.confidence < 0.8 for column in guessed)
    assert mean_confidence(nameless) < mean_confidence(named)
    assert "complaints" not in named.notes


def test_questions_show_what_was_seen_but_no_person(tmp_path: Path) -> None:
    rows = "".join(f"{n};{n % 28 + 1:02d}/01/2025;{who} Dupont;{n * 7}\n" for n, who in enumerate(PEOPLE))
    path = tmp_path / "export.csv"
    path.write_text("aaa;bbb;ccc;ddd\n" + rows, encoding="utf-8")
    proposal = propose(path)
    asked = {column.raw: column for column in proposal.columns if column.question}
    assert "Seen: 'Axxxx xxxxxx', 'Bxxxxx xxxxxx'" in str(asked["ccc"].question)
    assert (asked["ccc"].place, asked["ccc"].choices) == ("personal", ("personal", "drop", "extra"))
    assert "'01/01/2025', '" in str(asked["bbb"].question) and "Dupont" not in str(proposal.columns)


names = st.text(max_size=12) | st.sampled_from(
    sorted({*NAMES["closed_at"], *NAMES["status"], *PERSONAL["name"], *STAFF})
)
odd_names = st.sampled_from(["#", "()", "_id", "__c", "custom field", "Custom field (x)", "(a)", "°", "id", "date"])
texts = st.text(max_size=8) | st.sampled_from(["2025-01-13", "01/02/2025", "31/31/2025", "open", "a@b.fr", "12,50"])
records = st.lists(st.dictionaries(names | odd_names, texts, min_size=1, max_size=6), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(records)
def test_whatever_the_headers_there_is_a_proposal_that_says_how_sure_it_is(found: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.json"
        path.write_text(json.dumps(found), encoding="utf-8")
        try:
            proposal = propose(path)
        except SourceError as error:
            assert "\n" not in str(error)
            return
    for column in proposal.columns:
        assert (column.question is None) == (column.confidence >= 0.8), column


PEOPLE = [f"{start}{end}" for start in ("Al", "Be", "Cé") for end in ("ane", "ric", "ma", "nord")]


def understood(proposal: Proposal) -> object:
    profile = proposal.profile
    columns = {column.raw: (column.canonical, column.place, column.confidence) for column in proposal.columns}
    return columns, profile.columns, profile.personal, profile.drop, profile.date_formats, profile.nulls, profile.fold


def shuffled(export: Mapping[str, Any], folder: Path) -> Path:
    header, *body = rows_of(export, folder)
    chance = random.Random(SEED)
    order = chance.sample(range(len(header)), len(header))
    chance.shuffle(body)
    return invented.write_rows(export, folder, [[row[place] for place in order] for row in (header, *body)])


def renamed(export: Mapping[str, Any], folder: Path) -> Path:
    header, *body = rows_of(export, folder)
    return invented.write_rows(export, folder, [[f"zq{place}" for place, _ in enumerate(header)], *body])


def rows_of(export: Mapping[str, Any], folder: Path) -> list[list[str]]:
    with invented.write(export, folder).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=export.get("delimiter", ";")))


def mean_confidence(proposal: Proposal) -> float:
    return sum(column.confidence for column in proposal.columns) / len(proposal.columns)


def assert_asked(proposal: Proposal) -> None:
    """A question for what is not sure and for nothing else; personal data nowhere in it."""
    for column in proposal.columns:
        assert (column.question is None) == (column.confidence >= 0.8), column
        assert column.canonical is None or column.canonical in MAPPABLE
        assert "@" not in str(column.question)
