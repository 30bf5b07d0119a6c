"""A link to a database on which nothing can be written, nothing waits for ever, and one state is seen throughout."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine

from data_sources.databases.addresses import missing_driver
from data_sources.errors import SourceError, did_you_mean

CONNECT_SECONDS = 10
GRACE_SECONDS = 30
"""How much longer than the server's own time-out a silent MariaDB is listened to."""

_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_STEPS = 1_000


@contextmanager
def read_only(url: URL, timeout: float, source: str) -> Iterator[Connection]:
    """A connection in one transaction that can't write, given back without a trace. `timeout` in seconds."""
    try:
        engine = _engine(url, timeout, source)
    except ImportError as error:
        raise missing_driver(url, error, source) from None
    try:
        with engine.connect() as link:
            yield _prepared(link, timeout)
    finally:
        engine.dispose()


def _engine(url: URL, timeout: float, source: str) -> Engine:
    settings: dict[str, Any] = {"poolclass": NullPool, "hide_parameters": True}
    match url.get_backend_name():
        case "sqlite":
            path = _file(url, source)
            return create_engine("sqlite://", creator=lambda: _opened(path, timeout), **settings)
        case "postgresql":
            settings["connect_args"] = {"connect_timeout": CONNECT_SECONDS, **_ALIVE}
        case "mysql" | "mariadb" if url.get_driver_name() == "pymysql":
            settings["connect_args"] = {"connect_timeout": CONNECT_SECONDS, "read_timeout": CONNECT_SECONDS}
            if url.password is not None:  # as text PyMySQL would send it in Latin-1
                settings["connect_args"]["password"] = str(url.password).encode()
    return create_engine(url, **settings)


def _prepared(link: Connection, timeout: float) -> Connection:
    match link.dialect.name:
        case "postgresql":
            return _postgresql(link, timeout)
        case "mysql" | "mariadb" if link.dialect.driver == "pymysql":
            return _mysql(link, timeout)
    return link


def _postgresql(link: Connection, timeout: float) -> Connection:
    """Everything belongs to the one transaction: behind a pooler, a setting of the session would reach the next one
    to use it."""
    link = link.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    for setting in (
        f"statement_timeout = {max(1, int(timeout * 1000))}",
        "TimeZone = 'UTC'",
        "DateStyle = 'ISO'",
        "IntervalStyle = 'iso_8601'",
        "extra_float_digits = 1",
    ):
        link.exec_driver_sql(f"SET LOCAL {setting}")
    return link


def _mysql(link: Connection, timeout: float) -> Connection:
    link = link.execution_options(isolation_level="REPEATABLE READ")
    mariadb = bool(getattr(link.dialect, "is_mariadb", False))
    limit = f"max_statement_time = {timeout}" if mariadb else f"max_execution_time = {max(1, int(timeout * 1000))}"
    for setting in (
        "TRANSACTION READ ONLY",
        limit,
        f"lock_wait_timeout = {max(1, int(timeout))}",
        "time_zone = '+00:00'",
    ):
        link.exec_driver_sql(f"SET SESSION {setting}")
    link.rollback()
    driver: Any = link.connection.driver_connection
    driver._read_timeout = timeout + GRACE_SECONDS  # until here that of the greeting, which PyMySQL has no other for
    return link


def _file(url: URL, source: str) -> Path:
    path = Path(url.database or "")
    if not path.is_file():
        beside = sorted(each.name for each in path.parent.glob("*") if each.is_file()) if url.database else []
        raise SourceError(
            f"{source}: no SQLite file {path}; {did_you_mean(path.name, beside)}. "
            "Correct the URL: sqlite:////absolute/path/file.db."
        )
    return path.resolve()


def _opened(path: Path, timeout: float) -> sqlite3.Connection:
    """The file, never written to; whatever it is asked ends after `timeout` seconds, waiting for a lock included."""
    link = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=timeout, check_same_thread=False)
    deadline = time.monotonic() + timeout
    link.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    link.text_factory = _text
    return link


def _text(data: bytes) -> str | bytes:
    """Text, or the bytes themselves where they are none: SQLite takes in what it is given."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data
