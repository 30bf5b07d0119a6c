"""Figures from imports: which ones, on which engine, and what a crash left out."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from kpi.errors import KpiError
from kpi.measure import Query, measure
from store import engine, exposures, files, lock
from store.errors import StoreError
from store.home import Store, open_store
from store.imports import import_file
from store.publish import Published, published
from store.verify import verify
from tests.store.claims import PROFILE, claim, current, write

QUERY = Query(metrics=("volume", "answered_in_sla", "reply_delay_median"), as_of=date(2024, 4, 30))


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    replied = [claim(n, replied_at=f"2024-03-{10 + n}T12:00:00") for n in range(5)]
    import_file(store, PROFILE, write(tmp_path / "1.csv", [*replied, claim(5), claim(6)]))
    return store


def shown(store: Store, rules: str = "house", as_known_at: int | None = None) -> Published:
    found = published(store, rules, as_known_at)
    assert found is not None
    return found


def test_an_empty_store_has_no_figures(any_store: Store) -> None:
    assert published(any_store) is None
    assert verify(any_store) == []
    with pytest.raises(StoreError, match="no import 1 to know figures at: nothing was imported yet"):
        published(any_store, as_known_at=1)


def test_a_file_without_complaints_gives_no_figures_and_no_error(store: Store, tmp_path: Path) -> None:
    """F39."""
    report = import_file(store, PROFILE, write(tmp_path / "empty.csv", []))
    assert (report.read, report.new) == (0, 0)
    found = shown(store)
    assert found.last_event is None and found.meta["complaints"] == 0
    assert [figure.value for figure in measure(engine.open_facts(found), QUERY)] == [None, None, None]
    assert verify(store) == []


def test_what_is_published_says_what_it_holds(filled: Store) -> None:
    found = shown(filled)
    source = found.meta["sources"]["claims"]
    assert found.last_event == date(2024, 3, 14)
    assert (found.import_no, source["complaints"], source["timezone"]) == (1, 7, "Europe/Paris")
    assert "replied_at" in source["supplies"] and "mediator_at" not in source["supplies"]
    pointer = json.loads((filled.published / "current.json").read_text())
    assert (pointer["import"], pointer["folder"]) == (1, found.folder.name)


def test_a_promise_is_no_event(store: Store, tmp_path: Path) -> None:
    columns = {**PROFILE.columns, "promised_at": PROFILE.columns["closed_at"]}
    profile = PROFILE.model_copy(update={"columns": {k: v for k, v in columns.items() if k != "closed_at"}})
    import_file(store, profile, write(tmp_path / "1.csv", [claim(1, closed_at="2031-01-01T00:00:00")]))
    assert shown(store).last_event == date(2024, 3, 1)


def test_a_source_that_gives_no_closing_date_says_so_to_the_facts(filled: Store, tmp_path: Path) -> None:
    columns = {name: column for name, column in PROFILE.columns.items() if name not in ("closed_at", "replied_at")}
    poor = PROFILE.model_copy(update={"source": "poor", "columns": columns})
    import_file(filled, poor, write(tmp_path / "poor.csv", [claim(1)]))
    rows = duckdb.read_parquet(str(shown(filled).facts)).project("source, supplies_reply, supplies_close")
    assert sorted(set(rows.fetchall())) == [("claims", True, True), ("poor", False, False)]


def test_duckdb_and_pandas_give_the_same_figures(filled: Store) -> None:
    found = shown(filled)
    assert measure(engine.open_facts(found), QUERY) == measure(engine.open_facts(found, "pandas"), QUERY)
    assert measure(engine.open_facts(found), QUERY)[0].value == 7
    with pytest.raises(StoreError, match="no engine 'polars'"):
        engine.open_facts(found, "polars")


def test_a_page_connection_reaches_nothing_but_the_facts(filled: Store, tmp_path: Path) -> None:
    """F50."""
    root = engine.connect(shown(filled))
    facts = engine.open_facts(shown(filled), connection=root.cursor())
    assert measure(facts, QUERY)[0].value == 7
    for attack in (
        f"SELECT * FROM '{shown(filled).lines}'",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        f"ATTACH '{tmp_path / 'other.db'}'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "SET lock_configuration = false",
    ):
        with pytest.raises(duckdb.Error):
            root.cursor().execute(attack)
    assert not (tmp_path / "out.csv").exists()


def test_two_rule_sets_lie_side_by_side(filled: Store) -> None:
    house, acpr = shown(filled), shown(filled, "acpr")
    assert house.folder != acpr.folder and house.folder.is_dir() and acpr.folder.is_dir()
    with pytest.raises(KpiError, match="no rule set 'hous'; nearest: 'house'"):
        published(filled, "hous")


def test_lines_hold_every_canonical_column_in_local_time_and_no_person(filled: Store) -> None:
    rows = engine.open_lines(shown(filled)).collect().to_native().to_pylist()
    assert rows[0]["received_at"].isoformat() == "2024-03-01T10:00:00"
    assert "Customer 0" not in str(rows) and "customer" not in rows[0]


def test_an_import_that_no_figures_followed_is_published_when_the_store_is_read(filled: Store, tmp_path: Path) -> None:
    """The process died between the commit and the pointer."""
    shutil.copy(filled.published / "current.json", tmp_path / "old.json")
    import_file(filled, PROFILE, write(tmp_path / "2.csv", [claim(9)]))
    shutil.rmtree(shown(filled).folder)
    shutil.copy(tmp_path / "old.json", filled.published / "current.json")
    assert shown(open_store(filled.home)).import_no == 2
    assert current(filled, "complaint_id")[-1] == ("C0009",)


def test_while_another_process_publishes_the_import_before_is_shown(filled: Store, tmp_path: Path) -> None:
    old = (filled.published / "current.json").read_bytes()
    import_file(filled, PROFILE, write(tmp_path / "2.csv", [claim(9)]))
    (filled.published / "current.json").write_bytes(old)
    with lock.held(filled.publish_lock):
        assert shown(filled).import_no == 1
    assert shown(filled).import_no == 2


def test_half_a_folder_is_not_taken_for_a_published_one(filled: Store) -> None:
    """F02: what was set aside by a process that died is written anew."""
    aside = files.new_aside(filled.published, "publishing")
    (aside / "facts.parquet").write_bytes(b"PAR1 half")
    assert shown(filled, "sfr").meta["complaints"] == 7
    assert verify(filled) == []


def test_exposures_are_kept_replaced_and_whole(any_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "exposure.csv"
    path.write_text("period,region,measure,count\n2024-01,Nord,customers,1000\n2024-01,,customers,5000\n")
    assert exposures.load_exposures(any_store, path) == 2
    path.write_text("period,region,measure,count\n2024-01,Nord,customers,1100\n")
    assert exposures.load_exposures(any_store, path) == 1
    rows = {(row["region"], row["count"]) for row in exposures.read_exposures(any_store).to_pylist()}
    assert rows == {("Nord", 1100), (None, 5000)}
    for bad, message in (("period,count\n", "no column 'measure'"), ("period,measure,count\n2024,sold,-3\n", "line 2")):
        path.write_text(bad)
        with pytest.raises(StoreError, match=message):
            exposures.load_exposures(any_store, path)
    assert verify(any_store) == []
