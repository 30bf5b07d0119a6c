"""A database or an API into the store: fetched whole into a file of ours, then imported like any other file."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.remote import Cursor, Fetched, remote
from store import files, history, lock
from store.cursors import move_cursor
from store.errors import BusyError, StoreError, UnpublishedError
from store.home import Store
from store.imports import import_fetched, refused
from store.report import ImportReport

Progress = Callable[[str, float], None]


def pull(store: Store, profile: Profile, *, progress: Progress | None = None) -> ImportReport:
    """Fetch what is new since the last look and import it. `number` is None where nothing changed.

    Whatever goes wrong, the store is as it was, and the next look goes on from where the last import ended.
    SourceError if the source can't be read, StoreError if the store can't take it, BusyError if another process is
    reading this source.
    """
    started, tell = time.monotonic(), progress or (lambda step, share: None)
    try:
        with pulled(store, profile, history.position(store, profile), lambda step, share: tell(step, share / 2)) as got:
            report = _taken(store, profile, got, lambda step, share: tell(step, 0.5 + share / 2))
    except (UnpublishedError, BusyError):
        raise
    except (SourceError, StoreError) as error:
        refused(store, profile, profile.source, error)
        raise
    tell("done", 1.0)
    return replace(report, seconds=time.monotonic() - started)


@contextmanager
def pulled(store: Store, profile: Profile, position: Cursor | None, tell: Progress) -> Iterator[Fetched]:
    """What a source gives from a position on (None: all of it), in a file under the source's name that is gone
    afterwards. One process at a time reads a source; what a crash left is removed."""
    module = remote(profile)
    if module is None:
        raise SourceError(f"{profile.source} reads files; give them to 'vigie import', or name them under watch.")
    pulls = store.home / "pulls"
    pulls.mkdir(exist_ok=True, mode=0o700)
    with lock.held(pulls / f"{profile.source}.lock", wait=0), files.room("nothing was imported.", store.home):
        folder = pulls / profile.source
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            fetched = module.fetch(profile, position, folder, tell)
            named = fetched.path.with_name(f"{profile.source}{fetched.path.suffix}")
            yield replace(fetched, path=fetched.path.rename(named)) if fetched.records else fetched
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _taken(store: Store, profile: Profile, fetched: Fetched, tell: Progress) -> ImportReport:
    if fetched.records == 0:
        move_cursor(store, profile, fetched.cursor)
        return ImportReport.of_nothing(profile.source)
    return import_fetched(store, profile, fetched, progress=tell)
