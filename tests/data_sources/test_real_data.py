"""The shipped profiles on the exports they were written for; what is true of each was counted elsewhere."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data_sources.profile import load_profile
from data_sources.propose import propose
from data_sources.reading import Reading, read_source

pytestmark = pytest.mark.real_data


def read(folder: Path, name: str, profile: str) -> Reading:
    return read_source(load_profile(profile), folder / name)


def local(reading: Reading, column: str) -> list[object]:
    zone = reading.profile.timezone
    moments = pc.local_timestamp(pc.assume_timezone(reading.accepted[column], "UTC").cast(pa.timestamp("us", zone)))
    return moments.to_pylist()


def counts(reading: Reading) -> tuple[int, int, int, int, int]:
    refused = reading.rejected.num_rows
    return reading.read, reading.accepted.num_rows, reading.duplicate, reading.conflict, refused


def test_an_event_log_of_119998_lines_is_20769_incidents(real_data: Path) -> None:
    reading = read(real_data, "servicenow_incident_log.csv.gz", "servicenow")
    assert counts(reading) == (119_998, 20_769, 99_229, 0, 0)
    assert reading.warnings["suspicious_value"] == 2
    assert Counter(reading.accepted["channel"].to_pylist()).keys() <= {"phone", "email"}
    assert "Caller" not in (reading.accepted["extra"][0].as_py() or "")
    hands = reading.accepted["handoffs"].to_pylist()
    assert (sum(times > 2 for times in hands), max(hands), sum(hands)) == (2_521, 27, 20_520)
    assert len(set(reading.accepted["customer_key"].drop_null().to_pylist())) == 4_828


def test_boston_in_four_shapes(real_data: Path) -> None:
    plain = read(real_data, "boston311.csv", "boston311")
    swapped = read(real_data, "boston311_dmy.csv", "boston311_dmy")
    assert counts(plain) == counts(swapped) == (100, 100, 0, 0, 0)
    for column in ("received_at", "promised_at", "replied_at", "closed_at"):
        assert local(plain, column) == local(swapped, column)
    ragged = read(real_data, "boston311_ragged.tsv", "boston311")
    assert counts(ragged) == (100, 99, 0, 0, 1)
    assert (ragged.rejected["source_line"][0].as_py(), ragged.rejected["reason"][0].as_py()) == (41, "too_many_fields")
    assert counts(read(real_data, "boston311_duplicates.csv", "boston311")) == (100, 80, 20, 0, 0)


def test_the_label_ontime_agrees_with_the_dates_of_boston(real_data: Path) -> None:
    rows = read(real_data, "boston311.csv", "boston311").accepted.to_pylist()
    both = [row for row in rows if row["closed_at"] and row["promised_at"]]
    agree = [("ONTIME" in row["extra"]) == (row["closed_at"] <= row["promised_at"]) for row in both]
    assert (len(both), sum(agree)) == (77, 77)


def test_comcast_months_follow_from_both_shapes(real_data: Path) -> None:
    reading = read(real_data, "comcast_complaints.csv", "comcast")
    assert counts(reading) == (2224, 2224, 0, 0, 0)
    assert Counter(moment.month for moment in local(reading, "received_at")) == {4: 545, 5: 399, 6: 1280}  # type: ignore[attr-defined]
    assert "comcas" in reading.accepted["complaint_id"].to_pylist()
    assert reading.personal.num_rows == 2224


def test_the_cfpb_workbook_keeps_its_two_dates_apart(real_data: Path) -> None:
    reading = read(real_data, "cfpb_bank_complaints.xlsx", "cfpb")
    assert counts(reading) == (62_516, 62_516, 0, 0, 0)
    days = local(reading, "received_at")
    assert (str(min(days))[:10], str(max(days))[:10]) == ("2017-05-01", "2023-08-28")  # type: ignore[type-var]
    assert set(reading.accepted["date_only"].to_pylist()) == {"received_at,registered_at"}
    answers = Counter('"Timely response?":"Yes"' in extra for extra in reading.accepted["extra"].to_pylist())
    assert answers[True] == 58_619


def test_the_cut_line_of_signalconso_is_rejected_at_1247(real_data: Path) -> None:
    reading = read(real_data, "signalconso_extract.csv", "signalconso")
    assert counts(reading) == (1246, 1245, 0, 0, 1)
    assert reading.rejected["source_line"].to_pylist() == [1247]
    assert Counter(reading.accepted["status"].to_pylist())["NA"] == 451
    assert Counter(reading.accepted["has_contact"].to_pylist()) == {True: 757, False: 488}


@pytest.mark.parametrize(
    ("name", "formats"),
    [
        ("boston311.csv", ("%Y-%m-%d %H:%M:%S",)),
        ("boston311_dmy.csv", ("%d/%m/%Y %H:%M:%S",)),
        ("boston311_ragged.tsv", ("%Y-%m-%d %H:%M:%S",)),
        ("comcast_complaints.csv", ("%d-%m-%y", "%Y-%m-%d")),
        ("cfpb_bank_complaints.xlsx", ("iso",)),
        ("signalconso_extract.csv", ("%Y-%m-%d",)),
        ("servicenow_incident_log.csv.gz", ("%d/%m/%Y %H:%M",)),
    ],
)
def test_known_exports_are_recognised(real_data: Path, name: str, formats: tuple[str, ...]) -> None:
    proposal = propose(real_data / name)
    assert name.startswith(proposal.profile.source.split("_")[0])
    assert proposal.profile.date_formats == formats
    assert {column.confidence for column in proposal.columns} == {1.0}


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("boston311_dmy.csv", 100),
        ("boston311_ragged.tsv", 99),
        ("comcast_complaints.csv", 2224),
        ("signalconso_extract.csv", 1245),
        ("cfpb_bank_complaints.xlsx", 62_516),
        ("servicenow_incident_log.csv.gz", 20_769),
    ],
)
def test_a_proposal_without_foreknowledge_reads_the_same_complaints(
    real_data: Path, name: str, accepted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data_sources.propose.profile_names", list)
    proposal = propose(real_data / name)
    assert read_source(proposal.profile, real_data / name).accepted.num_rows == accepted
