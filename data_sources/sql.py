"""A private, locked in-memory DuckDB over Arrow tables. Values are bound or quoted here, never pasted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import duckdb
import pyarrow as pa


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def query(sql: str, params: Sequence[object] = (), **tables: pa.Table) -> pa.Table:
    """The result of one query over the named tables, on a cursor of its own: one is never shared by threads."""
    cursor = _database().cursor()
    try:
        for name, table in tables.items():
            cursor.register(name, table)
        return cursor.sql(sql, params=list(params)).to_arrow_table()
    finally:
        cursor.close()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """Nothing outside memory is reachable from it, and dates are UTC."""
    database = duckdb.connect(config={"enable_external_access": "false", "autoload_known_extensions": "false"})
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    database.execute("SET lock_configuration = true")
    return database
