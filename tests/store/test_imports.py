"""What an import does to the store: versions, repetition, order, refusals. F26 to F30."""

from __future__ import annotations

import itertools
import json
import os
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.reading import read_source
from store import audit, files, history, imports, versions
from store.again import known_file
from store.errors import StoreError
from store.home import Store, open_store
from store.imports import import_file
from store.publish import published
from store.verify import verify
from store.versions import judge
from tests.store.claims import COLUMNS, PROFILE, claim, current, state, write

COUNTS = ["read", "new", "updated", "unchanged", "duplicate", "conflict", "rejected", "remarks"]
KEYS = ["import", "source", "sha256", *COUNTS, "warnings", "seconds"]


def test_an_import_counts_every_line_of_the_file_once(any_store: Store, tmp_path: Path) -> None:
    rows = [claim(1), claim(2), claim(2), claim(3), claim(3, motive="price"), claim(4, received_at="soon")]
    report = import_file(any_store, PROFILE, write(tmp_path / "claims.csv", rows))
    found = report.to_json()
    assert list(found) == KEYS
    assert (report.read, report.new, report.duplicate, report.conflict, report.rejected) == (6, 3, 1, 1, 1)
    assert report.reconciles and found["import"] == 1 and found["source"] == "claims"
    folder = any_store.folder(1)
    held = {name: pq.read_table(folder / f"{name}.parquet").num_rows for name in ("rejected", "conflicts", "personal")}
    assert held == {"rejected": 1, "conflicts": 1, "personal": 3}
    assert (folder / "raw" / "received.csv.zst").is_file()
    assert verify(any_store) == []


def test_the_same_file_again_changes_nothing_and_says_when_it_came_first(any_store: Store, tmp_path: Path) -> None:
    export = write(tmp_path / "claims.csv", [claim(1), claim(2), claim(2)])
    first = import_file(any_store, PROFILE, export)
    before = state(any_store.home)
    again = [import_file(any_store, PROFILE, export) for _ in range(3)]
    assert state(any_store.home) == before
    assert {(one.number, one.new, one.updated, one.unchanged, one.duplicate) for one in again} == {(1, 0, 0, 2, 1)}
    assert all(one.already_imported and one.reconciles for one in again) and not first.already_imported
    assert again[0].first_imported_at == history.imports(any_store)[0].imported_at
    assert [entry.action for entry in audit.entries(any_store)].count("import again") == 3


def test_a_known_file_is_recognised_without_a_copy_unless_it_may_still_be_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = write(tmp_path / "claims.csv", [claim(1)])
    assert known_file(store, PROFILE, export) is None
    import_file(store, PROFILE, export)
    monkeypatch.setattr(imports, "receive", lambda *_: pytest.fail("copied"))
    assert import_file(store, PROFILE, export).already_imported
    export.touch()
    assert known_file(store, PROFILE, export) is None


def test_the_same_file_under_another_profile_is_a_new_import(store: Store, tmp_path: Path) -> None:
    export = write(tmp_path / "claims.csv", [claim(1)])
    import_file(store, PROFILE, export)
    columns = {name: column for name, column in PROFILE.columns.items() if name != "motive"}
    report = import_file(store, PROFILE.model_copy(update={"columns": columns}), export)
    assert (report.number, report.updated) == (2, 1)
    assert current(store, "motive") == [(None,)]


def test_a_corrected_file_brings_new_versions_and_the_old_figures_stay_known(store: Store, tmp_path: Path) -> None:
    rows = [claim(n) for n in range(10)]
    import_file(store, PROFILE, write(tmp_path / "march.csv", rows))
    shown = published(store)
    assert shown is not None
    old = pq.read_table(shown.facts)
    rows[2:5] = [claim(n, replied_at="2024-03-07T12:00:00") for n in (2, 3, 4)]
    report = import_file(store, PROFILE, write(tmp_path / "corrected.csv", rows))
    assert (report.new, report.updated, report.unchanged) == (0, 3, 7)
    known_before, now = published(store, as_known_at=1), published(store)
    assert known_before is not None and now is not None
    assert pq.read_table(known_before.facts).equals(old)
    assert sum(day is not None for day in pq.read_table(now.facts)["replied"].to_pylist()) == 3


def test_a_row_that_lost_a_date_is_updated_unless_the_source_says_it_is_older(store: Store, tmp_path: Path) -> None:
    columns = {name: column for name, column in PROFILE.columns.items() if name != "last_event_at"}
    undated = PROFILE.model_copy(update={"columns": columns, "drop": ("last_event_at",)})
    import_file(store, undated, write(tmp_path / "1.csv", [claim(1, replied_at="2024-03-09T12:00:00")]))
    report = import_file(store, undated, write(tmp_path / "2.csv", [claim(1)]))
    assert report.updated == 1
    assert current(store, "replied_at") == [(None,)]


def test_batches_in_any_order_give_one_state(tmp_path: Path) -> None:
    """F30, on the rows that imports keep; the next test does it with whole imports."""
    readings = [read_source(PROFILE, path).accepted for path in _batches(tmp_path)]
    seen = set()
    for number, order in enumerate(itertools.permutations(readings)):
        kept: list[Path] = []
        for import_no, accepted in enumerate(order, start=1):
            judged = judge(accepted, kept, trust_last_event=True)
            judged = judged.append_column("import_no", pa.array([import_no] * len(judged), pa.int64()))
            files.write_table(judged, tmp_path / f"{number}-{import_no}.parquet")
            kept = [*kept, tmp_path / f"{number}-{import_no}.parquet"]
        rows = versions.current(kept, ["complaint_id", "motive", "last_event_at"]).sort_by("complaint_id").to_pylist()
        seen.add(tuple(tuple(row.values()) for row in rows))
    assert number == 23 and len(seen) == 1
    assert ("C0001", "m5") in {row[:2] for row in seen.pop()}


def test_the_newest_source_version_wins_forwards_and_backwards(tmp_path: Path) -> None:
    batches = _batches(tmp_path)
    seen = set()
    for order in (batches, batches[::-1]):
        store = open_store(tmp_path / order[0].stem)
        reports = [import_file(store, PROFILE, one) for one in order]
        older = sum(one.warnings.get("older_version", 0) for one in reports)
        assert sum(one.updated for one in reports) + older == 3
        seen.add(tuple(current(store, "complaint_id", "motive", "last_event_at")))
    assert len(seen) == 1 and ("C0001", "m5") in {row[:2] for row in seen.pop()}


def test_an_older_version_is_kept_and_counts_as_unchanged(store: Store, tmp_path: Path) -> None:
    import_file(store, PROFILE, write(tmp_path / "new.csv", [claim(1, last_event_at="2024-03-05T00:00:00")]))
    report = import_file(store, PROFILE, write(tmp_path / "old.csv", [claim(1, motive="price")]))
    assert (report.updated, report.unchanged, report.warnings["older_version"]) == (0, 1, 1)
    assert pq.read_table(store.folder(2) / "accepted.parquet")["change"].to_pylist() == ["older"]
    assert current(store, "motive") == [("delay",)]


def test_two_sources_may_use_the_same_identifiers(store: Store, tmp_path: Path) -> None:
    export = write(tmp_path / "claims.csv", [claim(1), claim(2)])
    import_file(store, PROFILE, export)
    report = import_file(store, PROFILE.model_copy(update={"source": "other"}), export)
    assert (report.number, report.new) == (2, 2)
    assert {row[0] for row in current(store, "source")} == {"claims", "other"}


def test_a_dry_run_counts_the_same_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    import_file(store, PROFILE, write(tmp_path / "1.csv", [claim(1), claim(2)]))
    export = write(tmp_path / "2.csv", [claim(2, motive="price"), claim(3)])
    before = _tree(store.home)
    tried = import_file(store, PROFILE, export, dry_run=True)
    assert _tree(store.home) == before
    assert tried.number is None and tried.dry_run
    assert tried.counts() == import_file(store, PROFILE, export).counts()


def test_a_file_that_does_not_fit_its_profile_leaves_the_store_as_it_was(store: Store, tmp_path: Path) -> None:
    before = _tree(store.home)
    (tmp_path / "other.csv").write_text("a;b\n1;2\n")
    with pytest.raises(SourceError, match=r"other\.csv") as refusal:
        import_file(store, PROFILE, tmp_path / "other.csv")
    after = _tree(store.home)
    ledger = str(store.home / "ledger.db")
    assert after.pop(ledger) != before.pop(ledger) and after == before
    entry = audit.entries(store)[-1]
    assert (entry.action, entry.subject) == ("refused", "other.csv")
    assert json.loads(entry.detail) == {"source": "claims", "sentence": str(refusal.value)}
    assert history.imports(store) == () and verify(store) == []


def test_a_growing_file_is_waited_for(store: Store, tmp_path: Path) -> None:
    """F26: a plain reader takes a torn last row."""
    export = write(tmp_path / "growing.csv", [claim(n) for n in range(3)])
    whole = export.read_text() + "C9999,2024-03-02T10:00:00,,,phone,delay,2024-03-02T10:00:00,Last\n"

    def grow() -> None:
        with export.open("w") as stream:
            for at in range(0, len(whole), 40):
                stream.write(whole[at : at + 40])
                stream.flush()
                time.sleep(0.03)

    os.utime(export)
    writer = threading.Thread(target=grow)
    writer.start()
    report = import_file(store, PROFILE, export)
    writer.join()
    assert (report.read, report.new) == (4, 4)
    assert current(store, "complaint_id", "channel")[-1] == ("C9999", "phone")


def test_what_can_not_be_read_is_named(store: Store, tmp_path: Path) -> None:
    """F27: gone, or not a file; a FIFO must not make the import hang."""
    write(tmp_path / "march.csv", [claim(1)])
    with pytest.raises(StoreError, match=r"marsh\.csv: no such file in .*; nearest: 'march\.csv'"):
        import_file(store, PROFILE, tmp_path / "marsh.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(StoreError, match=r"pipe\.csv: not a regular file"):
        import_file(store, PROFILE, tmp_path / "pipe.csv")


def test_a_file_lies_under_our_name_whatever_it_was_called(store: Store, tmp_path: Path) -> None:
    """F51."""
    for number, name in enumerate(("..csv", "a b;$(touch x).CSV", "é\u202efdp.exe", "-rf")):
        import_file(store, PROFILE, write(tmp_path / name, [claim(number)]))
    (tmp_path / "manifest.json").write_text(json.dumps([dict.fromkeys(COLUMNS) | claim(9)]), "utf-8")
    import_file(store, PROFILE, tmp_path / "manifest.json")
    kept = {path.name for path in store.imports.glob("*/raw/*")}
    assert kept == {"received.bin.zst", "received.csv.zst", "received.json.zst"}
    assert verify(store) == []


def test_days_are_cut_in_the_zone_of_the_source(store: Store, tmp_path: Path) -> None:
    """23:30 UTC on 29 February is 1 March in Paris, and 00:30 there is what people read."""
    zoned = Profile(**{**PROFILE.model_dump(by_alias=True), "timezone": "UTC"})
    late = [claim(1, received_at="2024-02-29T23:30:00", last_event_at="2024-02-29T23:30:00")]
    import_file(store, zoned, write(tmp_path / "utc.csv", late))
    import_file(store, PROFILE.model_copy(update={"source": "paris"}), write(tmp_path / "p.csv", late))
    shown = published(store)
    assert shown is not None
    days = dict(zip(*(pq.read_table(shown.facts)[name].to_pylist() for name in ("source", "received")), strict=True))
    assert days == {"claims": 19782, "paris": 19782}
    read = {(row[0], row[1].isoformat()) for row in current(store, "source", "received_at")}
    assert read == {("claims", "2024-02-29T23:30:00"), ("paris", "2024-02-29T23:30:00")}


def _batches(folder: Path) -> list[Path]:
    """Four exports that hold four versions of one complaint, and a new one each."""
    changed = {day: claim(1, motive=f"m{day}", last_event_at=f"2024-03-0{day}T08:00:00") for day in (2, 3, 4, 5)}
    return [write(folder / f"{day}.csv", [row, claim(10 + day)]) for day, row in changed.items()]


def _tree(home: Path) -> dict[str, bytes]:
    locks = ("import.lock", "ledger.db-wal", "ledger.db-shm")
    return {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file() and path.name not in locks}
