"""What the machine refuses: names, rights, disks that can't be read, stores that can't be written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from store import audit, files, history, listing
from store.demo import load_demo
from store.errors import StoreError, UnwritableError
from store.home import Store, open_store
from store.imports import import_file
from store.publish import published
from store.receive import copy_name
from store.verify import verify
from tests.store.claims import PROFILE, claim, state, write


@pytest.fixture
def readonly(store: Store, tmp_path: Path) -> Iterator[Path]:
    """A store of one import, on a disk that takes no writing."""
    import_file(store, PROFILE, write(tmp_path / "1.csv", [claim(1), claim(2, received_at="soon")]))
    seen = tmp_path / "seen"
    seen.mkdir()
    bind = ["mount", "--bind", str(store.home), str(seen)]
    if os.geteuid() or subprocess.run(bind, capture_output=True, check=False).returncode:
        pytest.skip("a folder can't be mounted here: needs root and the right to mount")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(seen)], check=True)
    yield seen
    subprocess.run(["umount", "-l", str(seen)], check=True)


def test_a_store_that_can_not_be_written_is_read(readonly: Path, store: Store) -> None:
    assert state(readonly) == state(store.home)
    seen = open_store(readonly)
    assert verify(seen) == [] and len(listing.listing(seen)) == 1 and listing.rejected(seen, 1).num_rows == 1
    assert published(seen, as_known_at=1) is not None


def test_what_was_last_committed_is_read_though_the_log_was_not_put_away(readonly: Path, store: Store) -> None:
    """The log is put away when the last one closes the ledger; a machine that stopped leaves it."""
    with closing(sqlite3.connect(store.home / "ledger.db")) as link:
        link.execute("SELECT count(*) FROM audit").fetchall()
        audit.append(store, "look", "while it is open")
        assert (readonly / "ledger.db-wal").stat().st_size
        assert audit.entries(open_store(readonly))[-1].action == "look"
        (store.home / "ledger.db-shm").unlink()
        with pytest.raises(UnwritableError, match="was not closed in order"):
            open_store(readonly)


def test_a_store_that_can_not_be_written_says_so_and_takes_nothing(readonly: Path, tmp_path: Path) -> None:
    before = state(readonly)
    with pytest.raises(UnwritableError, match="may be read and not written to"):
        import_file(open_store(readonly), PROFILE, write(tmp_path / "2.csv", [claim(3)]))
    with pytest.raises(UnwritableError, match="may be read and not written to"):
        published(open_store(readonly), "acpr")
    with pytest.raises(UnwritableError, match="may be read and not written to"):
        audit.append(open_store(readonly), "look", "at it")
    assert state(readonly) == before


def test_an_import_without_figures_on_such_a_disk_shows_the_one_before(
    readonly: Path, store: Store, tmp_path: Path
) -> None:
    pointer = (store.published / "current.json").read_bytes()
    import_file(store, PROFILE, write(tmp_path / "2.csv", [claim(3)]))
    (store.published / "current.json").write_bytes(pointer)
    shown = published(open_store(readonly))
    assert shown is not None and shown.import_no == 1 and "not written to" in str(shown.behind)


def test_a_disk_that_fails_under_the_file_is_named(store: Store) -> None:
    """/proc/self/mem is a regular file whose first page can't be read: EIO."""
    with pytest.raises(StoreError, match=r"mem: can't be copied from /proc/self \(Input/output error\)"):
        import_file(store, PROFILE, Path("/proc/self/mem"))


def test_a_name_too_long_for_the_disk_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"a\.csv: can't be copied .*File name too long"):
        import_file(store, PROFILE, tmp_path / f"{'a' * 300}.csv")
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="Not a directory"):
        import_file(store, PROFILE, tmp_path / "file" / "a.csv")


@pytest.mark.parametrize("name", [b"\xff.csv", b"\xe9t\xe9.csv", b"\xff" * 100 + b".csv"])
def test_a_name_that_is_not_utf_8_is_imported_escaped(store: Store, tmp_path: Path, name: bytes) -> None:
    os.rename(write(tmp_path / "plain.csv", [claim(1)]), os.fsencode(tmp_path) + b"/" + name)  # noqa: PTH104
    report = import_file(store, PROFILE, tmp_path / os.fsdecode(name))
    assert report.new == 1 and report.file_name.encode().isascii() and report.file_name.endswith(".csv")
    assert history.imports(store)[0].file_name == report.file_name
    assert verify(store) == []


def test_names_stay_as_they_came_where_they_can() -> None:
    assert copy_name("réclamations (1).csv") == "réclamations (1).csv"
    assert copy_name(os.fsdecode(b"a\xffb.csv")) == r"a\xffb.csv"


@pytest.mark.parametrize("kind", ["file", "folder", "link to nowhere"])
def test_a_new_file_replaces_nothing(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "p.yaml"
    {"file": path.touch, "folder": path.mkdir, "link to nowhere": lambda: path.symlink_to("nowhere")}[kind]()
    with pytest.raises(StoreError, match=r"p\.yaml: exists already; choose another name or remove it\."):
        files.write_new("x", path)
    assert [each.name for each in tmp_path.iterdir()] == ["p.yaml"]
    files.write_new("x", tmp_path / "q.yaml")
    assert {each.name for each in tmp_path.iterdir()} == {"p.yaml", "q.yaml"}


@pytest.mark.parametrize("until", [date(2, 1, 1), date(1999, 12, 31), date(2199, 1, 1), None])
def test_the_demo_ends_on_a_day_that_can_be_believed(store: Store, until: date | None) -> None:
    later = date.today() + timedelta(days=2)
    with pytest.raises(StoreError, match="choose a day from 2000-01-01 to"):
        load_demo(store, complaints=100, seed=1, until=until or later)
    assert history.last_number(store) == 0
