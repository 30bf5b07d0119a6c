"""The complaints behind a figure, with every column a person may read."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kpi.days import EPOCH
from kpi.measure import Query, lines
from store.engine import open_facts
from store.publish import Published, check


def drill(published: Published, metric: str, part: str, query: Query) -> pa.Table:
    """One row for each line of the figure: the complaint's columns, then the rule, its promised dates, the state.

    `state` is on_time, late or running on the query's day; empty for a complaint without a promise.
    """
    check(published, "lines.parquet")
    facts = lines(open_facts(published), metric, part, query).collect("pyarrow").to_native()
    with duckdb.connect() as connection:
        connection.register("facts", facts)
        connection.register("known", pq.read_table(published.lines))
        return connection.sql(_JOINED, params={"epoch": EPOCH}).to_arrow_table()


_STATE = "CASE WHEN on_time THEN 'on_time' WHEN late THEN 'late' WHEN running THEN 'running' END AS state"
_DATES = ", ".join(f"$epoch + {name} AS {name}" for name in ("due", "ack_due", "renewed_due"))
_JOINED = f"""
SELECT known.*, facts.rule, {_DATES}, {_STATE}
FROM facts JOIN known USING (source, complaint_id)
ORDER BY known.received_at, source, complaint_id
"""  # noqa: S608 - fixed names only
