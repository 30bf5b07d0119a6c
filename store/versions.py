"""Versions of a complaint: what an import changes, and which version is current as known at an import.

A version is current from the import that brought it (`change` is new or updated) until the next such import. An
older version that arrives later is stored as `older` and never becomes current. Which of two versions is older is
told by the source's own last event, where its profile maps it; else the later import wins.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.dataset import Dataset, dataset

from data_sources.sql import query

CHANGES = ("new", "updated", "unchanged", "older")

_LATEST = """
    SELECT source, complaint_id,
           arg_max({'content_hash': content_hash, 'version_at': version_at}, import_no) AS version
    FROM read_parquet($files, union_by_name = true)
    WHERE change IN ('new', 'updated')
    GROUP BY ALL
"""

_JUDGE = """
    SELECT CASE
        WHEN l.version IS NULL THEN 'new'
        WHEN l.version.content_hash = a.content_hash THEN 'unchanged'
        WHEN a.version_at < l.version.version_at THEN 'older'
        ELSE 'updated'
    END AS change
    FROM arriving a LEFT JOIN latest l USING (source, complaint_id)
    ORDER BY a.row
"""

_NEWEST = "SELECT arg_max(row, import_no) AS row FROM versions GROUP BY source, complaint_id"

# Versions in the order in which the source made them. Those that were current follow each other; one that arrived
# late (`older`) is placed by its own last event.
_RECEPTION = """
    WITH versions AS (
        SELECT source, complaint_id, import_no, change, version_at, {names}
        FROM read_parquet($files, union_by_name = true) WHERE change != 'unchanged'
    ),
    revised AS (SELECT DISTINCT source, complaint_id FROM versions WHERE change IN ('updated', 'older')),
    placed AS (
        SELECT versions.*, CASE WHEN change = 'older' THEN version_at ELSE coalesce(
            max(version_at) FILTER (change != 'older') OVER (PARTITION BY source, complaint_id ORDER BY import_no),
            TIMESTAMP '-infinity') END AS place
        FROM versions SEMI JOIN revised USING (source, complaint_id)
    ),
    first AS (SELECT source, complaint_id, {firsts} FROM placed GROUP BY ALL)
    SELECT {thens} FROM complaints LEFT JOIN first USING (source, complaint_id) ORDER BY row
"""

_LOSSES = """
    WITH latest AS (
        SELECT * FROM read_parquet($files, union_by_name = true) WHERE change IN ('new', 'updated')
        QUALIFY row_number() OVER (PARTITION BY source, complaint_id ORDER BY import_no DESC) = 1
    )
    SELECT count(*), max(l.import_no), {counts}
    FROM latest l SEMI JOIN updated USING (source, complaint_id)
    WHERE {any}
"""

_SUPERSEDED = """
    WITH latest AS (SELECT source, complaint_id, version.content_hash AS now FROM ({latest}))
    SELECT count(*) FROM read_parquet($file) f JOIN latest USING (source, complaint_id)
    WHERE f.change != 'older' AND f.content_hash != latest.now
"""


def judge(accepted: pa.Table, earlier: Sequence[Path], *, trust_last_event: bool) -> pa.Table:
    """`accepted` with `change` and `version_at`, the changed rows first."""
    at = accepted["last_event_at"] if trust_last_event else pa.nulls(len(accepted), pa.timestamp("us"))
    table = accepted.append_column("version_at", at)
    change = _changes(table, earlier) if earlier else pa.repeat(pa.scalar("new"), len(table))
    # Changed rows first: readers of current versions skip the row groups that hold none.
    return in_order(table.append_column("change", change), ("change", "complaint_id"))


def in_order(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """The rows ordered by these columns; the table itself where they are."""
    varying = [name for name in names if pc.count_distinct(table[name]).as_py() > 1]
    if len(varying) == 1 and pc.all(pc.less_equal(table[varying[0]][:-1], table[varying[0]][1:])).as_py():
        return table
    return table.sort_by([(name, "ascending") for name in varying]) if varying else table


def _changes(table: pa.Table, earlier: Sequence[Path]) -> pa.ChunkedArray:
    with duckdb.connect() as connection:
        names = ["source", "complaint_id", "content_hash", "version_at"]
        connection.register("arriving", _numbered(table.select(names)))
        latest = connection.sql(_LATEST, params={"files": _names(earlier)})
        latest.create("latest")
        return connection.sql(_JUDGE).to_arrow_table()["change"]


def losses(judged: pa.Table, earlier: Sequence[Path], columns: Sequence[str]) -> tuple[int, int, dict[str, int]]:
    """Updated complaints that have a value in one of the columns now: how many, the last import that gave one, and
    how many for each column."""
    counts = ", ".join(f"count(l.{name})" for name in columns)
    held = " OR ".join(f"l.{name} IS NOT NULL" for name in columns)
    with duckdb.connect() as connection:
        updated = judged.filter(pc.equal(judged["change"], "updated")).select(["source", "complaint_id"])
        connection.register("updated", updated)
        asked = _LOSSES.format(counts=counts, any=held)
        found = connection.execute(asked, {"files": _names(earlier)}).fetchone() or (0, 0)
    return found[0], found[1], dict(zip(columns, found[2:], strict=True))


def superseded(file: Path, files: Sequence[Path]) -> int:
    """How many complaints of an import have another version now than the one it held."""
    asked = _SUPERSEDED.format(latest=_LATEST)
    with duckdb.connect() as connection:
        found = connection.execute(asked, {"file": str(file), "files": _names(files)}).fetchone()
    return int(found[0]) if found else 0


def current(files: Sequence[Path], columns: Sequence[str], arrived: pa.Table | None = None) -> pa.Table:
    """The current version of every complaint in those imports, in no order; of the columns, those that any has.

    `arrived` are the accepted rows of one more import, still in memory.
    """
    needed = {*columns, "source", "complaint_id", "import_no", "change"}
    read = [_changed(dataset(path), needed) for path in files]
    if arrived is not None:
        read.append(_changed(arrived, needed))
    versions = pa.concat_tables(read, promote_options="default")
    if pc.any(pc.equal(versions["change"], "updated")).as_py():
        keys = _numbered(versions.select(["source", "complaint_id", "import_no"]))
        versions = versions.take(query(_NEWEST, versions=keys)["row"])
    return versions.select([name for name in columns if name in versions.column_names])


def _changed(rows: pa.Table | Dataset, columns: Collection[str]) -> pa.Table:
    there = [name for name in rows.schema.names if name in columns]
    changed = pc.field("change").isin(["new", "updated"])
    if isinstance(rows, Dataset):
        return rows.to_table(columns=there, filter=changed)
    return rows.select(there).filter(changed)


def at_reception(complaints: pa.Table, files: Sequence[Path], columns: Sequence[str]) -> pa.Table:
    """`<column>_then` of each complaint, row for row: its value in the first version in those imports that has one.

    Null for complaints with one version.
    """
    firsts = (f"first({one} ORDER BY place, import_no) FILTER ({one} IS NOT NULL) AS {one}_then" for one in columns)
    thens = ", ".join(f"{one}_then" for one in columns)
    asked = _RECEPTION.format(names=", ".join(columns), firsts=", ".join(firsts), thens=thens)
    with duckdb.connect() as connection:
        connection.register("complaints", _numbered(complaints.select(["source", "complaint_id"])))
        return connection.sql(asked, params={"files": _names(files)}).to_arrow_table()


def _numbered(table: pa.Table) -> pa.Table:
    return table.append_column("row", pa.array(np.arange(len(table))))


def _names(files: Sequence[Path]) -> list[str]:
    return [str(path) for path in files]
