"""Takes values from the drivers as the server writes them, before any type of Python can lose something.

A date of 0000-00-00, infinity or 44 BC is no date to Python, ZEROFILL and the scale of a number are lost on the way:
as text they arrive, and what can't be used is set aside row by row instead of stopping the import.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from data_sources.databases.cells import column_of_text

Reader = Callable[[Sequence[object]], pa.Array]

_READ_BY_PYTHON = {"bool", "int2", "int4", "int8", "float4", "float8"}
_PG_TIMETZ, _PG_TIMESTAMP, _PG_TIMESTAMPTZ = 1266, 1114, 1184
_MY_TIMESTAMP, _MY_DATETIME, _MY_BIT = 7, 12, 16
_MOMENT = r"^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])) (\d{2}:\d{2}:\d{2}(?:\.\d+)?)((?:[+-]\d{2}:\d{2})?)$"
_HOUR_ALONE = r"([+-]\d{2})$"


def as_text(link: Connection) -> None:
    """From here on this link gives text wherever its driver can; for what is asked in the end, not for inspection."""
    driver: Any = link.connection.driver_connection
    match link.dialect.driver:
        case "psycopg":
            _psycopg_as_text(driver)
        case "pymysql":
            driver.decoders = {}


def abandon(link: Connection, cursor: Any) -> None:  # noqa: ANN401 (cursors of drivers have no common type)
    """Leave a result that isn't read to its end. PyMySQL would read all the rest of it first, or fail doing so."""
    if link.dialect.driver == "pymysql":
        rest: Any = getattr(cursor, "_result", None)
        if rest is not None:
            rest.unbuffered_active = False
        driver: Any = link.connection.driver_connection if not link.invalidated else None
        if driver is not None:
            driver._force_close()


def readers(link: Connection, description: Sequence[Sequence[Any]]) -> list[Reader]:
    """How each column of a result becomes a column of text."""
    known = _READERS.get(link.dialect.driver, {})
    return [known.get(column[1], column_of_text) for column in description]


def _psycopg_as_text(driver: Any) -> None:  # noqa: ANN401 (a driver that may not be installed has no type)
    from psycopg.types.string import TextLoader

    for known in driver.adapters.types:
        if known.name not in _READ_BY_PYTHON:
            driver.adapters.register_loader(known.oid, TextLoader)


def _moments(values: Sequence[object]) -> pa.Array:
    return pc.replace_substring_regex(column_of_text(values), _MOMENT, r"\1T\2\3")


def _with_offset(values: Sequence[object]) -> pa.Array:
    """PostgreSQL writes +00, where ISO 8601 wants +00:00."""
    return pc.replace_substring_regex(column_of_text(values), _HOUR_ALONE, r"\1:00")


def _moments_with_offset(values: Sequence[object]) -> pa.Array:
    return pc.replace_substring_regex(_with_offset(values), _MOMENT, r"\1T\2\3")


def _moments_in_utc(values: Sequence[object]) -> pa.Array:
    """The session's zone being UTC."""
    return pc.replace_substring_regex(column_of_text(values), _MOMENT, r"\1T\2+00:00")


def _bits(values: Sequence[object]) -> pa.Array:
    numbers = [str(int.from_bytes(value)) if isinstance(value, bytes) else value for value in values]
    return column_of_text(numbers)


_READERS: dict[str, dict[int, Reader]] = {
    "psycopg": {_PG_TIMESTAMP: _moments, _PG_TIMESTAMPTZ: _moments_with_offset, _PG_TIMETZ: _with_offset},
    "pymysql": {_MY_DATETIME: _moments, _MY_TIMESTAMP: _moments_in_utc, _MY_BIT: _bits},
}
