"""Every type as the text it should be; what no type of Python can hold arrives too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data_sources.connectors import sql_query
from data_sources.databases import receiving, wire
from data_sources.databases.cells import cell_text, duration
from data_sources.errors import SourceError
from data_sources.reading import read_source
from tests.data_sources.databases.conftest import Ask, Database, profile

POSTGRESQL = {
    "7": "7",
    "'007'": "007",
    "'00012'::char(5)": "00012",
    "9007199254740993": "9007199254740993",
    "1.50::numeric": "1.50",
    "1e25::numeric": "10000000000000000000000000",
    "'NaN'::numeric": "NaN",
    "'-inf'::float8": "-Infinity",
    "0.1::float8": "0.1",
    "1.1::float4": "1.1",
    "true": "true",
    "NULL::boolean": None,
    "date '2024-01-02'": "2024-01-02",
    "date '0044-03-15 BC'": "0044-03-15 BC",
    "timestamptz 'infinity'": "infinity",
    "timestamp '2024-01-02 03:04:05.120'": "2024-01-02T03:04:05.12",
    "timestamptz '2024-01-02 03:04:05+02'": "2024-01-02T01:04:05+00:00",
    "time '12:00'": "12:00:00",
    "timetz '12:00+02'": "12:00:00+02:00",
    "interval '1 day 2 hours'": "P1DT2H",
    "ARRAY[1, 2]": "[1, 2]",
    "ARRAY['é', NULL]": '["é", null]',
    "ARRAY[date '2024-01-02']": '["2024-01-02"]',
    """'{"a": [1, 2.50], "b": null}'::json""": '{"a": [1, 2.50], "b": null}',
    """'{"b":1.50}'::jsonb""": '{"b": 1.50}',
    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
    "'\\xdeadbeef'::bytea": "\\xdeadbeef",
    "int4range(1, 5)": "[1,5)",
    "inet '10.0.0.1'": "10.0.0.1",
}
MARIADB = {
    "7": "7",
    "'007'": "007",
    "18446744073709551615": "18446744073709551615",
    "1.50": "1.50",
    "CAST('2024-01-02 03:04:05.12' AS DATETIME(2))": "2024-01-02T03:04:05.12",
    "CAST('2024-01-02 03:04:05' AS DATETIME)": "2024-01-02T03:04:05",
    "DATE '2024-01-02'": "2024-01-02",
    "TIME '-838:59:59'": "-838:59:59",
    "x'deadbeef'": "\\xdeadbeef",
    "JSON_OBJECT('a', 1.5)": '{"a": 1.5}',
    "NULL": None,
}
STORED_MARIADB = {
    "INT(6) ZEROFILL": ("42", "000042"),
    "DATETIME": ("'0000-00-00 00:00:00'", "0000-00-00 00:00:00"),
    "DATE": ("'2024-00-15'", "2024-00-15"),
    "TIMESTAMP NULL": ("'2024-06-01 12:00:00'", "2024-06-01T10:00:00+00:00"),
    "YEAR": ("2024", "2024"),
    "BIT(9)": ("b'100000001'", "257"),
    "TINYINT(1)": ("1", "1"),
    "ENUM('é', 'b')": ("'é'", "é"),
    "TEXT CHARACTER SET latin1": ("'é'", "é"),
}
SQLITE = {
    "7": "7",
    "'007'": "007",
    "1.5": "1.5",
    "9e999": "Infinity",
    "x'00ff'": "\\x00ff",
    "CAST(x'ff41' AS TEXT)": "\\xff41",
    "'2024-01-02 03:04:05'": "2024-01-02 03:04:05",
    "NULL": None,
}


def selected(expressions: dict[str, str | None]) -> str:
    return "SELECT " + ", ".join(f"{one} AS c{n}" for n, one in enumerate(expressions))


@pytest.mark.postgres
def test_postgresql(postgresql: Database, ask: Ask) -> None:
    (row,) = ask(postgresql, query=selected(POSTGRESQL)).rows
    assert dict(zip(POSTGRESQL, row.values(), strict=True)) == POSTGRESQL


def test_mariadb(mariadb: Database, ask: Ask) -> None:
    (row,) = ask(mariadb, query=selected(MARIADB)).rows
    assert dict(zip(MARIADB, row.values(), strict=True)) == MARIADB


def store_in_mariadb(mariadb: Database) -> None:
    columns = ", ".join(f"c{n} {kind}" for n, kind in enumerate(STORED_MARIADB))
    values = ", ".join(value for value, _ in STORED_MARIADB.values())
    mariadb.run(
        f"CREATE TABLE t ({columns})",
        "SET sql_mode = ''",
        "SET time_zone = '+02:00'",
        f"INSERT INTO t VALUES ({values})",
    )


def test_mariadb_with_zeros_and_dates_that_are_none(mariadb: Database, ask: Ask) -> None:
    store_in_mariadb(mariadb)
    (row,) = ask(mariadb, table="t").rows
    assert list(row.values()) == [expected for _, expected in STORED_MARIADB.values()]


def test_sqlite(sqlite: Database, ask: Ask) -> None:
    (row,) = ask(sqlite, query=selected(SQLITE)).rows
    assert dict(zip(SQLITE, row.values(), strict=True)) == SQLITE


def test_values_that_python_would_lose_are_lost_without_the_drivers_texts(
    mariadb: Database, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control: with the drivers' own conversions the zeros of an identifier are gone."""
    store_in_mariadb(mariadb)
    monkeypatch.setattr(wire, "as_text", lambda _link: None)
    (row,) = ask(mariadb, table="t").rows
    assert row["c0"] == "42"


@pytest.mark.postgres
def test_one_date_that_is_none_would_stop_everything_without_the_drivers_texts(
    postgresql: Database, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control on PostgreSQL."""
    monkeypatch.setattr(wire, "as_text", lambda _link: None)
    with pytest.raises(SourceError, match="too large"):
        ask(postgresql, query="SELECT timestamptz 'infinity' AS id")


def test_a_date_that_is_none_is_set_aside_alone(mariadb: Database, ask: Ask) -> None:
    mariadb.run("CREATE TABLE t (id INT(6) ZEROFILL, received DATETIME)", "SET sql_mode = ''")
    with mariadb.engine.begin() as link:
        link.exec_driver_sql("SET sql_mode = ''")
        link.exec_driver_sql("INSERT INTO t VALUES (1, '2024-01-02 10:00:00'), (2, '0000-00-00')")
    asked = {"url": mariadb.url, "table": "t"}
    reading = read_source(profile(asked), ask(**asked).fetched.path)
    assert reading.accepted["complaint_id"].to_pylist() == ["000001"]
    assert reading.rejected.select(["source_line", "column", "reason"]).to_pylist() == [
        {"source_line": 2, "column": "received_at", "reason": "date_unreadable"}
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (timedelta(days=1, hours=2), "P1DT7200S"),
        (timedelta(microseconds=1_500_000), "P0DT1.5S"),
        (timedelta(hours=-1), "-P0DT3600S"),
    ],
)
def test_durations(value: timedelta, text: str) -> None:
    assert duration(value) == cell_text(value) == text


def test_a_list_with_what_json_has_not_is_json_all_the_same() -> None:
    assert cell_text([float("nan"), b"\x01", {"é": None}]) == '["NaN", "\\\\x01", {"é": null}]'


def test_an_empty_result_is_nothing_and_no_error(database: Database, ask: Ask) -> None:
    database.run("CREATE TABLE t (id VARCHAR(9), received VARCHAR(30))")
    found = ask(database, table="t", watermark="received")
    assert (found.fetched.records, found.fetched.cursor, found.table.column_names) == (
        0,
        None,
        ["id", "received", "__line"],
    )


def test_the_same_rows_make_the_same_file(database: Database, ask: Ask) -> None:
    """So an unchanged source is recognised by the hash of what was received."""
    database.run("CREATE TABLE t (id VARCHAR(9))")
    database.fill("t", [{"id": f"{n:05}"} for n in range(300)])
    first, second = (ask(database, table="t").fetched.path.read_bytes() for _ in range(2))
    assert first == second


def test_batches_and_groups_lose_no_row(database: Database, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "BATCH", 7)
    monkeypatch.setattr(receiving, "_GROUP_ROWS", 20)
    database.run("CREATE TABLE t (id VARCHAR(9))")
    database.fill("t", [{"id": f"{n:05}"} for n in range(100)])
    assert ask(database, table="t").ids == [f"{n:05}" for n in range(100)]


def test_a_damaged_or_foreign_file_is_refused(tmp_path: object) -> None:
    from pathlib import Path

    for data in (b"PAR1 and nothing", b"id;received\n1;2024-01-01\n"):
        with pytest.raises(SourceError, match="not what the connector sql_query receives"):
            sql_query.read(Path("received.parquet"), data, {})
