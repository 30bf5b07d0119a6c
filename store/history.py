"""What the ledger says was imported, and where it lies."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from store.errors import DamagedError, StoreError
from store.home import Store
from store.ledger import Import, Source


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
