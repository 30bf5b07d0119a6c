"""Sources that are looked at again and again: what is taken, what waits, what fails and leaves the rest alone."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from data_sources.errors import SourceError
from data_sources.profile import Profile
from store import audit, history, lock, sources
from store.errors import BusyError, StoreError
from store.exposures import read_exposures
from store.home import Store
from store.imports import import_file
from store.sync import KEPT, Outcome, failing_since, last_run, next_look, sync
from store.tables import Run
from store.verify import verify
from tests.store.claims import LONG_AGO, PROFILE, claim, current, write

IMPORTED, NOTHING_NEW, WAITING, FAILED = Outcome


def watching(folder: Path, source: str = "claims", **other: object) -> Profile:
    return PROFILE.model_copy(update={"source": source, "watch": (str(folder / "*.csv"),), **other})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports"


def outcomes(store: Store, *names: str) -> list[tuple[str, Outcome]]:
    return [(one.what, one.outcome) for one in sync(store, names)]


def test_each_new_file_of_a_watched_folder_is_taken_once_the_oldest_first(any_store: Store, folder: Path) -> None:
    sources.connect(any_store, watching(folder))
    assert outcomes(any_store) == [("0 files", NOTHING_NEW)]
    write(folder / "b.csv", [claim(1), claim(2)])
    os.utime(write(folder / "a.csv", [claim(1, motive="price")]), (2_000_000_000 - 10**9, 2_000_000_000 - 10**9 + 5))
    assert outcomes(any_store) == [("b.csv", IMPORTED), ("a.csv", IMPORTED)]
    assert outcomes(any_store) == [("2 files", NOTHING_NEW)]
    assert [one.file_name for one in history.imports(any_store)] == ["b.csv", "a.csv"]
    assert [entry.action for entry in audit.entries(any_store)].count("import again") == 0
    assert verify(any_store) == []


def test_a_file_that_grows_is_taken_once_it_is_whole(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F26: a writer beside the reader; no torn last row is ever taken."""
    monkeypatch.setattr("store.receive.receive.__kwdefaults__", {"patience": 0.5})
    sources.connect(store, watching(folder))
    whole = write(folder / "whole.csv", [claim(9)])
    growing, stop = folder / "growing.csv", threading.Event()
    text = write(folder / "text", [claim(n) for n in range(1, 9)]).read_text()

    def grow() -> None:
        with growing.open("w") as stream:
            for letter in text:
                stream.write(letter)
                stream.flush()
                stop.wait(0.05)

    writer = threading.Thread(target=grow)
    writer.start()
    while not growing.exists():
        time.sleep(0.01)
    found = list(sync(store))
    stop.set()
    writer.join()
    assert [(one.what, one.outcome) for one in found] == [(whole.name, IMPORTED), ("growing.csv", WAITING)]
    assert "still being written" in found[1].sentence
    os.utime(growing, (10**9, 10**9))
    assert outcomes(store) == [("growing.csv", IMPORTED)]
    assert len(current(store, "complaint_id")) == 9


def test_what_cannot_be_read_leaves_the_other_files_and_sources_alone(store: Store, folder: Path) -> None:
    """F27: a pipe, a file gone, a file that is no export, a folder gone, a profile that is none."""
    other = folder.parent / "elsewhere"
    other.mkdir()
    write(other / "fine.csv", [claim(3)])
    write(folder / "fine.csv", [claim(1)])
    (folder / "page.csv").write_text("<html>not an export</html>")
    os.mkfifo(folder / "pipe.csv")
    (folder / "dangling.csv").symlink_to(folder / "gone")
    gone = folder.parent / "gone"
    gone.mkdir()
    for name, place in (("claims", folder), ("others", other), ("vanished", gone), ("broken", other)):
        sources.connect(store, watching(place, name))
    gone.rmdir()
    (sources.folder(store) / "broken.yaml").write_text("source: [")
    found = {(one.source, one.what): one for one in sync(store)}
    assert {key: one.outcome for key, one in found.items()} == {
        ("broken", "broken"): FAILED, ("claims", "fine.csv"): IMPORTED, ("claims", "page.csv"): FAILED,
        ("claims", "pipe.csv"): FAILED, ("claims", "dangling.csv"): FAILED, ("others", "fine.csv"): IMPORTED,
        ("vanished", "0 files"): FAILED,
    }  # fmt: skip
    said = {what: one.sentence for (_, what), one in found.items()}
    assert "web page" in said["page.csv"] and "not a regular file" in said["pipe.csv"]
    assert "the watched folder is not there" in said["0 files"] and "not valid YAML" in said["broken"]
    assert [one.source for one in history.imports(store)] == ["claims", "others"]


def test_since_when_a_source_fails_is_told_until_it_works_again(store: Store, folder: Path) -> None:
    sources.connect(store, watching(folder))
    write(folder / "fine.csv", [claim(1)])
    assert (outcomes(store), failing_since(store, "claims")) == ([("fine.csv", IMPORTED)], None)
    folder.rename(folder.with_name("moved"))
    first, *_ = (one.started_at for _ in range(3) for one in sync(store))
    assert failing_since(store, "claims") == first.replace(microsecond=0)
    well = last_run(store, "claims", IMPORTED)
    assert well is not None and well.import_number == 1
    folder.with_name("moved").rename(folder)
    assert (outcomes(store), failing_since(store, "claims")) == ([("1 files", NOTHING_NEW)], None)


def test_a_source_is_looked_at_as_often_as_it_says_and_whenever_it_is_named(store: Store, folder: Path) -> None:
    sources.connect(store, watching(folder, every="2h"))
    assert next_look(store, "claims") is None
    assert len(outcomes(store)) == 1 and outcomes(store) == []
    due = next_look(store, "claims")
    assert due is not None and timedelta(minutes=119) < due - datetime.now(UTC) <= timedelta(minutes=120)
    assert len(outcomes(store, "claims")) == 1
    with store.ledger.write() as session:
        session.execute(update(Run).values(started_at=datetime.now(UTC) - timedelta(hours=2)))
    assert len(outcomes(store)) == 1


def test_a_source_that_failed_is_looked_at_by_the_next_sync(store: Store, folder: Path) -> None:
    sources.connect(store, watching(folder, every="1d"))
    folder.rename(folder.with_name("moved"))
    assert [outcomes(store) for _ in range(2)] == [[("0 files", FAILED)]] * 2
    assert next_look(store, "claims") is None
    folder.with_name("moved").rename(folder)
    assert (outcomes(store), outcomes(store)) == ([("0 files", NOTHING_NEW)], [])


def test_one_sync_runs_at_a_time(store: Store, folder: Path) -> None:
    sources.connect(store, watching(folder))
    with lock.held(store.home / "sync.lock"), pytest.raises(BusyError):
        outcomes(store)
    assert len(outcomes(store)) == 1


def test_of_each_source_the_last_looks_are_kept(store: Store, folder: Path) -> None:
    now = datetime.now(UTC)
    usual = {"started_at": now, "ended_at": now, "outcome": "failed", "counts": {}, "sentence": ""}
    with store.ledger.write() as session:
        session.add_all(Run(source=source, **usual) for source in ("claims", "others") for _ in range(KEPT + 5))
    sources.connect(store, watching(folder))
    assert len(outcomes(store)) == 1
    with store.ledger.read() as session:
        kept = list(session.scalars(select(Run.source)))
    assert (kept.count("claims"), kept.count("others")) == (KEPT, KEPT + 5)


def test_a_source_is_connected_once_replaced_on_demand_and_disconnected(store: Store, folder: Path) -> None:
    sources.connect(store, watching(folder))
    with pytest.raises(StoreError, match="exists already"):
        sources.connect(store, watching(folder, title="Other"))
    sources.connect(store, watching(folder, title="Other"), again=True)
    assert sources.connected(store, "claims").title == "Other"
    with pytest.raises(StoreError, match="no source 'claim'; nearest: claims"):
        outcomes(store, "claim")
    write(folder / "fine.csv", [claim(1)])
    outcomes(store)
    sources.disconnect(store, "claims")
    assert (sources.names(store), len(history.imports(store))) == ([], 1)
    with pytest.raises(StoreError, match="says neither which files to watch"):
        sources.connect(store, PROFILE)


@pytest.mark.parametrize("every", ["0m", "15", "1w", "-5m", "15 m"])
def test_how_often_is_said_in_minutes_hours_or_days(every: str) -> None:
    with pytest.raises((SourceError, ValueError), match="every"):
        Profile.model_validate({"source": "claims", "every": every})


def test_where_files_lie_and_how_often_is_no_part_of_how_they_read(store: Store, folder: Path) -> None:
    """A file imported by hand is not imported again because its folder is watched now."""
    import_file(store, PROFILE, write(folder / "fine.csv", [claim(1)]))
    sources.connect(store, watching(folder, every="1h"))
    assert outcomes(store) == [("1 files", NOTHING_NEW)]


def test_a_file_with_what_an_earlier_one_said_is_what_the_source_says_now(any_store: Store, folder: Path) -> None:
    """d1 and d3 hold the same bytes, d2 something else between: the newest file has the last word, and keeps it."""
    sources.connect(any_store, watching(folder, columns=WITHOUT_LAST_EVENT))
    for day, motive in enumerate(("delay", "price", "delay"), start=1):
        path = write(folder / f"d{day}.csv", [claim(1, motive=motive)])
        os.utime(path, (LONG_AGO + day, LONG_AGO + day))
    assert outcomes(any_store) == [("d1.csv", IMPORTED), ("d2.csv", IMPORTED), ("d3.csv", IMPORTED)]
    assert current(any_store, "motive") == [("delay",)]
    for _ in range(2):
        assert outcomes(any_store) == [("3 files", NOTHING_NEW)]
    os.utime(write(folder / "d4.csv", [claim(1, motive="price"), claim(2)]), (time.time() - 5, time.time() - 5))
    assert outcomes(any_store) == [("d4.csv", IMPORTED)]
    assert outcomes(any_store) == [("4 files", NOTHING_NEW)]
    assert current(any_store, "motive") == [("price",), ("delay",)]
    assert verify(any_store) == []


WITHOUT_LAST_EVENT = {name: mapped for name, mapped in PROFILE.columns.items() if name != "last_event_at"}


def test_a_register_file_that_is_being_written_waits(store: Store, folder: Path) -> None:
    sources.connect(store, Profile(source="base", register="exposures", watch=(str(folder / "*.csv"),)))
    path = folder / "exposures.csv"
    path.write_text("period,measure,count,region\n2024-01,customers,2000,Breta", "utf-8")
    assert outcomes(store) == [("exposures.csv", WAITING)]
    path.write_text("period,measure,count,region\n2024-01,customers,2000,Bretagne\n", "utf-8")
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert outcomes(store) == [("exposures.csv", IMPORTED)]
    assert read_exposures(store)["region"].to_pylist() == ["Bretagne"]


def test_a_fault_of_ours_in_one_source_keeps_no_other_from_being_looked_at(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("claims", "others"):
        sources.connect(store, watching(folder, name))
    write(folder / "fine.csv", [claim(1)])

    def faulty(store: Store, profile: Profile, *_: object, **__: object) -> None:
        if profile.source == "claims":
            raise ValueError("something nobody thought of")

    monkeypatch.setattr("store.sync.known_file", faulty)
    found = {one.source: (one.outcome, one.sentence) for one in sync(store)}
    assert found["others"] == (IMPORTED, "")
    assert (
        found["claims"][0] is FAILED and "an unforeseen ValueError (something nobody thought of)" in found["claims"][1]
    )
    assert failing_since(store, "claims") is not None


def test_a_failing_file_is_told_though_a_newer_one_goes_well(store: Store, folder: Path) -> None:
    sources.connect(store, watching(folder, every="1d"))
    bad = folder / "bad.csv"
    bad.write_text("<html>no export</html>")
    os.utime(bad, (LONG_AGO - 5, LONG_AGO - 5))
    write(folder / "good.csv", [claim(1)])
    assert outcomes(store) == [("bad.csv", FAILED), ("good.csv", IMPORTED)]
    since = failing_since(store, "claims")
    last = last_run(store, "claims")
    assert since is not None and last is not None and (last.outcome, last.import_number) == (FAILED, 1)
    assert outcomes(store) == [("bad.csv", FAILED)] and failing_since(store, "claims") == since


def test_failing_since_stays_however_many_looks_follow(store: Store, folder: Path) -> None:
    sources.connect(store, watching(folder))
    write(folder / "fine.csv", [claim(1)])
    assert outcomes(store) == [("fine.csv", IMPORTED)]
    folder.rename(folder.with_name("moved"))
    assert outcomes(store) == [("0 files", FAILED)]
    since, later = failing_since(store, "claims"), datetime.now(UTC) + timedelta(days=1)
    usual = {"started_at": later, "ended_at": later, "outcome": "failed", "counts": {}, "sentence": ""}
    with store.ledger.write() as session:
        session.add_all(Run(source="claims", **usual) for _ in range(KEPT + 5))
    assert outcomes(store) == [("0 files", FAILED)]
    assert failing_since(store, "claims") == since
    assert last_run(store, "claims", IMPORTED) is not None


def test_what_other_programs_keep_beside_an_open_file_is_no_export(store: Store, folder: Path) -> None:
    sources.connect(store, watching(folder, watch=(str(folder / "*"),)))
    for name in ("~$fine.xlsx", ".fine.csv.swp"):
        (folder / name).write_bytes(b"\x07")
    write(folder / "fine.csv", [claim(1)])
    assert outcomes(store) == [("fine.csv", IMPORTED)]


def test_a_named_source_with_a_broken_profile_fails_alone(store: Store, folder: Path) -> None:
    for name in ("claims", "others"):
        sources.connect(store, watching(folder, name))
    (sources.folder(store) / "claims.yaml").write_text("source: [")
    (sources.folder(store) / "copied.yaml").write_text(watching(folder).to_yaml())
    found = {one.source: one.outcome for one in sync(store, ["claims", "others", "copied"])}
    assert found == {"claims": FAILED, "others": NOTHING_NEW, "copied": FAILED}


def test_a_title_is_no_part_of_how_an_export_reads() -> None:
    assert PROFILE.digest == PROFILE.model_copy(update={"title": "Other", "note": "more"}).digest
    assert PROFILE.digest != PROFILE.model_copy(update={"timezone": "UTC"}).digest
