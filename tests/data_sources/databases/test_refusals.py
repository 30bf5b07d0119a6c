"""Nothing that a profile says is run as SQL by accident, and nothing that is run can write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Connection, NullPool, create_engine

from data_sources.connectors import sql_query
from data_sources.connectors.sql_query import fetch
from data_sources.errors import SourceError
from tests.data_sources.databases.conftest import Ask, Database, profile

PAYLOADS = (
    "t; DROP TABLE t",
    "t' OR '1'='1",
    't" OR "1"="1',
    "t`; DELETE FROM t; -- ",
    "t) UNION SELECT secret FROM t -- ",
    "t/**/WHERE/**/1=1",
    "'; UPDATE t SET secret = 'x' WHERE ''='",
    "\\'; DROP TABLE t; #",
    "1 OR 1=1",
    "${jndi:t}",
    "%s",
    ":name",
    "t\x00",
    "ｔ",
    "(SELECT secret FROM t)",
)
WRITES = {
    "insert": "INSERT INTO t VALUES ('2', 'x')",
    "update": "UPDATE t SET secret = 'x'",
    "delete": "DELETE FROM t",
    "drop": "DROP TABLE t",
    "create": "CREATE TABLE other (id INTEGER)",
}
REFUSED = (
    *WRITES.values(),
    "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
    "SELECT * INTO other FROM t",
    "SELECT id FROM t INTO OUTFILE '/tmp/vigie-never'",
    "SELECT /*!50000 id INTO OUTFILE '/tmp/vigie-never' */ FROM t",
    "SELECT id FROM t FOR UPDATE",
    "SELECT 1; DROP TABLE t",
    "SELECT 1;;",
    "COPY t TO '/tmp/vigie-never'",
    "ATTACH DATABASE '/tmp/vigie-never' AS other",
    "PRAGMA writable_schema = 1",
    "SET GLOBAL general_log = 1",
    "CALL something()",
    "",
    "  ",
)


@pytest.fixture
def kept(database: Database) -> Iterator[Database]:
    """A table that must be afterwards what it was before."""
    database.run("CREATE TABLE t (id VARCHAR(99), secret VARCHAR(99))")
    database.fill("t", [{"id": "1", "secret": "kept"}])
    yield database
    assert database.scalar("SELECT secret FROM t") == "kept"
    assert database.scalar("SELECT count(*) FROM t") == 1


def attempt(folder: Path, **options: Any) -> int | str:
    """How many records come, or the refusal."""
    try:
        return fetch(profile(options), None, folder, lambda _stage, _share: None).records
    except SourceError as error:
        return str(error)


def test_a_name_is_one_of_the_databases_own_or_refused(kept: Database, folder: Path) -> None:
    for payload, place in product(PAYLOADS, ("table", "schema", "watermark", "where")):
        options = {"table": "t", place: {payload: "1"} if place == "where" else payload}
        found = attempt(folder, url=kept.url, **options)
        assert f"crm: no {'column' if place in ('watermark', 'where') else place} '" in str(found), (place, found)


def test_a_value_is_only_ever_a_value(kept: Database, folder: Path) -> None:
    """It is compared to every row and equal to none; PostgreSQL itself refuses text with a NUL."""
    for payload in PAYLOADS:
        for options in (
            {"table": "t", "where": {"id": payload}},
            {"table": "t", "where": {"id": [payload, "2"]}},
            {"query": "SELECT * FROM t WHERE id = :it", "parameters": {"it": payload}},
            {"query": "SELECT * FROM t WHERE id IN :them", "parameters": {"them": [payload]}},
        ):
            found = attempt(folder, url=kept.url, **options)
            assert found == 0 or ("\x00" in payload and "NUL" in str(found)), found


def test_a_value_finds_its_row(kept: Database, ask: Ask) -> None:
    """The positive control: the same filters let through what is equal."""
    assert ask(kept, table="t", where={"id": "1", "secret": ["kept", "other"]}).ids == ["1"]
    assert ask(kept, query="SELECT * FROM t WHERE id = :it", parameters={"it": "1"}).ids == ["1"]
    assert ask(kept, table="t", where={"secret": None}).ids == []


def test_a_value_that_is_an_attack_reads_as_itself(database: Database, ask: Ask) -> None:
    database.run("CREATE TABLE t (id VARCHAR(99))")
    stored = [each for each in PAYLOADS if "\x00" not in each]
    database.fill("t", [{"id": each} for each in stored])
    for each in stored:
        assert ask(database, table="t", where={"id": each}).ids == [each]


@pytest.mark.parametrize("query", REFUSED)
def test_a_query_that_could_write_is_refused_unasked(query: str, folder: Path) -> None:
    """There is no such database: whoever asked it would say so."""
    found = attempt(folder, url="postgresql://someone@127.0.0.1:1/none", query=query)
    assert isinstance(found, str) and "options" in found and "127.0.0.1" not in found


@pytest.mark.parametrize("query", ["SELECT ';'", "SELECT 1 AS updated_at, 2 AS into_it, 3 AS deleted"])
def test_what_only_looks_like_it_is_told_how_to_be_asked(query: str, sqlite: Database, folder: Path) -> None:
    found = attempt(folder, url=sqlite.url, query=query)
    assert found == 1 or "under parameters" in str(found)


def test_the_link_itself_cannot_write(kept: Database, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the refusal of the query taken away, the database still refuses."""
    monkeypatch.setattr(sql_query, "check_query", lambda query, _source: query)
    says = {"sqlite": "readonly", "mariadb": "READ ONLY", "postgresql": "syntax error"}[kept.kind]
    for write in WRITES.values():
        assert says in str(attempt(folder, url=kept.url, query=write))


@pytest.mark.postgres
def test_a_write_within_a_question_is_refused_by_postgresql(
    postgresql: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgresql.run("CREATE SEQUENCE s", "CREATE TABLE t (id TEXT)")
    monkeypatch.setattr(sql_query, "check_query", lambda query, _source: query)
    for query in (
        "SELECT nextval('s') AS id",
        "WITH made AS (INSERT INTO t VALUES ('1') RETURNING id) SELECT * FROM made",
        "SELECT set_config('transaction_read_only', 'off', true) AS id",
    ):
        found = str(attempt(folder, url=postgresql.url, query=query))
        assert "read-" in found or "must not contain data-modifying" in found


def test_without_either_protection_the_writes_do_write(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control of both: on a link like any other, the same statements change the database."""
    database.run("CREATE TABLE t (id VARCHAR(9), secret VARCHAR(9))")
    database.fill("t", [{"id": "1", "secret": "kept"}])
    monkeypatch.setattr(sql_query, "check_query", lambda query, _source: query)
    monkeypatch.setattr(sql_query, "read_only", anyhow)
    if database.kind == "postgresql":
        database.run("CREATE SEQUENCE s")
        assert attempt(folder, url=database.url, query="SELECT nextval('s') AS id") == 1
    else:
        attempt(folder, url=database.url, query=WRITES["update"])
        assert database.scalar("SELECT count(*) FROM t WHERE secret = 'kept'") == 0


@contextmanager
def anyhow(url: URL, _timeout: float, _source: str) -> Iterator[Connection]:
    level = {} if url.get_backend_name() == "postgresql" else {"isolation_level": "AUTOCOMMIT"}
    with create_engine(url, poolclass=NullPool, **level).connect() as link:
        yield link
