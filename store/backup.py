"""A copy of a store that is taken while others read it and import into it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from store import files, history
from store.errors import StoreError
from store.home import Store, open_store


def backup(store: Store, target: Path) -> Store:
    """Copy the ledger as it is now, and every import it tells of, into a new folder; whole, or not at all.

    The copy is a store: open it where it is, or move it back. Its figures are published again when it is read.
    """
    if store.ledger.engine.dialect.name != "sqlite":
        raise StoreError(f"{store.ledger.name}: back the ledger up with pg_dump, then copy {store.home}.")
    if target.exists():
        raise StoreError(f"{target}: already there; give the backup a new name.")
    with files.room("nothing was backed up.", target.parent):
        aside = files.new_aside(target.parent, target.name)
        _copy_ledger(store.home / "ledger.db", aside / "ledger.db")
        shutil.copy2(store.mark, aside / store.mark.name)
        for one in history.imports(open_store(aside, create=False)):
            shutil.copytree(store.folder(one.number), aside / "imports" / f"{one.number:06d}")
        for path in aside.rglob("*"):
            files.sync(path)
        files.place(aside, target)
    return open_store(target, create=False)


def _copy_ledger(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as now, closing(sqlite3.connect(target)) as copy:
        now.backup(copy)
