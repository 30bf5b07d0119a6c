"""Apostrophes for quotes, spaces after delimiters, backslashes before quotes; and what only looks like them."""

from __future__ import annotations

from data_sources.connector import RawTable, read_bytes, read_raw
from tests.data_sources.conftest import Write


def raw(write: Write, content: str) -> RawTable:
    path = write(content)
    return read_raw(path, read_bytes(path), "csv_file", {})


def rows(read: RawTable) -> list[list[str]]:
    return [[str(row[name]) for name in read.columns] for row in read.table.to_pylist()]


def test_apostrophes_may_quote(write: Write) -> None:
    read = raw(write, "id,texte,fin\n1,'L''eau, coupée',x\n2,'dit \"non\"',y\n")
    assert rows(read) == [["1", "L'eau, coupée", "x"], ["2", 'dit "non"', "y"]]
    assert read.notes["quotes"] == "apostrophe"


def test_apostrophes_of_words_quote_nothing(write: Write) -> None:
    read = raw(write, "id,texte,fin\n1,l'eau d'ici,x\n2,'tis,y\n3,\"a, 'b', c\",'z'\n")
    assert rows(read) == [["1", "l'eau d'ici", "x"], ["2", "'tis", "y"], ["3", "a, 'b', c", "'z'"]]
    assert "quotes" not in read.notes


def test_spaces_after_delimiters_are_no_part_of_the_cells(write: Write) -> None:
    read = raw(write, 'id, texte, fin\n1, "un, deux", x\n2, "trois", y\n')
    assert read.columns == ["id", "texte", "fin"]
    assert rows(read) == [["1", "un, deux", "x"], ["2", "trois", "y"]]
    assert read.notes["spaces"] == "after each delimiter"


def test_commas_of_prose_are_not_spaced_delimiters(write: Write) -> None:
    read = raw(write, 'id;texte\n1;"Bonjour, merci"\n2;"Non, merci"\n')
    assert rows(read)[0] == ["1", "Bonjour, merci"] and "spaces" not in read.notes


def test_backslashes_before_quotes_are_read_and_counted_and_others_stay(write: Write) -> None:
    read = raw(write, 'id,texte,fin\n1,"il dit \\"oui, non\\"",x\n2,"C:\\temp",y\n3,"C:\\\\a \\"b\\"",z\n')
    assert rows(read) == [["1", 'il dit "oui, non"', "x"], ["2", "C:\\temp", "y"], ["3", 'C:\\a "b"', "z"]]
    assert read.warnings == {"backslash_escapes": 2}


def test_a_quoted_cell_that_ends_in_a_backslash_is_as_it_is(write: Write) -> None:
    read = raw(write, 'id,dossier,fin\n1,"C:\\temp\\",x\n2,"D:\\",y\n')
    assert rows(read) == [["1", "C:\\temp\\", "x"], ["2", "D:\\", "y"]] and not read.warnings
