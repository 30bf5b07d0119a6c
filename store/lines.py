"""The current version of every complaint as known at an import: one table for people, one for figures.

Lines hold every canonical column, dates as local date-times of the source's zone, and no personal data. Days hold
what `kpi.facts` needs, dates as local days since 1970-01-01.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.canonical import MILESTONES, SCHEMA
from kpi.facts import DIMENSIONS
from store import history, versions
from store.home import Store
from store.ledger import Import

LINES_VERSION = 1
PAST = [name for name in MILESTONES if name not in ("sent_at", "promised_at", "mediator_at")]
DAYS = [name.removesuffix("_at") for name in MILESTONES]


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
        sources = _sources(connection, known)
        local = connection.table("local").order("source, complaint_id")
        table = local.select(*SCHEMA.names, "source_line", "import_no").to_arrow_table()
        days = local.project(_day_columns()).to_arrow_table()
    return Lines(table=table, days=_flagged(days, sources), sources=sources)


def _load(connection: duckdb.DuckDBPyConnection, paths: list[Any]) -> None:
    """Make the table `local`: current versions with their milestones on the clock of their source."""
    empty = pa.schema([*SCHEMA, pa.field("source_line", pa.int64()), pa.field("import_no", pa.int64())]).empty_table()
    current = versions.current(connection, paths) if paths else connection.from_arrow(empty)
    clocks = ", ".join(f"timezone(timezone, {name} AT TIME ZONE 'UTC') AS {name}" for name in MILESTONES)
    current.project(f"* REPLACE ({clocks})").create("local")


def _day_columns() -> str:
    moments = {name.removesuffix("_at"): name for name in MILESTONES}
    moments["last_event"] = f"greatest({', '.join(PAST)})"
    days = (
        f"CAST(date_diff('day', DATE '1970-01-01', CAST({moment} AS DATE)) AS INTEGER) AS {name}"
        for name, moment in moments.items()
    )
    named = (f'"{name}"' for name in ("complaint_id", "source", "kind", *DIMENSIONS))
    return ", ".join((*named, *days))


def _sources(connection: duckdb.DuckDBPyConnection, known: tuple[Import, ...]) -> dict[str, dict[str, Any]]:
    """What is known of each source: from the last import under the profile that brought its complaints."""
    by_number = {one.number: one for one in known}
    last_of = {one.source: one for one in known}
    last_day = f"max(CAST(greatest({', '.join(PAST)}) AS DATE))"
    counted = connection.table("local").aggregate(f"source, import_no, count(*), {last_day}", "source, import_no")
    groups = defaultdict(list)
    for source, number, count, last in counted.order("source, import_no").fetchall():
        groups[source].append((last_of[by_number[number].source], count, last))
    return {source: _source(parts) for source, parts in groups.items()}


def _source(parts: list[tuple[Import, int, date | None]]) -> dict[str, Any]:
    newest = max((one for one, _, _ in parts), key=lambda one: one.number)
    last = max((day for _, _, day in parts if day), default=None)
    return {
        "supplies": newest.supplies,
        "timezone": newest.timezone,
        "complaints": sum(count for _, count, _ in parts),
        "last_event": last.isoformat() if last else None,
        "imported_at": newest.imported_at.isoformat(),
    }


def _flagged(days: pa.Table, sources: dict[str, dict[str, Any]]) -> pa.Table:
    """Whether the source of each complaint gives the date of a reply, and of a closing, at all."""
    for flag, column in (("supplies_reply", "replied_at"), ("supplies_close", "closed_at")):
        giving = pa.array([name for name, one in sources.items() if column in one["supplies"]], pa.string())
        days = days.append_column(flag, pc.is_in(days["source"], value_set=giving))
    return days
