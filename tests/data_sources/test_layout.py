"""The delimiter and the header are found, also under a title and beside commas that are none."""

from __future__ import annotations

import pytest

from data_sources.errors import SourceError
from data_sources.layout import column_names, detect_layout


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
