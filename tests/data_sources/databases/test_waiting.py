"""A database that is slow, locked or silent: an answer in bounded time, which says what to raise."""

from __future__ import annotations

import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from data_sources.connectors import sql_query
from data_sources.connectors.sql_query import fetch
from data_sources.databases import links
from data_sources.errors import SourceError
from tests.data_sources.databases.conftest import Ask, Database, profile

SLOW = {
    "postgresql": "SELECT pg_sleep(%s) IS NULL AS id",
    "mariadb": "SELECT SLEEP(%s) AS id",
}
COUNTING = "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n LIMIT %s) SELECT max(id) AS id FROM n"
LOCKS = {
    "postgresql": "LOCK TABLE t IN ACCESS EXCLUSIVE MODE",
    "mariadb": "LOCK TABLES t WRITE",
    "sqlite": "BEGIN EXCLUSIVE",
}


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


def slow(kind: str, *, much: bool) -> str:
    return COUNTING % (10**9 if much else 1_000) if kind == "sqlite" else SLOW[kind] % (20 if much else 0.2)


def test_a_slow_query_is_ended_by_its_time(database: Database, folder: Path) -> None:
    asked = {"url": database.url, "query": slow(database.kind, much=True), "timeout": 0.5}
    with bounded(5), pytest.raises(SourceError, match=r"within 0\.5 seconds.*raise options\.timeout"):
        fetch(profile(asked), None, folder, lambda _stage, _share: None)
    assert list(folder.iterdir()) == []


def test_a_query_that_needs_less_is_not(database: Database, ask: Ask) -> None:
    """The positive control: it was the time that ended the other one."""
    assert ask(database, query=slow(database.kind, much=False), timeout=5).fetched.records == 1


def test_a_locked_table_is_waited_for_that_long_and_no_longer(database: Database, ask: Ask, folder: Path) -> None:
    database.run("CREATE TABLE t (id VARCHAR(9))")
    database.fill("t", [{"id": "1"}])
    with locked(database), bounded(6), pytest.raises(SourceError, match=r"slow or locked by somebody else"):
        fetch(profile({"url": database.url, "table": "t", "timeout": 1}), None, folder, lambda _stage, _share: None)
    assert ask(database, table="t", timeout=1).ids == ["1"]


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """By somebody else, until the end of the block."""
    if database.kind == "sqlite":
        with closing(sqlite3.connect(str(database.engine.url.database), isolation_level=None)) as link:
            link.execute(LOCKS["sqlite"])
            yield
        return
    with database.engine.connect() as link:
        link.exec_driver_sql(LOCKS[database.kind])
        yield
        if database.kind == "mariadb":
            link.exec_driver_sql("UNLOCK TABLES")


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_a_machine_that_says_nothing_is_given_up(scheme: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "CONNECT_SECONDS", 2)
    monkeypatch.setattr(sql_query, "ATTEMPTS", 1)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        asked = {"url": f"{scheme}://someone@127.0.0.1:{silent.getsockname()[1]}/crm", "table": "t"}
        with bounded(6), pytest.raises(SourceError, match="nothing was received"):
            fetch(profile(asked), None, folder, lambda _stage, _share: None)


def test_a_link_in_use_stops_no_other(sqlite: Database, ask: Ask) -> None:
    """Sources are read at the same time, each on links of its own."""
    sqlite.run("CREATE TABLE t (id TEXT)")
    sqlite.fill("t", [{"id": f"{n}"} for n in range(100)])
    found: list[int] = []

    def count() -> None:
        url = sqlite.engine.url
        with links.read_only(url, 5, "crm") as link:
            found.append(len(link.exec_driver_sql("SELECT * FROM t").all()))

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [100] * 8
