"""Many rows of one complaint become one: event logs are folded, repetitions counted, contradictions listed.

Every choice depends on content only, never on the order of the lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.canonical import ADDED, BOOKKEEPING, SCHEMA
from data_sources.sql import query

HASH = "content_hash"
_HASHED = [field for field in SCHEMA if field.name not in (*BOOKKEEPING, *ADDED)]
_GAP, _ABSENT = "\x1f", "\x01"
_SLICE = 500_000
"""Rows whose texts are held at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Row indexes of the table that was folded."""

    kept: pa.Array
    duplicate: int
    earlier_events: int
    conflicts: tuple[tuple[int, str], ...]
    """Losing rows and, for each, the complaint it contradicts."""


def content_hashes(table: pa.Table) -> pa.ChunkedArray:
    """SHA-256 over all canonical values of each row; the zone and the date-only marks are bookkeeping.

    A column that was added counts where it is filled: a complaint that has none keeps the hash it was stored with.
    """
    texts = [_row_texts(table.slice(start, _SLICE)) for start in range(0, len(table), _SLICE)]
    rows = pa.table({"text": pa.chunked_array(texts, pa.string())})
    return query("SELECT sha256(text) AS hash FROM complaints", complaints=rows)["hash"]


def _row_texts(table: pa.Table) -> pa.Array:
    """One text per row: its values in the order of the schema, then what was added. Empty columns cost nothing."""
    parts: list[pa.Array | pa.Scalar] = []
    for filled, fields in groupby(_HASHED, lambda field: table[field.name].null_count < len(table)):
        texts = [_texts(table[field.name]).fill_null(_ABSENT) if filled else _ABSENT for field in fields]
        parts += texts if filled else [_GAP.join(texts)]
    row: pa.Array = pc.binary_join_element_wise(*parts, _GAP)
    for name in (name for name in ADDED if table[name].null_count < len(table)):
        added = pc.binary_join_element_wise(f"{_GAP}{name}=", _texts(table[name]).fill_null(""), "")
        row = pc.binary_join_element_wise(row, pc.if_else(table[name].combine_chunks().is_valid(), added, ""), "")
    return row


def _texts(column: pa.ChunkedArray) -> pa.Array:
    """Values as DuckDB writes them, moments as microseconds."""
    values = column.combine_chunks()
    if pa.types.is_timestamp(values.type):
        return values.cast(pa.int64()).cast(pa.string())
    if pa.types.is_string(values.type):
        return values
    distinct = values.dictionary_encode()
    written = query("SELECT value::VARCHAR AS text FROM words", words=pa.table({"value": distinct.dictionary}))
    return written["text"].combine_chunks().take(distinct.indices)


def fold(table: pa.Table, ranks: Sequence[pa.Array] | None = None) -> Folded:
    """One row per complaint. With `ranks` the table is an event log, the greatest being the latest event."""
    if pc.count_distinct(table["complaint_id"]).as_py() == len(table):
        return Folded(kept=pa.array(np.arange(len(table))), duplicate=0, earlier_events=0, conflicts=())
    return _fold_repeated(table, ranks or ())


def _fold_repeated(table: pa.Table, ranks: Sequence[pa.Array]) -> Folded:
    columns = {
        "source": table["source"],
        "id": table["complaint_id"],
        "last": table["last_event_at"],
        "hash": table[HASH],
    }
    columns |= {f"rank{n}": rank for n, rank in enumerate(ranks)}
    order = [f"rank{n} DESC NULLS LAST" for n in range(len(ranks))] or ["last DESC NULLS LAST"]
    ranked = _ranked(pa.table(columns), ", ".join([*order, "hash DESC"]))
    return _folded_log(ranked) if ranks else _folded_table(ranked)


def _ranked(table: pa.Table, order: str) -> pa.Table:
    table = table.append_column("row", pa.array(np.arange(table.num_rows)))
    sql = f"""
        SELECT row, id, place, copy FROM (
            SELECT row, id,
                   row_number() OVER (PARTITION BY source, id ORDER BY {order}, row) AS place,
                   row_number() OVER (PARTITION BY source, id, hash ORDER BY {order}, row) AS copy
            FROM versions)
        ORDER BY row
    """  # noqa: S608
    return query(sql, versions=table)


def _folded_log(ranked: pa.Table) -> Folded:
    latest = pc.equal(ranked["place"], 1)
    kept = ranked["row"].filter(latest).combine_chunks()
    earlier = ranked.num_rows - len(kept)
    return Folded(kept=kept, duplicate=earlier, earlier_events=earlier, conflicts=())


def _folded_table(ranked: pa.Table) -> Folded:
    """The winner stays; the same content again is a duplicate, other content a conflict."""
    winner = pc.equal(ranked["place"], 1)
    copies = pc.greater(ranked["copy"], 1)
    losing = ranked.filter(pc.invert(pc.or_(winner, copies)))
    return Folded(
        kept=ranked["row"].filter(winner).combine_chunks(),
        duplicate=pc.sum(copies).as_py() or 0,
        earlier_events=0,
        conflicts=tuple(zip(losing["row"].to_pylist(), losing["id"].to_pylist(), strict=True)),
    )
