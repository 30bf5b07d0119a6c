"""What was imported and what was rejected, as rows for people and programs."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from store.errors import DamagedError
from store.history import imports, known_number
from store.home import Store
from store.report import COUNTS


def listing(store: Store) -> list[dict[str, Any]]:
    """The imports, oldest first: number, when, from where, and what became of every line."""
    return [
        {"import": one.number, "imported_at": one.imported_at.isoformat(timespec="seconds"), "source": one.source,
         "file": one.file_name, "sha256": one.sha256, **{name: getattr(one, name) for name in COUNTS},
         "warnings": one.warnings, "seconds": round(one.seconds, 3)}
        for one in imports(store)
    ]  # fmt: skip


def rejected(store: Store, number: int) -> pa.Table:
    """The lines that import `number` rejected: source_line, column, reason, detail, raw."""
    path = store.folder(known_number(store, number)) / "rejected.parquet"
    if not path.is_file():
        raise DamagedError(f"{path}: missing, though the ledger tells of this import; restore it from a backup.")
    return pq.read_table(path)
