"""A file that was imported before: the same bytes, under the same profile, into the same columns."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from data_sources.canonical import SCHEMA_VERSION
from data_sources.errors import unreadable
from data_sources.profile import Profile
from store import files, history, versions
from store.home import Store
from store.receive import at_rest
from store.report import ImportReport
from store.tables import Import

SUPERSEDED = "superseded_since"


def known_file(store: Store, profile: Profile, path: Path, *, afresh: bool = False) -> ImportReport | None:
    """The report of a file that was imported before under this profile, found by its SHA-256; None for any other, and
    for one that may still be written. `afresh`: as for `known_bytes`."""
    try:
        if not at_rest(path) or not _first_import(store, profile):
            return None
        return known_bytes(store, profile, files.sha256_of(path), afresh=afresh)
    except OSError as error:
        raise unreadable(path, error) from None


def known_bytes(store: Store, profile: Profile, sha256: str, *, afresh: bool = False) -> ImportReport | None:
    """The same by the SHA-256 of the file.

    `afresh`: the source says so now, so that what was changed since has been changed back, and the file is none that
    is known.
    """
    first = _first_import(store, profile, sha256=sha256)
    found = _report(store, first) if first else None
    return None if found and afresh and SUPERSEDED in found.warnings else found


def _first_import(store: Store, profile: Profile, **content: str) -> Import | None:
    same = {"source": profile.source, "profile_digest": profile.digest, **content}
    asked = select(Import).filter_by(**same, schema_version=SCHEMA_VERSION).order_by(Import.number).limit(1)
    with store.ledger.read() as session:
        return session.scalar(asked)


def _report(store: Store, first: Import) -> ImportReport:
    known = history.imports(store)
    changed = 0
    if any(one.updated for one in known if one.number > first.number):
        changed = versions.superseded(history.accepted_file(store, first), history.accepted_files(store, known))
    counts = {name: getattr(first, name) for name in ("read", "duplicate", "conflict", "rejected", "remarks")}
    return ImportReport(
        number=first.number, source=first.source, sha256=first.sha256, new=0, updated=0, unchanged=first.accepted,
        seconds=0.0, file_name=first.file_name, first_imported_at=first.imported_at,
        warnings={SUPERSEDED: changed} if changed else {}, **counts,
    )  # fmt: skip
