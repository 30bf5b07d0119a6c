"""Totals and notes are rejected by line, and what only resembles them is read."""

from __future__ import annotations

import pytest

from data_sources.connector import RawTable, read_bytes, read_raw
from tests.data_sources.conftest import Read, Write

HEADER = "id;recu;motif;montant\n"
ROWS = "1;01/02/2025;Facture;10\n2;02/02/2025;Retard;20\n"


def raw(write: Write, content: str) -> RawTable:
    path = write(content)
    return read_raw(path, read_bytes(path), "csv_file", {})


def reasons(read: RawTable) -> list[tuple[int | None, str]]:
    return [(reject.line, reject.reason) for reject in read.rejected]


@pytest.mark.parametrize(
    "foot",
    ["Total;;;30", ";;Total général :;30", "Somme;2;;30,50", "Sous-total;;;1 234,00 €", "TOTAL;;;", "Total Nord;;;30"],
)
def test_a_total_is_rejected_wherever_its_label_stands(write: Write, foot: str) -> None:
    read = raw(write, HEADER + ROWS + foot + "\n" + ROWS)
    assert reasons(read) == [(4, "total_row")] and read.table.num_rows == 4
    assert read.read == 5 and read.rejected[0].raw == foot


@pytest.mark.parametrize(
    "row",
    ["3;03/02/2025;Total;30", "Total;03/02/2025;Retard;30", "TotalEnergies;04/02/2025;x;5", "Sommeil;1;2;3", "T7;;;30"],
)
def test_a_complaint_about_total_is_a_complaint(write: Write, row: str) -> None:
    read = raw(write, HEADER + ROWS + row + "\n")
    assert read.table.num_rows == 3 and not read.rejected


def test_notes_under_the_table_are_rejected_and_a_lone_number_is_not(write: Write) -> None:
    read = raw(write, HEADER + ROWS + "Source : service client;;;\n* hors agences;;;\n")
    assert reasons(read) == [(4, "note_row"), (5, "note_row")] and read.table.num_rows == 2
    assert not raw(write, HEADER + ROWS + "A17;;;\n").rejected
    assert not raw(write, HEADER + "Une note seule;;;\n" + ROWS).rejected


def test_sums_reconcile_when_a_total_is_left_out(read: Read) -> None:
    reading = read("id;recu;repondu;motif\n1;13/01/2025;;a\n2;13/01/2025;;b\nTotal;2;;\n")
    assert reading.accepted["complaint_id"].to_pylist() == ["1", "2"]
    assert reading.rejected["reason"].to_pylist() == ["total_row"] and reading.read == 3
