"""Many rows of one complaint become one: event logs are folded, repetitions counted, contradictions listed.

Every choice depends on content only, never on the order of the lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.canonical import ADDED, BOOKKEEPING, SCHEMA
from data_sources.sql import identifier, literal, query

HASH = "content_hash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Row indexes of the table that was folded."""

    kept: pa.Array
    duplicate: int
    earlier_events: int
    conflicts: tuple[tuple[int, str], ...]
    """Losing rows and, for each, the complaint it contradicts."""


def content_hashes(table: pa.Table) -> pa.Array:
    """SHA-256 over all canonical values of each row; the zone and the date-only marks are bookkeeping.

    A column that was added counts where it is filled: a complaint that has none keeps the hash it was stored with.
    """
    first = (_as_text(field) for field in SCHEMA if field.name not in (*BOOKKEEPING, *ADDED))
    added = (f"{literal(name + '=')} || {identifier(name)}::VARCHAR" for name in ADDED)
    parts = ", ".join((*first, *added))
    return query(f"SELECT sha256(concat_ws(chr(31), {parts})) AS h FROM complaints", complaints=table)["h"]  # noqa: S608


def fold(table: pa.Table, ranks: Sequence[pa.Array] | None = None) -> Folded:
    """One row per complaint. With `ranks` the table is an event log, the greatest being the latest event."""
    columns = {
        "source": table["source"],
        "id": table["complaint_id"],
        "last": table["last_event_at"],
        "hash": table[HASH],
    }
    columns |= {f"rank{n}": rank for n, rank in enumerate(ranks or ())}
    order = [f"rank{n} DESC NULLS LAST" for n in range(len(ranks or ()))] or ["last DESC NULLS LAST"]
    ranked = _ranked(pa.table(columns), ", ".join([*order, "hash DESC"]))
    return _folded_log(ranked) if ranks else _folded_table(ranked)


def _ranked(table: pa.Table, order: str) -> pa.Table:
    table = table.append_column("row", pa.array(range(table.num_rows), pa.int64()))
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


def _as_text(field: pa.Field) -> str:
    name = identifier(field.name)
    value = f"epoch_us({name})" if pa.types.is_timestamp(field.type) else name
    return f"coalesce({value}::VARCHAR, chr(1))"
