"""A column that a file does not have: no figure from it, no value lost to it."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from data_sources.profile import Profile
from kpi.measure import Figure, Query, measure
from store import audit, history
from store.engine import open_facts
from store.errors import StoreError
from store.home import Store
from store.imports import import_file
from store.publish import published
from store.report import ImportReport
from store.verify import verify
from tests.store.claims import LONG_AGO, PROFILE, claim, current, write

ANY = Profile(source="aaa", canonical_headers=True)
TEN = [f"D{number},2024-01-10" for number in range(10)]
ANSWERED = "A,2024-02-02,2024-02-05"


class Sender:
    """Sends files of lines to one store, under the canonical headers."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder

    def send(self, name: str, columns: str, *lines: str) -> ImportReport:
        path = self.folder / name
        path.write_text("\n".join((f"complaint_id,received_at{columns}", *lines)) + "\n")
        os.utime(path, (LONG_AGO, LONG_AGO))
        return import_file(self.store, ANY, path)

    def answered(self, as_known_at: int | None = None) -> tuple[int | None, int | None, int]:
        known = published(self.store, as_known_at=as_known_at)
        assert known is not None
        found: list[Figure] = measure(open_facts(known), Query(metrics=("answered_in_sla",), as_of=date(2024, 6, 1)))
        return found[0].numerator, found[0].denominator, found[0].excluded


@pytest.fixture
def sender(store: Store, tmp_path: Path) -> Sender:
    return Sender(store, tmp_path)


def test_complaints_of_a_file_without_the_column_stay_out_of_a_later_file_s_figures(sender: Sender) -> None:
    sender.send("r1.csv", "", *TEN)
    sender.send("r2.csv", ",replied_at", ANSWERED)
    assert sender.answered() == (1, 1, 10)
    assert sender.answered(as_known_at=1)[2] == 10
    known = published(sender.store)
    assert known is not None
    source = known.meta["sources"]["aaa"]
    assert "replied_at" in source["supplies"] and source["without"] == {"replied_at": 10, "closed_at": 11}


def test_a_later_file_without_the_column_takes_no_figure_away(sender: Sender) -> None:
    sender.send("f1.csv", ",replied_at", ANSWERED, "B,2024-02-02,2024-02-06", "C,2024-02-02,")
    before = sender.answered()
    report = sender.send("f2.csv", "", "D,2024-01-10")
    assert report.warnings == {"missing_column:replied_at": 1}
    assert before == (2, 3, 0) and sender.answered() == (2, 3, 1)


def test_an_empty_cell_says_more_than_no_column_of_a_complaint_that_did_not_change(sender: Sender) -> None:
    sender.send("1.csv", "", *TEN)
    sender.send("2.csv", ",replied_at", ANSWERED, *(f"{line}," for line in TEN[:4]))
    assert sender.answered() == (1, 5, 6)
    assert sender.send("3.csv", "", *TEN[:4]).unchanged == 4
    assert sender.answered() == (1, 5, 6) and sender.answered(as_known_at=1)[2] == 10
    assert verify(sender.store) == []


def test_a_complaint_changed_by_a_file_without_the_column_is_not_known_to_wait(sender: Sender) -> None:
    """Nothing is taken away, since it had no reply; whether it has one now, nobody said."""
    sender.send("1.csv", ",replied_at", "A,2024-02-02,", "B,2024-02-02,")
    assert sender.send("2.csv", ",motive", "A,2024-02-02,x").updated == 1
    assert sender.answered() == (0, 1, 1)


def test_a_file_that_would_take_dates_away_is_refused(sender: Sender) -> None:
    sender.send("u1.csv", ",replied_at", ANSWERED)
    with pytest.raises(StoreError) as refusal:
        sender.send("u2.csv", ",motive", "A,2024-02-02,x")
    assert str(refusal.value) == (
        "u2.csv: no 'replied_at', which import 1 of 'aaa' gave: 1 complaint would lose it. "
        "Export it with that column, or import it under another source name."
    )
    assert current(sender.store, "replied_at")[0][0] is not None and len(history.imports(sender.store)) == 1
    (entry,) = (entry for entry in audit.entries(sender.store) if entry.action == "refused")
    assert entry.subject == "u2.csv" and json.loads(entry.detail)["sentence"] == str(refusal.value)


def test_a_date_that_a_source_took_back_in_its_column_is_a_correction(sender: Sender) -> None:
    sender.send("1.csv", ",replied_at", ANSWERED)
    assert sender.send("2.csv", ",replied_at", "A,2024-02-02,").updated == 1
    assert sender.answered() == (0, 1, 0)


def test_the_first_file_again_says_how_much_was_changed_since(store: Store, tmp_path: Path) -> None:
    first = write(tmp_path / "1.csv", [claim(n) for n in range(5)])
    import_file(store, PROFILE, first)
    assert import_file(store, PROFILE, first).warnings == {}
    later = [claim(n, motive="price", last_event_at="2024-03-02T10:00:00") for n in range(2)]
    import_file(store, PROFILE, write(tmp_path / "2.csv", [*later, claim(2)]))
    again = import_file(store, PROFILE, first)
    assert (again.number, again.updated, again.warnings) == (1, 0, {"superseded_since": 2})
