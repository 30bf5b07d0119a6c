"""Exposures: what rates are divided by (customers, subscribers, deliveries), by period and dimension values."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from store import audit
from store.errors import StoreError
from store.files import sha256_of
from store.home import Store
from store.ledger import Audit, Exposure

FIXED = ("period", "measure", "count")
EMPTY = audit.sha256([])


def load_exposures(store: Store, path: Path) -> int:
    """Add the rows of a CSV with columns period, measure, count, and one per dimension; returns how many.

    A row for the same period, measure and values replaces the earlier one. All rows or none.
    """
    rows = _read(path)
    with store.ledger.write() as session:
        for row in rows:
            session.merge(row)
        session.flush()
        session.expire_all()
        audit.add(session, "exposures", path.name, {"rows": len(rows), "sha256": sha256_of(path), "all": seal(session)})
    return len(rows)


def read_exposures(store: Store) -> pa.Table:
    """Every exposure: period, measure, count, and one column for each dimension; null where a row has no value."""
    with store.ledger.read() as session:
        rows = [(row, json.loads(row.values)) for row in _all(session)]
    names = sorted({name for _, values in rows for name in values})
    fixed = {
        "period": pa.array([row.period for row, _ in rows], pa.string()),
        "measure": pa.array([row.measure for row, _ in rows], pa.string()),
        "count": pa.array([row.count for row, _ in rows], pa.int64()),
    }
    return pa.table({**fixed, **{name: pa.array([v.get(name) for _, v in rows], pa.string()) for name in names}})


def seal(session: Session) -> str:
    """A hash of all exposures, kept in the audit trail."""
    return audit.sha256([_content(row) for row in _all(session)])


def _content(row: Exposure) -> list[Any]:
    return [row.period, row.values, row.measure, row.count, row.loaded_at.isoformat(timespec="seconds")]


def sealed(load: Audit) -> str:
    """The hash that an entry of the audit trail says a load left."""
    return str(json.loads(load.detail)["all"])


def _all(session: Session) -> list[Exposure]:
    return list(session.scalars(select(Exposure).order_by(Exposure.measure, Exposure.period, Exposure.values)))


def _read(path: Path) -> list[Exposure]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        names = reader.fieldnames or []
        absent = [name for name in FIXED if name not in names]
        if absent:
            raise StoreError(f"{path.name}: no column '{absent[0]}'; exposures need {', '.join(FIXED)}.")
        return [_row(path, line, row) for line, row in enumerate(reader, start=2)]


def _row(path: Path, line: int, row: dict[str, str]) -> Exposure:
    values = {name: value for name, value in row.items() if name not in FIXED and value}
    count = (row["count"] or "").strip()
    if not (count.isascii() and count.isdigit() and row["period"] and row["measure"]):
        raise StoreError(f"{path.name}, line {line}: needs a period, a measure and a whole count, not '{count}'.")
    return Exposure(
        period=row["period"],
        measure=row["measure"],
        count=int(count),
        values=json.dumps(values, ensure_ascii=False, sort_keys=True),
        loaded_at=datetime.now(UTC).replace(microsecond=0),
    )
