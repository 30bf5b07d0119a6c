"""A private, locked in-memory DuckDB over Arrow tables. Values are bound or quoted here, never pasted."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def query(sql: str, params: Sequence[object] = (), **tables: pa.Table) -> pa.Table:
    """The result of one query over the named tables; dates are UTC, nothing outside memory is reachable."""
    connection = duckdb.connect(config={"enable_external_access": "false", "autoload_known_extensions": "false"})
    try:
        connection.execute("SET TimeZone='UTC'")
        for name, table in tables.items():
            connection.register(name, table)
        return connection.sql(sql, params=list(params)).to_arrow_table()
    finally:
        connection.close()
