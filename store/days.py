"""Complaints as `kpi.facts` reads them: local days and minutes, what they were at the reception, what was supplied."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.canonical import MILESTONES
from kpi.facts import AT_RECEPTION, INPUT
from kpi.judging import TIMED

PAST = [name for name in MILESTONES if name not in ("sent_at", "promised_at", "mediator_at")]


def days(local: pa.Table, told: pa.Table, then: pa.Table | None) -> pa.Table:
    """The columns of `kpi.facts.INPUT`, row for row.

    From `local` (current versions, milestones on their source's clock), `told` (what was supplied) and `then`
    (`*_then` of complaints with several versions, if there are any).
    """
    known = {**_columns(local), **_columns(told), **_local_days(local), **_minutes(local), **_at_reception(local, then)}
    return pa.table({name: known[name] for name in INPUT})


def _columns(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    return {name: table[name] for name in table.column_names}


def _local_days(local: pa.Table) -> dict[str, pa.ChunkedArray]:
    """Days since 1970-01-01. The last event follows from the past ones: a source touches complaints in bulk."""
    found = {name.removesuffix("_at"): local[name].cast(pa.date32()).cast(pa.int32()) for name in MILESTONES}
    past = [found[name.removesuffix("_at")] for name in PAST]
    return {**found, "last_event": pc.max_element_wise(*past)}


def _minutes(local: pa.Table) -> dict[str, pa.ChunkedArray]:
    """Minutes of the local day; null where the row has a date without a time."""
    dated = pc.binary_join_element_wise(",", pc.fill_null(local["date_only"], ""), ",", "")
    found = {}
    for name in TIMED:
        moments = local[f"{name}_at"]
        minute = pc.add(pc.multiply(pc.hour(moments), 60), pc.minute(moments)).cast(pa.int16())
        day_alone = pc.match_substring(dated, f",{name}_at,")
        found[f"{name}_minute"] = pc.if_else(day_alone, pa.scalar(None, pa.int16()), minute)
    return found


def _at_reception(local: pa.Table, then: pa.Table | None) -> dict[str, pa.ChunkedArray]:
    """A complaint with one version was what it is."""
    if then is None:
        return {f"{name}_then": local[name] for name in AT_RECEPTION}
    return {f"{name}_then": pc.coalesce(then[f"{name}_then"], local[name]) for name in AT_RECEPTION}
