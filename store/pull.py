"""A database or an API into the store: fetched whole into a file of ours, then imported like any other file."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.remote import Fetched, remote
from store import files, history, lock
from store.errors import StoreError, UnpublishedError
from store.home import Store
from store.imports import import_fetched, move_cursor, refused
from store.report import ImportReport

Progress = Callable[[str, float], None]


def pull(store: Store, profile: Profile, *, progress: Progress | None = None) -> ImportReport:
    """Fetch what is new since the last look and import it. `number` is None where nothing changed.

    Whatever goes wrong, the store is as it was, and the next look goes on from where the last import ended.
    SourceError if the source can't be read, StoreError if the store can't take it, BusyError if another process is
    reading this source.
    """
    module, started = remote(profile), time.monotonic()
    if module is None:
        raise SourceError(f"{profile.source} reads files; give them to 'vigie import', or name them under watch.")
    tell = progress or (lambda step, share: None)
    with _folder(store, profile) as folder:
        try:
            position = history.position(store, profile)
            fetched = module.fetch(profile, position, folder, lambda step, share: tell(step, share / 2))
            report = _taken(store, profile, fetched, lambda step, share: tell(step, 0.5 + share / 2))
        except UnpublishedError:
            raise
        except (SourceError, StoreError) as error:
            refused(store, profile, profile.source, error)
            raise
    tell("done", 1.0)
    return replace(report, seconds=time.monotonic() - started)


def _taken(store: Store, profile: Profile, fetched: Fetched, tell: Progress) -> ImportReport:
    if fetched.records == 0:
        move_cursor(store, profile, fetched.cursor)
        return ImportReport.of_nothing(profile.source)
    named = fetched.path.rename(fetched.path.with_name(f"{profile.source}{fetched.path.suffix}"))
    return import_fetched(store, profile, replace(fetched, path=named), progress=tell)


@contextmanager
def _folder(store: Store, profile: Profile) -> Iterator[Path]:
    """An empty folder for what is fetched. One process at a time reads a source; what a crash left is removed."""
    pulls = store.home / "pulls"
    pulls.mkdir(exist_ok=True, mode=0o700)
    with lock.held(pulls / f"{profile.source}.lock", wait=0), files.room("nothing was imported.", store.home):
        folder = pulls / profile.source
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
