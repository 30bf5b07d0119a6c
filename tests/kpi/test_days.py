"""Periods: their names, their bounds, and that columns and dates agree on them."""

from __future__ import annotations

from datetime import date, timedelta

import narwhals as nw
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi import days
from kpi.errors import KpiError

DATES = st.dates(date(1985, 1, 1), date(2070, 12, 31))


@pytest.mark.parametrize(
    ("period", "name"),
    [("day", "2024-03-05"), ("week", "2024-W10"), ("month", "2024-03"), ("quarter", "2024-Q1"), ("year", "2024")],
)
def test_a_period_reads_as_agreed(period: str, name: str) -> None:
    assert days.label(period, days.key_of(period, date(2024, 3, 5))) == name


@given(DATES, st.sampled_from(days.PERIODS[:-1]))
def test_a_date_lies_within_its_period_and_periods_touch(value: date, period: str) -> None:
    key = days.key_of(period, value)
    assert days.first_day(period, key) <= value <= days.last_day(period, key)
    assert days.last_day(period, key) + timedelta(days=1) == days.first_day(period, key + 1)


@given(st.lists(DATES, min_size=1, max_size=20), st.sampled_from(days.PERIODS))
def test_a_column_gets_the_same_keys_as_its_dates(values: list[date], period: str) -> None:
    frame = pd.DataFrame({"day": [days.to_day(v) for v in values], "month": [days.month_of(v) for v in values]})
    keys = nw.from_native(frame).select(days.key_expression(period, nw.col("day"), nw.col("month"))).to_native()
    assert keys.iloc[:, 0].tolist() == [days.key_of(period, value) for value in values]


def test_iso_weeks_are_those_of_the_standard() -> None:
    assert days.label("week", days.key_of("week", date(2024, 12, 30))) == "2025-W01"


def test_an_unknown_period_is_refused_with_the_nearest() -> None:
    with pytest.raises(KpiError, match="no period 'months'; nearest: 'month'"):
        days.label("months", 1)
