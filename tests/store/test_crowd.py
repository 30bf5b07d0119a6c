"""F09 to F12: several processes at one store at once."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from store import audit, history
from store.backup import backup
from store.errors import StoreError
from store.home import Store, open_store
from store.imports import import_file
from store.publish import published
from store.verify import verify
from tests.store import crash
from tests.store.claims import PROFILE, claim, current, state, write

EACH = 10


def import_all(answer: Connection, ledger: str | None, home: Path, exports: list[Path]) -> None:
    _use(ledger)
    answer.send([import_file(open_store(home), PROFILE, export).to_json() for export in exports])


def read_until(answer: Connection, ledger: str | None, home: Path, last: int) -> None:
    """Read figures until import `last` is shown: (import, complaints in the facts, motive of C0000) each time."""
    _use(ledger)
    store, seen, deadline = open_store(home), [(0, 0, "")], time.monotonic() + 120
    while seen[-1][0] < last and time.monotonic() < deadline:
        shown = published(store)
        if shown:
            table = pq.read_table(shown.facts, columns=["complaint_id", "motive"], use_threads=False)
            motive = dict(zip(*(table[name].to_pylist() for name in table.column_names), strict=True))["C0000"]
            seen.append((shown.import_no, table.num_rows, motive))
    answer.send(seen[1:])


def _use(ledger: str | None) -> None:
    os.environ.pop("VIGIE_LEDGER", None)
    if ledger:
        os.environ["VIGIE_LEDGER"] = ledger


@pytest.mark.slow
def test_two_importers_and_two_readers_at_once(any_store: Store, tmp_path: Path) -> None:
    """Each importer brings a new complaint in every file, and a new version of one that both know."""
    ledger, each = os.environ.get("VIGIE_LEDGER"), 4 if os.environ.get("VIGIE_LEDGER") else EACH
    batches = [
        [write(tmp_path / f"{who}-{n}.csv", [claim(1 + who * 100 + n), _shared(2 * n + who)]) for n in range(each)]
        for who in (0, 1)
    ]
    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(crash.run, read_until, ledger, any_store.home, 2 * each) for _ in (0, 1)]
        writers = [pool.submit(crash.run, import_all, ledger, any_store.home, batch) for batch in batches]
        reports = [report for writer in writers for report in writer.result(180)]
        seen = [reader.result(180) for reader in readers]

    assert sorted(report["import"] for report in reports) == list(range(1, 2 * each + 1))
    assert published(any_store).meta["complaints"] == 2 * each + 1
    assert current(any_store, "motive")[0] == (f"m{2 * each - 1}",), "the newest source version won"
    assert verify(any_store) == []

    legal = _figures_by_import(any_store)
    assert {one for reads in seen for one in reads} <= legal
    assert all(reads == sorted(reads, key=lambda read: read[0]) for reads in seen), "a reader never goes back"
    assert sum(map(len, seen)) > (100 if ledger else 1000)


def _shared(version: int) -> dict[str, str]:
    return claim(0, motive=f"m{version}", last_event_at=f"2024-03-02T08:{version:02d}:00")


def _figures_by_import(store: Store) -> set[tuple[int, int, str]]:
    """What each import should have shown, from what is known at it."""
    found = set()
    for one in history.imports(store):
        shown = published(store, as_known_at=one.number)
        assert shown is not None
        table = pq.read_table(shown.facts)
        found.add((one.number, table.num_rows, table["motive"][0].as_py()))
    return found


def test_first_opened_by_many_at_once_there_is_one_ledger(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: open_store(tmp_path / "home"), range(16)))
    assert {audit.first(store) for store in stores} == {audit.first(stores[0])}
    assert len(audit.entries(stores[0])) == 1


def test_a_reader_is_not_blocked_by_an_import_that_is_publishing(store: Store, tmp_path: Path) -> None:
    import_file(store, PROFILE, write(tmp_path / "1.csv", [claim(1)]))
    seen = []

    def look(step: str, share: float) -> None:
        shown = published(open_store(store.home))
        assert shown is not None
        seen.append((step, shown.import_no))

    import_file(store, PROFILE, write(tmp_path / "2.csv", [claim(2)]), progress=look)
    assert {number for step, number in seen if step != "done"} == {1}
    assert seen[-1] == ("done", 2) and "publish" in dict(seen)


def test_a_backup_taken_during_imports_restores_to_what_was_known(store: Store, tmp_path: Path) -> None:
    """F12: the copy holds the first imports, as many as it says, and shows what was shown then."""
    exports = [write(tmp_path / f"{n}.csv", [claim(n), _shared(n)]) for n in range(1, 5)]
    import_file(store, PROFILE, exports[0])
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(crash.run, import_all, None, store.home, exports[1:])
        copies = []
        while not running.done():
            copies.append(backup(store, tmp_path / f"copy-{len(copies)}"))
        running.result()
    assert verify(store) == []
    numbers = []
    for copy in copies[:: max(1, len(copies) // 6)]:
        found, shown = state(copy.home), published(copy)
        assert shown is not None and verify(copy) == []
        then = published(store, as_known_at=shown.import_no)
        assert then is not None and then.meta["files"] == shown.meta["files"]
        assert found["imports"] == state(store.home)["imports"][: shown.import_no]
        numbers.append(shown.import_no)
    assert numbers == sorted(numbers)
    assert import_file(copies[0], PROFILE, write(tmp_path / "more.csv", [claim(99)])).new == 1


def test_a_backup_never_overwrites(store: Store, tmp_path: Path) -> None:
    backup(store, tmp_path / "copy")
    with pytest.raises(StoreError, match="already there"):
        backup(store, tmp_path / "copy")
