"""What is wrong with a profile is said with the nearest name, and odd names are names too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from data_sources.connectors.sql_query import OPTIONS, fetch
from data_sources.errors import SourceError
from data_sources.reading import read_source
from tests.data_sources.databases.conftest import Ask, Database, profile

ODD = ('quo"te', "rate%", "Été", "select", "a b", "it's", "x:y", "back\\slash")
URL = "sqlite:////none.db"


def refusal(folder: Path, **options: Any) -> str:
    with pytest.raises(SourceError) as caught:
        fetch(profile(options), None, folder, lambda _stage, _share: None)
    assert caught.value.__cause__ is caught.value.__context__ is None
    return str(caught.value)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"url": URL, "tabel": "t"}, "no option 'tabel'; nearest: table"),
        ({"url": URL}, "either table or query, and neither is there"),
        ({"url": URL, "table": "t", "query": "SELECT 1"}, "both are there"),
        ({"table": "t"}, "either url_secret or url"),
        ({"url": URL, "url_secret": "DB", "table": "t"}, "either url_secret or url"),
        ({"url": URL, "query": "SELECT 1", "where": {"a": 1}}, "options.where goes with table"),
        ({"url": URL, "table": "t", "overlap": 5}, "options.overlap goes with watermark"),
        ({"url": URL, "table": "t", "timeout": 0}, "options.timeout '0' can't be used"),
        ({"url": URL, "table": "t", "watermark": "c", "overlap": -1}, "options.overlap '-1' can't be used"),
        ({"url": URL, "table": ["t"]}, "options.table '['t']' can't be used"),
        ({"url_secret": "VIGIE_NO_SUCH_SECRET", "table": "t"}, "the credential VIGIE_NO_SUCH_SECRET is not there"),
        ({"url": "postgres://a@b/c", "table": "t"}, "no dialect 'postgres'; nearest: postgresql"),
        ({"url": "postgresql+asyncpg://a@b/c", "table": "t"}, "asyncpg"),
        ({"url": "mssql+pyodbc://a@b/c", "table": "t"}, 'isn\'t installed; pip install "pyodbc"'),
        ({"url": "oracle+oracledb://a@b/c", "table": "t"}, 'pip install "oracledb"'),
        ({"url": "sqlite:////", "table": "t"}, "no SQLite file"),
    ],
)  # fmt: skip
def test_options(options: dict[str, Any], sentence: str, folder: Path) -> None:
    assert sentence in refusal(folder, **options)


def test_the_options_are_those_of_the_documentation() -> None:
    assert set(OPTIONS) == {
        "url", "url_secret", "password_secret", "table", "schema", "query", "parameters", "where", "watermark",
        "overlap", "timeout",
    }  # fmt: skip


def test_the_nearest_file_table_schema_and_column(database: Database, folder: Path) -> None:
    database.run("CREATE TABLE complaints (id VARCHAR(9), updated_at VARCHAR(30))")
    for options, sentence in (
        ({"table": "complaint"}, "no table 'complaint'; nearest: complaints. Correct options.table."),
        ({"table": "complaints", "watermark": "update_at"}, "no column 'update_at'; nearest: updated_at"),
        ({"table": "complaints", "where": {"idd": 1}}, "no column 'idd'; nearest: id. Correct options.where."),
        ({"query": "SELECT * FROM complaint"}, "There is no table 'complaint'; nearest: complaints."),
        ({"query": "SELECT updated_t FROM complaints"}, "There is no column 'updated_t'; nearest: updated_at."),
        ({"query": "SELECT id FROM complaints", "watermark": "ids"}, "no column 'ids'; nearest: id"),
        ({"query": "SELECT :sinc AS id", "parameters": {"since": 1}}, "names :sinc; nearest: since"),
        ({"query": "SELECT :a AS id", "parameters": {"a": 1, "b": 2}}, "has no :b"),
    ):
        assert sentence in refusal(folder, url=database.url, **options)


@pytest.mark.postgres
def test_the_nearest_schema(postgresql: Database, folder: Path) -> None:
    assert "no schema 'publik'; nearest: public" in refusal(folder, url=postgresql.url, table="t", schema="publik")


def test_the_nearest_sqlite_file(sqlite: Database, folder: Path) -> None:
    assert "nearest: crm.db" in refusal(folder, url=sqlite.url.replace("crm.db", "cmr.db"), table="t")


@pytest.mark.postgres
def test_a_view_and_another_schema_are_tables_too(postgresql: Database, ask: Ask) -> None:
    postgresql.run(
        "CREATE TABLE t (id TEXT)",
        "INSERT INTO t VALUES ('1')",
        "CREATE VIEW v AS SELECT * FROM t",
        "CREATE MATERIALIZED VIEW m AS SELECT * FROM t",
    )
    schema = str(postgresql.engine.url.query["application_name"])
    for options in ({"table": "v"}, {"table": "m"}, {"table": "t", "schema": schema}):
        assert ask(postgresql, **options).ids == ["1"]


def test_odd_names_are_read_filtered_and_followed(database: Database, ask: Ask) -> None:
    quote = "`" if database.kind == "mariadb" else '"'
    quoted = [quote + name.replace(quote, quote * 2) + quote for name in ODD]
    for name, written in zip(ODD, quoted, strict=True):
        database.run(
            f"CREATE TABLE {written} (id VARCHAR(9), {written} INTEGER)", f"INSERT INTO {written} VALUES ('1', 5)"
        )
        found = ask(database, table=name, watermark=name, where={name: 5})
        assert found.rows == [{"id": "1", name: "5"}]
        assert ask(database, found.fetched.cursor, table=name, watermark=name, where={name: 5}).ids == ["1"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("SELECT 1 AS id, 2 AS id", "two columns are called 'id'"),
        ("SELECT 1 AS id, 2 AS {q}  id {q}", "two columns are called 'id'"),
        ("SELECT 1 AS __line", "no name of its own"),
    ],
)
def test_columns_that_cannot_be_told_apart(query: str, sentence: str, database: Database, folder: Path) -> None:
    if database.kind == "mariadb" and "{q}" in query:
        query = query.replace("  id {q}", "  id{q}")
    query = query.replace("{q}", "`" if database.kind == "mariadb" else '"')
    assert sentence in refusal(folder, url=database.url, query=query)


@pytest.mark.postgres
def test_no_column_at_all(postgresql: Database, folder: Path) -> None:
    postgresql.run("CREATE TABLE t ()")
    assert "has no column" in refusal(folder, url=postgresql.url, table="t")


def test_a_mapped_column_that_was_renamed_stops_with_the_nearest(database: Database, ask: Ask) -> None:
    database.run("CREATE TABLE t (id VARCHAR(9), received_on VARCHAR(30))", "INSERT INTO t VALUES ('1', '2024-01-02')")
    asked = {"url": database.url, "table": "t"}
    path = ask(**asked).fetched.path
    with pytest.raises(SourceError, match=re.escape("no column 'received'; nearest: received_on")):
        read_source(profile(asked), path)


def test_a_column_that_is_new_is_announced(database: Database, ask: Ask) -> None:
    database.run("CREATE TABLE t (id VARCHAR(9), received VARCHAR(30), brand VARCHAR(9))")
    database.fill("t", [{"id": "1", "received": "2024-01-02", "brand": "x"}])
    asked = {"url": database.url, "table": "t"}
    assert read_source(profile(asked, extra=["gone"]), ask(**asked).fetched.path).warnings == {
        "missing_column:gone": 1,
        "new_column:brand": 1,
    }
