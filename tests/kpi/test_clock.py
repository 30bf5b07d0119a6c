"""Promised dates that were computed independently (KPI.md), and the edges of the calendar."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.calendars import Calendar
from kpi.clock import DATED_UNITS, due_days
from kpi.days import to_date, to_day
from kpi.errors import KpiError

PLACES = ("FR", "FR-Alsace", "FR-57", "GB-ENG", "US", "BE")


def due(start: str, target: int, unit: str, calendar: str = "FR") -> str:
    days = np.array([to_day(date.fromisoformat(start))])
    return to_date(due_days(days, target, unit, Calendar(id=calendar))[0]).isoformat()


@pytest.mark.parametrize(
    ("start", "target", "unit", "calendar", "expected"),
    [
        ("2024-03-04", 10, "ouvrables", "FR", "2024-03-15"),
        ("2024-03-04", 10, "ouvres", "FR", "2024-03-18"),
        ("2024-03-27", 5, "ouvres", "FR", "2024-04-04"),
        ("2024-03-27", 5, "ouvres", "FR-Alsace", "2024-04-05"),
        ("2024-03-27", 5, "ouvres", "FR-57", "2024-04-05"),
        ("2024-03-04", 15, "ouvrables", "FR", "2024-03-21"),
        ("2024-03-04", 35, "ouvrables", "FR", "2024-04-15"),
        ("2023-12-31", 2, "months", "FR", "2024-02-29"),
        ("2024-12-30", 2, "months", "FR", "2025-02-28"),
        ("2024-03-04", 8, "weeks", "FR", "2024-04-29"),
        ("2024-05-07", 5, "ouvres", "FR", "2024-05-16"),
        ("2024-05-07", 2, "ouvres", "FR", "2024-05-13"),
        ("2024-03-04", 15, "calendar", "FR", "2024-03-19"),
        ("2024-03-04", 60, "calendar", "US", "2024-05-03"),
        ("2024-02-28", 1, "calendar", "FR", "2024-02-29"),
        ("2024-02-28", 1, "ouvres", "FR", "2024-02-29"),
        ("2024-02-29", 12, "months", "FR", "2025-02-28"),
        ("2024-02-29", 48, "months", "FR", "2028-02-29"),
        ("2024-01-31", 1, "months", "FR", "2024-02-29"),
        ("2024-01-31", 3, "months", "FR", "2024-04-30"),
        ("2024-08-31", 6, "months", "FR", "2025-02-28"),
        ("2024-12-31", 2, "months", "FR", "2025-02-28"),
        ("2024-03-29", 3, "ouvres", "FR", "2024-04-04"),
        ("2024-03-29", 3, "ouvres", "GB-ENG", "2024-04-04"),
        ("2024-03-28", 3, "ouvres", "GB-ENG", "2024-04-04"),
        ("2024-03-28", 3, "ouvres", "FR", "2024-04-03"),
        ("2024-12-24", 2, "ouvrables", "FR", "2024-12-27"),
        ("2024-12-24", 2, "ouvrables", "FR-Alsace", "2024-12-28"),
        ("2024-03-29", 2, "calendar", "FR", "2024-03-31"),
        ("2024-10-25", 2, "calendar", "FR", "2024-10-27"),
        ("2024-03-29", 1, "ouvrables", "FR", "2024-03-30"),
        ("2024-10-26", 1, "ouvres", "FR", "2024-10-28"),
    ],
)
def test_a_promised_date_is_the_one_computed_by_hand(
    start: str, target: int, unit: str, calendar: str, expected: str
) -> None:
    assert due(start, target, unit, calendar) == expected


def test_at_once_means_the_same_day_or_the_next_business_day() -> None:
    assert due("2024-05-07", 0, "ouvres") == "2024-05-07"
    assert due("2024-05-08", 0, "ouvres") == "2024-05-10"


def test_a_complaint_received_on_a_sunday_counts_from_monday() -> None:
    assert due("2024-03-03", 1, "ouvres") == "2024-03-04"


def test_closures_of_ones_own_never_count() -> None:
    closed = Calendar(id="FR", closures=(date(2024, 3, 5),))
    assert to_date(due_days(np.array([to_day(date(2024, 3, 4))]), 1, "ouvres", closed)[0]) == date(2024, 3, 6)


@pytest.mark.parametrize("unit", ["ouvres", "ouvrables"])
def test_a_business_day_added_one_at_a_time_is_the_same_as_all_at_once(unit: str) -> None:
    calendar, days = Calendar(id="FR"), np.arange(to_day(date(2015, 1, 1)), to_day(date(2035, 12, 31)))
    stepwise = days
    for _ in range(10):
        stepwise = due_days(stepwise, 1, unit, calendar)
    assert np.array_equal(stepwise, due_days(days, 10, unit, calendar))


def test_an_unknown_unit_calendar_or_negative_target_is_refused_with_the_nearest() -> None:
    with pytest.raises(KpiError, match="no unit 'ouvre'; nearest: 'ouvres'"):
        due("2024-03-04", 1, "ouvre")
    for wrong, near in (("FR-Alsac", "FR-Alsace"), ("fr-moselle", "FR-Moselle"), ("GB-eng", "GB-ENG")):
        with pytest.raises(KpiError, match=f"no calendar '{wrong}'; (nearest: '{near}'|known: {near}[.])"):
            due("2024-03-04", 1, "ouvres", wrong)
    with pytest.raises(KpiError, match="before the complaint"):
        due("2024-03-04", -1, "ouvres")
    with pytest.raises(KpiError, match="outside 1985-2070"):
        due("1902-03-04", 1, "ouvres")
    with pytest.raises(KpiError, match="outside 1985-2070"):
        due("2070-12-30", 9, "ouvres")
    with pytest.raises(KpiError, match="hours end at a minute"):
        due("2024-03-04", 1, "hours")


days = st.dates(date(1990, 1, 1), date(2059, 12, 31)).map(date.isoformat)


@settings(max_examples=300, deadline=None)
@given(start=days, target=st.integers(0, 120), unit=st.sampled_from(DATED_UNITS), place=st.sampled_from(PLACES))
def test_a_due_day_is_never_before_its_start_and_moves_on_with_the_target(
    start: str, target: int, unit: str, place: str
) -> None:
    assert start <= due(start, target, unit, place) <= due(start, target + 1, unit, place)


@settings(max_examples=200, deadline=None)
@given(start=days, target=st.integers(0, 60), place=st.sampled_from(PLACES))
def test_six_days_a_week_are_used_up_sooner_than_five_and_later_than_seven(start: str, target: int, place: str) -> None:
    civil, six, five = (due(start, target, unit, place) for unit in ("calendar", "ouvrables", "ouvres"))
    assert civil <= six <= five
