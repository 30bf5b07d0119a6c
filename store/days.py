"""Complaints as `kpi.facts` reads them: local days and minutes, what they were at the reception, what was supplied."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from data_sources.canonical import COLUMNS, MILESTONES
from kpi.facts import AT_RECEPTION, INPUT
from kpi.judging import TIMED
from store.supplied import FLAGS

PAST = [name for name in MILESTONES if name not in ("sent_at", "promised_at", "mediator_at")]

_DAYS = """
    SELECT {columns}
    FROM local JOIN told USING (source, complaint_id) LEFT JOIN reception USING (source, complaint_id)
    ORDER BY source, complaint_id
"""


def days(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The columns of `kpi.facts.INPUT`, ordered by source and identifier.

    From the tables `local` (current versions, milestones on their source's clock), `told` (what was supplied) and
    `reception` (`*_then` of complaints with several versions).
    """
    named = {name: f'"{name}"' for name in (*COLUMNS, *FLAGS)}
    known = {**named, **_local_days(), **_minutes(), **_at_reception()}
    columns = ", ".join(f"{known[name]} AS {name}" for name in INPUT)
    return connection.sql(_DAYS.format(columns=columns)).to_arrow_table()


def _local_days() -> dict[str, str]:
    """Days since 1970-01-01. The last event follows from the past ones: a source touches complaints in bulk."""
    moments = {name.removesuffix("_at"): name for name in MILESTONES}
    moments["last_event"] = f"greatest({', '.join(PAST)})"
    return {
        name: f"CAST(date_diff('day', DATE '1970-01-01', CAST({moment} AS DATE)) AS INTEGER)"
        for name, moment in moments.items()
    }


def _minutes() -> dict[str, str]:
    """Minutes of the local day; null where the row has a date without a time."""
    return {
        f"{name}_minute": f"CASE WHEN NOT contains(concat(',', date_only, ','), ',{name}_at,') "
        f"THEN CAST(60 * hour({name}_at) + minute({name}_at) AS SMALLINT) END"
        for name in TIMED
    }


def _at_reception() -> dict[str, str]:
    """A complaint with one version was what it is."""
    return {f"{name}_then": f'coalesce({name}_then, "{name}")' for name in AT_RECEPTION}
