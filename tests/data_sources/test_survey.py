"""What can be seen in a column without its name: people, free text, clocks, numbers, missing values."""

from __future__ import annotations

import pyarrow as pa
import pytest

from data_sources.connector import LINE, RawTable
from data_sources.survey import Column, survey


def seen(*texts: str, name: str = "c") -> Column:
    table = pa.table({name: list(texts), LINE: list(range(len(texts)))})
    return survey(RawTable(table=table, read=len(texts)))[0][name]


def test_addresses_and_telephones_of_people_are_recognised_by_their_form() -> None:
    assert seen("a@b.fr", "jean.dupont@exemple.org").emails == 1
    assert seen("06 01 02 03 04", "0601020304", "+33 6 01 02 03 04", "01.02.03.04.05").phones == 1
    assert seen("00001026", "101004143000", "4848023", "2025-01-13").phones == 0


def test_free_text_is_long_and_rarely_twice_the_same() -> None:
    story = "Je vous écris au sujet de ma facture du mois de mars, reçue hier"
    assert seen(*(f"{story} {n}" for n in range(8))).is_free_text
    assert not seen(*[story] * 8).is_free_text
    assert not seen(*(f"R-{n}" for n in range(8))).is_free_text


@pytest.mark.parametrize("texts", [("3:53:50 PM", "11:00:01 AM"), ("9:05", "23:59"), ("10:00:00",)])
def test_times_of_day_are_recognised(texts: tuple[str, ...]) -> None:
    assert seen(*texts).is_clock


def test_numbers_are_numbers_in_both_notations() -> None:
    assert seen("1 234,56", "12.5", "-3").numbers == 1
    assert seen("12", "douze").numbers == 0.5


def test_uniqueness_and_filling_leave_missing_values_out() -> None:
    column = seen("a", "", " ", "a", "b")
    assert (column.filled, round(column.uniqueness, 2)) == (3, 0.67)
    assert seen("", "").uniqueness == 0


def test_a_marker_in_several_columns_is_missing_in_all_of_them() -> None:
    table = pa.table({name: ["x", "NULL", "y"] for name in "abc"} | {"d": ["-", "u", "v"], LINE: [1, 2, 3]})
    columns, markers = survey(RawTable(table=table, read=3))
    assert markers == ("NULL",)
    assert columns["a"].filled == 2 and columns["d"].filled == 3
