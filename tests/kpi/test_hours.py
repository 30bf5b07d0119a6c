"""Business hours worked out by hand: lunch, nights, weekends, public holidays; and against a walk minute by minute."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.calendars import Calendar
from kpi.clock import MINUTES_IN, due_moments
from kpi.days import to_date, to_day
from kpi.errors import KpiError
from kpi.hours import CLOSED, MINUTES_A_DAY, Week, read_week

MORNING, AFTERNOON = "09:00-12:30", "13:30-18:00"
OFFICE = read_week(
    {**{day: [MORNING, AFTERNOON] for day in ("mon", "tue", "wed", "thu")}, "fri": [MORNING, "13:30-17:00"]}
)
NIGHT = read_week({"sat": ["22:00-24:00"], "sun": ["00:00-06:00"]})


def due(
    start: str, target: int, unit: str = "business_hours", *, place: str = "FR", week: Week = OFFICE, off: str = ""
) -> str:
    moment = datetime.fromisoformat(start)
    calendar = Calendar(id=place, closures=tuple(map(date.fromisoformat, off.split())))
    days, minutes = np.array([to_day(moment.date())]), np.array([moment.hour * 60 + moment.minute])
    day, minute = due_moments(days, minutes, target, unit, calendar, week)
    return f"{to_date(day[0])} {minute[0] // 60:02d}:{minute[0] % 60:02d}"


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2024-03-04 10:00", 2, "2024-03-04 12:00"),
        ("2024-03-04 10:00", 4, "2024-03-04 15:00"),  # 2.5 h before lunch, 1.5 h after
        ("2024-03-04 11:30", 1, "2024-03-04 12:30"),  # used up at closing time, not at the next opening
        ("2024-03-04 12:30", 1, "2024-03-04 14:30"),  # closed from 12:30 on
        ("2024-03-04 12:45", 1, "2024-03-04 14:30"),
        ("2024-03-04 09:00", 8, "2024-03-04 18:00"),
        ("2024-03-04 09:01", 8, "2024-03-05 09:01"),
        ("2024-03-05 07:00", 1, "2024-03-05 10:00"),  # before the opening
        ("2024-03-04 20:00", 2, "2024-03-05 11:00"),  # at night
        ("2024-03-08 16:00", 2, "2024-03-11 10:00"),  # Friday closes at 17:00
        ("2024-03-09 11:00", 1, "2024-03-11 10:00"),  # on a Saturday
        ("2024-04-30 17:00", 2, "2024-05-02 10:00"),  # 1 May
        ("2024-05-01 10:00", 1, "2024-05-02 10:00"),  # received on a public holiday
        ("2024-05-07 17:30", 8, "2024-05-13 09:30"),  # 8 and 9 May; 7 h on Friday 10
        ("2024-02-28 17:00", 2, "2024-02-29 10:00"),
        ("2023-02-28 17:00", 2, "2023-03-01 10:00"),
        ("2024-12-31 17:30", 1, "2025-01-02 09:30"),
    ],
)
def test_business_hours_are_those_counted_by_hand(start: str, hours: int, expected: str) -> None:
    assert due(start, hours) == expected
    assert due(start, hours * 60, "business_minutes") == expected


def test_good_friday_is_open_in_france_and_closed_in_alsace() -> None:
    assert due("2024-03-28 17:00", 2) == "2024-03-29 10:00"
    assert due("2024-03-28 17:00", 2, place="FR-Alsace") == "2024-04-02 10:00"


def test_a_closure_of_ones_own_is_closed_all_day() -> None:
    assert due("2024-03-04 17:00", 2, off="2024-03-05") == "2024-03-06 10:00"


def test_at_once_is_now_or_the_next_opening() -> None:
    assert due("2024-03-04 10:17", 0) == "2024-03-04 10:17"
    assert due("2024-03-04 12:30", 0) == "2024-03-04 13:30"
    assert due("2024-03-08 17:00", 0) == "2024-03-11 09:00"


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2024-03-04 10:00", 24, "2024-03-05 10:00"),
        ("2024-03-04 10:30", 14, "2024-03-05 00:30"),
        ("2024-02-28 10:00", 24, "2024-02-29 10:00"),
        ("2023-02-28 10:00", 24, "2023-03-01 10:00"),
        ("2024-03-30 10:00", 24, "2024-03-31 10:00"),  # clocks go forward in the night
        ("2024-10-26 10:00", 24, "2024-10-27 10:00"),  # and back
        ("2024-03-04 10:00", 0, "2024-03-04 10:00"),
    ],
)
def test_hours_of_the_clock_run_day_and_night(start: str, hours: int, expected: str) -> None:
    assert due(start, hours, "hours") == expected
    assert due(start, hours * 60, "minutes") == expected


@pytest.mark.parametrize(("saturday", "sunday"), [("2024-03-30", "2024-03-31"), ("2024-10-26", "2024-10-27")])
def test_a_night_when_the_clocks_change_has_the_hours_that_the_clock_on_the_wall_shows(
    saturday: str, sunday: str
) -> None:
    assert due(f"{saturday} 23:00", 5, week=NIGHT) == f"{sunday} 04:00"
    assert due(f"{saturday} 23:00", 1, week=NIGHT) == f"{saturday} 24:00"


def test_units_of_days_are_due_at_the_end_of_the_day() -> None:
    assert due("2024-03-04 10:00", 10, "ouvrables") == "2024-03-15 24:00"
    assert due("2024-03-04 23:59", 2, "months") == "2024-05-04 24:00"


def test_an_opening_found_from_a_moment_leads_back_to_it_minute_by_minute() -> None:
    draw = random.Random(3)
    for _ in range(60):
        start = datetime(2024, 1, 1) + timedelta(minutes=draw.randrange(366 * MINUTES_A_DAY))
        target = draw.randrange(1, 1500)
        assert due(f"{start:%Y-%m-%d %H:%M}", target, "business_minutes") == walked(start, target)


def walked(moment: datetime, target: int) -> str:
    """The same due moment, by opening the door every minute."""
    off = {to_date(int(d)) for d in np.flatnonzero(Calendar(id="FR").days_off()) + to_day(date(1985, 1, 1))}
    while target:
        minute = moment.hour * 60 + moment.minute
        is_open = any(start <= minute < end for start, end in OFFICE[moment.weekday()])
        target -= is_open and moment.date() not in off
        moment += timedelta(minutes=1)
    return f"{moment:%Y-%m-%d %H:%M}"


moments = st.datetimes(datetime(2000, 1, 1), datetime(2039, 12, 31))


@settings(max_examples=200, deadline=None)
@given(start=moments, target=st.integers(0, 3000), unit=st.sampled_from(sorted(MINUTES_IN)))
def test_a_due_moment_is_never_before_its_start_and_moves_on_with_the_target(
    start: datetime, target: int, unit: str
) -> None:
    text = f"{start:%Y-%m-%d %H:%M}"
    assert text <= due(text, target, unit) <= due(text, target + 1, unit)


@pytest.mark.parametrize(
    ("hours", "refusal"),
    [
        ({"mon": ["09:00-12:30", "12:00-18:00"]}, "overlap on mon: 09:00-12:30 and 12:00-18:00"),
        ({"mon": ["13:00-18:00", "09:00-13:30"]}, "overlap on mon: 09:00-13:30 and 13:00-18:00"),
        ({"tue": ["18:00-09:00"]}, "on tue end before they begin"),
        ({"tue": ["09:00-09:00"]}, "on tue end before they begin"),
        ({"wed": ["9h-18h"]}, "'9h-18h' on wed: write them as 09:00-12:30"),
        ({"wed": ["09:00-24:30"]}, "a day ends at 24:00"),
        ({"wed": ["09:00-18:75"]}, "write them as"),
        ({"monday": ["09:00-18:00"]}, "no weekday 'monday'; nearest: 'mon'"),
    ],
)
def test_hours_that_contradict_themselves_are_refused(hours: dict[str, list[str]], refusal: str) -> None:
    with pytest.raises(KpiError, match=refusal):
        read_week(hours)


def test_hours_in_any_order_and_side_by_side_are_one_day() -> None:
    assert read_week({"mon": ["12:00-18:00", "09:00-12:00"]})[0] == ((540, 720), (720, 1080))
    assert read_week({}) == CLOSED


def test_business_hours_without_opening_hours_are_refused() -> None:
    with pytest.raises(KpiError, match="business_hours need opening hours"):
        due("2024-03-04 10:00", 1, week=CLOSED)


def test_a_due_moment_beyond_the_last_calendar_is_refused() -> None:
    with pytest.raises(KpiError, match="outside 1985-2070"):
        due("2070-12-31 10:00", 80)
