"""The current version of every complaint as known at an import: one table for people, one for figures.

Lines hold every canonical column, dates as local date-times of the source's zone, and no personal data. Days hold
what `kpi.facts` needs; see `store.days`.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data_sources.canonical import COLUMNS, MILESTONES, SCHEMA
from kpi.facts import AT_RECEPTION
from store import history, supplied, versions
from store.days import PAST, days
from store.home import Store
from store.tables import Import

LINES_VERSION = 3
BOOKKEEPING = (pa.field("source_line", pa.int64()), pa.field("import_no", pa.int64()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """`table` for people, `days` for `kpi.facts.build_facts`, row for row; and what is known of each source."""

    table: pa.Table
    days: pa.Table
    sources: dict[str, dict[str, Any]]


def current_lines(store: Store, number: int) -> Lines:
    """Every complaint as known at import `number`, ordered by source and identifier."""
    known = history.imports(store, until=number)
    with duckdb.connect(config={"temp_directory": tempfile.gettempdir()}) as connection:
        _load(connection, history.accepted_files(store, known))
        _tell(connection, store, known)
        _look_back(connection, history.version_files(store, known) if history.revised(known) else [])
        sources = _sources(connection, known)
        local = connection.table("local").order("source, complaint_id")
        table = local.select(*SCHEMA.names, *(one.name for one in BOOKKEEPING)).to_arrow_table()
        return Lines(table=table, days=days(connection), sources=sources)


def no_days() -> pa.Table:
    """What `kpi.facts.build_facts` reads of a store without complaints."""
    with duckdb.connect() as connection:
        _load(connection, [])
        supplied.flag(connection, (), [])
        _look_back(connection, [])
        return days(connection)


def _load(connection: duckdb.DuckDBPyConnection, paths: list[Path]) -> None:
    """Make the table `local`: current versions with their milestones on the clock of their source.

    A canonical column that is younger than the imports is null.
    """
    empty = connection.from_arrow(pa.schema([*SCHEMA, *BOOKKEEPING]).empty_table())
    current = versions.current(connection, paths) if paths else empty
    kinds = dict(zip(empty.columns, empty.types, strict=True))
    younger = (f"CAST(NULL AS {kinds[name]}) AS {name}" for name in SCHEMA.names if name not in current.columns)
    clocks = ", ".join(f"timezone(timezone, {name} AT TIME ZONE 'UTC') AS {name}" for name in MILESTONES)
    current.project(", ".join((f"* REPLACE ({clocks})", *younger))).create("local")


def _tell(connection: duckdb.DuckDBPyConnection, store: Store, known: tuple[Import, ...]) -> None:
    brought = [row[0] for row in connection.table("local").unique("import_no").fetchall()]
    again = supplied.restating(known, brought)
    supplied.flag(connection, known, [history.accepted_file(store, one) for one in again])


def _look_back(connection: duckdb.DuckDBPyConnection, files: list[Path]) -> None:
    """Make the table `reception`: what complaints with several versions, all in those files, were when received."""
    if files:
        found = versions.at_reception(connection, files, AT_RECEPTION)
    else:
        none = ", ".join(f"{name} AS {name}_then" for name in AT_RECEPTION)
        found = connection.table("local").project(f"source, complaint_id, {none}").limit(0)
    found.create("reception")


def _sources(connection: duckdb.DuckDBPyConnection, known: tuple[Import, ...]) -> dict[str, dict[str, Any]]:
    """What is known of each source: by all imports under the profiles that brought its complaints."""
    by_number = {one.number: one for one in known}
    last_day = f"max(CAST(greatest({', '.join(PAST)}) AS DATE))"
    without = ", ".join(f"count(*) FILTER (NOT {flag})" for flag in supplied.MISSED)
    counts = f"source, list(DISTINCT import_no), count(*), {last_day}, {without}"
    flagged = connection.sql("FROM local JOIN told USING (source, complaint_id)")
    counted = flagged.aggregate(counts, "source").order("source")
    found = {}
    for source, numbers, count, last, *silent in counted.fetchall():
        profiles = {by_number[number].source for number in numbers}
        told = _source([one for one in known if one.source in profiles])
        lacking = {supplied.FLAGS[flag]: lost for flag, lost in zip(supplied.MISSED, silent, strict=True) if lost}
        found[source] = {
            **told,
            "complaints": count,
            "without": lacking,
            "last_event": last.isoformat() if last else None,
        }
    return found


def _source(imports: list[Import]) -> dict[str, Any]:
    """`supplies`: the columns of any of its files. `without`, beside it: complaints whose own file had none."""
    newest, given = imports[-1], {name for one in imports for name in one.supplies}
    return {
        "supplies": [name for name in COLUMNS if name in given],
        "timezone": newest.timezone,
        "imported_at": newest.imported_at.isoformat(),
    }
