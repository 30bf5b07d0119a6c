"""What facts are given: the minute, what a complaint was when it was received, and what its import had a column for."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from data_sources.canonical import ADDED
from data_sources.profile import Profile, parse_profile
from kpi.days import to_day
from kpi.facts import FLAGS, INPUT, build_facts
from kpi.rules import load_rules
from store import files, history, supplied
from store.engine import no_facts
from store.home import Store
from store.imports import import_file
from store.lines import current_lines, no_days
from store.publish import published
from store.report import ImportReport
from store.verify import verify
from tests.store.claims import LONG_AGO

ANY = Profile(source="aaa", canonical_headers=True)
LATER = "D,2024-03-04 10:00,2024-03-05 08:15"
DATED = Profile(source="aaa", canonical_headers=True, timezone="Europe/Paris")


class Sender:
    """Sends files of lines to one store, under canonical headers."""

    def __init__(self, store: Store, folder: Path, profile: Profile = ANY) -> None:
        self.store, self.folder, self.profile = store, folder, profile

    def send(self, columns: str, *lines: str, profile: Profile | None = None) -> ImportReport:
        path = self.folder / f"{len(list(self.folder.glob('*.csv')))}.csv"
        path.write_text("\n".join((f"complaint_id,received_at{columns}", *lines)) + "\n")
        os.utime(path, (LONG_AGO, LONG_AGO))
        return import_file(self.store, profile or self.profile, path)

    def days(self, at: int | None = None) -> dict[str, dict[str, Any]]:
        lines = current_lines(self.store, at or history.last_number(self.store))
        return {row["complaint_id"]: row for row in lines.days.to_pylist()}


@pytest.fixture
def sender(store: Store, tmp_path: Path) -> Sender:
    return Sender(store, tmp_path)


def test_days_hold_what_facts_ask_for_in_its_order_and_types_even_when_empty(sender: Sender) -> None:
    sender.send(",handoffs", "A,2024-03-04,2")
    full = current_lines(sender.store, 1).days
    assert full.column_names == list(INPUT)
    assert full.schema.equals(no_days().schema)
    assert build_facts(full, load_rules("house")).num_rows == 1
    assert no_facts("house").frame.collect().shape[0] == 0


def test_every_flag_of_the_facts_is_told_by_a_column() -> None:
    assert tuple(supplied.FLAGS) == FLAGS


def test_minutes_are_those_of_the_source_s_clock(sender: Sender) -> None:
    """09:30 UTC is 10:30 in Paris in winter and 11:30 in summer; 23:59 stays on its day."""
    lines = ("A,2024-03-04T09:30:00Z,2024-07-04T09:30:59Z", "B,2024-03-04T22:59:00Z,")
    sender.send(",replied_at", *lines, profile=DATED)
    found = sender.days()
    assert (found["A"]["received_minute"], found["A"]["replied_minute"]) == (10 * 60 + 30, 11 * 60 + 30)
    assert (found["B"]["received_minute"], found["B"]["replied_minute"]) == (1439, None)
    assert found["B"]["received"] == to_day(date(2024, 3, 4)) and found["A"]["sent_minute"] is None


def test_a_date_without_a_time_has_no_minute_and_midnight_has_one(sender: Sender) -> None:
    """Only the day of B's reply is known; beside times of day, A's midnight is one."""
    sender.send(
        ",replied_at", "A,2024-03-04 10:00,2024-03-05 00:00", "B,2024-03-04 00:01,2024-03-06", "C,2024-03-04,", LATER
    )
    found = sender.days()
    assert [found[one]["received_minute"] for one in "ABC"] == [600, 1, None]
    assert [found[one]["replied_minute"] for one in "ABC"] == [0, None, None]


def test_a_channel_changed_later_leaves_the_promise_as_it_was_made(sender: Sender) -> None:
    """Under `sfr` a letter gets five working days, a message from the web two."""
    sender.send(",channel", "A,2024-03-04,letter", "B,2024-03-04,letter")
    sender.send(",channel", "A,2024-03-04,web", "B,2024-03-04,letter")
    now, first = sender.days(), sender.days(at=1)
    assert (now["A"]["channel"], now["A"]["channel_then"]) == ("web", "letter")
    assert (first["A"]["channel"], first["A"]["channel_then"]) == ("letter", "letter")
    assert now["B"] == first["B"]
    known = published(sender.store, "sfr")
    assert known is not None
    facts = pq.read_table(known.facts).select(["channel", "due"]).to_pylist()
    promised = to_day(date(2024, 3, 11))
    assert facts == [{"channel": "web", "due": promised}, {"channel": "letter", "due": promised}]
    assert verify(sender.store) == []


def test_what_was_not_known_at_first_is_what_was_known_next(sender: Sender) -> None:
    sender.send(",channel,level,vulnerable,motive", "A,2024-03-04,,,,x")
    sender.send(",channel,level,vulnerable,motive", "A,2024-03-04,phone,2,,x")
    sender.send(",channel,level,vulnerable,motive", "A,2024-03-04,email,1,false,")
    names = ("channel_then", "level_then", "vulnerable_then", "motive_then")
    assert [tuple(sender.days(at)["A"][name] for name in names) for at in (1, 2, 3)] == [
        (None, None, None, "x"), ("phone", 2, None, "x"), ("phone", 2, False, "x"),
    ]  # fmt: skip
    assert (sender.days()["A"]["level"], sender.days()["A"]["motive"]) == (1, None)


def test_a_version_that_arrives_late_is_placed_by_its_own_last_event(sender: Sender) -> None:
    """Import 1 shows what A was in March; import 2, exported before, what it was in February."""
    sender.send(",last_event_at,severity", "A,2024-02-01,2024-03-01,high")
    assert sender.send(",last_event_at,severity", "A,2024-02-01,2024-02-02,low").warnings == {"older_version": 1}
    assert [sender.days(at)["A"]["severity_then"] for at in (1, 2)] == ["high", "low"]
    sender.send(",last_event_at,severity", "A,2024-02-01,2024-04-01,medium")
    assert (sender.days()["A"]["severity"], sender.days()["A"]["severity_then"]) == ("medium", "low")


def test_a_late_version_between_two_others_is_not_the_first(sender: Sender) -> None:
    for event, severity in (("2024-02-02", "low"), ("2024-04-01", "high"), ("2024-03-01", "medium")):
        sender.send(",last_event_at,severity", f"A,2024-02-01,{event},{severity}")
    found = sender.days()["A"]
    assert (found["severity"], found["severity_then"]) == ("high", "low")


def test_versions_without_a_last_event_follow_each_other_as_they_came(sender: Sender) -> None:
    sender.send(",severity", "A,2024-02-01,high")
    sender.send(",severity,last_event_at", "A,2024-02-01,low,2024-02-01")
    sender.send(",severity,last_event_at", "A,2024-02-01,medium,")
    assert (sender.days()["A"]["severity"], sender.days()["A"]["severity_then"]) == ("medium", "high")


def test_complaints_of_two_sources_with_one_number_do_not_share_a_past(sender: Sender) -> None:
    other = Profile(source="bbb", canonical_headers=True)
    sender.send(",channel", "A,2024-03-04,letter")
    sender.send(",channel", "A,2024-03-04,web", profile=other)
    sender.send(",channel", "A,2024-03-04,phone", profile=other)
    rows = current_lines(sender.store, 3).days.select(["source", "channel", "channel_then"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [("aaa", "letter", "letter"), ("bbb", "phone", "web")]


def test_a_column_that_is_there_is_supplied_though_its_cells_are_empty(sender: Sender) -> None:
    """Four files, each with half of the columns: which ones a file has tells each column from all the others."""
    files_of = {flag: [bit for bit in range(4) if place >> bit & 1] for place, flag in enumerate(FLAGS, start=1)}
    for bit in range(4):
        columns = [supplied.FLAGS[flag] for flag in FLAGS if bit in files_of[flag]]
        sender.send("".join(f",{name}" for name in columns), f"A{bit},2024-03-04" + "," * len(columns))
    found = sender.days()
    for flag in FLAGS:
        assert [bit for bit in range(4) if found[f"A{bit}"][flag]] == files_of[flag], flag


def test_a_constant_of_the_profile_supplies_its_column(sender: Sender) -> None:
    profile = parse_profile("source: aaa\ncanonical_headers: true\nconstants: {level: 2}\n")
    sender.send("", "A,2024-03-04", profile=profile)
    found = sender.days()["A"]
    assert (found["supplies_level"], found["supplies_link"], found["level"]) == (True, False, 2)


def test_a_complaint_found_again_unchanged_is_told_of_by_every_column_it_was_seen_under(sender: Sender) -> None:
    sender.send("", "A,2024-03-04", "B,2024-03-04")
    sender.send(",level", "A,2024-03-04,")
    sender.send(",mediator_at", "A,2024-03-04,")
    found = sender.days()
    assert (found["A"]["supplies_level"], found["A"]["supplies_mediator"]) == (True, True)
    assert not any(found["B"][flag] for flag in FLAGS)
    assert not sender.days(at=2)["A"]["supplies_mediator"]


def test_a_source_is_said_to_lack_replies_and_closings_only(sender: Sender) -> None:
    sender.send("", "A,2024-03-04")
    assert current_lines(sender.store, 1).sources["aaa"]["without"] == {"replied_at": 1, "closed_at": 1}


def test_an_import_of_before_the_new_columns_is_read_and_found_again_unchanged(sender: Sender) -> None:
    sender.send(",motive", "A,2024-03-04,x")
    _made_by_an_older_vigie(sender.store)
    found = sender.days()["A"]
    assert (found["motive"], found["has_contact"], found["handoffs"]) == ("x", None, None)
    report = sender.send(",motive,handoffs", "A,2024-03-04,x,", "B,2024-03-04,x,3")
    assert (report.unchanged, report.new) == (1, 1)
    assert [sender.days()[one]["handoffs"] for one in "AB"] == [None, 3]


def _made_by_an_older_vigie(store: Store) -> None:
    """Take the columns that it did not know out of its import, and seal it again."""
    (row,) = history.imports(store)
    folder = store.folder(row.number)
    content = files.read_json(folder / "manifest.json")
    accepted = pq.read_table(folder / "accepted.parquet").drop_columns(list(ADDED))
    content["files"]["accepted.parquet"] = files.write_table(accepted, folder / "accepted.parquet").to_json()
    sealed = files.write_json(content, folder / "manifest.json").sha256
    with store.ledger.write() as session:
        session.execute(text("UPDATE imports SET manifest_sha256 = :sealed"), {"sealed": sealed})
