"""From the responses received to a raw table; never touches the network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from data_sources.api.declaration import declaration
from data_sources.api.latest import Latest
from data_sources.api.received import read_lines
from data_sources.api.records import JUDGED_FROM, Records, Taken
from data_sources.api.settings import settings
from data_sources.connector import LINE, RawTable, Reject


def raw_table(path: Path, data: bytes, options: Mapping[str, object]) -> RawTable:
    """Every record received once, its newest version; those of another shape than declared are rejected."""
    api = declaration(options.get("api")).api
    records = Records(api=api, settings=settings(api, options, complete=False))
    latest, kept = Latest(), dict[str, tuple[int, Taken]]()
    for name, document in read_lines(path, data):
        for record in records.page(name, document):
            if latest.take(record):
                kept[record.identity] = (records.seen, record)
    usable = sorted(((n, one) for n, one in kept.values() if one.problem is None), key=lambda each: each[0])
    return RawTable(
        table=_table(list(records.fields), usable),
        read=len(kept),
        rejected=tuple(_rejects(kept)),
        notes={"api": declaration(options.get("api")).title, **latest.notes()},
        warnings={f"missing_column:{name}": 1 for name in _renamed(records)},
    )


def _renamed(records: Records) -> Iterable[str]:
    """Fields that none of many records has. A pull that reads all refuses them, one that goes on imports the rest."""
    return records.missing() if records.seen >= JUDGED_FROM else ()


def _table(columns: list[str], rows: list[tuple[int, Taken]]) -> pa.Table:
    arrays = {name: pa.array([row.cells[name] for _, row in rows], pa.string()) for name in columns}
    return pa.table({**arrays, LINE: pa.array([line for line, _ in rows], pa.int64())})


def _rejects(kept: Mapping[str, tuple[int, Taken]]) -> list[Reject]:
    """Without their content, which may tell of a person."""
    return [
        Reject(line=line, reason=one.problem[0], detail=one.problem[1])
        for line, one in sorted(kept.values(), key=lambda each: each[0])
        if one.problem
    ]
