"""One file into the store: a folder that never changes, then one row in the ledger, then the facts.

Until the row is committed nothing has happened; after it nothing is lost.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.canonical import COLUMNS, SCHEMA_VERSION
from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.reading import Reading, read_source
from data_sources.remote import Cursor, Fetched
from store import audit, files, history, lock, publish, supplied, versions
from store.again import known_bytes, known_file
from store.cursors import move_cursor, moved
from store.errors import DamagedError, StoreError, UnpublishedError
from store.home import Store
from store.pseudonyms import pseudonymise
from store.receive import Received, keep, printable, receive
from store.report import ImportReport
from store.tables import Import, Source

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file that was read and compared, and is not yet in the store. `cursor` moves with it, where it was fetched."""

    number: int
    profile: Profile
    received: Received
    reading: Reading
    accepted: pa.Table
    report: ImportReport
    at: datetime
    cursor: Cursor | None = None


def import_file(
    store: Store,
    profile: Profile,
    path: Path,
    *,
    dry_run: bool = False,
    afresh: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a file under a profile; see `ImportReport` for a file that was imported before.

    `afresh`: as for `store.again.known_bytes`.
    `dry_run` reads, checks and compares, and writes nothing. SourceError if the file does not fit the profile,
    StoreError if the store can't take it; the store is then as it was, and its audit trail says what was refused.
    """
    tell = progress or (lambda step, share: None)
    started = time.monotonic()
    if dry_run:
        with tempfile.TemporaryDirectory() as elsewhere:
            found = _arrive(store, profile, Path(path), Path(elsewhere), tell)
        report = found if isinstance(found, ImportReport) else replace(found.report, number=None)
        return replace(report, dry_run=True, seconds=time.monotonic() - started)
    try:
        report = _import(store, profile, path, tell, afresh=afresh)
    except UnpublishedError:
        raise
    except (SourceError, StoreError) as error:
        refused(store, profile, printable(Path(path).name), error)
        raise
    tell("done", 1.0)
    return replace(report, seconds=time.monotonic() - started)


def import_fetched(
    store: Store, profile: Profile, fetched: Fetched, *, progress: Progress | None = None
) -> ImportReport:
    """Import what a connector fetched, and move its cursor in the same transaction. Errors as `import_file`.

    What brings no change (`ImportReport.changes_nothing`) makes no import: only the cursor moves.
    """
    started = time.monotonic()
    report = _import(store, profile, fetched.path, progress or (lambda step, share: None), fetched, afresh=True)
    return replace(report, seconds=time.monotonic() - started)


def _import(
    store: Store, profile: Profile, path: Path, tell: Progress, fetched: Fetched | None = None, *, afresh: bool
) -> ImportReport:
    with files.room("nothing was imported.", store.home), store.writing():
        _clean(store)
        aside = files.new_aside(store.imports, "incoming")
        try:
            found = _arrive(store, profile, Path(path), aside, tell, afresh=afresh)
            if fetched is None:
                return _again(store, found) if isinstance(found, ImportReport) else _take(store, found, aside, tell)
            if isinstance(found, Arrival) and not found.report.changes_nothing:
                return _take(store, replace(found, cursor=fetched.cursor), aside, tell)
            move_cursor(store, profile, fetched.cursor)
            return found if isinstance(found, ImportReport) else replace(found.report, number=None)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def refused(store: Store, profile: Profile, name: str, error: Exception) -> None:
    """Record it where the store can be written to; that it can't may be what was refused."""
    with suppress(StoreError, OSError):
        detail = {"source": profile.source, "sentence": printable(str(error))}
        audit.append(store, "refused", name, detail)


def _arrive(
    store: Store, profile: Profile, path: Path, aside: Path, tell: Progress, *, afresh: bool = False
) -> Arrival | ImportReport:
    """Read and compare a file; the report of its first import if there was one."""
    started = time.monotonic()
    tell("copy", 0.0)
    with suppress(SourceError):  # what can't be read is told of by its copy
        if before := known_file(store, profile, path, afresh=afresh):
            return before
    received = receive(path, aside / "reading")
    if before := known_bytes(store, profile, received.sha256, afresh=afresh):
        return before
    reading = read_source(profile, received.path, progress=lambda step, share: tell(step, 0.05 + 0.6 * share))
    tell("compare", 0.65)
    number = history.last_number(store) + 1
    trusted = reading.profile.supplies("last_event_at")
    known = history.imports(store)
    earlier = history.accepted_files(store, known)
    accepted = versions.judge(reading.accepted, earlier, trust_last_event=trusted)
    supplied.refuse_loss(reading, accepted, earlier, known)
    missing = {f"missing_column:{name}": reading.accepted.num_rows for name in supplied.omitted(reading, known)}
    reading = replace(reading, warnings={**reading.warnings, **missing})
    accepted = accepted.append_column("import_no", pa.repeat(pa.scalar(number, pa.int64()), len(accepted)))
    report = _report(number, received, reading, accepted, time.monotonic() - started)
    if not report.reconciles:
        raise StoreError(f"{report.file_name}: its lines do not add up ({report.counts()}); nothing was imported.")
    at = datetime.now(UTC).replace(microsecond=0)
    return Arrival(
        number=number, profile=profile, received=received, reading=reading, accepted=accepted, report=report, at=at
    )


def _take(store: Store, arrival: Arrival, aside: Path, tell: Progress) -> ImportReport:
    tell("write", 0.7)
    arrival = replace(arrival, accepted=pseudonymise(arrival.accepted, store.home))
    manifest = _write(arrival, aside)
    tell("commit", 0.8)
    with lock.held(store.publish_lock):
        # Readers who find the lock taken stay on the import before; they never wait for this one.
        files.place(aside, store.folder(arrival.number))
        _commit(store, arrival, manifest)
        tell("publish", 0.82)
        try:
            publish.advance(store, arrival.accepted)
        except (StoreError, OSError, ValueError) as error:
            raise UnpublishedError(
                f"import {arrival.number} is recorded, but its figures could not be published ({error}); "
                "they will be when the store is next opened and this is mended."
            ) from error
    return arrival.report


def _write(arrival: Arrival, aside: Path) -> files.Part:
    reading = arrival.reading
    shown = {"accepted": arrival.accepted, "rejected": reading.rejected}
    tables = {**shown, "personal": reading.personal, "conflicts": reading.conflicts}
    with ThreadPoolExecutor() as pool:
        raw = pool.submit(keep, arrival.received, aside / "raw")
        parts = files.write_tables(tables, aside, pool)
    parts[f"raw/{raw.result().name}"] = files.part_of(raw.result())
    shutil.rmtree(aside / "reading")
    return files.write_json(_manifest(arrival, parts), aside / "manifest.json")


def _manifest(arrival: Arrival, parts: dict[str, files.Part]) -> dict[str, Any]:
    return {
        "format": 1,
        "profile": arrival.profile.model_dump(mode="json"),
        "files": {name: part.to_json() for name, part in parts.items()},
        "row": _row(arrival),
    }


def _row(arrival: Arrival) -> dict[str, Any]:
    """What the ledger says of this import; the manifest says it too, so that each can be checked by the other."""
    report, profile = arrival.report, arrival.profile
    return {
        "number": arrival.number,
        "source": profile.source,
        "file_name": report.file_name,
        "sha256": report.sha256,
        "profile_digest": profile.digest,
        "schema_version": SCHEMA_VERSION,
        "code_version": _code_version(),
        "imported_at": arrival.at.isoformat(),
        **report.counts(),
        "warnings": dict(report.warnings),
        "supplies": [name for name in COLUMNS if arrival.reading.profile.supplies(name)],
        "timezone": profile.timezone,
        "seconds": round(report.seconds, 3),
    }


def _commit(store: Store, arrival: Arrival, manifest: files.Part) -> None:
    """The commit point: before this transaction the import does not exist, after it it does."""
    row = {**_row(arrival), "imported_at": arrival.at, "manifest_sha256": manifest.sha256}
    with store.ledger.write() as session:
        session.add(Import(**row))
        source = session.merge(_watermark(session.get(Source, arrival.profile.source), arrival))
        detail = {**arrival.report.to_json(), "manifest_sha256": manifest.sha256, "watermark": source.to_json()}
        detail |= moved(session, arrival.profile, arrival.cursor)
        audit.add(session, "import", f"import {arrival.number}", detail)


def _watermark(before: Source | None, arrival: Arrival) -> Source:
    profile = arrival.profile
    newest = pc.max(arrival.accepted["last_event_at"]).as_py()
    seen = [at for at in (before and before.last_event_at, newest and newest.replace(tzinfo=UTC)) if at]
    return Source(
        name=profile.source,
        title=profile.title or profile.source,
        timezone=profile.timezone,
        profile_digest=profile.digest,
        last_import=arrival.number,
        last_event_at=max(seen, default=None),
    )


def _report(number: int, received: Received, reading: Reading, accepted: pa.Table, seconds: float) -> ImportReport:
    changes = Counter(accepted["change"].to_pylist())
    older = {"older_version": changes["older"]} if changes["older"] else {}
    return ImportReport(
        number=number,
        source=reading.profile.source,
        sha256=received.sha256,
        read=reading.read,
        new=changes["new"],
        updated=changes["updated"],
        unchanged=changes["unchanged"] + changes["older"],
        duplicate=reading.duplicate,
        conflict=reading.conflict,
        rejected=reading.rejected.num_rows,
        remarks=reading.remarks,
        warnings={**reading.warnings, **older},
        seconds=seconds,
        file_name=received.path.name,
    )


def _again(store: Store, report: ImportReport) -> ImportReport:
    detail = {"sha256": report.sha256, "read": report.read}
    audit.append(store, "import again", f"import {report.number}", detail)
    return report


def _clean(store: Store) -> None:
    """Remove what a crash left: files set aside, and the one folder that may have been placed without its row."""
    last = history.last_number(store)
    there = sorted(store.imports.iterdir())
    left = [path for path in there if path.name.startswith(files.ASIDE) or path == store.folder(last + 1)]
    known = {store.folder(number) for number in range(1, last + 1)}
    unknown = [path for path in there if path not in left and path not in known]
    if unknown or publish.shown(store) > last:
        where = unknown[0] if unknown else store.folder(last + 1)
        raise DamagedError(
            f"{where}: the ledger knows nothing of it, being older than the imports. "
            "Restore both from one backup, or move the folder away."
        )
    for path in left:
        shutil.rmtree(path)


def _code_version() -> str:
    try:
        return installed("vigie")
    except PackageNotFoundError:
        return "unpackaged"
