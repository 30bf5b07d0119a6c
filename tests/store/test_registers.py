"""Exposures, actions, annotations, rebases: kept by CSV, all or nothing, refused by line, sealed. On both ledgers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from openpyxl import Workbook
from sqlalchemy import text

from kpi.actions import actions
from kpi.exposure import exposures
from store import audit
from store.actions import load_actions, read_actions
from store.annotations import load_annotations, read_annotations
from store.errors import StoreError
from store.exposures import load_exposures, read_exposures
from store.home import Store
from store.rebases import load_rebases, read_rebases
from store.verify import verify

Load = Callable[[Store, Path], int]
ACTION = "reference,title,kind,owner,decided,due,done,checked,dimension,value\n"
DONE = "A1,Call before delivery,process,Logistics,2024-01-10,2024-03-01,2024-02-20,2024-06-01,motive,Livraison\n"
OPEN = "A2,Train the desk,procedure,Quality,2024-02-01,2024-02-01,,,,\n"
NOTES = "day,text,author,metric,dimension,value\n"
REBASE = "metric,period,reason,author,dimension,value\n"
MOVED = "volume,2024-03,Two desks became one,A. Martin,handler_team,Lille\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def _write(content: str) -> Path:
        path = tmp_path / "register.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return _write


def test_actions_are_kept_and_marked_as_done_by_their_reference(any_store: Store, write: Callable[[str], Path]) -> None:
    assert load_actions(any_store, write(ACTION + DONE + OPEN)) == 2
    assert load_actions(any_store, write(ACTION + OPEN.replace(",,,,", ",2024-03-05,,,"))) == 1
    first, second = read_actions(any_store).to_pylist()
    assert first == {
        "reference": "A1", "title": "Call before delivery", "kind": "process", "owner": "Logistics",
        "decided": date(2024, 1, 10), "due": date(2024, 3, 1), "done": date(2024, 2, 20), "checked": date(2024, 6, 1),
        "dimension": "motive", "value": "Livraison",
    }  # fmt: skip
    assert (second["reference"], second["done"], second["dimension"]) == ("A2", date(2024, 3, 5), None)
    assert actions(read_actions(any_store).to_pylist())[0].value == "Livraison"
    assert verify(any_store) == []


def test_annotations_and_rebases_are_kept_once_and_narrowed_where_asked(
    any_store: Store, write: Callable[[str], Path]
) -> None:
    notes = NOTES + '2024-03-04,"Strike, two days",J. Petit,,,\n2024-03-04,Fire,J. Petit,volume,site,Rouen\n'
    assert [load_annotations(any_store, write(notes)) for _ in range(2)] == [2, 2]
    assert load_rebases(any_store, write(REBASE + MOVED)) == 1
    assert load_rebases(any_store, write(REBASE + MOVED.replace("A. Martin", "B. Durand"))) == 1
    day = date(2024, 3, 4)
    assert read_annotations(any_store).to_pylist() == [
        {
            "day": day,
            "metric": None,
            "dimension": None,
            "value": None,
            "text": "Strike, two days",
            "author": "J. Petit",
        },
        {"day": day, "metric": "volume", "dimension": "site", "value": "Rouen", "text": "Fire", "author": "J. Petit"},
    ]
    (rebase,) = read_rebases(any_store).to_pylist()
    assert rebase == {
        "metric": "volume", "dimension": "handler_team", "value": "Lille", "period": "2024-03",
        "reason": "Two desks became one", "author": "B. Durand",
    }  # fmt: skip
    assert verify(any_store) == []


def test_empty_registers_have_their_columns(store: Store) -> None:
    assert read_actions(store).schema.field("due").type == pa.date32()
    assert read_annotations(store).column_names == ["day", "metric", "dimension", "value", "text", "author"]
    assert read_rebases(store).num_rows == read_exposures(store).num_rows == 0
    assert verify(store) == []


@pytest.mark.parametrize(
    ("load", "content", "message"),
    [
        (load_actions, "reference,title,kind,owner,decided\n", "no column 'due'; actions need reference, title"),
        (load_actions, ACTION.replace("done", "donne"), "'donne' is no column of actions; nearest: done"),
        (load_actions, ACTION.replace("checked", "done"), "the column 'done' is there twice"),
        (load_actions, ACTION + DONE.replace("2024-03-01", "01/03/2024"), "line 2: due is '01/03/2024', which is no d"),
        (load_actions, ACTION + DONE.replace("2024-03-01", "2024-02-30"), "line 2: due is '2024-02-30', which is no d"),
        (load_actions, ACTION + DONE.replace("2024-03-01", "2024-01-09"), "line 2: action A1: due 2024-01-09, before"),
        (load_actions, ACTION + DONE.replace("2024-02-20", "2024-01-09"), "line 2: action A1: done 2024-01-09, before"),
        (load_actions, ACTION + OPEN + DONE.replace("process", "miracle"), "line 3: action A1: 'miracle' is no kind"),
        (load_actions, ACTION + DONE.replace("motive", "motiv"), "line 2: no dimension 'motiv'; nearest: 'motive'"),
        (load_actions, ACTION + DONE.replace("motive", ""), "line 2: a target is a dimension and a value"),
        (load_actions, ACTION + DONE.replace("Logistics", "  "), "line 2: no owner; fill it in"),
        (load_actions, ACTION + DONE + OPEN + DONE, "line 4: tells of the same as line 2; keep one"),
        (load_actions, ACTION + DONE.replace("\n", ",more\n"), "line 2: more cells than there are columns"),
        (load_annotations, NOTES + "2024-03-04,,J,,,\n", "line 2: no text"),
        (load_annotations, NOTES + "2024-03-04,Strike, ,,,\n", "line 2: no author"),
        (load_annotations, NOTES + f"2024-03-04,{'x' * 501},J,,,\n", "line 2: a text of 501 characters"),
        (load_annotations, NOTES + "2024-03-04,Strike,J,volum,,\n", "line 2: no metric 'volum'; nearest: 'volume'"),
        (load_rebases, REBASE + MOVED.replace("Two desks became one", ""), "line 2: no reason"),
        (load_rebases, REBASE + MOVED.replace("A. Martin", ""), "line 2: no author"),
        (load_rebases, REBASE + MOVED.replace("2024-03", "2024-13"), "line 2: '2024-13' is no month"),
        (load_rebases, REBASE + MOVED.replace("2024-03", "2024-Q1"), "line 2: '2024-Q1' is no month"),
        (load_rebases, REBASE + MOVED.replace("volume", "volum"), "line 2: no metric 'volum'; nearest: 'volume'"),
    ],
)
def test_what_a_register_refuses_is_said_with_its_line_and_nothing_is_kept(
    store: Store, write: Callable[[str], Path], load: Load, content: str, message: str
) -> None:
    before = len(audit.entries(store))
    with pytest.raises(StoreError) as refusal:
        load(store, write(content))
    assert str(refusal.value).startswith("register.csv") and message in str(refusal.value)
    assert len(audit.entries(store)) == before and verify(store) == []
    assert read_actions(store).num_rows + read_annotations(store).num_rows + read_rebases(store).num_rows == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2024-01,,custmers,5", "line 2: no measure of exposure 'custmers'; nearest: 'customers'"),
        ("2024-13,,customers,5", "line 2: '2024-13' is no period"),
        ("24-01,,customers,5", "line 2: '24-01' is no period"),
        ("2024-Q5,,customers,5", "line 2: '2024-Q5' is no period"),
        ("01/2024,,customers,5", "line 2: '01/2024' is no period"),
        ("2024-01,,customers,-3", "line 2: '-3' is no count of customers"),
        ("2024-01,,customers,1.5", "line 2: '1.5' is no count of customers"),
        ("2024-01,,customers,1 200", "line 2: '1 200' is no count of customers"),
        ("2024-01,,customers,²", "line 2: '²' is no count of customers"),
        ("2024-01,,customers,2147483648", "line 2: '2147483648' is no count"),
        ("2024-01,,customers,", "line 2: no count"),
        (",,customers,5", "line 2: no period"),
    ],
)
def test_exposures_that_nothing_could_be_divided_by_are_refused(
    store: Store, write: Callable[[str], Path], row: str, message: str
) -> None:
    with pytest.raises(StoreError) as refusal:
        load_exposures(store, write(f"period,region,measure,count\n{row}\n"))
    assert message in str(refusal.value) and read_exposures(store).num_rows == 0


def test_a_dimension_that_complaints_do_not_have_is_refused(store: Store, write: Callable[[str], Path]) -> None:
    with pytest.raises(StoreError, match="'régoin' is no column of exposures; nearest: region"):
        load_exposures(store, write("period,régoin,measure,count\n2024,Nord,customers,5\n"))


def test_none_at_all_is_a_count_and_every_shape_of_period_is_taken(
    any_store: Store, write: Callable[[str], Path]
) -> None:
    rows = "2024-01;;customers;0\n\n;;;\n2024-Q2;Nord;deliveries;2147483647\n2023;;sold;7\n"
    assert load_exposures(any_store, write("\ufeffperiod;region;measure;count\n" + rows)) == 3
    kept = {(row["period"], row["region"], row["count"]) for row in read_exposures(any_store).to_pylist()}
    assert kept == {("2024-01", None, 0), ("2024-Q2", "Nord", 2147483647), ("2023", None, 7)}
    assert len(exposures(read_exposures(any_store).to_pylist()).rows) == 3


def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none\.csv: no such file"):
        load_actions(store, tmp_path / "none.csv")
    (tmp_path / "old.csv").write_bytes(ACTION.encode() + DONE.replace("Call", "Appelé").encode("cp1252"))
    with pytest.raises(StoreError, match=r"old\.csv: not written in UTF-8"):
        load_actions(store, tmp_path / "old.csv")


def test_every_load_is_in_the_audit_trail(store: Store, write: Callable[[str], Path]) -> None:
    load_actions(store, write(ACTION + DONE))
    load_rebases(store, write(REBASE + MOVED))
    told = [(one.action, one.subject, json.loads(one.detail)["rows"]) for one in audit.entries(store)[1:]]
    assert told == [("actions", "register.csv", 1), ("rebases", "register.csv", 1)]


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE actions SET done = '2024-01-30'", "ledger, actions"),
        ("UPDATE actions SET due = '2024-12-31'", "ledger, actions"),
        ("DELETE FROM annotations", "ledger, annotations"),
        ("UPDATE annotations SET text = 'Sun'", "ledger, annotations"),
        ("UPDATE rebases SET period = '2024-01'", "ledger, rebases"),
        ("INSERT INTO rebases SELECT 'overdue', dimension, value, period, reason, author, loaded_at FROM rebases",
         "ledger, rebases"),
        ("UPDATE exposures SET count = count + 1", "ledger, exposures"),
    ],
)  # fmt: skip
def test_what_was_changed_by_another_way_is_found(
    any_store: Store, write: Callable[[str], Path], statement: str, where: str
) -> None:
    load_actions(any_store, write(ACTION + DONE + OPEN))
    load_annotations(any_store, write(NOTES + "2024-03-04,Strike,J. Petit,,,\n"))
    load_rebases(any_store, write(REBASE + MOVED))
    load_exposures(any_store, write("period,measure,count\n2024,customers,5\n"))
    assert verify(any_store) == []
    with any_store.ledger.write() as session:
        session.execute(text(statement))
    assert [(one.where, one.what) for one in verify(any_store)] == [(where, "not what the last load left")]


def test_exposures_loaded_by_an_older_vigie_are_still_what_it_left(store: Store, write: Callable[[str], Path]) -> None:
    """It sealed them by measure, period and values, in that order."""
    load_exposures(
        store, write("period,region,measure,count\n2024-02,Nord,sold,2\n2024-01,Sud,sold,1\n2024,,accounts,3\n")
    )
    with store.ledger.read() as session:
        (at,) = set(session.scalars(text("SELECT loaded_at FROM exposures")))
    at = at.replace("Z", "+00:00")
    rows = [
        ["2024", "{}", "accounts", 3, at],
        ["2024-01", '{"region": "Sud"}', "sold", 1, at],
        ["2024-02", '{"region": "Nord"}', "sold", 2, at],
    ]
    assert json.loads(audit.entries(store)[-1].detail)["all"] == audit.sha256(rows)


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_gives_the_same_as_a_csv(any_store: Store, tmp_path: Path) -> None:
    head = ["reference", "title", "kind", "owner", "decided", "due", "done"]
    own = ["A1", "Rappeler, puis écrire", "process", "Nadia"]
    days = [datetime(2024, 3, 1), datetime(2024, 3, 31), None]
    assert load_actions(any_store, workbook(tmp_path / "actions.xlsx", [head, [*own, *days]])) == 1
    from_workbook = read_actions(any_store).to_pylist()
    cells = [*own, "2024-03-01", "2024-03-31", ""]
    (tmp_path / "actions.csv").write_text(";".join(head) + "\n" + ";".join(cells) + "\n", "utf-8")
    assert load_actions(any_store, tmp_path / "actions.csv") == 1
    assert read_actions(any_store).to_pylist() == from_workbook
    counted = workbook(tmp_path / "exposures.xlsx", [["period", "measure", "count"], ["2024-03", "customers", 1200]])
    assert load_exposures(any_store, counted) == 1
    assert read_exposures(any_store).to_pylist() == [{"period": "2024-03", "measure": "customers", "count": 1200}]
    assert verify(any_store) == []


def test_a_workbook_that_is_wrong_is_refused_by_its_row(store: Store, tmp_path: Path) -> None:
    head = ["period", "measure", "count"]
    wrong = workbook(tmp_path / "exposures.xlsx", [head, ["2024-03", "customers", 5], ["2024-13", "customers", 5]])
    with pytest.raises(StoreError, match=r"exposures\.xlsx, line 3: '2024-13' is no period"):
        load_exposures(store, wrong)
    with pytest.raises(StoreError, match=r"no column 'count'; exposures need period, measure, count"):
        load_exposures(store, workbook(tmp_path / "short.xlsx", [["period", "measure"], ["2024-03", "customers"]]))
    assert read_exposures(store).num_rows == 0
