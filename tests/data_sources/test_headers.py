"""Where the names of the columns are, what is mended to find them, and when they are refused."""

from __future__ import annotations

import pytest

from data_sources.connector import RawTable, read_bytes, read_raw
from data_sources.errors import SourceError
from tests.data_sources.conftest import Write

BODY = "".join(f"{n},0{n}/02/2025,1{n}:30,Facture,ok\n" for n in range(1, 6))
NAMES = ["id", "recu", "heure", "motif", "suite"]


def raw(write: Write, content: str, **options: object) -> RawTable:
    path = write(content)
    return read_raw(path, read_bytes(path), "csv_file", options)


def ids(read: RawTable, column: int = 0) -> list[str]:
    return [str(cell) for cell in read.table[read.columns[column]].to_pylist()]


def test_a_file_without_header_keeps_its_first_record_and_numbers_its_columns(write: Write) -> None:
    read = raw(write, BODY)
    assert read.columns == [f"column_{n}" for n in range(1, 6)]
    assert ids(read) == ["1", "2", "3", "4", "5"]
    assert read.warnings == {"no_header": 1} and read.notes["header_line"] == "none"


@pytest.mark.parametrize("header", ["motif,2023,2024", "a,b,c", "mois,01/2024,02/2024"])
def test_years_and_months_that_name_columns_are_a_header(write: Write, header: str) -> None:
    read = raw(write, header + "\nFacture,12,13\nAccueil,5,7\n")
    assert read.columns == header.split(",") and read.read == 2 and not read.warnings


def test_a_stray_quote_or_delimiter_in_the_header_is_taken_out_and_told(write: Write) -> None:
    quoted = raw(write, '"id,recu,heure,"motif",suite\n' + BODY)
    assert (quoted.columns, quoted.read, quoted.warnings) == (NAMES, 5, {"header_quotes_removed": 1})
    wide = raw(write, "id,,recu,heure,motif,suite\n" + BODY)
    assert (wide.columns, wide.read, wide.warnings) == (NAMES, 5, {"header_delimiters_removed": 1})
    ended = raw(write, "id,recu,heure,motif,suite,\n" + BODY)
    assert (ended.columns, ended.read, ended.warnings) == (NAMES, 5, {})


def test_a_header_with_fewer_names_than_columns_is_refused_unless_it_is_declared(write: Write) -> None:
    short = "id,recuheure,motif,suite\n" + BODY
    with pytest.raises(SourceError, match=r"line 1 names 4 columns, but most lines below have 5.*options\.header_line"):
        raw(write, short)
    assert len(raw(write, short, header_line=1).rejected) == 5


def test_a_delimiter_that_cuts_quoted_texts_is_refused(write: Write) -> None:
    body = "".join(f'{n} 0{n}/02/2025 "un, deux" "trois {n}"\n' for n in range(1, 9))
    with pytest.raises(SourceError, match=r"none of semicolon, comma.* separates its columns.*options\.delimiter"):
        raw(write, "id recu texte suite\n" + body)
    assert raw(write, "id recu texte suite\n" + body, delimiter=" ").read == 8


def test_groups_of_columns_over_their_names_are_one_header(write: Write) -> None:
    two = "N°,Motif,Dates,\n,,Reçue le,Répondue le\n7,Facture,01/02/2025,02/02/2025\n8,Retard,03/02/2025,\n"
    read = raw(write, two)
    assert read.columns == ["N°", "Motif", "Reçue le", "Répondue le"]
    assert ids(read) == ["7", "8"] and read.warnings == {"header_in_two_rows": 1}
    above = "Demande,,Réponse,\nDate,Canal,Date,Canal\n01/02/2025,web,02/02/2025,web\n"
    assert raw(write, above).columns == ["Demande Date", "Demande Canal", "Réponse Date", "Réponse Canal"]


def test_groups_over_every_name_or_beside_an_empty_column_are_one_header(write: Write) -> None:
    every = "Dossier,Objet,Dates,\nid,motif,Reçue le,Répondue le\n7,Facture,01/02/2025,02/02/2025\n"
    assert raw(write, every).columns == ["id", "motif", "Reçue le", "Répondue le"]
    gap = "N°,,Dates,,Motif\n,,Reçue le,Répondue le,\n7,,01/02/2025,02/02/2025,Facture\n8,,03/02/2025,,Retard\n"
    assert raw(write, gap).columns == ["N°", "column_2", "Reçue le", "Répondue le", "Motif"]


def test_a_title_of_two_cells_names_no_column(write: Write) -> None:
    read = raw(write, "Export,mars 2025,,\nid,motif,,\n7,Facture,x,y\n8,Retard,x,y\n")
    assert read.columns == ["id", "motif", "column_3", "column_4"] and ids(read) == ["7", "8"]


def test_a_first_row_of_data_with_gaps_is_no_second_header(write: Write) -> None:
    read = raw(write, "id,motif,,suite\nA,Facture,,ok\nB,Accueil,note,\n")
    assert read.columns == ["id", "motif", "column_3", "suite"] and ids(read) == ["A", "B"]


def test_a_header_repeated_below_is_rejected_by_line_and_what_follows_is_read(write: Write) -> None:
    read = raw(write, ",".join(NAMES) + "\n" + BODY + ",".join(NAMES) + "\n" + BODY)
    assert read.table.num_rows == 10
    assert [(reject.line, reject.reason) for reject in read.rejected] == [(7, "repeated_header")]


def test_hard_spaces_and_line_breaks_in_names_are_one_space(write: Write) -> None:
    read = raw(write, '"Date de\nréception",N°\u00a0client,Montant\u202fTTC\n01/02/2025,7,5\n')
    assert read.columns == ["Date de réception", "N° client", "Montant TTC"]


def test_a_column_that_only_delimiters_make_is_none(write: Write) -> None:
    assert raw(write, "id,motif,\n1,a,\n2,b,\n").columns == ["id", "motif"]
    assert raw(write, "id,motif,\n1,a,\n2,b,x\n").columns == ["id", "motif", "column_3"]
