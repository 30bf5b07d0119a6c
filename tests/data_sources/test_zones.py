"""What a clock shows, looked up by day, is what it shows moment by moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from data_sources.zones import on_the_clock

ZONES = ("Europe/Paris", "America/Havana", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "UTC")


@pytest.mark.parametrize("zone", ZONES)
def test_every_half_hour_of_two_years_and_what_is_missing(zone: str) -> None:
    moments = [datetime(2011, 1, 1) + timedelta(minutes=30 * step) for step in range(48 * 731)]
    shown = on_the_clock(pa.array([None, *moments, None], pa.timestamp("us")), zone)
    local = [moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in moments]
    assert shown.to_pylist() == [None, *local, None]


def test_moments_before_1970_and_to_the_microsecond() -> None:
    moments = [datetime(1969, 12, 31, 23, 59, 59, 999_999), datetime(1960, 7, 1, 0, 0, 0, 1)]
    shown = on_the_clock(pa.array(moments, pa.timestamp("us")), "Europe/Paris")
    assert shown.to_pylist() == [moment + timedelta(hours=1) for moment in moments]


def test_a_column_without_a_moment() -> None:
    assert on_the_clock(pa.nulls(2, pa.timestamp("us")), "Europe/Paris").to_pylist() == [None, None]
