"""Looks at every source that is due and imports what is new; one that fails leaves the others working."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.remote import remote
from data_sources.secrets import redact
from kpi.errors import KpiError
from store import lock, sources
from store.again import known_file
from store.errors import BusyError, StillGrowingError, StoreError
from store.home import Store
from store.imports import import_file
from store.loads import load_fetched, load_new
from store.pull import pull
from store.receive import printable
from store.report import ImportReport
from store.tables import Run

KEPT = 1000
LENGTHS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
Progress = Callable[[str, float], None]


class Outcome(StrEnum):
    """What came of a look at a source, or at one of its files."""

    IMPORTED = "imported"
    NOTHING_NEW = "nothing new"
    WAITING = "waiting"
    FAILED = "failed"


WORST = (Outcome.FAILED, Outcome.WAITING, Outcome.IMPORTED, Outcome.NOTHING_NEW)
WELL = (Outcome.IMPORTED, Outcome.NOTHING_NEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One look: `what` is the file, or the source itself. `rows` were taken into a register. `sentence` says what went
    wrong or is waited for."""

    source: str
    what: str
    outcome: Outcome
    started_at: datetime
    ended_at: datetime
    report: ImportReport | None = None
    rows: int | None = None
    sentence: str = ""

    def to_json(self) -> dict[str, Any]:
        told = self.report.to_json() if self.report else {"import": None, "source": self.source}
        told |= {"rows": self.rows} if self.rows is not None else {}
        head = {"at": self.ended_at.isoformat(timespec="seconds"), "what": self.what, "outcome": self.outcome.value}
        return {**head, **told, "sentence": self.sentence}


def sync(store: Store, names: Sequence[str] = (), *, progress: Progress | None = None) -> Iterator[Looked]:
    """Look at the sources named, or at all that are due, one after the other. BusyError if another sync is running.

    The look at a source is recorded once it ends, whatever ended it. A watched file is waited for while it grows, and
    taken by a later look if it still does.
    """
    tell = progress or (lambda step, share: None)
    sources.check_names(store, names)
    chosen = names or [name for name in sources.names(store) if _is_due(store, name)]
    with lock.held(store.home / "sync.lock", wait=0):
        for name in chosen:
            looks: list[Looked] = []
            try:
                for looked in _source(store, name, tell):
                    looks.append(looked)
                    yield looked
            finally:
                _record(store, name, looks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a connected source stands: its last look, since when it only fails, when it is due (None: at once)."""

    source: str
    last: Run | None
    failing_since: datetime | None
    due: datetime | None


def standings(store: Store) -> tuple[Standing, ...]:
    """Every connected source, by name. One whose profile can't be read is due at once: the look says what is wrong."""
    return tuple(
        Standing(
            source=name, last=last_run(store, name), failing_since=failing_since(store, name), due=_due(store, name)
        )
        for name in sources.names(store)
    )


def next_look(store: Store, name: str) -> datetime | None:
    """When a source is due again; None where every sync looks at it: it doesn't say how often, or its last look gave
    nothing to go by."""
    every, last = _every(sources.connected(store, name)), last_run(store, name)
    settled = last is not None and last.outcome in WELL
    return last.started_at + every if every and last and settled else None


def last_run(store: Store, name: str, *outcomes: Outcome) -> Run | None:
    """The last look at a source, among those with one of the outcomes if any is given."""
    asked = select(Run).where(Run.source == name).order_by(Run.number.desc()).limit(1)
    with store.ledger.read() as session:
        return session.scalar(asked.where(Run.outcome.in_(outcomes)) if outcomes else asked)


def failing_since(store: Store, name: str) -> datetime | None:
    """Since when a source has only failed: its figures are as old as the look before that. None where it works."""
    last, well = last_run(store, name), last_run(store, name, *WELL)
    if last is None or last.outcome != Outcome.FAILED:
        return None
    failed = select(Run).where(Run.source == name, Run.outcome == Outcome.FAILED).order_by(Run.number)
    asked = failed.where(Run.number > (well.number if well else 0))
    with store.ledger.read() as session:
        first = session.scalar(asked.limit(1))
    return first.started_at if first else None


def _due(store: Store, name: str) -> datetime | None:
    try:
        return next_look(store, name)
    except (SourceError, StoreError):
        return None


def _is_due(store: Store, name: str) -> bool:
    due = _due(store, name)
    return due is None or due <= datetime.now(UTC)


def _every(profile: Profile) -> timedelta | None:
    return int(profile.every[:-1]) * LENGTHS[profile.every[-1]] if profile.every else None


def _source(store: Store, name: str, tell: Progress) -> Iterator[Looked]:
    """All looks at one source. A profile that can't be read is a failure like any other."""
    try:
        profile = sources.connected(store, name)
        asked = remote(profile)
    except (SourceError, StoreError) as error:
        yield _looked(name, name, _raising(error))
        return
    if asked is not None and profile.register_:
        yield _looked(name, name, lambda: load_fetched(store, profile, tell))
    elif asked is not None:
        yield _looked(name, name, lambda: pull(store, profile, progress=tell))
    elif profile.watch:
        yield from _watched(store, profile, tell)


def _watched(store: Store, profile: Profile, tell: Progress) -> Iterator[Looked]:
    """Every file that wasn't imported before; where there is none, one look at the source."""
    found, before, told = _found(profile), last_run(store, profile.source), False
    for path in found:
        afresh = before is None or _modified(path) >= before.started_at.timestamp()
        look = partial(_file, store, profile, path, tell, afresh=afresh)
        looked = _looked(profile.source, printable(path.name), look)
        if looked.outcome is not Outcome.NOTHING_NEW:
            told = True
            yield looked
    gone = _gone(profile)
    if gone or not told:
        nothing = _raising(gone) if gone else partial(ImportReport.of_nothing, profile.source)
        yield _looked(profile.source, f"{len(found)} files", nothing)


def _file(store: Store, profile: Profile, path: Path, tell: Progress, *, afresh: bool) -> ImportReport | int:
    """`afresh`: written since the last look, so that it is what the source says now, though it said so before."""
    if profile.register_:
        return load_new(store, profile, path)
    known = known_file(store, profile, path, afresh=afresh)
    return known or import_file(store, profile, path, afresh=afresh, progress=tell)


def _found(profile: Profile) -> list[Path]:
    """The files that its patterns find, oldest first, so that a later correction comes after what it corrects.

    Left out: what other programs keep beside an open file (`~$report.xlsx`, `.report.csv.swp`).
    """
    found = {Path(path) for pattern in profile.watch for path in glob.glob(pattern, recursive=True)}  # noqa: PTH207
    kept = (path for path in found if not path.is_dir() and not path.name.startswith(("~$", ".")))
    return sorted(kept, key=lambda path: (_modified(path), str(path)))


def _gone(profile: Profile) -> StoreError | None:
    """A folder that is watched and can't be looked into: nothing new must not be told of it."""
    for pattern in profile.watch:
        folder = next(path for path in Path(pattern).parents if not glob.has_magic(str(path)))
        if not os.access(folder, os.R_OK | os.X_OK):
            why = "may not be read" if folder.exists() else "is not there"
            return StoreError(f"{folder}: the watched folder {why}; mount it or correct watch in the profile.")
    return None


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0


def _looked(source: str, what: str, look: Callable[[], ImportReport | int]) -> Looked:
    started, found, outcome, sentence = datetime.now(UTC), None, Outcome.FAILED, ""
    try:
        found = look()
        outcome = Outcome.IMPORTED if _changed(found) else Outcome.NOTHING_NEW
    except (StillGrowingError, BusyError) as error:
        outcome, sentence = Outcome.WAITING, str(error)
    except (SourceError, KpiError, StoreError, OSError) as error:
        sentence = str(error)
    except Exception as error:  # a fault of ours in one source must not keep the others from being looked at
        sentence = f"{source}: an unforeseen {type(error).__name__} ({error}); report it with this source's profile."
    return Looked(
        source=source, what=what, outcome=outcome, sentence=printable(redact(sentence)), started_at=started,
        ended_at=datetime.now(UTC), report=found if isinstance(found, ImportReport) else None,
        rows=found if isinstance(found, int) else None,
    )  # fmt: skip


def _changed(found: ImportReport | int) -> bool:
    """An import of something new, or a number of rows taken into a register."""
    return found > 0 if isinstance(found, int) else found.number is not None and not found.already_imported


def _raising(error: Exception) -> Callable[[], ImportReport | int]:
    def fail() -> ImportReport | int:
        raise error

    return fail


def _record(store: Store, name: str, looks: Sequence[Looked]) -> None:
    """Keep the look at a source: failed if any of its files did, with the first sentence of what went wrong."""
    if not looks:
        return
    outcome = min((looked.outcome for looked in looks), key=WORST.index)
    reports = [looked.report for looked in looks if looked.report]
    counts = [report.counts() for report in reports] or [{"rows": looked.rows or 0} for looked in looks]
    run = Run(
        source=name, started_at=looks[0].started_at, ended_at=looks[-1].ended_at, outcome=outcome.value,
        import_number=max((report.number or 0 for report in reports), default=0) or None,
        sentence=next((looked.sentence for looked in looks if looked.outcome is outcome), ""),
        counts={key: sum(one[key] for one in counts) for key in counts[0]},
    )  # fmt: skip
    with store.ledger.write() as session:
        session.add(run)
        session.flush()
        _prune(session, name)


def _prune(session: Session, name: str) -> None:
    """Of each source the last thousand looks stay, the last that went well, and the first failure since."""
    own = select(Run.number).where(Run.source == name).order_by(Run.number.desc())
    oldest = session.scalar(own.offset(KEPT).limit(1))
    if oldest is None:
        return
    well = session.scalar(own.where(Run.outcome.in_(WELL)).limit(1)) or 0
    failed = select(func.min(Run.number)).where(Run.source == name, Run.number > well, Run.outcome == Outcome.FAILED)
    kept = (well, session.scalar(failed) or 0)
    session.execute(delete(Run).where(Run.source == name, Run.number <= oldest, Run.number.not_in(kept)))
