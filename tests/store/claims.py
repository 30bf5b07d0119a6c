"""A small source of complaints, and what a store holds in a form that can be compared."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from data_sources.profile import Profile
from store import history
from store.home import Store, open_store
from store.publish import published

COLUMNS = ("complaint_id", "received_at", "replied_at", "closed_at", "channel", "motive", "last_event_at")
PROFILE = Profile(
    source="claims",
    title="Claims",
    timezone="Europe/Paris",
    columns={name: {"column": name} for name in COLUMNS},
    personal={"name": "customer"},
)
LONG_AGO = 1_000_000_000


def claim(number: int, **values: str) -> dict[str, str]:
    """A complaint received on 1 March 2024, of which some values may differ."""
    usual = {
        "complaint_id": f"C{number:04d}",
        "received_at": "2024-03-01T10:00:00",
        "channel": "email",
        "motive": "delay",
        "last_event_at": "2024-03-01T10:00:00",
        "customer": f"Customer {number}",
    }
    return {**usual, **values}


def write(path: Path, claims: list[dict[str, str]]) -> Path:
    """An export that was finished long ago."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*COLUMNS, "customer"], restval="")
        writer.writeheader()
        writer.writerows(claims)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def state(home: Path) -> dict[str, Any]:
    """What a store holds: its imports, and the facts and lines of the last one, as they are on disk."""
    store = open_store(home, create=False)
    shown = published(store)
    rows = [(one.number, one.sha256, one.read, one.new, one.updated) for one in history.imports(store)]
    if shown is None:
        return {"imports": rows, "facts": [], "lines": []}
    assert shown.import_no == len(rows)
    return {
        "imports": rows,
        "facts": pq.read_table(shown.facts).to_pylist(),
        "lines": pq.read_table(shown.lines).to_pylist(),
    }


def current(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    """Columns of the lines that are shown now, ordered by identifier."""
    shown = published(store)
    assert shown is not None
    rows = pq.read_table(shown.lines).to_pylist()
    return [tuple(row[name] for name in columns) for row in sorted(rows, key=lambda row: row["complaint_id"])]
