"""Opens published facts on an engine: DuckDB, pandas, or Spark (`store.spark`).

A DuckDB connection holds facts in memory and is locked: no file, no extension, no setting can be reached from a
page. Share it between threads by its cursors only, one for each script run.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow.parquet as pq

from kpi.facts import build_facts
from kpi.measure import Facts
from kpi.rules import load_rules
from store import spark
from store.errors import StoreError
from store.lines import no_days
from store.publish import Published, check

Engine = Literal["duckdb", "pandas", "spark"]
ENGINES: tuple[str, ...] = get_args(Engine)


def open_facts(
    published: Published, engine: Engine = "duckdb", connection: duckdb.DuckDBPyConnection | None = None
) -> Facts:
    """The facts; on DuckDB on a connection made by `connect` (or one of its cursors), or on one of their own."""
    if engine not in ENGINES:
        raise StoreError(f"no engine '{engine}'; there are {', '.join(ENGINES)}.")
    return Facts(frame=_frame(published, engine, connection), rules=published.rules)


def _frame(published: Published, engine: Engine, connection: duckdb.DuckDBPyConnection | None) -> nw.LazyFrame[Any]:
    if engine == "duckdb":
        return nw.from_native((connection or connect(published)).table(table_name(published)))
    check(published, "facts.parquet")
    if engine == "spark":
        return spark.read_facts(published.facts)
    frame: pd.DataFrame = pq.read_table(published.facts).to_pandas(types_mapper=pd.ArrowDtype)
    return nw.from_native(frame).lazy()


def no_facts(rules: str) -> Facts:
    """What an empty store knows: no complaint, under the rule set asked for."""
    found = load_rules(rules)
    empty = build_facts(no_days(), found)
    return Facts(frame=nw.from_native(empty.to_pandas(types_mapper=pd.ArrowDtype)).lazy(), rules=found)


def connect(*published: Published) -> duckdb.DuckDBPyConnection:
    """A locked in-memory connection that holds the facts of those folders, and nothing else."""
    connection = duckdb.connect()
    for one in published:
        check(one, "facts.parquet")
        connection.read_parquet(str(one.facts)).create(table_name(one))
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def open_lines(published: Published) -> nw.LazyFrame[duckdb.DuckDBPyRelation]:
    """Every canonical column of every complaint, for people to read; on a connection of its own."""
    check(published, "lines.parquet")
    relation = duckdb.connect().read_parquet(str(published.lines))
    return nw.from_native(relation)


def table_name(published: Published) -> str:
    """The name of a folder's facts on a shared connection."""
    return f"facts_{published.folder.name.replace('-', '_')}"
