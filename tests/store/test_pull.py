"""A real database into the store, again and again: what is new, once, and nothing half."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from data_sources.errors import SourceError
from data_sources.profile import Profile, parse_profile
from kpi.errors import KpiError
from store import audit, history, loads, lock, sources
from store.actions import read_actions
from store.errors import BusyError, StoreError
from store.exposures import read_exposures
from store.home import Store, open_store
from store.imports import import_file
from store.pull import pull
from store.sync import Outcome, failing_since, sync
from store.verify import verify
from tests.store.claims import LONG_AGO, PROFILE, claim, current, write

IMPORTED, NOTHING_NEW, WAITING, FAILED = Outcome
TABLE = "CREATE TABLE claims (id TEXT PRIMARY KEY, received TEXT, motive TEXT, changed TEXT)"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    run(path, TABLE)
    return path


def run(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as link:
        for statement in statements:
            link.execute(statement)
    link.close()


def put(path: Path, number: int, minute: int, motive: str = "delay", received: str = "2024-03-01T10:00:00") -> None:
    changed = f"2024-03-02T{minute // 60:02}:{minute % 60:02}:00"
    run(path, f"INSERT OR REPLACE INTO claims VALUES ('C{number:03}', '{received}', '{motive}', '{changed}')")


def desk(path: Path, **other: object) -> Profile:
    given = {
        "source": "desk", "timezone": "UTC", "connector": "sql_query", "date_formats": ["iso"],
        "options": {"url": f"sqlite:///{path}", "table": "claims", "watermark": "changed"},
        "columns": {"complaint_id": "id", "received_at": "received", "motive": "motive", "last_event_at": "changed"},
    }  # fmt: skip
    return Profile.model_validate(given | other)


def test_a_second_look_takes_what_is_new_and_what_was_corrected(any_store: Store, database: Path) -> None:
    for number in range(1, 6):
        put(database, number, 30 * number)
    first = pull(any_store, desk(database))
    assert (first.number, first.read, first.new) == (1, 5, 5)
    put(database, 9, 390)
    put(database, 5, 400, motive="price")
    second = pull(any_store, desk(database))
    assert (second.number, second.new, second.updated, second.read) == (2, 1, 1, 2), "only from the watermark on"
    assert ("C005", "price") in current(any_store, "complaint_id", "motive")
    assert len(current(any_store, "complaint_id")) == 6
    assert verify(any_store) == []


def test_nothing_new_makes_no_import_however_often_it_is_looked_at(any_store: Store, database: Path) -> None:
    put(database, 1, 1)
    pull(any_store, desk(database))
    before = len(audit.entries(any_store))
    reports = [pull(any_store, desk(database)) for _ in range(3)]
    assert {report.number for report in reports} <= {None, 1}
    assert {report.new + report.updated for report in reports} == {0}
    assert (len(history.imports(any_store)), len(audit.entries(any_store))) == (1, before)
    assert verify(any_store) == []


def test_an_empty_table_is_nothing_new_and_no_failure(store: Store, database: Path) -> None:
    assert pull(store, desk(database)).number is None
    put(database, 1, 1)
    assert pull(store, desk(database)).new == 1


def test_a_changed_profile_reads_everything_again(store: Store, database: Path) -> None:
    """Its columns may mean something else now: what was imported before must not stay as the old one had it."""
    put(database, 1, 1, motive="delay")
    put(database, 2, 600, motive="price")
    pull(store, desk(database))
    mapped = {"complaint_id": "id", "received_at": "received", "sub_motive": "motive", "motive": "motive"}
    report = pull(store, desk(database, columns={**mapped, "last_event_at": "changed"}))
    assert (report.read, report.updated) == (2, 2)


def test_how_far_a_source_was_read_moves_with_its_import_or_not_at_all(
    store: Store, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, 1, 1)
    pull(store, desk(database))
    known = history.position(store, desk(database))
    put(database, 2, 700)

    def fails(*_: object) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="disk is gone"):
        patched.setattr("store.files.place", fails)
        pull(store, desk(database))
    assert history.position(store, desk(database)) == known
    assert len(current(open_store(store.home), "complaint_id")) == 1
    assert pull(store, desk(database)).new == 1
    assert history.position(store, desk(database)) != known
    assert verify(store) == []


def test_a_cursor_that_somebody_moved_is_found(any_store: Store, database: Path) -> None:
    put(database, 1, 1)
    pull(any_store, desk(database))
    assert verify(any_store) == []
    with any_store.ledger.write() as session:
        (row,) = session.query(history.Cursor).all()
        row.position = {**row.position, "watermark": "2030-01-01T00:00:00"}
    assert [finding.where for finding in verify(any_store)] == ["ledger, cursors"]


def test_one_process_reads_a_source_at_a_time(store: Store, database: Path) -> None:
    put(database, 1, 1)
    (store.home / "pulls").mkdir()
    with lock.held(store.home / "pulls" / "desk.lock"), pytest.raises(BusyError):
        pull(store, desk(database))
    found: list[int | None] = []
    threads = [threading.Thread(target=lambda: found.append(_number(store, desk(database)))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count(1) >= 1 and len(history.imports(store)) == 1


def _number(store: Store, profile: Profile) -> int | None:
    try:
        return pull(store, profile).number
    except BusyError:
        return None


def test_a_refused_look_is_in_the_trail_and_leaves_nothing(store: Store, database: Path) -> None:
    with pytest.raises(SourceError, match="claim"):
        pull(store, desk(database, options={"url": f"sqlite:///{database}", "table": "claim"}))
    assert audit.entries(store)[-1].action == "refused"
    assert list((store.home / "pulls").glob("desk/*")) == []
    with pytest.raises(SourceError, match="reads files"):
        pull(store, Profile(source="claims"))


def test_a_failing_database_leaves_the_other_sources_working(store: Store, database: Path, tmp_path: Path) -> None:
    put(database, 1, 1)
    sources.connect(store, desk(database))
    sources.connect(store, desk(tmp_path / "none.db", source="away"))
    assert {one.source: one.outcome for one in sync(store)} == {"away": FAILED, "desk": IMPORTED}
    assert failing_since(store, "away") is not None and failing_since(store, "desk") is None
    assert {one.source: one.outcome for one in sync(store)} == {"away": FAILED, "desk": NOTHING_NEW}


def test_the_same_complaints_through_a_file_and_a_database_are_the_same(store: Store, tmp_path: Path) -> None:
    rows = [claim(1), claim(2, motive="price"), claim(3, closed_at="2024-03-09T10:00:00")]
    import_file(store, PROFILE, write(tmp_path / "claims.csv", rows))
    path = tmp_path / "claims.db"
    names = [*claim(1), "replied_at", "closed_at"]
    run(path, f"CREATE TABLE claims ({', '.join(f'{name} TEXT' for name in names)})")
    with sqlite3.connect(path) as link:
        marks = ", ".join("?" for _ in names)
        link.executemany(f"INSERT INTO claims VALUES ({marks})", [[row.get(n) for n in names] for row in rows])
    link.close()
    options = {"url": f"sqlite:///{path}", "table": "claims"}
    report = pull(store, PROFILE.model_copy(update={"connector": "sql_query", "options": options}))
    assert (report.new, report.updated, report.unchanged, report.number) == (0, 0, 3, None)


def test_exposures_and_actions_come_from_a_database_and_a_watched_folder(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.db"
    run(path, "CREATE TABLE m (month TEXT, n INT)", "INSERT INTO m VALUES ('2024-01', 100), ('2024-02', 110)")
    query = "SELECT month AS period, 'customers' AS measure, n AS count FROM m"
    text = f"""
source: customers
register: exposures
connector: sql_query
options: {{url: 'sqlite:///{path}', query: "{query}"}}
"""
    sources.connect(store, parse_profile(text))
    assert sources.connected(store, "customers").register_ == "exposures"
    (tmp_path / "actions").mkdir()
    sources.connect(store, parse_profile(f"source: plan\nregister: actions\nwatch: ['{tmp_path}/actions/*.csv']"))
    (tmp_path / "actions" / "a.csv").write_text(
        "reference,title,kind,owner,decided,due\nA1,Call,process,Nadia,2024-01-01,2024-02-01\n", "utf-8"
    )
    os.utime(tmp_path / "actions" / "a.csv", (LONG_AGO, LONG_AGO))
    looked = {one.source: (one.outcome, one.rows) for one in sync(store)}
    assert looked == {"customers": (IMPORTED, 2), "plan": (IMPORTED, 1)}
    assert (read_exposures(store).num_rows, read_actions(store).num_rows) == (2, 1)
    assert {one.outcome for one in sync(store)} == {NOTHING_NEW}
    run(path, "UPDATE m SET n = 120 WHERE month = '2024-02'")
    assert [one.rows for one in sync(store, ["customers"])] == [2]
    assert sorted(read_exposures(store)["count"].to_pylist()) == [100, 120]
    run(path, "UPDATE m SET month = '2024-13' WHERE n = 120")
    (wrong,) = sync(store, ["customers"])
    assert wrong.outcome is FAILED and "'2024-13' is no period" in wrong.sentence
    assert sorted(read_exposures(store)["count"].to_pylist()) == [100, 120]
    assert verify(store) == []


def test_a_register_that_there_is_not_is_refused() -> None:
    with pytest.raises(SourceError, match="register"):
        parse_profile("source: customers\nregister: exposure")
    assert set(loads.REGISTERS) == {"exposures", "actions", "annotations", "rebases"}
    with pytest.raises(KpiError, match="nearest"):
        loads.register("exposure")


def test_a_source_that_goes_back_to_what_it_said_is_believed(any_store: Store, database: Path) -> None:
    """A, B, A: the bytes of the third look are those of the first, and the second is no longer true."""
    whole = desk(database, options={"url": f"sqlite:///{database}", "table": "claims"}, columns=WITHOUT_LAST_EVENT)
    for motive in ("delay", "price", "delay", "price", "price"):
        run(database, f"INSERT OR REPLACE INTO claims VALUES ('C001', '2024-03-01T10:00:00', '{motive}', '')")
        pull(any_store, whole)
        assert current(any_store, "motive") == [(motive,)]
    assert len(history.imports(any_store)) == 4
    assert verify(any_store) == []


WITHOUT_LAST_EVENT = {"complaint_id": "id", "received_at": "received", "motive": "motive"}


def test_a_register_that_goes_back_to_what_it_said_is_believed(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.db"
    run(
        path,
        "CREATE TABLE m (period TEXT, measure TEXT, count INT)",
        "INSERT INTO m VALUES ('2024-01', 'customers', 1)",
    )
    options = {"url": f"sqlite:///{path}", "table": "m"}
    given = {"source": "base", "register": "exposures", "connector": "sql_query", "options": options}
    sources.connect(store, Profile.model_validate(given))
    for count in (1000, 2000, 1000):
        run(path, f"UPDATE m SET count = {count}")
        assert [one.rows for one in sync(store)] == [1]
        assert read_exposures(store)["count"].to_pylist() == [count]
    assert [one.outcome for one in sync(store)] == [NOTHING_NEW]


def test_after_an_import_by_hand_the_source_has_the_last_word(any_store: Store, database: Path, tmp_path: Path) -> None:
    """An older export, imported by hand, makes C001 open again; the next look reads everything and mends it."""
    run(database, "ALTER TABLE claims ADD COLUMN replied TEXT")
    columns = {**WITHOUT_LAST_EVENT, "replied_at": "replied"}
    run(
        database,
        "INSERT INTO claims VALUES ('C001', '2024-03-01T10:00:00', 'delay', '2024-03-02T00:00:00', '2024-03-02')",
    )
    pull(any_store, desk(database, columns=columns))
    old = tmp_path / "old.csv"
    old.write_text("id,received,motive,changed,replied\nC001,2024-03-01T10:00:00,delay,2024-03-01T00:00:00,\n", "utf-8")
    os.utime(old, (LONG_AGO, LONG_AGO))
    by_hand = desk(database, columns=columns, connector=None, options={})
    assert import_file(any_store, by_hand, old).updated == 1
    assert verify(any_store) == []
    assert pull(any_store, desk(database, columns=columns)).updated == 1
    assert current(any_store, "replied_at")[0][0] is not None
    assert verify(any_store) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"url": "postgresql://reader:CANARY-pw@db/desk", "table": "t"}, "holds a password"),
        ({"token": "CANARY-token", "table": "t"}, "has no option 'token'"),
    ],
)
def test_a_credential_in_a_profile_is_refused_before_anything_is_written(
    store: Store, options: dict[str, str], said: str
) -> None:
    profile = Profile.model_validate({"source": "desk", "connector": "sql_query", "options": options})
    with pytest.raises((StoreError, SourceError), match=said):
        sources.connect(store, profile)
    assert sources.names(store) == []
    assert not [path for path in store.home.rglob("*") if path.is_file() and b"CANARY" in path.read_bytes()]
