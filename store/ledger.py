"""The ledger: a small SQL database whose rows are the commit points. SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from store.errors import BusyError, NoRoomError, StoreError, UnwritableError
from store.lock import PATIENCE_SECONDS, POLL_SECONDS

HEAD = "0003"
BEGIN = "vigie_begin"
WRITER = 0x56494749
LEAST_FREE = 1 << 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A ledger that can be read, and written one transaction at a time."""

    engine: Engine

    @property
    def name(self) -> str:
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self.plain_errors(), Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, undone when it raises."""
        engine = self.engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        with self.plain_errors(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def writer(self, *, wait: float = PATIENCE_SECONDS) -> Iterator[None]:
        """On PostgreSQL, be the only importer of this schema, on whatever machine. SQLite has the file lock alone."""
        if self.engine.dialect.name != "postgresql":
            yield
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as link:
            with self.plain_errors():
                self._take(link, time.monotonic() + wait)
            try:
                yield
            finally:
                link.execute(text("SELECT pg_advisory_unlock(:key, hashtext(current_schema()))"), {"key": WRITER})

    def _take(self, link: Connection, deadline: float) -> None:
        take = text("SELECT pg_try_advisory_lock(:key, hashtext(current_schema()))")
        while not link.execute(take, {"key": WRITER}).scalar_one():
            if time.monotonic() >= deadline:
                raise BusyError(f"{self.name}: another import is still running; wait for it, then try again.")
            time.sleep(POLL_SECONDS)

    @contextmanager
    def plain_errors(self) -> Iterator[None]:
        """Turn what a driver says into one sentence, without the password of the URL."""
        try:
            yield
        except DBAPIError as error:
            reason = str(error.orig).splitlines()[0]
            if "full" in reason or self._no_room():
                raise NoRoomError(f"{self.name}: no room left on the disk; nothing was recorded.") from error
            if "readonly" in reason:
                raise UnwritableError(
                    f"{self.name}: may be read and not written to; get the right to write there."
                ) from error
            raise StoreError(
                f"{self.name}: the ledger can't be read or written ({reason}); run 'vigie verify', "
                "and restore it from a backup if it is damaged."
            ) from error
        except (SQLAlchemyError, ValueError) as error:
            raise StoreError(f"{self.name}: the ledger is damaged ({error}); restore it from a backup.") from error

    def _no_room(self) -> bool:
        """SQLite calls a full disk an I/O error when the file it can't write is the index of its log."""
        path = self.engine.url.database if self.engine.dialect.name == "sqlite" else None
        return bool(path) and shutil.disk_usage(Path(str(path)).parent).free < LEAST_FREE


def connect(url: str) -> Ledger:
    """The ledger at that URL, not yet migrated."""
    try:
        where = make_url(url)
        if where.get_backend_name() != "sqlite":
            return Ledger(engine=create_engine(where, pool_pre_ping=True))
    except (ArgumentError, ImportError) as error:
        raise StoreError(
            f"VIGIE_LEDGER: not a usable database URL ({type(error).__name__}); "
            "write it as postgresql+psycopg://user@host/database and install vigie[postgresql]."
        ) from None
    path = where.database or ""
    # A SQLite connection costs less than the care that sharing one between threads and forks would need.
    engine = create_engine(where, poolclass=NullPool, creator=lambda: _open_sqlite(path))
    event.listen(engine, "begin", _begin)
    return Ledger(engine=engine)


def _open_sqlite(path: str) -> sqlite3.Connection:
    """Write-ahead log, every commit flushed; transactions are begun by us, so that DDL is inside them too."""
    if not os.access(Path(path).parent, os.W_OK):
        return _open_readonly(path)
    try:
        return _configured(sqlite3.connect(path, timeout=60, isolation_level=None), "NORMAL")
    except sqlite3.OperationalError:
        # A full disk has no room for the log's shared index. Alone, SQLite keeps it in memory: enough to read.
        return _configured(sqlite3.connect(path, timeout=60, isolation_level=None), "EXCLUSIVE")


def _open_readonly(path: str) -> sqlite3.Connection:
    """Where nothing may be written: beside the log's index of an unclean end, or, without a log, as it lies there."""
    log = Path(f"{path}-wal")
    whole = not log.is_file() or not log.stat().st_size
    if not whole and not Path(f"{path}-shm").is_file():
        raise UnwritableError(
            f"{path}: was not closed in order, and may not be written to, which it needs to be read; "
            "copy the store to a folder of yours."
        )
    address = f"{Path(path).absolute().as_uri()}?mode=ro{'&immutable=1' if whole else ''}"
    return sqlite3.connect(address, uri=True, timeout=60, isolation_level=None)


def _configured(link: sqlite3.Connection, locking: str) -> sqlite3.Connection:
    try:
        for pragma in (f"locking_mode={locking}", "journal_mode=WAL", "synchronous=FULL"):
            link.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        link.close()
        raise
    return link


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))
