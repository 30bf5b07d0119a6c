"""The current version of every complaint as known at an import: one table for people, one for figures.

Lines hold every canonical column, dates as local date-times of the source's zone, and no personal data. Days hold
what `kpi.facts` needs; see `store.days`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.canonical import COLUMNS, MILESTONES, SCHEMA
from data_sources.sql import query
from data_sources.zones import on_the_clock
from kpi.facts import AT_RECEPTION
from store import history, supplied, versions
from store.days import days
from store.home import Store
from store.tables import Import

LINES_VERSION = 3
BOOKKEEPING = (pa.field("source_line", pa.int64()), pa.field("import_no", pa.int64()))
COLUMNS_KEPT = pa.schema([*(one.remove_metadata() for one in SCHEMA), *BOOKKEEPING])


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """`table` for people, `days` for `kpi.facts.build_facts`, row for row; and what is known of each source."""

    table: pa.Table
    days: pa.Table
    sources: dict[str, dict[str, Any]]


def current_lines(store: Store, number: int, arrived: pa.Table | None = None) -> Lines:
    """Every complaint as known at import `number`, ordered by source and identifier.

    `arrived`, where they are still in memory, are the accepted rows of that import.
    """
    known = history.imports(store, until=number)
    files = history.accepted_files(store, known if arrived is None else known[:-1])
    some = files or arrived is not None
    current = versions.current(files, COLUMNS_KEPT.names, arrived) if some else COLUMNS_KEPT.empty_table()
    table = _on_the_clock(versions.in_order(_widened(current), ("source", "complaint_id")))
    told = _told(store, known, table)
    then = None
    if history.revised(known):
        then = versions.at_reception(table, history.version_files(store, known), AT_RECEPTION)
    made = days(table, told, then)
    return Lines(table=table, days=made, sources=_sources(table, told, made, known))


def no_days() -> pa.Table:
    """What `kpi.facts.build_facts` reads of a store without complaints."""
    empty = COLUMNS_KEPT.empty_table()
    return days(empty, supplied.told(empty, (), []), None)


def _widened(current: pa.Table) -> pa.Table:
    """All columns in their order; one that is younger than the imports is null."""
    there = set(current.column_names)
    columns = [current[one.name] if one.name in there else pa.nulls(len(current), one.type) for one in COLUMNS_KEPT]
    return pa.table(columns, schema=COLUMNS_KEPT)


def _on_the_clock(table: pa.Table) -> pa.Table:
    """Milestones as the clocks of their sources show them."""
    zones = table["timezone"].combine_chunks()
    for name in (name for name in MILESTONES if table[name].null_count < len(table)):
        shown = moments = table[name].combine_chunks()
        for zone in zones.unique().to_pylist():
            shown = pc.if_else(pc.equal(zones, zone), on_the_clock(moments, zone), shown)
        table = table.set_column(table.column_names.index(name), table.field(name), shown)
    return table


def _told(store: Store, known: tuple[Import, ...], table: pa.Table) -> pa.Table:
    again = supplied.restating(known, table["import_no"].unique().to_pylist())
    return supplied.told(table, known, [history.accepted_file(store, one) for one in again])


def _sources(table: pa.Table, told: pa.Table, made: pa.Table, known: tuple[Import, ...]) -> dict[str, dict[str, Any]]:
    """What is known of each source: by all imports under the profiles that brought its complaints."""
    by_number = {one.number: one for one in known}
    counted = {
        **{name: table[name] for name in ("source", "import_no")},
        **{name: told[name] for name in supplied.MISSED},
        "last_event": made["last_event"],
    }
    found = {}
    for source, numbers, count, last, *silent in _counted(pa.table(counted)):
        profiles = {by_number[number].source for number in numbers}
        lacking = {supplied.FLAGS[flag]: lost for flag, lost in zip(supplied.MISSED, silent, strict=True) if lost}
        found[source] = {
            **_source([one for one in known if one.source in profiles]),
            "complaints": count,
            "without": lacking,
            "last_event": last.isoformat() if last else None,
        }
    return found


def _counted(complaints: pa.Table) -> Iterator[tuple[Any, ...]]:
    without = ", ".join(f"count(*) FILTER (NOT {flag}) AS {flag}" for flag in supplied.MISSED)
    last = "(DATE '1970-01-01' + max(last_event))::DATE AS last_event"
    sql = f"SELECT source, list(DISTINCT import_no) AS numbers, count(*) AS count, {last}, {without}"
    rows = query(f"{sql} FROM complaints GROUP BY source ORDER BY source", complaints=complaints)
    return zip(*rows.to_pydict().values(), strict=True)


def _source(imports: list[Import]) -> dict[str, Any]:
    """`supplies`: the columns of any of its files. `without`, beside it: complaints whose own file had none."""
    newest, given = imports[-1], {name for one in imports for name in one.supplies}
    return {
        "supplies": [name for name in COLUMNS if name in given],
        "timezone": newest.timezone,
        "imported_at": newest.imported_at.isoformat(),
    }
