"""What the ledger says was imported, and where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from data_sources.profile import Profile
from store import files
from store.errors import StoreError
from store.home import Store
from store.tables import Cursor, Import, Source


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


def position(store: Store, profile: Profile) -> Mapping[str, Any] | None:
    """How far that source was read; None if it wasn't, or under another profile, so that all of it is read again."""
    with store.ledger.read() as session:
        found = session.get(Cursor, profile.source)
        return found.position if found and found.profile_digest == profile.digest else None


def positions(store: Store) -> dict[str, Mapping[str, Any]]:
    """How far each source that is asked was read, under whatever profile."""
    with store.ledger.read() as session:
        return {found.source: found.position for found in session.scalars(select(Cursor))}


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
    """The accepted rows of the imports that changed anything. DamagedError if they aren't what was imported."""
    return [accepted_file(store, one) for one in known if one.new + one.updated]


def revised(known: tuple[Import, ...]) -> bool:
    """Whether any complaint has more than one version in those imports."""
    return any(one.updated or "older_version" in one.warnings for one in known)


def version_files(store: Store, known: tuple[Import, ...]) -> list[Path]:
    """The accepted rows of the imports that brought versions, were it late. DamagedError as for `accepted_files`."""
    return [accepted_file(store, one) for one in known if one.new + one.updated or "older_version" in one.warnings]


def accepted_file(store: Store, row: Import) -> Path:
    """The accepted rows of one import. DamagedError if they aren't what was imported."""
    folder = store.folder(row.number)
    manifest, accepted = folder / "manifest.json", folder / "accepted.parquet"
    files.check(manifest, row.manifest_sha256)
    files.check(accepted, files.read_json(manifest)["files"][accepted.name]["sha256"])
    return accepted
