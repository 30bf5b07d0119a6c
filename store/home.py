"""Where a store lives: a folder, and a ledger in it or on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from store import audit, lock
from store.errors import StoreError
from store.files import read_json, replace_json
from store.ledger import HEAD, Ledger, connect
from store.migrate import migrate, version


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """An open store. Holds no file open; may be shared by threads."""

    home: Path
    ledger: Ledger

    @property
    def imports(self) -> Path:
        return self.home / "imports"

    @property
    def published(self) -> Path:
        return self.home / "published"

    @property
    def mark(self) -> Path:
        """Ties the folder to its ledger."""
        return self.home / "store.json"

    @property
    def publish_lock(self) -> Path:
        return self.home / "publish.lock"

    def folder(self, number: int) -> Path:
        """The folder of an import."""
        return self.imports / f"{number:06d}"

    @contextmanager
    def writing(self, *, wait: float = lock.PATIENCE_SECONDS) -> Iterator[None]:
        """Be the only importer of this store, in this process, in others, and on other machines of its ledger."""
        with lock.held(self.home / "import.lock", wait=wait), self.ledger.writer(wait=wait):
            yield


def open_store(home: Path | None = None, create: bool = True) -> Store:
    """The store in `home`, else in $VIGIE_HOME, else in ./var; its ledger migrated to this version.

    StoreError if there is none and `create` is off, or if the ledger is damaged or newer than this code.
    """
    home = Path(home or os.environ.get("VIGIE_HOME") or "var").absolute()
    try:
        if not home.is_dir() and not create:
            raise StoreError(f"{home}: no store there; make one with 'vigie demo' or 'vigie import', or pass --home.")
        for folder in (home, home / "imports", home / "published"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"{home}: can't be a store ({error.strerror}); choose another folder.") from error
    url = os.environ.get("VIGIE_LEDGER") or f"sqlite:///{home / 'ledger.db'}"
    store = Store(home=home, ledger=connect(url))
    if not _is_ready(store):
        with store.writing():
            _make_ready(store)
    _same_store(store)
    return store


def _is_ready(store: Store) -> bool:
    return version(store.ledger) == HEAD and audit.first(store) is not None and store.mark.exists()


def _make_ready(store: Store) -> None:
    """Bring the ledger to this version, name the store, and mark its folder. Another may have done any of it before."""
    if version(store.ledger) != HEAD:
        migrate(store.ledger)
    if audit.head(store) is None:
        audit.append(store, "create", f"store {uuid4()}")
    if not store.mark.exists():
        replace_json({"store": audit.first(store)}, store.mark)


def _same_store(store: Store) -> None:
    """Refuse a folder with the ledger of another store: its imports would look like leftovers of a crash."""
    if read_json(store.mark) != {"store": audit.first(store)}:
        raise StoreError(
            f"{store.ledger.name}: the ledger of another store than {store.home}; "
            "set VIGIE_LEDGER to this store's own, or restore both from one backup."
        )
