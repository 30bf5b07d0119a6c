"""What French workbooks look like: titles, groups, totals, notes, several sheets, hidden rows, dates of every kind."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from data_sources.connector import LINE, RawTable, read_bytes, read_raw
from data_sources.errors import SourceError
from data_sources.profile import parse_profile
from data_sources.reading import read_source
from data_sources.sheets import _with_dates
from data_sources.workbook_facts import facts_of
from tests.data_sources.conftest import Write

HEADER = ["id", "recu", "motif", "montant"]
ROWS = [["1", datetime(2025, 1, 2), "Facture", 10.5], ["2", datetime(2025, 1, 3), "Retard", 20]]
Change = Callable[[Worksheet], object]


def book(*rows: list[Any], change: Change = lambda _: None, mac: bool = False, **others: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook()
    if mac:
        made.epoch = CALENDAR_MAC_1904
    page = made.active
    assert page is not None
    page.title = "Janvier"
    for row in rows:
        page.append(row)
    change(page)
    for name, more in others.items():
        other = made.create_sheet(name)
        for row in more:
            other.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def raw(write: Write, content: bytes, **options: object) -> RawTable:
    path = write(content, "f.xlsx")
    return read_raw(path, read_bytes(path), None, options)


def cells(read: RawTable, name: str) -> list[Any]:
    return list(read.table[name].to_pylist())


def reasons(read: RawTable) -> list[tuple[int | None, str]]:
    return [(reject.line, reject.reason) for reject in read.rejected]


def test_merged_groups_over_names_are_one_header(write: Write) -> None:
    def merge(page: Worksheet) -> None:
        page.merge_cells("C1:D1")
        page.merge_cells("A1:A2")
        page.merge_cells("B1:B2")

    top, under = ["N°", "Motif", "Dates", None], [None, None, "Reçue le", "Répondue le"]
    rows = [["1", "Facture", datetime(2025, 1, 2), datetime(2025, 1, 9)], ["2", "Retard", datetime(2025, 1, 3), None]]
    read = raw(write, book(["Réclamations 2025"], top, under, *rows, change=lambda page: None))
    assert read.columns == ["N°", "Motif", "Reçue le", "Répondue le"]
    assert raw(write, book(top, under, *rows, change=merge)).columns == read.columns
    assert cells(read, "N°") == ["1", "2"] and read.table[LINE].to_pylist() == [4, 5]
    assert read.warnings == {"header_in_two_rows": 1}


def test_equal_names_under_two_groups_are_told_apart(write: Write) -> None:
    rows = [["1", datetime(2025, 1, 2), "web", datetime(2025, 1, 9), "web"]]
    top, under = [None, "Demande", None, "Réponse", None], ["N°", "Date", "Canal", "Date", "Canal"]
    read = raw(write, book(top, under, *rows))
    assert read.columns == ["N°", "Demande Date", "Demande Canal", "Réponse Date", "Réponse Canal"]


def test_totals_subtotals_and_notes_are_left_out_by_name(write: Write) -> None:
    foot = [["Sous-total", None, None, 30.5], ["3", datetime(2025, 1, 4), "Accueil", 5]]
    end = [["Total", 3, None, 35.5], [None], ["* hors agences fermées"]]
    read = raw(write, book(HEADER, *ROWS, *foot, *end))
    assert reasons(read) == [(4, "total_row"), (6, "total_row"), (8, "note_row")]
    assert cells(read, "id") == ["1", "2", "3"] and read.read == 6
    profile = parse_profile("source: a\ncolumns: {complaint_id: id, received_at: recu}")
    reading = read_source(profile, write(book(HEADER, *ROWS, *foot, *end), "f.xlsx"))
    assert reading.accepted.num_rows == 3 and reading.rejected.num_rows == 3 and reading.read == 6


def test_a_header_printed_on_each_page_is_left_out_by_name(write: Write) -> None:
    read = raw(write, book(HEADER, *ROWS, HEADER, ["3", datetime(2025, 1, 4), "Accueil", 5]))
    assert reasons(read) == [(4, "repeated_header")] and cells(read, "id") == ["1", "2", "3"]


def test_sheets_of_one_header_are_read_together_when_asked(write: Write) -> None:
    more = [["Export"], HEADER, ["3", datetime(2025, 2, 1), "Accueil", 1], ["Total", None, None, 1]]
    content = book(HEADER, *ROWS, Février=more, Listes=[["code", "libellé"], ["A", "Facture"]])
    alone, every = raw(write, content), raw(write, content, sheets="all")
    assert alone.read == 2 and alone.warnings == {"other_sheet:Février": 2}
    assert cells(every, "id") == ["1", "2", "3"] and every.read == 4
    assert every.table[LINE].to_pylist() == [2, 3, 6] and reasons(every) == [(7, "total_row")]
    assert every.notes["sheet"] == "'Janvier' (row 1 is line 1), 'Février' (row 1 is line 4)"
    assert every.notes["other_sheets"] == "'Listes' (1 rows)" and not every.warnings
    for options in ({"sheets": "all", "sheet": "Janvier"}, {"sheets": "toutes"}):
        with pytest.raises(SourceError, match=r"options\.sheets is 'all'"):
            raw(write, content, **options)


def test_serials_among_dates_are_dates_and_counted(write: Write) -> None:
    rows = [["3", 45661.5, "Accueil", 45661], ["4", None, "x", 7]]
    read = raw(write, book(HEADER, *ROWS, *rows))
    assert cells(read, "recu") == ["2025-01-02 00:00:00", "2025-01-03 00:00:00", "2025-01-04 12:00:00", None]
    assert read.warnings == {"date_serials": 1} and cells(read, "montant")[2] == "45661"


def test_serials_alone_are_dates_only_where_the_profile_says_so(write: Write) -> None:
    content = book(HEADER, ["1", 45659, "Facture", 3], ["2", 45660, "Retard", 4])
    assert cells(raw(write, content), "recu") == ["45659", "45660"]
    declared = raw(write, content, serial_dates=["recu"])
    assert cells(declared, "recu") == ["2025-01-02 00:00:00", "2025-01-03 00:00:00"]
    with pytest.raises(SourceError, match=r"no column 'reçu'; nearest: recu.*options\.serial_dates"):
        raw(write, content, serial_dates=["reçu"])


def test_dates_count_from_1904_where_the_workbook_says_so(write: Write) -> None:
    days = (datetime(2025, 1, 2) - datetime(1904, 1, 1)).days
    content = book(HEADER, *ROWS, ["3", days, "Accueil", 1], mac=True)
    assert cells(raw(write, content), "recu") == ["2025-01-02 00:00:00", "2025-01-03 00:00:00", "2025-01-02 00:00:00"]


def test_without_the_epoch_flag_the_same_number_would_be_four_years_early(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = (datetime(2025, 1, 2) - datetime(1904, 1, 1)).days
    monkeypatch.setattr(
        "data_sources.sheets._with_dates",
        lambda table, sheet, *rest: _with_dates(table, type(sheet)(**{**fields(sheet), "facts": {}}), *rest),
    )
    assert cells(raw(write, book(HEADER, *ROWS, ["3", days, "x", 1], mac=True)), "recu")[2] == "2021-01-01 00:00:00"


def fields(sheet: Any) -> dict[str, Any]:
    return {name: getattr(sheet, name) for name in ("name", "cells", "rounded", "others")}


def test_dates_as_text_are_what_they_are(write: Write) -> None:
    content = book(HEADER, ["1", "02/01/2025", "Facture", "1 234,50"], ["2", "3/1/2025", "Retard", "85 %"])
    assert cells(raw(write, content), "recu") == ["02/01/2025", "3/1/2025"]
    profile = parse_profile('source: a\ndate_formats: ["%d/%m/%Y"]\ncolumns: {complaint_id: id, received_at: recu}')
    assert read_source(profile, write(content, "f.xlsx")).accepted.num_rows == 2


def test_numbers_stored_as_text_and_hard_spaces_are_amounts(write: Write) -> None:
    content = book(["N°\u00a0dossier", "Reçue\nle", "Montant"], ["007", "2025-01-02", "1\u202f234,50\u00a0€"])
    assert raw(write, content).columns == ["N° dossier", "Reçue le", "Montant"]
    profile = parse_profile(
        "source: a\ncolumns: {complaint_id: N° dossier, received_at: Reçue le, "
        "compensation_claimed: {column: Montant, unit: major}}"
    )
    row = read_source(profile, write(content, "f.xlsx")).accepted.to_pylist()[0]
    assert (row["complaint_id"], row["compensation_claimed"]) == ("007", 123_450)


def made(write_cells: Callable[[Any, Any], None], **options: Any) -> bytes:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    page = workbook.add_worksheet("Janvier")
    page.write_row(0, 0, HEADER)
    for place, (key, moment, motive, amount) in enumerate(ROWS, start=1):
        page.write_row(place, 0, [key, moment.isoformat(sep=" "), motive, amount])
    write_cells(workbook, page)
    workbook.close()
    return target.getvalue()


def test_percentages_are_fractions_and_formulas_what_they_gave(write: Write) -> None:
    def fill(workbook: Any, page: Any) -> None:
        page.write_number(1, 3, 0.85, workbook.add_format({"num_format": "0 %"}))
        page.write_formula(2, 3, "=D2*2", None, 1.7)

    read = raw(write, made(fill))
    assert cells(read, "montant") == ["0.85", "1.7"] and not read.warnings


def test_errors_are_empty_and_counted(write: Write) -> None:
    def fill(_: Any, page: Any) -> None:
        page.write_formula(1, 2, "=NA()", None, "#N/A")
        page.write_formula(2, 3, "=1/0", None, "#DIV/0!")

    read = raw(write, made(fill))
    assert cells(read, "motif") == [None, "Retard"] and cells(read, "montant") == ["10.5", None]
    assert read.warnings == {"error_cells": 2}


def test_formulas_that_were_never_calculated_are_said_to_be_empty(write: Write) -> None:
    def fill(page: Worksheet) -> None:
        page["D2"], page["D3"] = "=1+1", "=D2&D2"

    read = raw(write, book(HEADER, *ROWS, change=fill))
    assert cells(read, "montant") == [None, None] and read.warnings == {"formulas_without_value": 2}


def test_hidden_rows_and_columns_are_read_and_announced(write: Write) -> None:
    def hide(page: Worksheet) -> None:
        page.row_dimensions[3].hidden = True
        page.column_dimensions["C"].hidden = True
        page.column_dimensions["Z"].hidden = True

    read = raw(write, book(HEADER, *ROWS, change=hide))
    assert cells(read, "id") == ["1", "2"] and cells(read, "motif") == ["Facture", "Retard"]
    assert read.warnings == {"hidden_rows": 1, "hidden_columns": 1}


def test_rows_that_a_filter_leaves_out_are_read_and_announced(write: Write) -> None:
    def fill(_: Any, page: Any) -> None:
        page.autofilter(0, 0, 2, 3)
        page.filter_column(2, "x == Facture")
        page.set_row(2, options={"hidden": True})

    read = raw(write, made(fill))
    assert read.read == 2 and read.warnings == {"filtered_rows": 1}


def test_merged_cells_of_the_body_are_announced_and_filled_once(write: Write) -> None:
    def merge(page: Worksheet) -> None:
        page.merge_cells("C2:C3")
        page.merge_cells("A1:B1")

    read = raw(write, book(HEADER, *ROWS, change=merge))
    assert cells(read, "motif") == ["Facture", None] and read.warnings["merged_cells"] == 1


def test_columns_without_name_or_content_are_none(write: Write) -> None:
    rows = [[*row, None, " "] for row in ROWS]
    content = book([*HEADER, None, None], *rows, change=lambda page: setattr(page["J1"], "value", None))
    assert raw(write, content).columns[:4] == HEADER


def test_a_sheet_without_header_keeps_its_first_row(write: Write) -> None:
    read = raw(write, book(*ROWS, ["3", datetime(2025, 1, 4), "Accueil", 5]))
    assert read.read == 3 and read.warnings == {"no_header": 1} and read.notes["header_line"] == "none"
    assert cells(read, "column_1") == ["1", "2", "3"]


def test_what_is_no_workbook_has_no_facts() -> None:
    assert facts_of(b"PK\x03\x04 damaged", "x") == {} == facts_of(b"\xd0\xcf\x11\xe0", "x")
    assert facts_of(book(HEADER), "absent") == {}
