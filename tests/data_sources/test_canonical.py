"""The canonical table is documented, and its lists agree with it; errors name what is near; SQL is locked."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from data_sources.canonical import COLUMNS, DIMENSIONS, MAPPABLE, MILESTONES, MONEY, REQUIRED, SCHEMA, documentation
from data_sources.connector import connector, connector_names
from data_sources.errors import SourceError, did_you_mean, nearest
from data_sources.names import NAMES
from data_sources.sql import identifier, literal, query
from data_sources.vocabulary import plain


def test_every_column_is_documented() -> None:
    assert all(documentation(name).endswith(".") for name in COLUMNS)


def test_types_follow_from_what_a_column_is() -> None:
    assert {SCHEMA.field(name).type for name in MILESTONES} == {pa.timestamp("us")}
    assert {SCHEMA.field(name).type for name in MONEY} == {pa.int64()}
    assert set(REQUIRED) | set(DIMENSIONS) <= set(COLUMNS) and "extra" not in MAPPABLE


def test_vocabulary_speaks_of_canonical_columns_in_plain_words() -> None:
    assert set(NAMES) <= set(MAPPABLE)
    assert all(word == plain(word) for words in NAMES.values() for word in words)


def test_no_name_means_two_things() -> None:
    words = [word for synonyms in NAMES.values() for word in synonyms]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_the_nearest_names_are_given_whatever_their_case() -> None:
    assert nearest("RECIEVED", ["received", "closed"]) == ["received"]
    assert did_you_mean("zzz", ["a", "b"]) == "there is: a, b"
    assert did_you_mean("zzz", []) == "there is none"


def test_connectors_are_found_by_the_name_of_their_file() -> None:
    assert {"csv_file", "excel_file"} <= set(connector_names())
    assert callable(connector("csv_file").read)
    with pytest.raises(SourceError, match="nearest: excel_file"):
        connector("excel_fil")


def test_names_and_values_cannot_break_out_of_a_query() -> None:
    name = 'a"; DROP TABLE t; --'
    table = query(f"SELECT {identifier(name)} AS a, {literal(chr(39) + name)} AS b FROM t", t=pa.table({name: ["x"]}))
    assert table.to_pylist() == [{"a": "x", "b": "'" + name}]


def test_the_database_reaches_nothing_outside_memory() -> None:
    with pytest.raises(duckdb.Error, match="disabled"):
        query("SELECT * FROM read_csv('/etc/hostname')")
    with pytest.raises(duckdb.Error, match="locked"):
        query("SET enable_external_access = true")
