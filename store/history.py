"""What the ledger says was imported, and where it lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import func, select

from store.errors import DamagedError, StoreError
from store.home import Store
from store.ledger import Import, Source
from store.report import COUNTS


def imports(store: Store, *, until: int | None = None) -> tuple[Import, ...]:
    """The committed imports, oldest first; those known at import `until`."""
    asked = select(Import).order_by(Import.number)
    if until is not None:
        asked = asked.where(Import.number <= until)
    with store.ledger.read() as session:
        return tuple(session.scalars(asked))


def sources(store: Store) -> tuple[Source, ...]:
    with store.ledger.read() as session:
        return tuple(session.scalars(select(Source).order_by(Source.name)))


def last_number(store: Store) -> int:
    """The number of the last import; 0 in an empty store."""
    with store.ledger.read() as session:
        return session.scalar(select(func.max(Import.number))) or 0


def known_number(store: Store, number: int) -> int:
    """`number` itself if there is such an import; StoreError otherwise."""
    last = last_number(store)
    if not 1 <= number <= last:
        known = f"imports go from 1 to {last}" if last else "nothing was imported yet"
        raise StoreError(f"no import {number} to know figures at: {known}.")
    return number


def accepted_files(store: Store, known: tuple[Import, ...]) -> list[Path]:
    """The accepted rows of the imports that changed anything. DamagedError if one isn't there."""
    found = [store.folder(one.number) / "accepted.parquet" for one in known if one.new + one.updated]
    for path in found:
        if not path.is_file():
            raise DamagedError(f"{path}: missing, though the ledger tells of this import; restore it from a backup.")
    return found


def rejected(store: Store, number: int) -> pa.Table:
    """The lines that import `number` rejected: source_line, column, reason, detail, raw."""
    path = store.folder(known_number(store, number)) / "rejected.parquet"
    if not path.is_file():
        raise DamagedError(f"{path}: missing, though the ledger tells of this import; restore it from a backup.")
    return pq.read_table(path)


def listing(store: Store) -> list[dict[str, Any]]:
    """The imports as rows for people and programs: number, when, from where, and what became of every line."""
    return [
        {"import": one.number, "imported_at": one.imported_at.isoformat(timespec="seconds"), "source": one.source,
         "file": one.file_name, "sha256": one.sha256, **{name: getattr(one, name) for name in COUNTS},
         "warnings": one.warnings, "seconds": round(one.seconds, 3)}
        for one in imports(store)
    ]  # fmt: skip
