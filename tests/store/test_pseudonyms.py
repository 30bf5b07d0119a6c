"""Customers are told apart and never told: no file of the import but the raw copy names one."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from data_sources.profile import parse_profile
from store.home import open_store
from store.imports import import_file
from store.pseudonyms import KEY_FILE

CUSTOMER = "ACME-7731-KANARIE"
PROFILE = parse_profile(
    "source: claims\nconnector: csv_file\ntimezone: Europe/Paris\ndate_formats: ['%Y-%m-%d']\n"
    "columns: {complaint_id: id, received_at: received, customer_key: client}\n"
)


def imported(home: Path, folder: Path) -> list[dict[str, str | None]]:
    export = folder / "claims.csv"
    export.write_text(
        f"id,received,client\n1,2024-03-04,{CUSTOMER}\n2,2024-03-05,{CUSTOMER}\n3,2024-03-06,other\n4,2024-03-07,\n"
    )
    import_file(open_store(home), PROFILE, export)
    return pq.read_table(home / "imports" / "000001" / "accepted.parquet").to_pylist()


def test_one_customer_is_one_pseudonym_and_a_missing_one_stays_missing(tmp_path: Path) -> None:
    keys = [row["customer_key"] for row in imported(tmp_path / "home", tmp_path)]
    assert keys[0] == keys[1] != keys[2]
    assert keys[3] is None
    assert CUSTOMER not in keys


def test_no_table_names_a_customer(tmp_path: Path) -> None:
    imported(tmp_path / "home", tmp_path)
    tables = {path: str(pq.read_table(path).to_pydict()) for path in (tmp_path / "home").rglob("*.parquet")}
    assert any("2024" in text for text in tables.values())
    assert [path for path, text in tables.items() if CUSTOMER in text] == []


def test_another_store_gives_other_pseudonyms_and_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    here, there = (imported(tmp_path / name, tmp_path)[0]["customer_key"] for name in ("here", "there"))
    assert here != there
    assert (tmp_path / "here" / KEY_FILE).stat().st_mode & 0o077 == 0
