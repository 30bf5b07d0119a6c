"""Incremental reading: nothing missed, by the source's own values; what comes twice is no harm."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from data_sources.databases.watermarks import Watermark, bound
from data_sources.errors import SourceError
from tests.data_sources.databases.conftest import Answer, Ask, Database

NOW = datetime(2024, 6, 1, 12)
ROWS = 12
KINDS = {"sqlite": "TEXT", "postgresql": "TIMESTAMPTZ", "mariadb": "TIMESTAMP NULL"}


def changed(database: Database, *rows: tuple[str, str | None]) -> None:
    database.fill("t", [{"id": name, "changed": at} for name, at in rows])


@pytest.fixture
def log(database: Database) -> Database:
    database.run(f"CREATE TABLE t (id VARCHAR(9), changed {KINDS[database.kind]})")
    changed(database, ("a", "2024-06-01 10:00:00"), ("b", "2024-06-01 11:00:00"), ("c", "2024-06-01 12:00:00"))
    return database


def again(database: Database, before: Answer, ask: Ask, **options: object) -> Answer:
    return ask(database, before.fetched.cursor, table="t", watermark="changed", **options)


def test_the_second_reading_takes_what_is_new_what_is_equal_and_the_overlap(log: Database, ask: Ask) -> None:
    first = ask(log, table="t", watermark="changed")
    assert first.ids == ["a", "b", "c"]
    changed(log, ("d", "2024-06-01 12:00:00"), ("e", "2024-06-01 11:50:00"), ("f", "2024-06-01 11:49:59"))
    second = again(log, first, ask)
    assert second.ids == ["c", "d", "e"]
    changed(log, ("g", "2024-06-01 12:00:01"))
    assert again(log, second, ask, overlap=0).ids == ["c", "d", "g"]


def test_the_cursor_is_the_sources_value_and_stays_when_nothing_comes(log: Database, ask: Ask) -> None:
    first = ask(log, table="t", watermark="changed")
    assert first.fetched.cursor and str(first.fetched.cursor["watermark"])[:10] == "2024-06-01"
    log.run("DELETE FROM t")
    second = again(log, first, ask)
    assert (second.fetched.records, second.fetched.cursor) == (0, first.fetched.cursor)


def test_rows_without_a_moment_come_every_time(log: Database, ask: Ask) -> None:
    changed(log, ("n", None))
    first = ask(log, table="t", watermark="changed")
    changed(log, ("m", None))
    assert again(log, first, ask, overlap=0).ids == ["c", "m", "n"]


def test_a_date_far_ahead_does_not_stop_reading(log: Database, ask: Ask) -> None:
    """A typing error of 2037 would otherwise be the last row ever read."""
    changed(log, ("typo", "2037-01-01 00:00:00"))
    first = ask(log, table="t", watermark="changed")
    assert "1 records are dated after" in first.fetched.notes["watermark_ahead"]
    changed(log, ("d", "2024-06-01 12:30:00"))
    assert again(log, first, ask).ids == ["c", "d", "typo"]


def test_whole_numbers_go_on_from_the_last_one(database: Database, ask: Ask) -> None:
    database.run("CREATE TABLE t (id VARCHAR(9), changed BIGINT)")
    database.fill("t", [{"id": str(n), "changed": n} for n in (8, 9, 10)])
    first = ask(database, table="t", watermark="changed")
    database.fill("t", [{"id": str(n), "changed": n} for n in (10, 11)])
    assert again(database, first, ask).ids == ["10", "10", "11"]
    assert again(database, first, ask, overlap=1).ids == ["10", "10", "11", "9"]


def test_identifiers_of_nineteen_digits_are_whole_numbers_to_the_last_one(database: Database, ask: Ask) -> None:
    database.run("CREATE TABLE t (id VARCHAR(9), changed BIGINT)")
    database.fill("t", [{"id": "a", "changed": 1234567890123456788}, {"id": "b", "changed": 1234567890123456789}])
    first = ask(database, table="t", watermark="changed")
    database.fill("t", [{"id": "c", "changed": 1234567890123456789}, {"id": "d", "changed": 9223372036854775807}])
    assert again(database, first, ask).ids == ["b", "c", "d"]


@pytest.mark.parametrize("later", ["2024-03-04 10:00", "2024-03-04 10:00:00", "2024-03-04 10:00:00.000"])
@pytest.mark.parametrize("earlier", ["2024-03-04 10:00", "2024-03-04 10:00:00", "2024-03-04 10:00:00.000"])
def test_ties_come_again_however_precisely_they_are_written(
    sqlite: Database, ask: Ask, earlier: str, later: str
) -> None:
    """SQLite compares texts."""
    sqlite.run("CREATE TABLE t (id TEXT, changed TEXT)")
    changed(sqlite, ("a", "2024-03-04 09:59"), ("b", earlier))
    first = ask(sqlite, table="t", watermark="changed")
    changed(sqlite, ("c", later))
    assert again(sqlite, first, ask, overlap=0).ids == ["b", "c"]


def test_never_and_ever_in_another_zone_stop_nothing(sqlite: Database, ask: Ask) -> None:
    """In UTC both are outside of the calendar."""
    sqlite.run("CREATE TABLE t (id TEXT, changed TEXT)")
    changed(sqlite, ("a", "9999-12-31T23:59:59-05:00"), ("b", "0001-01-01T00:00:00-05:00"))
    first = ask(sqlite, table="t", watermark="changed")
    changed(sqlite, ("c", "2024-03-04T10:00:00-05:00"))
    assert "c" in again(sqlite, first, ask).ids


def test_a_query_goes_on_too(log: Database, ask: Ask) -> None:
    query = "WITH recent AS (SELECT id, changed AS at FROM t WHERE id <> :no) SELECT * FROM recent"
    asked = {"query": query, "parameters": {"no": "a"}, "watermark": "at"}
    first = ask(log, **asked)
    changed(log, ("d", "2024-06-01 12:00:00"))
    assert (first.ids, ask(log, first.fetched.cursor, **asked).ids) == (["b", "c"], ["c", "d"])


def test_another_question_is_asked_from_its_beginning(log: Database, ask: Ask) -> None:
    first = ask(log, table="t", watermark="changed")
    assert again(log, first, ask, where={"id": ["a", "b"]}).ids == ["a", "b"]
    assert again(log, first, ask, timeout=60).ids == ["c"]


def late_commits(database: Database, ask: Ask, seed: int, **options: object) -> bool:
    """Rows that appear up to nine minutes after the moment they carry, read at random; whether all came."""
    draw, here, cursor, got = random.Random(seed), NOW, None, set()
    waiting: list[tuple[datetime, str, datetime]] = []
    database.run("DELETE FROM t")
    for n in range(ROWS):
        here += timedelta(seconds=draw.choice([0, 1, 30, 120]))
        waiting.append((here + timedelta(seconds=draw.randrange(540)), f"r{n}", here))
        seen = [each for each in waiting if each[0] <= here]
        waiting = [each for each in waiting if each[0] > here]
        if seen:
            changed(database, *((name, at.isoformat(" ")) for _, name, at in seen))
        if draw.random() < 0.3:
            answer = ask(database, cursor, table="t", watermark="changed", **options)
            cursor = answer.fetched.cursor or cursor
            got |= set(answer.ids)
    if waiting:
        changed(database, *((name, at.isoformat(" ")) for _, name, at in waiting))
    got |= set(ask(database, cursor, table="t", watermark="changed", **options).ids)
    return got == {f"r{n}" for n in range(ROWS)}


def test_what_is_committed_late_is_never_missed(sqlite: Database, ask: Ask) -> None:
    """In a hundred seeded runs, on a database whose moments have nothing to do with our clock."""
    sqlite.run("CREATE TABLE t (id TEXT, changed TEXT)")
    assert all(late_commits(sqlite, ask, seed) for seed in range(100))


def test_without_the_overlap_it_would_be(sqlite: Database, ask: Ask) -> None:
    """The positive control."""
    sqlite.run("CREATE TABLE t (id TEXT, changed TEXT)")
    assert not all(late_commits(sqlite, ask, seed, overlap=0) for seed in range(10))


@pytest.mark.parametrize(
    ("text", "overlap", "zone", "expected"),
    [
        ("2024-06-01T12:00:00", None, "Europe/Paris", "2024-06-01T11:50"),
        ("2024-06-01 12:00:00.9", 0, "Europe/Paris", "2024-06-01 12:00"),
        ("2024-06-01 12:00", 0, "Europe/Paris", "2024-06-01 12:00"),
        ("2024-06-01 12:00:07.9", 0, "Europe/Paris", "2024-06-01 12:00:07"),
        ("2024-06-01", None, "Europe/Paris", "2024-05-31"),
        ("2024-06-01", 0, "Europe/Paris", "2024-06-01"),
        ("2024-10-27T02:59:00", None, "Europe/Paris", "2024-10-27T01:49"),
        ("2024-10-27T02:59:00", None, "UTC", "2024-10-27T02:49"),
        ("2024-10-27T02:59:00+00:00", None, "Europe/Paris", "2024-10-27T02:49"),
        ("2024-10-27T02:59:00+02:00", None, "Europe/Paris", "2024-10-27T01:49"),
        ("0001-01-01T00:00:00", None, "America/New_York", "1800-01-01T00:00"),
        ("1000", 10, "UTC", 990),
        ("1234567890123456789", 1, "UTC", 1234567890123456788),
        ("18446744073709551615", None, "UTC", 18446744073709551615),
        ("1000", None, "UTC", 1000),
    ],
)
def test_where_reading_goes_on(text: str, overlap: int | None, zone: str, expected: object) -> None:
    """In the hour that comes twice in autumn, what is written later may say an earlier time."""
    assert bound(text, False, overlap, zone).value == expected


def test_where_reading_goes_on_with_a_driver_that_has_moments() -> None:
    found = bound("2024-06-01T12:00:00+02:00", True, None, "Europe/Paris").value
    assert found == datetime.fromisoformat("2024-06-01T11:50:00+02:00")


@pytest.mark.parametrize(
    "texts",
    [
        ["01/06/2024"],
        ["x"],
        ["2024-06-01", "7"],
        ["2024-06-01 10:00:00", "2024-06-01T10:00:01"],
        ["2024-06-01T10:00:00+05:00", "2024-06-01T10:00:01-03:00"],
        ["2024-06-01T10:00:00", "2024-06-01T10:00:01Z"],
        ["2024-13-01"],
    ],
)
def test_a_column_without_an_order_is_refused(texts: list[str]) -> None:
    mark = Watermark("changed", "crm", NOW)
    with pytest.raises(SourceError, match="the watermark 'changed' holds"):
        for each in texts:
            mark.take(pa.array([each]))


def test_what_is_no_moment_is_passed_over() -> None:
    mark = Watermark("changed", "crm", NOW)
    mark.take(pa.array(["", "0000-00-00 00:00:00", "infinity", "0044-03-15 BC", None, "2024-06-01T10:00:00"]))
    assert mark.text == "2024-06-01T10:00:00"
