"""A real export in a table of its own: the rows that are accepted are those of the file, and so are the rejected."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest

from data_sources.connectors.sql_query import fetch
from data_sources.profile import load_profile
from data_sources.reading import Reading, read_source
from tests.data_sources.databases.conftest import Database, profile


@pytest.mark.real_data
def test_comcast(database: Database, real_data: Path, folder: Path) -> None:
    path, of_files = real_data / "comcast_complaints.csv", load_profile("comcast")
    load(database, path)
    options = profile({"url": database.url, "table": "comcast"}).options
    asked = of_files.model_copy(update={"connector": "sql_query", "options": options})
    fetched = fetch(asked, None, folder, lambda _stage, _share: None)
    out_of_sql, out_of_csv = read_source(asked, fetched.path), read_source(of_files, path)
    assert fetched.records == out_of_sql.read == out_of_csv.read == 2_224
    assert kept(out_of_sql).equals(kept(out_of_csv))
    assert out_of_sql.rejected.num_rows == out_of_csv.rejected.num_rows


def kept(reading: Reading) -> pa.Table:
    """What became of the rows, without their place in the source."""
    return reading.accepted.drop_columns("source_line").sort_by("complaint_id")


def load(database: Database, path: Path) -> None:
    """Every column as text, as a helpdesk's reporting copy often has them."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        header, *rows = csv.reader(source)
    quote = "`" if database.kind == "mariadb" else '"'
    columns = ", ".join(f"{quote}{name}{quote} TEXT" for name in header)
    database.run(f"CREATE TABLE comcast ({columns})")
    marks = ", ".join(["?" if database.kind == "sqlite" else "%s"] * len(header))
    with database.engine.begin() as link:
        link.exec_driver_sql(f"INSERT INTO comcast VALUES ({marks})", [tuple(row) for row in rows])
