"""Fair comparisons: same length, same age, and a conclusion only where chance can't explain the difference."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kpi.comparison import Comparison, compare, compare_groups
from kpi.contrast import Finding
from kpi.errors import KpiError
from kpi.intervals import NOTHING
from kpi.measure import Facts, Query, lines
from kpi.spans import Against
from tests.kpi.build import ENGINES, complaint, exposed, facts, hundred, monthly

PREVIOUS, LAST_YEAR, WEEKDAYS = Against
MARCH = {"start": date(2024, 3, 1), "end": date(2024, 3, 31)}
MAY = {"start": date(2024, 5, 1), "end": date(2024, 5, 31)}


def against(known: Facts, metric: str, how: Against = PREVIOUS, as_of: str = "2024-12-31", **query: Any) -> Comparison:
    return compare(known, Query(metrics=(), as_of=date.fromisoformat(as_of), **query), metric, how)


def daily(first: date, last: date, each: int, replied: int | None = 1, **other: Any) -> list[dict[str, Any]]:
    """`each` complaints on every day, answered after so many days."""
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    answered = [None if replied is None else (day + timedelta(days=replied)).isoformat() for day in days]
    return [
        complaint(day.isoformat(), reply, **other)
        for day, reply in zip(days, answered, strict=True)
        for _ in range(each)
    ]


def _works(day: str) -> bool:
    off = ("2024-04-01", "2024-05-01", "2024-05-08", "2024-05-09", "2024-05-20")
    return date.fromisoformat(day).weekday() < 5 and day not in off


WEEKDAYS_ONLY = [row for row in daily(date(2024, 3, 29), date(2024, 6, 3), 100) if _works(row["received"])]


def february_and_march(before: int, now: int, **other: Any) -> list[dict[str, Any]]:
    """So many complaints a day, with a day's margin on both sides."""
    return [
        *daily(date(2024, 1, 31), date(2024, 2, 29), before, **other),
        *daily(date(2024, 3, 1), date(2024, 4, 1), now, **other),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_month_is_compared_with_the_whole_month_before(engine: str) -> None:
    found = against(facts(february_and_march(2, 2), engine=engine), "volume", **MARCH)
    assert (found.current.figure.n, found.earlier.figure.n, found.difference.value) == (62, 58, 4)
    assert (found.current.working_days, found.earlier.working_days) == (21, 21)
    assert found.ratio.value == pytest.approx(62 / 58)
    assert (found.finding, found.running) == (Finding.ALIKE, False)


def test_a_running_month_is_cut_and_says_so() -> None:
    found = against(facts(february_and_march(2, 2)), "volume", as_of="2024-03-20", **MARCH)
    assert (found.current.figure.n, found.earlier.figure.n) == (40, 40)
    assert found.running
    assert "20 of 31 days" in found.sentence.en
    assert "20 jours sur 31" in found.sentence.fr


def test_the_earlier_days_are_seen_at_the_same_age() -> None:
    slow = [*daily(date(2024, 1, 31), date(2024, 4, 1), 5, replied=25)]
    found = against(facts(slow), "reply_delay_median", as_of="2024-03-31", **MARCH)
    known_then = found.earlier.query.as_of
    assert known_then == date(2024, 2, 29)
    assert found.current.figure.numerator == 5 * 6
    assert found.earlier.figure.numerator == 5 * 4
    assert found.finding is Finding.ALIKE


@pytest.mark.parametrize(
    ("before", "now", "finding"), [(2, 6, Finding.HIGHER), (6, 2, Finding.LOWER), (2, 2, Finding.ALIKE)]
)
def test_counts_differ_when_both_ratios_leave_one_on_the_same_side(before: int, now: int, finding: Finding) -> None:
    found = against(facts(february_and_march(before, now)), "volume", **MARCH)
    assert found.finding is finding
    assert found.favourable is None


def test_the_bridges_of_may_are_counted_in_working_days() -> None:
    found = against(facts(daily(date(2024, 3, 30), date(2024, 6, 2), 10)), "volume", **MAY)
    # May 2024: 23 weekdays less the 1st, the 8th, Ascension and Whit Monday; April: 22 less Easter Monday.
    assert (found.current.working_days, found.earlier.working_days) == (19, 21)
    assert found.per_working_day.value == pytest.approx(310 / 19 / (300 / 21))
    assert found.finding is Finding.ALIKE
    assert "Days: 31, 19 of them worked, against 30, 21 of them worked; per working day, +14.2%" in found.sentence.en
    assert "Jours : 31 dont 19 ouvrés, contre 30 dont 21 ; par jour ouvré, +14,2 %" in found.sentence.fr


def test_a_fall_that_working_days_explain_is_not_concluded() -> None:
    """100 on each of April's 21 working days, and on each of May's 19."""
    found = against(facts(WEEKDAYS_ONLY), "volume", **MAY)
    assert (found.current.figure.n, found.earlier.figure.n) == (1_900, 2_100)
    assert found.ratio.side_of(1) == -1
    assert found.per_working_day.value == 1.0
    assert found.finding is Finding.CALENDAR
    assert "per working day" in found.sentence.en


def test_contacts_already_grow_with_the_days_and_customers_do_not() -> None:
    per_contact = exposed(facts(WEEKDAYS_ONLY), monthly("contacts", [9, 9, 9, 2_100, 1_900, 9]))
    found = against(per_contact, "access", **MAY)
    assert (found.ratio.value, found.per_working_day, found.finding) == (1.0, NOTHING, Finding.ALIKE)
    per_customer = exposed(facts(WEEKDAYS_ONLY), monthly("customers", [1_000] * 6))
    found = against(per_customer, "complaint_rate", **MAY)
    assert found.ratio.value == pytest.approx(1_900 / 2_100)
    assert found.per_working_day.value == pytest.approx(1.0)
    assert found.finding is Finding.CALENDAR


def test_shares_have_newcombes_interval_and_a_direction() -> None:
    def due(month: int, hits: int, n: int) -> list[dict[str, Any]]:
        return [complaint(f"2024-{month:02}-01", f"2024-{month:02}-{'05' if i < hits else '28'}") for i in range(n)]

    known = facts([*due(2, 48, 80), *due(3, 56, 70)])
    found = against(known, "answered_in_sla", as_of="2024-04-30", **MARCH)
    assert (found.current.figure.denominator, found.earlier.figure.denominator) == (70, 80)
    assert round(found.difference.value, 4) == 0.2
    assert (round(found.difference.low, 4), round(found.difference.high, 4)) == (0.0524, 0.3339)
    assert (found.finding, found.favourable) == (Finding.HIGHER, True)
    turned = against(facts([*due(2, 56, 70), *due(3, 48, 80)]), "answered_in_sla", as_of="2024-04-30", **MARCH)
    assert (turned.finding, turned.favourable) == (Finding.LOWER, False)
    close = against(facts([*due(2, 50, 70), *due(3, 48, 70)]), "answered_in_sla", as_of="2024-04-30", **MARCH)
    assert (close.finding, close.favourable) == (Finding.ALIKE, None)


@pytest.mark.parametrize(
    ("before", "now", "finding", "favourable"),
    [(3, 9, Finding.HIGHER, False), (9, 3, Finding.LOWER, True), (5, 5, Finding.ALIKE, None)],
)
def test_medians_differ_when_their_intervals_do_not_overlap(
    before: int, now: int, finding: Finding, favourable: bool | None
) -> None:
    rows = [
        *daily(date(2024, 2, 1), date(2024, 2, 29), 2, replied=before),
        *daily(date(2024, 3, 1), date(2024, 3, 31), 2, replied=now),
    ]
    found = against(facts(rows), "reply_delay_median", as_of="2024-05-31", **MARCH)
    assert (found.difference.value, found.finding, found.favourable) == (now - before, finding, favourable)


def test_a_median_not_reached_can_still_be_longer() -> None:
    rows = [
        *daily(date(2024, 2, 1), date(2024, 2, 29), 2, replied=3),
        *daily(date(2024, 3, 1), date(2024, 3, 31), 1, replied=20),
        *daily(date(2024, 3, 1), date(2024, 3, 31), 1, replied=None),
        complaint("2024-03-01"),
    ]
    found = against(facts(rows), "reply_delay_median", as_of="2024-05-31", **MARCH)
    assert found.current.figure.value is None
    assert found.difference == NOTHING
    assert (found.finding, found.favourable) == (Finding.HIGHER, False)


@pytest.mark.parametrize(("name", "value"), [("backlog", 95), ("reply_delay_mean", 0.0)])
def test_a_level_or_a_mean_has_a_difference_and_no_conclusion(name: str, value: float) -> None:
    known = facts([*february_and_march(1, 3), *february_and_march(1, 3, replied=None)])
    found = against(known, name, **MARCH)
    assert (found.difference.value, found.finding) == (value, Finding.UNKNOWN)


def test_days_that_the_data_do_not_cover_conclude_nothing() -> None:
    rows = daily(date(2024, 2, 15), date(2024, 4, 1), 5)
    found = against(facts(rows), "volume", **MARCH)
    assert (found.current.figure.n, found.earlier.figure.n) == (155, 75)
    assert (found.finding, found.earlier.covered) == (Finding.UNKNOWN, False)
    assert "only reach from 15 February 2024" in found.sentence.en
    stale = against(facts(daily(date(2024, 2, 1), date(2024, 3, 15), 5)), "volume", **MARCH)
    assert (stale.finding, stale.current.covered) == (Finding.UNKNOWN, False)
    before = against(facts(daily(date(2024, 3, 1), date(2024, 4, 1), 5)), "volume", **MARCH)
    assert (before.earlier.value, before.finding) == (None, Finding.UNKNOWN)


def test_an_export_of_yesterday_covers_today_and_a_holiday_needs_no_complaint() -> None:
    rows = daily(date(2024, 1, 2), date(2024, 3, 19), 20)
    assert against(facts(rows), "volume", as_of="2024-03-20", **MARCH).current.covered
    january = {"start": date(2024, 2, 1), "end": date(2024, 2, 29)}
    assert against(facts(rows), "volume", as_of="2024-03-20", **january).earlier.covered


def test_a_selection_without_complaints_counts_zero_where_others_have_some() -> None:
    rows = [*february_and_march(1, 1, channel="web"), *daily(date(2024, 2, 1), date(2024, 2, 29), 1, channel="letter")]
    found = against(facts(rows), "volume", where=(("channel", ("letter",)),), **MARCH)
    assert (found.current.value, found.earlier.value, found.difference.value) == (0, 29, -29)
    assert found.finding is Finding.LOWER
    assert "0 against 29" in found.sentence.en
    neither = against(facts(rows), "volume", where=(("channel", ("phone",)),), **MARCH)
    assert (neither.difference.value, neither.finding) == (0, Finding.ALIKE)


@pytest.mark.parametrize("engine", ENGINES)
def test_groups_of_either_period_are_compared_and_open_on_their_lines(engine: str) -> None:
    rows = [
        *daily(date(2024, 2, 1), date(2024, 2, 29), 1, channel="letter"),
        *daily(date(2024, 2, 1), date(2024, 4, 1), 2, channel="web"),
        *daily(date(2024, 3, 1), date(2024, 3, 10), 1),
    ]
    known = facts(rows, engine=engine)
    query = Query(metrics=(), as_of=date(2024, 6, 1), by=("channel",), **MARCH)
    found = {c.current.figure.by[0][1]: c for c in compare_groups(known, query, "volume", PREVIOUS)}
    assert {name: (c.current.value, c.earlier.value) for name, c in found.items()} == {
        "letter": (0, 29),
        "web": (62, 58),
        None: (10, 0),
    }
    for one in found.values():
        for side in (one.current, one.earlier):
            opened = lines(known, "volume", "denominator", side.query).collect("pandas").to_native()
            assert len(opened) == side.figure.n


def test_a_comparison_by_groups_is_asked_as_such() -> None:
    with pytest.raises(KpiError, match="compare_groups"):
        against(facts(hundred()), "volume", by=("channel",), **MARCH)


def test_last_year_and_the_same_weekdays_are_other_days() -> None:
    rows = daily(date(2023, 3, 1), date(2024, 4, 1), 1)
    year = against(facts(rows), "volume", LAST_YEAR, **MARCH)
    assert (year.earlier.span.start, year.earlier.span.end) == (date(2023, 3, 1), date(2023, 3, 31))
    weekdays = against(facts(rows), "volume", WEEKDAYS, **MARCH)
    assert (weekdays.earlier.span.start, weekdays.earlier.span.end) == (date(2023, 3, 3), date(2023, 4, 2))
    assert "364 days before" in weekdays.sentence.en


def test_a_rate_is_compared_by_its_exposure_and_contacts_already_grow_with_the_days() -> None:
    known = exposed(facts(february_and_march(2, 4)), monthly("contacts", [1_000, 1_000, 2_000, 1_000]))
    found = against(known, "access", **MARCH)
    assert (found.current.figure.value, found.earlier.figure.value) == (62.0, 58.0)
    assert found.difference.value == pytest.approx(4.0)
    assert found.ratio.value == pytest.approx(124 / 2_000 / (58 / 1_000))
    assert found.per_working_day == NOTHING
    assert found.finding is Finding.ALIKE
    doubled = exposed(facts(february_and_march(2, 4)), monthly("contacts", [1_000] * 4))
    assert against(doubled, "access", **MARCH).finding is Finding.HIGHER


def test_without_an_exposure_nothing_is_concluded() -> None:
    found = against(facts(february_and_march(2, 4)), "access", **MARCH)
    assert (found.difference, found.finding) == (NOTHING, Finding.UNKNOWN)


def test_french_and_english_write_their_own_numbers_and_dates() -> None:
    found = against(facts(february_and_march(40, 40)), "volume", **MARCH)
    assert "1 240 contre 1 160 (+80)" in found.sentence.fr.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "du 1er février 2024 au 29 février 2024" in found.sentence.fr
    assert "1,240 against 1,160 (+80)" in found.sentence.en


def late(first: date, last: date, each: int) -> list[dict[str, Any]]:
    """`each` complaints a day: half registered on the day, half twenty days later."""
    return [
        {**row, "registered": (date.fromisoformat(row["received"]) + timedelta(days=20 * (n % 2))).isoformat()}
        for n, row in enumerate(daily(first, last, each))
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("now", "finding"), [(10, Finding.TO_COME), (3, Finding.LOWER), (40, Finding.HIGHER)])
def test_a_fall_that_late_registration_may_undo_is_not_concluded(now: int, finding: Finding, engine: str) -> None:
    """Of the ten a day of October, five are there on the 31st: not fewer than before, only not yet registered."""
    rows = [*late(date(2024, 3, 1), date(2024, 9, 30), 10), *late(date(2024, 10, 1), date(2024, 10, 31), now)]
    there = [row for row in rows if row["registered"] <= "2024-10-31"]
    october = {"start": date(2024, 10, 1), "end": date(2024, 10, 31)}
    found = against(facts(there, engine=engine), "volume", as_of="2024-10-31", **october)
    assert found.to_come is not None and found.to_come.missing.value is not None
    assert found.finding is finding
    assert "still to be registered" in found.sentence.en and "restent à enregistrer" in found.sentence.fr
    settled = against(facts(rows, engine=engine), "volume", as_of="2025-01-31", **october)
    assert (settled.to_come, "registered" in settled.sentence.en) == (None, False)


def test_a_share_is_compared_whatever_is_still_to_be_registered() -> None:
    known = facts(late(date(2024, 3, 1), date(2024, 10, 31), 10))
    found = against(known, "upheld", as_of="2024-10-31", start=date(2024, 10, 1), end=date(2024, 10, 31))
    assert found.to_come is None
