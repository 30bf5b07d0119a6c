"""Which days are compared with which: counted on the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import KpiError
from kpi.measure import Query
from kpi.spans import Against, Spans, earlier_query, spans

PREVIOUS, LAST_YEAR, WEEKDAYS = Against


def found(start: str, end: str | None, against: Against, as_of: str = "2030-01-01") -> Spans:
    last = date.fromisoformat(end) if end else None
    return spans(query(start, last, as_of), against)


def query(start: str, end: date | None, as_of: str) -> Query:
    return Query(metrics=("volume",), start=date.fromisoformat(start), end=end, as_of=date.fromisoformat(as_of))


def written(start: date, end: date) -> str:
    return f"{start} {end}"


@pytest.mark.parametrize(
    ("start", "end", "against", "earlier"),
    [
        ("2024-03-01", "2024-03-31", PREVIOUS, "2024-02-01 2024-02-29"),
        ("2024-02-01", "2024-02-29", PREVIOUS, "2024-01-01 2024-01-31"),
        ("2024-01-01", "2024-03-31", PREVIOUS, "2023-10-01 2023-12-31"),
        ("2024-01-01", "2024-12-31", PREVIOUS, "2023-01-01 2023-12-31"),
        ("2024-01-01", "2024-06-30", PREVIOUS, "2023-07-01 2023-12-31"),
        ("2024-03-05", "2024-03-14", PREVIOUS, "2024-02-24 2024-03-04"),
        ("2024-03-01", "2024-03-30", PREVIOUS, "2024-01-31 2024-02-29"),
        ("2024-02-01", "2024-02-29", LAST_YEAR, "2023-02-01 2023-02-28"),
        ("2025-02-01", "2025-02-28", LAST_YEAR, "2024-02-01 2024-02-29"),
        ("2024-02-29", "2024-02-29", LAST_YEAR, "2023-02-28 2023-02-28"),
        ("2024-02-15", "2024-03-14", LAST_YEAR, "2023-02-15 2023-03-14"),
        ("2024-05-06", "2024-05-12", LAST_YEAR, "2023-05-06 2023-05-12"),
        ("2024-05-06", "2024-05-12", WEEKDAYS, "2023-05-08 2023-05-14"),
    ],
)
def test_a_period_is_compared_with_one_of_its_kind(start: str, end: str, against: Against, earlier: str) -> None:
    pair = found(start, end, against)
    assert written(pair.earlier.start, pair.earlier.end) == earlier
    assert not pair.running


@pytest.mark.parametrize(
    ("against", "earlier"),
    [
        (PREVIOUS, "2024-02-01 2024-02-20"),
        (LAST_YEAR, "2023-03-01 2023-03-20"),
        (WEEKDAYS, "2023-03-03 2023-03-22"),
    ],
)
def test_a_running_month_is_compared_with_as_many_first_days(against: Against, earlier: str) -> None:
    pair = found("2024-03-01", "2024-03-31", against, as_of="2024-03-20")
    assert pair.running
    assert (pair.asked.days, pair.seen.days, pair.earlier.days) == (31, 20, 20)
    assert written(pair.earlier.start, pair.earlier.end) == earlier


def test_a_month_with_fewer_days_is_taken_whole() -> None:
    pair = found("2023-03-01", "2023-03-31", PREVIOUS, as_of="2023-03-30")
    assert (pair.seen.days, pair.earlier.days) == (30, 28)


def test_the_last_day_ends_the_running_period() -> None:
    assert not found("2024-03-01", "2024-03-31", PREVIOUS, as_of="2024-03-31").running
    assert found("2024-03-01", "2024-03-31", PREVIOUS, as_of="2024-03-30").running


def test_without_an_end_the_days_until_today_are_a_period_of_their_own() -> None:
    pair = found("2024-03-01", None, PREVIOUS, as_of="2024-03-20")
    assert not pair.running
    assert written(pair.earlier.start, pair.earlier.end) == "2024-02-10 2024-02-29"


def test_364_days_before_is_the_same_day_of_the_week() -> None:
    pair = found("2024-05-06", "2024-05-12", WEEKDAYS)
    assert pair.earlier.start.weekday() == date(2024, 5, 6).weekday() == 0


def test_the_earlier_period_is_seen_at_the_same_age() -> None:
    running = earlier_query(query("2024-03-01", date(2024, 3, 31), "2024-03-20"), PREVIOUS)
    assert (running.end, running.as_of) == (date(2024, 2, 20), date(2024, 2, 20))
    over = earlier_query(query("2024-03-01", date(2024, 3, 31), "2024-04-10"), PREVIOUS)
    assert (over.end, over.as_of) == (date(2024, 2, 29), date(2024, 3, 10))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Query(metrics=(), as_of=date(2024, 3, 20)), "needs the first day"),
        (query("2024-04-01", None, "2024-03-20"), "after the as-of day"),
        (query("2024-03-05", date(2024, 3, 1), "2024-03-20"), "ends .* before it begins"),
    ],
)
def test_a_period_without_days_is_refused(asked: Query, message: str) -> None:
    with pytest.raises(KpiError, match=message):
        spans(asked, PREVIOUS)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 800), st.integers(0, 900), st.sampled_from(Against))
def test_the_earlier_days_end_before_the_present_ones_begin_or_lie_a_year_back(
    start: date, length: int, seen: int, against: Against
) -> None:
    end = start + timedelta(days=length)
    pair = spans(Query(metrics=(), as_of=start + timedelta(days=seen), start=start, end=end), against)
    assert pair.seen.days >= 1
    assert pair.earlier.start < pair.seen.start
    if against is PREVIOUS:
        assert pair.earlier.end < pair.seen.start
    if pair.running:
        assert pair.earlier.days <= pair.seen.days
    assert abs(pair.earlier.days - pair.seen.days) <= 3
