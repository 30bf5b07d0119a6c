"""The hundred complaints, out of a database: the figures are those of the same complaints in a file."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data_sources.connectors.sql_query import fetch
from data_sources.profile import Profile
from kpi.measure import Query, measure
from store.engine import open_facts
from store.home import open_store
from store.imports import import_file
from store.listing import rejected
from store.publish import published
from tests.data_sources.databases.conftest import Database, profile
from tests.kpi.build import hundred

COLUMNS = {"complaint_id": "id", "received_at": "received", "replied_at": "replied"}
EXPECTED = {
    "answered_in_sla": 0.6667,
    "answered_in_sla_closed_only": 0.8571,
    "answered_in_sla_low": 0.6,
    "answered_in_sla_high": 0.7,
    "volume": 100,
}


def rows() -> list[dict[str, Any]]:
    return [
        {"id": f"{n:04}", "received": one["received"], "replied": one["replied"]} for n, one in enumerate(hundred())
    ]


def figures(profile: Profile, path: Path, home: Path) -> dict[str, float | None]:
    store = open_store(home)
    import_file(store, profile, path)
    assert rejected(store, 1).num_rows == 0
    facts = published(store)
    assert facts is not None
    asked = Query(metrics=tuple(EXPECTED), as_of=date(2024, 3, 20))
    return {figure.metric: figure.value for figure in measure(open_facts(facts), asked)}


@pytest.mark.parametrize("kind", ["DATE", "TIMESTAMP", "VARCHAR(30)"])
def test_the_hundred_complaints(kind: str, database: Database, tmp_path: Path, folder: Path) -> None:
    nullable = " NULL" if database.kind == "mariadb" else ""
    database.run(f"CREATE TABLE complaints (id VARCHAR(9), received {kind}{nullable}, replied {kind}{nullable})")
    database.fill("complaints", rows())
    asked = profile({"url": database.url, "table": "complaints"}, columns=COLUMNS, timezone="UTC")
    fetched = fetch(asked, None, folder, lambda _stage, _share: None)
    out_of_sql = figures(asked, fetched.path, tmp_path / "sql")
    assert out_of_sql == figures(of_files(asked), written(tmp_path), tmp_path / "csv")
    assert {name: round(value or 0, 4) for name, value in out_of_sql.items()} == EXPECTED


def written(folder: Path) -> Path:
    path = folder / "complaints.csv"
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, ["id", "received", "replied"])
        writer.writeheader()
        writer.writerows(rows())
    return path


def of_files(asked: Profile) -> Profile:
    return asked.model_copy(update={"connector": None, "options": {}})
