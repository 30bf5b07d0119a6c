"""Loads the demo operator by the same door as any export: generated, read, checked, imported, published."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from data_sources.demo.generator import generate
from data_sources.profile import load_profile
from store.actions import load_actions
from store.annotations import load_annotations
from store.errors import StoreError
from store.exposures import load_exposures
from store.home import Store
from store.imports import import_file
from store.report import ImportReport

Progress = Callable[[str, float], None]
GENERATING = 0.15
EARLIEST = date(2000, 1, 1)


def load_demo(
    store: Store, *, complaints: int, seed: int, until: date, progress: Progress | None = None
) -> ImportReport:
    """Three years of complaints ending the day before `until`, with what the operator did, decided and noted.

    StoreError for an end before 2000 or in the future: no such complaint would be believed by the import.
    """
    tomorrow = date.today() + timedelta(days=1)
    if not EARLIEST <= until <= tomorrow:
        raise StoreError(f"the demo can't end on {until}; choose a day from {EARLIEST} to {tomorrow}.")
    tell = progress or (lambda what, share: None)
    tell("writing the demo", 0.0)
    with tempfile.TemporaryDirectory() as folder:
        written = generate(Path(folder), complaints=complaints, seed=seed, until=until)
        report = import_file(
            store,
            load_profile("demo"),
            written.complaints_csv,
            progress=lambda what, share: tell(what, GENERATING + (1 - GENERATING) * share),
        )
        load_exposures(store, written.exposure_csv)
        load_actions(store, written.actions_csv)
        load_annotations(store, written.annotations_csv)
    return report
