"""F52: no cell of an exported table is a formula, headers included; numbers stay numbers."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exports import csv_text, neutralise, write_csv

STARTS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize(
    "text", [f"{start}1+1" for start in STARTS] + ["=cmd|' /C calc'!A0", " =1", "\ufeff=1", "-", "--1"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize(
    "sign",
    [*map(chr, (0x00AD, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0x3000, 0x2066)),
     *map(chr, (*range(1, 9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))],
)  # fmt: skip
def test_signs_that_nobody_sees_hide_no_formula(sign: str) -> None:
    assert neutralise(f"{sign}=1+1") == f"'{sign}=1+1"
    assert neutralise(f" {sign}{sign}@x") == f"' {sign}{sign}@x"
    assert neutralise(f"{sign}words") == f"{sign}words"


def test_booleans_read_as_the_words_that_filters_take() -> None:
    assert csv_text(pa.table({"written": [True, False, None]})).split() == ["written", "true", "false", '""']


@pytest.mark.parametrize("text", ["-3.5", "+33", "-3,5", "-1e5", "0.5", "12", "", "a=b", "mail@example.org", "l'eau"])
def test_numbers_and_plain_text_stay_as_they_are(text: str) -> None:
    assert neutralise(text) == text


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=5))
def test_no_cell_read_back_starts_a_formula(cells: list[str]) -> None:
    table = pa.table({f"={number}": [cell] for number, cell in enumerate(cells)})
    for row in csv.reader(io.StringIO(csv_text(table), newline="")):
        for cell in row:
            assert not cell.startswith(tuple(STARTS)) or cell.lstrip("+-").replace(".", "").replace(",", "").isdigit()


def test_a_table_reads_back_as_it_was(tmp_path: Path) -> None:
    table = pa.table({"=id": ["A;1", 'B"2', None], "delay": [-3.5, 0.0, None], "day": [date(2024, 2, 29), None, None]})
    write_csv(table, tmp_path / "lines.csv", delimiter=";")
    assert (tmp_path / "lines.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader((tmp_path / "lines.csv").open(encoding="utf-8-sig", newline=""), delimiter=";"))
    assert rows == [["'=id", "delay", "day"], ["A;1", "-3.5", "2024-02-29"], ['B"2', "0.0", ""], ["", "", ""]]
    assert [path.name for path in tmp_path.iterdir()] == ["lines.csv"]
