"""Versions of a complaint: what an import changes, and which version is current as known at an import.

A version is current from the import that brought it (`change` is new or updated) until the next such import. An
older version that arrives later is stored as `older` and never becomes current. Which of two versions is older is
told by the source's own last event, where its profile maps it; else the later import wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

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

_CURRENT = """
    WITH versions AS (
        SELECT * FROM read_parquet($files, union_by_name = true) WHERE change IN ('new', 'updated')
    ),
    newest AS (SELECT source, complaint_id, max(import_no) AS import_no FROM versions GROUP BY ALL)
    SELECT versions.* FROM versions SEMI JOIN newest USING (source, complaint_id, import_no)
"""

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
    )
    SELECT source, complaint_id, {firsts} FROM placed GROUP BY ALL
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
    change = _changes(table, earlier) if earlier else pa.array(["new"] * len(table), pa.string())
    # Changed rows first: readers of current versions skip the row groups that hold none.
    return table.append_column("change", change).sort_by([("change", "ascending"), ("complaint_id", "ascending")])


def _changes(table: pa.Table, earlier: Sequence[Path]) -> pa.ChunkedArray:
    with duckdb.connect() as connection:
        names = ["source", "complaint_id", "content_hash", "version_at"]
        row = pa.array(range(len(table)), pa.int64())
        connection.register("arriving", table.select(names).append_column("row", row))
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


def current(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> duckdb.DuckDBPyRelation:
    """The current version of every complaint in those imports, in no order."""
    return connection.sql(_CURRENT, params={"files": _names(files)})


def at_reception(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path], columns: Sequence[str]
) -> duckdb.DuckDBPyRelation:
    """Of complaints with several versions in those imports: `<column>_then`, its value in the first that has one."""
    firsts = (f"first({one} ORDER BY place, import_no) FILTER ({one} IS NOT NULL) AS {one}_then" for one in columns)
    asked = _RECEPTION.format(names=", ".join(columns), firsts=", ".join(firsts))
    return connection.sql(asked, params={"files": _names(files)})


def _names(files: Sequence[Path]) -> list[str]:
    return [str(path) for path in files]
