"""The ledger: made, migrated, refused; on SQLite and PostgreSQL. F06, F13."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from store import audit, history
from store.actions import read_actions
from store.errors import BusyError, StoreError
from store.exposures import load_exposures, read_exposures
from store.home import Store, open_store
from store.imports import import_file
from store.ledger import HEAD, connect
from store.migrate import SCRIPTS, migrate
from store.tables import Base
from store.verify import verify
from tests.store.claims import PROFILE, claim, state, write

LOG_HEADER, LOG_FRAME = 32, 4096 + 24


def test_migrations_make_the_tables_that_the_code_reads(any_store: Store) -> None:
    with any_store.ledger.engine.connect() as link:
        assert compare_metadata(MigrationContext.configure(link), Base.metadata) == []


def test_the_code_knows_the_last_migration() -> None:
    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(settings).get_current_head() == HEAD


def test_a_store_of_the_first_version_is_brought_to_this_one_with_all_it_holds(
    any_store: Store, tmp_path: Path
) -> None:
    import_file(any_store, PROFILE, write(tmp_path / "1.csv", [claim(1)]))
    (tmp_path / "exposure.csv").write_text("period,measure,count\n2024,customers,5\n")
    load_exposures(any_store, tmp_path / "exposure.csv")
    before = state(any_store.home), audit.entries(any_store)[-1].hash
    with any_store.ledger.write() as session:
        for table in ("actions", "annotations", "rebases", "cursors", "runs"):
            session.execute(text(f"DROP TABLE {table}"))
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    again = open_store(any_store.home)
    with again.ledger.engine.connect() as link:
        assert compare_metadata(MigrationContext.configure(link), Base.metadata) == []
    assert (state(again.home), audit.entries(again)[-1].hash) == before
    assert read_exposures(again).num_rows == 1 and read_actions(again).num_rows == 0
    assert verify(again) == []


def test_a_ledger_newer_than_the_code_is_refused_and_left_alone(any_store: Store) -> None:
    with any_store.ledger.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="of version 9999, and this Vigie knows versions up to"):
        open_store(any_store.home)
    with any_store.ledger.read() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    """F13: a table stands in the way of the third step of the first migration."""
    (tmp_path / "home").mkdir()
    with closing(sqlite3.connect(tmp_path / "home" / "ledger.db")) as link:
        link.execute("CREATE TABLE exposures (mine TEXT)")
    with pytest.raises(StoreError, match="exposures already exists"):
        open_store(tmp_path / "home")
    with closing(sqlite3.connect(tmp_path / "home" / "ledger.db")) as link:
        assert [name for (name,) in link.execute("SELECT name FROM sqlite_master")] == ["exposures"]


def test_every_commit_is_flushed_and_readers_are_not_blocked(store: Store) -> None:
    with store.ledger.read() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA synchronous")) == 2


def test_a_log_cut_anywhere_leaves_a_prefix_of_what_was_committed(store: Store, tmp_path: Path) -> None:
    """F06: the write-ahead log, cut at every page boundary and in the middle of every page."""
    home = store.home
    with closing(sqlite3.connect(home / "ledger.db")) as keeper:
        keeper.execute("SELECT count(*) FROM audit").fetchall()  # while it is open, the log is kept
        appended = [audit.append(store, "look", f"view {number}") for number in range(6)]
        shutil.copytree(home, tmp_path / "copy", ignore=shutil.ignore_patterns("*-shm"))
    log = (tmp_path / "copy" / "ledger.db-wal").read_bytes()
    seen = []
    for cut in range(LOG_HEADER, len(log) + 1, LOG_FRAME // 2):
        copy = tmp_path / f"cut-{cut}"
        shutil.copytree(tmp_path / "copy", copy)
        (copy / "ledger.db-wal").write_bytes(log[:cut])
        assert audit.verify(open_store(copy)) is None
        seen.append(len(audit.entries(open_store(copy))))
    assert sorted(seen) == seen and set(seen) == set(range(1, len(appended) + 2))


def test_two_stores_do_not_share_a_postgresql_schema(postgres: str, tmp_path: Path) -> None:
    open_store(tmp_path / "one")
    with pytest.raises(StoreError, match=r"the ledger of another store than .*two"):
        other = tmp_path / "two"
        other.mkdir()
        (other / "store.json").write_text('{"store": "store of somebody else"}')
        open_store(other)


def test_on_postgresql_importers_of_other_machines_wait_too(postgres: str, tmp_path: Path) -> None:
    """The lock file is of one machine; the advisory lock is of the database."""
    here = open_store(tmp_path / "home")
    elsewhere = connect(postgres)
    with elsewhere.writer(), pytest.raises(BusyError, match="another import is still running"), here.writing(wait=0.1):
        pass
    with here.writing(wait=0.1):
        pass


def test_a_store_on_postgresql_holds_what_one_on_sqlite_does(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = [write(tmp_path / "1.csv", [claim(1), claim(2)]), write(tmp_path / "2.csv", [claim(2, motive="price")])]
    found = []
    for name in ("sqlite", "postgresql"):
        if name == "postgresql":
            request.getfixturevalue("postgres")
        store = open_store(tmp_path / name)
        for export in exports:
            import_file(store, PROFILE, export)
        found.append((state(store.home), history.sources(store)[0].to_json()))
    assert found[0] == found[1]


def test_a_password_is_in_no_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """F54."""
    monkeypatch.setenv("VIGIE_LEDGER", "postgresql+psycopg://vigie:canary-7781@127.0.0.1:1/nowhere")
    with pytest.raises(StoreError) as raised:
        open_store(tmp_path / "home")
    assert "canary" not in str(raised.value) and "127.0.0.1" in str(raised.value)
    monkeypatch.setenv("VIGIE_LEDGER", "canary-7781 is no url")
    with pytest.raises(StoreError, match="not a usable database URL") as raised:
        open_store(tmp_path / "home")
    assert "canary" not in str(raised.value)


def test_a_store_that_is_not_there_is_not_made_by_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="no store there"):
        open_store(tmp_path / "nowhere", create=False)
    assert not (tmp_path / "nowhere").exists()
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "mine"))
    assert open_store().home == tmp_path / "mine"
    monkeypatch.delenv("VIGIE_HOME")
    monkeypatch.chdir(tmp_path)
    assert open_store().home == tmp_path / "var"


def test_a_store_that_died_before_it_was_named_is_named_at_the_next_opening(tmp_path: Path) -> None:
    migrate(connect(f"sqlite:///{tmp_path / 'ledger.db'}"))
    first = audit.first(open_store(tmp_path))
    assert first is not None
    assert audit.first(open_store(tmp_path)) == first
