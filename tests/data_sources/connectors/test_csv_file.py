"""Compressed, disguised and damaged text files."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from data_sources.connector import RawTable, read_bytes, read_raw
from data_sources.errors import SourceError
from tests.data_sources.conftest import Write

TEXT = "id;motif\n1;a\n2;b\n"


def raw(write: Write, content: str | bytes, name: str = "f.csv") -> RawTable:
    path = write(content, name)
    return read_raw(path, read_bytes(path), None, {})


def test_gzip_is_read_like_the_text_in_it(write: Write) -> None:
    read = raw(write, gzip.compress(TEXT.encode()), "f.csv.gz")
    assert read.table["motif"].to_pylist() == ["a", "b"]
    assert read.notes == {"encoding": "utf-8", "delimiter": "semicolon", "header_line": "1"}


def test_a_gzip_that_is_cut_or_expands_without_measure_is_refused(write: Write) -> None:
    with pytest.raises(SourceError, match="damaged gzip"):
        raw(write, gzip.compress(TEXT.encode() * 100)[:-20], "f.csv.gz")
    with pytest.raises(SourceError, match="expands to more than"):
        raw(write, gzip.compress(b"0" * (65 * 2**20)), "f.csv.gz")


def test_workbooks_and_web_pages_under_a_text_name_are_refused(write: Write) -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(SourceError, match="is a workbook or an archive"):
        raw(write, book.getvalue())
    with pytest.raises(SourceError, match="web page"):
        raw(write, "\n<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>")


@pytest.mark.parametrize("data", [b",", b";;;\n", b'"', b'""\n', b"7"])
def test_a_file_of_hardly_anything_has_no_rows_and_is_no_crash(data: bytes) -> None:
    found = read_raw(Path("a.csv"), data, "csv_file", {})
    assert (found.read, found.table.num_rows, found.rejected) == (0, 0, ())
