"""A format is proven by the whole column, or it is ambiguous, or the column contradicts itself."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.proof import Proof, prove


def proof(*texts: str, preferred: tuple[str, ...] = ()) -> Proof:
    return prove(pa.array(texts, pa.string()), preferred)


@pytest.mark.parametrize(
    ("texts", "formats"),
    [
        (("13/01/2024", "02/03/2024"), ("%d/%m/%Y",)),
        (("01/13/2024", "02/03/2024"), ("%m/%d/%Y",)),
        (("29/2/2016 01:16", "3/1/2016 1:16"), ("%d/%m/%Y %H:%M",)),
        (("13.01.24", "31.12.23"), ("%d.%m.%y",)),
        (("2024/01/31", "2024/12/01"), ("%Y/%m/%d",)),
        (("2024-01-31", "2024-01-31T10:00:00Z", "2024-01-31 10:00:00.5"), ("iso",)),
        (("22-Apr-15", "4-May-15"), ("%d-%b-%y",)),
        (("12 mars 2024", "3 avril 2024"), ("%d %B %Y",)),
        (("12 janv. 2024", "3 févr. 2024", "14 sept. 2024"), ("%d %b %Y",)),
        (("12 mars 2024", "3 mai 2024", "14 sept. 2024"), ("%d %B %Y",)),
        (("13/01/2024 14h05", "02/03/2024 9h00"), ("%d/%m/%Y %Hh%M",)),
        (("1/13/2024 3:05 PM", "2/3/2024 11:00 AM"), ("%m/%d/%Y %I:%M %p",)),
    ],
)
def test_one_telling_value_proves_the_column(texts: tuple[str, ...], formats: tuple[str, ...]) -> None:
    found = proof(*texts)
    assert (found.formats, found.ambiguous, found.is_date) == (formats, False, True)


def test_two_shapes_may_share_a_column_when_each_is_proven() -> None:
    assert set(proof("22-04-15", "30-06-15", "2015-04-08").formats) == {"%d-%m-%y", "iso"}


def test_no_telling_value_leaves_it_ambiguous_until_another_column_tells() -> None:
    alone = proof("01/02/2024", "03/04/2024")
    assert (alone.formats, alone.ambiguous) == (("%d/%m/%Y",), True)
    assert proof("01/02/2024", preferred=("%m/%d/%Y %H:%M",)).formats == ("%m/%d/%Y",)


def test_two_telling_values_that_disagree_are_a_contradiction() -> None:
    found = proof("13/01/2024", "01/13/2024", "02/02/2024")
    assert found.formats == () and found.contradiction == ("13/01/2024", "01/13/2024") and found.is_date


def test_false_dates_are_not_read_and_do_not_disturb() -> None:
    found = proof("13/01/2024", "31/04/2024", *(f"{day:02d}/05/2024" for day in range(1, 29)))
    assert found.formats == ("%d/%m/%Y",) and found.contradiction is None and 0.9 < found.share < 1


@pytest.mark.parametrize("texts", [(), ("a", "b"), ("1.2.3",), ("192.168.10.1",), ("2024",), ("12/2024",)])
def test_what_is_no_date_is_none(texts: tuple[str, ...]) -> None:
    assert not proof(*texts).is_date


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dates(date(1995, 1, 1), date(2024, 12, 31)), min_size=1, max_size=15, unique=True))
def test_days_written_day_first_are_never_proven_month_first(days: list[date]) -> None:
    found = proof(*dict.fromkeys(f"{day:%d/%m/%Y}" for day in days))
    assert found.formats == ("%d/%m/%Y",)
    assert found.ambiguous == all(day.day <= 12 for day in days)
