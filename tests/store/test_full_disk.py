"""F03: no room left. A clear message, nothing half, the store readable, and it works again once there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import history
from store.errors import NoRoomError, StoreError
from store.home import open_store
from store.imports import import_file
from store.verify import verify
from tests.store.claims import PROFILE, claim, state, write

SIZE_MB = 8


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can't be mounted here: needs root and the right to mount")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.slow
def test_a_full_disk_refuses_the_import_and_nothing_else(small_disk: Path, tmp_path: Path) -> None:
    """Free space shrinks until nothing fits, so that it runs out at every step of an import."""
    store = open_store(small_disk / "home")
    import_file(store, PROFILE, write(tmp_path / "first.csv", [claim(n) for n in range(20)]))
    refused = recorded = 0
    for number, free_kb in enumerate((400, 260, 190, 150, 120, 90, 60, 30, 4)):
        export = write(tmp_path / f"{number}.csv", [claim(100 + 20 * number + n) for n in range(20)])
        before = state(store.home)
        _fill(small_disk, free_kb)
        try:
            import_file(store, PROFILE, export)
        except NoRoomError as error:
            refused += 1
            assert "no room left on the disk" in str(error)
        except StoreError as error:
            recorded += 1
            assert "is recorded, but its figures could not be published" in str(error)
        (small_disk / "filler").unlink()
        assert verify(store) == []
        assert len(history.imports(store)) in (len(before["imports"]), len(before["imports"]) + 1)
        assert import_file(store, PROFILE, export).reconciles
        assert len(state(store.home)["facts"]) == len(before["facts"]) + 20
    assert refused > 3, "the disk was never full"


def test_what_is_there_can_be_read_on_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    store = open_store(small_disk / "home")
    import_file(store, PROFILE, write(tmp_path / "first.csv", [claim(n) for n in range(20)]))
    before = state(store.home)
    _fill(small_disk, 0)
    assert state(store.home) == before
    (small_disk / "filler").unlink()
    assert state(store.home) == before


def _fill(disk: Path, leave_kb: int) -> None:
    """Leave no more than `leave_kb` free."""
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with (disk / "filler").open("wb", buffering=0) as stream:
        try:
            for _ in range((free - leave_kb * 1024) // 4096):
                stream.write(bytes(4096))
        except OSError:
            pass
