"""What cannot be read is flagged, never taken for zero."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.values import lookup, read_boolean, read_decimal, read_each, read_level, read_major, read_minor


@pytest.mark.parametrize(("text", "cents"), [
    ("12,50", 1250), ("12.5", 1250), ("1 234,56 €", 123456), ("1,234.56", 123456), ("1.234,56", 123456),
    ("-3", -300), ("0", 0), ("1\u202f000", 100000), ("12,505", None), ("douze", None), ("", None), ("nan", None),
    ("1e400", None), ("inf", None),
])  # fmt: skip
def test_amounts_in_major_units_become_cents(text: str, cents: int | None) -> None:
    assert read_major(text) == cents


def test_amounts_in_minor_units_are_whole() -> None:
    assert [read_minor(text) for text in ("1250", "12.50", "x")] == [1250, None, None]


@given(st.integers(-(10**12), 10**12))
def test_cents_survive_being_written_in_french(cents: int) -> None:
    sign, whole, rest = "-" if cents < 0 else "", *divmod(abs(cents), 100)
    assert read_major(f"{sign}{whole:,}".replace(",", " ") + f",{rest:02d} €") == cents


def test_booleans_and_levels_are_read_in_both_languages() -> None:
    assert [read_boolean(text) for text in ("Oui", "NO", "vrai", "0", "peut-être")] == [True, False, True, False, None]
    assert [read_level(text) for text in ("2", "N1", "Niveau 3", "1.0", "0", "1.5", "haut")] == [2, 1, 3, 1] + [
        None
    ] * 3


def test_decimals_take_point_and_comma() -> None:
    assert [read_decimal(text) for text in ("4,5", "4.5", "beau")] == [4.5, 4.5, None]


def test_a_column_says_where_it_could_not_be_read() -> None:
    values, bad = read_each(pa.chunked_array([["1", None], ["x", "1"]]), read_decimal, pa.float64())
    assert values.to_pylist() == [1.0, None, None, 1.0]
    assert bad.to_pylist() == [False, False, True, False]


def test_value_maps_try_the_exact_text_before_ignoring_case() -> None:
    find = lookup({"Phone": "phone", "PHONE": "other"}, None)
    assert [find(text) for text in ("Phone", "PHONE", "phone", "fax")] == ["phone", "other", "other", None]
