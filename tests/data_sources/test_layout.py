"""The delimiter and the header are found, also under a title and beside commas that are none."""

from __future__ import annotations

import pytest

from data_sources.errors import SourceError
from data_sources.headers import column_names
from data_sources.layout import detect_layout


def layout(text: str, **options: object) -> tuple[str, int, tuple[str, ...]]:
    found = detect_layout(text.split("\n"), "f.csv", options)
    return found.delimiter, found.header, found.names


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_recognised(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in (("a", "b", "c"), ("1", "2", "3"), ("4", "5", "6")))
    assert layout(text) == (delimiter, 0, ("a", "b", "c"))


def test_decimal_commas_do_not_hide_semicolons() -> None:
    assert layout("id;montant\n1;2,50\n2;3,10\n3;4,00")[0] == ";"


def test_delimiters_inside_quotes_do_not_count() -> None:
    assert layout('id,texte\n1,"a;b;c"\n2,"d;e;f"')[0] == ","


def test_titles_above_the_header_are_stepped_over() -> None:
    assert layout("Export du 3 mars 2025\n\nid;recu;motif\n1;2;3\n4;5;6") == (";", 2, ("id", "recu", "motif"))


def test_the_line_excel_writes_for_itself_is_no_header() -> None:
    assert layout("sep=;\nid;recu\n1;2") == (";", 1, ("id", "recu"))


def test_declared_options_take_precedence() -> None:
    assert layout("x y\na,b\n1,2", delimiter=",", header_line=2)[1:] == (1, ("a", "b"))
    with pytest.raises(SourceError, match="no line 9"):
        layout("a,b\n1,2", header_line=9)
    with pytest.raises(SourceError, match="one character"):
        layout("a,b", delimiter="||")


def test_empty_and_repeated_headers_get_names() -> None:
    assert column_names([" id ", "", "id", "a  b"]) == ("id", "column_2", "id_2", "a b")


def test_rows_of_data_that_end_in_a_delimiter_do_not_hide_the_header() -> None:
    names = ("complaint_id", "received_at", "motive")
    header = ",".join(names) + "\n"
    assert layout(header + "A,2024-01-01,x,\nB,2024-01-02,y,") == (",", 0, names)
    assert layout(header + "A,2024-01-01,x,oops\nB,2024-01-02,y,") == (",", 0, names)
    assert layout("Export;;\n" + header.replace(",", ";") + "A;2024-01-01;;\nB;2024-01-02;y;") == (";", 1, names)


def test_texts_of_many_lines_hide_neither_delimiter_nor_header() -> None:
    body = "".join(f'{n};2024-01-0{n};"un, deux, trois\nquatre, cinq, six\nsept, huit, neuf"\n' for n in range(1, 4))
    assert layout("id;recu;texte\n" + body) == (";", 0, ("id", "recu", "texte"))


def test_a_header_cell_of_two_lines_is_one_name() -> None:
    found = detect_layout(['"complaint', 'id",received_at', "A,2024-01-01"], "f.csv", {})
    assert (found.names, found.header, found.body) == (("complaint id", "received_at"), 0, 2)
