"""F43, F44: workbooks are read as text; hostile and disguised ones are refused with the reason."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from data_sources.connector import LINE, RawTable, read_bytes, read_raw
from data_sources.errors import SourceError
from data_sources.profile import parse_profile
from data_sources.reading import read_source
from tests.data_sources.conftest import Write


def workbook(*rows: list[Any], cells: dict[str, Any] | None = None, sheet: str = "Sheet") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    for place, value in (cells or {}).items():
        page[place] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_entry(book: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO(book)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def raw(write: Write, content: bytes, name: str = "f.xlsx", **options: object) -> RawTable:
    path = write(content, name)
    return read_raw(path, read_bytes(path), None, options)


def refused(write: Write, content: bytes, name: str = "f.xlsx") -> str:
    with pytest.raises(SourceError) as error:
        raw(write, content, name)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_leading_zeros_dates_and_numbers_come_as_text(write: Write) -> None:
    read = raw(
        write, workbook(["id", "recu", "n"], ["007", datetime(2025, 1, 2, 3, 4), 12.5], [8, datetime(2025, 1, 3), 9])
    )
    assert read.table.to_pylist() == [
        {"id": "007", "recu": "2025-01-02 03:04:00", "n": "12.5", LINE: 2},
        {"id": "8", "recu": "2025-01-03 00:00:00", "n": "9", LINE: 3},
    ]


def test_titles_blank_rows_and_an_offset_keep_the_row_numbers(write: Write) -> None:
    cells = {
        "B2": "Export",
        "B5": "id",
        "C5": "recu",
        "D5": "motif",
        "B6": "1",
        "C6": "x",
        "D6": "y",
        "B9": "2",
        "C9": "z",
    }
    read = raw(write, workbook(cells=cells))
    assert read.columns == ["id", "recu", "motif"]
    assert read.table[LINE].to_pylist() == [6, 9]
    assert read.read == 2


def test_a_sheet_is_chosen_by_name_and_a_wrong_name_is_answered(write: Write) -> None:
    book = workbook(["id", "b"], ["1", "2"], sheet="Données")
    assert raw(write, book, sheet="Données").read == 1
    with pytest.raises(SourceError, match="no sheet 'Donnees'; there is: Données"):
        raw(write, book, sheet="Donnees")


def test_a_far_cell_is_refused_in_little_time_and_memory(write: Write) -> None:
    book = workbook(["id", "b"], ["1", "2"], cells={"XFD1048576": "x"})
    assert len(book) < 6000
    start = time.monotonic()
    assert "more memory or time" in refused(write, book)
    assert time.monotonic() - start < 10
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_500_000
    assert raw(write, workbook(["id", "b"], ["1", "2"])).read == 1


def test_a_zip_bomb_is_refused_before_it_is_opened(write: Write) -> None:
    assert "expands to more than" in refused(write, with_entry(workbook(["id"]), "xl/media/x.bin", b"0" * 60 * 2**20))


def test_an_xml_bomb_expands_to_nothing(write: Write) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    shared = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><sst><si><t>&l9;</t></si></sst>'
    book = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["id", "b"], ["x", "y"]))) as old, zipfile.ZipFile(book, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, shared if "sharedStrings" in entry.filename else old.read(entry))
    start = time.monotonic()
    try:
        read = raw(write, book.getvalue())
        assert read.table.nbytes < 10_000
    except SourceError:
        pass
    assert time.monotonic() - start < 10


def test_macros_passwords_and_disguises_are_refused_with_the_reason(write: Write) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "macros" in refused(write, with_entry(workbook(["id"]), "xl/vbaProject.bin", b"x"), "f.xlsm")
    assert "macros" in refused(write, ole + "_VBA_PROJECT".encode("utf-16-le"), "f.xls")
    assert "password" in refused(write, ole + "EncryptedPackage".encode("utf-16-le"))
    assert "web page" in refused(write, b"<html><table><tr><td>id</td></tr></table></html>", "f.xls")
    assert "is not a workbook" in refused(write, b"id;recu\n1;2\n")
    assert "archive and no workbook" in refused(write, with_entry(workbook(["id"])[:0], "a.txt", b"a"))
    assert "damaged" in refused(write, workbook(["id", "b"])[:1500])
    assert "cannot be read" in refused(write, ole, "f.xls")


def test_an_empty_workbook_is_no_zero(write: Write) -> None:
    assert "empty" in refused(write, workbook())


def test_the_header_row_may_be_declared(write: Write) -> None:
    book = workbook(["a", "b"], ["id", "recu"], ["1", "2"])
    assert raw(write, book, header_line=2).columns == ["id", "recu"]
    with pytest.raises(SourceError, match="no row 9"):
        raw(write, book, header_line=9)


def sheets(**pages: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in pages.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_second_sheet_under_the_same_header_is_announced(write: Write) -> None:
    first, second = [["id", "recu"], ["1", "a"]], [["Export"], ["id", "recu"], ["2", "b"], [None], ["3", "c"]]
    book = sheets(Janvier=first, Vide=[], Février=second, Listes=[["x", "y"], ["1", "2"]])
    read = raw(write, book)
    assert read.read == 1 and read.warnings == {"other_sheet:Février": 2}
    assert (read.notes["sheet"], read.notes["other_sheets"]) == ("Janvier", "'Février' (2 rows), 'Listes' (1 rows)")
    chosen = raw(write, book, sheet="Février")
    assert chosen.read == 2 and not chosen.warnings


def test_a_first_sheet_without_a_usable_header_points_to_the_other(write: Write) -> None:
    data = [["id", "recu"], ["1", "2025-01-01"]]
    said = refused(write, sheets(Lisezmoi=[["Export des réclamations"], ["Texte"]], Données=data))
    assert "'Lisezmoi' has no header" in said and "'Données' has (id, recu" in said and "options.sheet" in said
    two = write(sheets(Lisezmoi=[["Date", "2025"], ["Auteur", "x"]], Données=data), "f.xlsx")
    profile = parse_profile("source: a\ncolumns: {complaint_id: id, received_at: recu}")
    with pytest.raises(SourceError, match=r"no column 'id'.*the others are 'Données' \(1 rows\).*options\.sheet"):
        read_source(profile, two)


def test_long_numbers_as_identifiers_are_rejected_and_long_texts_are_not(write: Write) -> None:
    ids = [12345678901234567, 12345678901234568, "12345678901234567", "12345678901234568", 123456789012345, 7]
    book = workbook(["n", "id", "recu", "lot"], *([9, key, "2025-01-01", 2**60] for key in ids))
    profile = parse_profile("source: a\ncolumns: {complaint_id: id, received_at: recu}")
    reading = read_source(profile, write(book, "f.xlsx"))
    kept = ["12345678901234567", "12345678901234568", "123456789012345", "7"]
    assert reading.accepted["complaint_id"].to_pylist() == kept
    assert reading.rejected["reason"].to_pylist() == ["id_rounded"] * 2
    assert reading.rejected["source_line"].to_pylist() == [2, 3] and reading.read == 6
    assert "format 'id' as text" in reading.rejected["detail"][0].as_py()
