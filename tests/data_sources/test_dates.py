"""F33 to F36: declared formats only, false dates stay unread, daylight saving is flagged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.dates import Moments, check_zone, read_moments, read_slowly
from data_sources.errors import SourceError

PARIS = "Europe/Paris"


def moments(
    texts: list[str | None], *formats: str, zone: str = PARIS, times: list[str | None] | None = None
) -> Moments:
    clock = None if times is None else pa.array(times, pa.string())
    return read_moments(pa.array(texts, pa.string()), formats, zone, clock)


def test_unpadded_days_months_and_hours_are_read() -> None:
    read = moments(["1/2/2016 1:16", "29/2/2016 01:16"], "%d/%m/%Y %H:%M", zone="UTC")
    assert read.utc.to_pylist() == [datetime(2016, 2, 1, 1, 16), datetime(2016, 2, 29, 1, 16)]


@pytest.mark.parametrize("text", ["29/02/2015", "31/04/2024", "00/01/2024", "01/13/2024", "2024-01-02", "x", "1/1/24"])
def test_false_dates_and_other_shapes_are_not_read(text: str) -> None:
    read = moments([text, "28/02/2015", None], "%d/%m/%Y")
    assert read.unreadable.to_pylist() == [True, False, False]
    assert read.utc.null_count == 2


def test_two_digit_years_need_a_format_that_says_so() -> None:
    assert moments(["01/02/15"], "%d/%m/%y").local.to_pylist() == [datetime(2015, 2, 1)]
    assert moments(["01/02/15"], "%d/%m/%Y").unreadable.to_pylist() == [True]


def test_the_year_202_is_read_as_such_for_the_checks_to_refuse() -> None:
    assert moments(["01/02/0202"], "%d/%m/%Y").local.to_pylist() == [datetime(202, 2, 1)]


def test_each_value_is_read_by_the_one_format_of_its_shape() -> None:
    read = moments(["22-04-15", "2015-04-08"], "%d-%m-%y", "%Y-%m-%d")
    assert read.local.to_pylist() == [datetime(2015, 4, 22), datetime(2015, 4, 8)]


def test_a_time_in_its_own_column_completes_the_day() -> None:
    read = moments(["22-04-15", "2015-04-08", None], "%d-%m-%y", "%Y-%m-%d", times=["3:53:50 PM", None, "10:00"])
    assert read.local.to_pylist() == [datetime(2015, 4, 22, 15, 53, 50), datetime(2015, 4, 8), None]
    assert read.date_only.to_pylist() == [False, True, False]


def test_french_and_english_month_names_are_read() -> None:
    read = moments(["12 mars 2024", "1 août 2024", "3 March 2024"], "%d %B %Y")
    assert [day.month for day in read.local.to_pylist()] == [3, 8, 3]


@pytest.mark.parametrize("date_format", ["%d %b %Y", "%d %B %Y"])
def test_abbreviated_french_months_are_read(date_format: str) -> None:
    names = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc. juin. Oct"
    read = moments([f"2 {name} 2024" for name in names.split()], date_format)
    assert [day.month if day else None for day in read.local.to_pylist()] == [*range(1, 13), 6, 10]


def test_offsets_and_z_are_moments_of_their_own() -> None:
    read = moments(["2024-07-01T10:00:00+10:00", "2024-07-01T10:00:00Z", "2024-07-01 10:00"], "iso")
    assert [moment.hour for moment in read.utc.to_pylist()] == [0, 10, 8]
    assert [moment.hour for moment in read.local.to_pylist()] == [2, 12, 10]


def test_hours_that_do_not_exist_or_exist_twice_are_flagged() -> None:
    read = moments(["2024-03-31 02:30", "2024-10-27 02:30", "2024-10-27 03:30", None], "iso")
    assert read.gap.to_pylist() == [True, False, False, False]
    assert read.overlap.to_pylist() == [False, True, False, False]


def test_a_column_in_which_every_time_is_midnight_holds_dates() -> None:
    assert moments(["2024-01-02 00:00:00", "2024-01-03 00:00:00"], "iso").date_only.to_pylist() == [True, True]
    assert moments(["2024-01-02 00:00:00", "2024-01-03 10:00:00"], "iso").date_only.to_pylist() == [False, False]


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe"])
def test_every_change_of_2015_to_2035_is_flagged_and_nothing_else(zone: str) -> None:
    local = [datetime(2015, 1, 1) + timedelta(minutes=30 * n) for n in range(48 * 365 * 21)]
    tz = ZoneInfo(zone)
    near = [t for t in local if _offset(t - timedelta(hours=3), tz) != _offset(t + timedelta(hours=3), tz)]
    read = moments([f"{t:%Y-%m-%d %H:%M}" for t in near], "iso", zone=zone)
    back = [t.replace(tzinfo=tz).astimezone(UTC).astimezone(tz).replace(tzinfo=None) for t in near]
    assert read.gap.to_pylist() == [t != b for t, b in zip(near, back, strict=True)]
    twice = [_offset(t, tz) > _offset(t, tz, fold=1) for t in near]
    assert read.overlap.to_pylist() == twice


def _offset(moment: datetime, tz: ZoneInfo, fold: int = 0) -> timedelta:
    return moment.replace(tzinfo=tz, fold=fold).utcoffset() or timedelta()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dates(datetime(1990, 1, 1).date(), datetime(2040, 1, 1).date()), min_size=1, max_size=20),
    st.sampled_from([PARIS, "America/Sao_Paulo", "Asia/Beirut", "America/Santiago", "Pacific/Kiritimati", "UTC"]),
)
def test_the_local_day_of_a_date_always_comes_back(days: list, zone: str) -> None:
    read = moments([f"{day:%d/%m/%Y}" for day in days], "%d/%m/%Y", zone=zone)
    back = duckdb.connect()  # the engine that publishes local days
    back.register("stored", pa.table({"utc": read.utc}))
    local = back.execute("SELECT timezone($zone, utc AT TIME ZONE 'UTC')::DATE FROM stored", {"zone": zone}).fetchall()
    assert [day for (day,) in local] == days


def test_an_unknown_zone_is_refused_with_the_nearest() -> None:
    with pytest.raises(SourceError, match=r"No time zone 'Europe/Pariss'; nearest: Europe/Paris"):
        check_zone("Europe/Pariss")


def test_every_date_of_a_long_column_stays_in_its_row() -> None:
    days = [datetime(2015, 1, 1) + timedelta(minutes=7 * i) for i in range(30_000)]
    read = moments([f"{day:%Y-%m-%d %H:%M}" for day in days], "iso", zone="UTC")
    assert read.utc.to_pylist() == days


_CLOCK_CHANGES = ("2024-03-31", "2024-10-27", "2024-03-30", "2024-11-03", "2024-04-07", "1999-12-31", "2024-02-29")
_ODD = (
    *(
        "2024-02-30 10:00:00",
        "2023-02-29 00:00:00",
        "2024-01-01 24:00:00",
        "2024-01-01 10:60:00",
        "9999-12-31 23:59:59",
    ),
    *("2024-06-30 23:59:60", "2024-1-05 10:00:00", "٢٠٢٤-01-01 00:00:00", "2024/01/05 10:00:00", "0000-00-00 00:00:00"),
    *("1911-03-11 00:05:00", "1111-11-11 11:11:11", "x", None),
)
_ZONES = (
    *(PARIS, "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"),
    *("America/Havana", "Pacific/Apia"),
)


@pytest.mark.parametrize("zone", _ZONES)
@pytest.mark.parametrize(
    "written", ["%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%SZ", "%Hh%M %d.%m.%Y"]
)
def test_plain_dates_read_at_once_are_read_as_word_by_word(zone: str, written: str) -> None:
    days = [datetime.fromisoformat(day) for day in _CLOCK_CHANGES]
    every_quarter = [day + timedelta(minutes=at) for day in days for at in range(0, 1440, 15)]
    texts = pa.array([*(moment.strftime(written) for moment in every_quarter), *_ODD], pa.string())[3:]
    formats = ("iso",) if written == "%Y-%m-%d %H:%M:%S" else (written, "%Y/%m/%d")
    assert read_moments(texts, formats, zone) == read_slowly(texts, formats, zone)
