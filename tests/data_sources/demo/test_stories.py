"""Each story can be seen by plain counting, whenever the extract is taken; the quiet ones stay quiet."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data_sources.demo import Kind, Story, generate, stories
from data_sources.demo.stories import BILLING, first_day, last_march, last_september
from tests.data_sources.demo.conftest import UNTIL
from tests.data_sources.demo.counting import between, days_after, per_day, read_lines, share_in_time, years_before


def concerned(rows: pd.DataFrame, story: Story) -> pd.DataFrame:
    return rows[rows[story.column] == story.value]


def same_days_last_year(rows: pd.DataFrame, start: date, end: date) -> float:
    """How the daily number changed against the same days one year before."""
    return per_day(rows, start, end) / per_day(rows, years_before(start, 1), years_before(end, 1))


def test_billing_complaints_triple_for_three_weeks(rows: pd.DataFrame, told: dict[str, Story]) -> None:
    story = told["billing_incident"]
    assert story.end is not None
    billed, others = concerned(rows, story), rows[rows["motive"] != BILLING]
    assert 2.5 < same_days_last_year(billed, story.start, story.end) < 3.7
    assert 0.8 < same_days_last_year(others, story.start, story.end) < 1.2
    assert same_days_last_year(billed, story.end, days_after(story.end, 30)) < 1.3


def test_billing_answers_come_late_in_october_and_recover(rows: pd.DataFrame, told: dict[str, Story]) -> None:
    office = concerned(rows, told["billing_backlog"])
    october = date(told["billing_incident"].start.year, 10, 1)
    assert share_in_time(office, years_before(october, 1), date(october.year - 1, 11, 1)) > 0.80
    assert share_in_time(office, october, date(october.year, 11, 1)) < 0.70
    assert share_in_time(office, date(october.year, 11, 10), UNTIL) > 0.80


def test_occitanie_falls_behind_and_stays_there(rows: pd.DataFrame, told: dict[str, Story]) -> None:
    story = told["region_behind"]
    region, rest = rows[rows["region"] == "Occitanie"], rows[rows["region"] != "Occitanie"]
    turned = days_after(story.start, 30)
    assert share_in_time(region, first_day(UNTIL), story.start) > 0.84
    for quarter in pd.date_range(turned, periods=6, freq="91D"):
        start = quarter.date()
        assert share_in_time(region, start, days_after(start, 91)) < 0.68
    assert share_in_time(rest, turned, UNTIL) > 0.84


def test_the_action_on_appointments_cut_them_by_a_third(rows: pd.DataFrame, told: dict[str, Story]) -> None:
    story = told["installation_action"]
    assert 0.55 < same_days_last_year(concerned(rows, story), story.start, UNTIL) < 0.78


def test_the_action_on_deliveries_changed_nothing(rows: pd.DataFrame, told: dict[str, Story]) -> None:
    story = told["delivery_action"]
    assert 0.90 < same_days_last_year(concerned(rows, story), story.start, UNTIL) < 1.15


def test_a_shop_goes_silent_while_its_region_keeps_its_customers(
    rows: pd.DataFrame, customers: pd.DataFrame, told: dict[str, Story]
) -> None:
    story = told["silent_shop"]
    shop = concerned(rows, story)
    before = between(shop, first_day(UNTIL), story.start).groupby(shop["received_at"].dt.to_period("M")).size()
    assert before.min() >= 10
    assert between(shop, story.start, UNTIL).empty
    region = rows.loc[rows["site"] == story.value, "region"].mode()[0]
    there = customers[customers["region"] == region].set_index("period")["count"]
    assert there[f"{UNTIL:%Y-%m}"] >= there[f"{story.start:%Y-%m}"]


def test_no_other_shop_goes_silent(rows: pd.DataFrame, told: dict[str, Story]) -> None:
    last = between(rows, told["silent_shop"].start, UNTIL)
    assert set(rows["site"]) - set(last["site"]) == {told["silent_shop"].value}


def test_the_quiet_motive_moves_with_the_seasons_only(rows: pd.DataFrame, told: dict[str, Story]) -> None:
    motive = concerned(rows, told["quiet_motive"])
    for years in (0, 1):
        end = years_before(date(2026, 11, 1), years)
        assert 0.9 < same_days_last_year(motive, years_before(end, 1), end) < 1.15


def test_the_quiet_region_is_as_good_every_year(rows: pd.DataFrame, told: dict[str, Story]) -> None:
    region = concerned(rows, told["quiet_region"])
    ends = [date(year, 11, 1) for year in (2024, 2025, 2026)]
    shares = [share_in_time(region, years_before(end, 1), end) for end in ends]
    assert min(shares) > 0.86
    assert max(shares) - min(shares) < 0.04


def every_month() -> list[date]:
    return [date(2024 + m // 12, m % 12 + 1, day) for m in range(0, 30, 3) for day in (1, 28)] + [date(2024, 2, 29)]


@pytest.mark.parametrize("until", every_month())
def test_stories_lie_within_the_three_years_with_time_to_show(until: date) -> None:
    for story in stories(until):
        assert first_day(until) <= story.start < until
        if story.kind in (Kind.ACTION, Kind.SILENCE, Kind.SLOWER):
            assert until - story.start >= timedelta(days=10)
        if story.kind is Kind.ACTION:
            assert story.start.month == 3
            assert until - story.start >= timedelta(days=110)
        if story.kind is Kind.SURGE:
            assert story.end is not None
            assert story.start.month == 9
            assert story.end <= date(story.start.year, 10, 1) <= until


def test_the_last_september_and_march_are_complete_ones() -> None:
    assert last_september(date(2026, 10, 1)) == 2026
    assert last_september(date(2026, 9, 30)) == 2025
    assert last_march(date(2026, 7, 1)) == 2026
    assert last_march(date(2026, 6, 30)) == 2025


def test_stories_show_on_another_day_too(tmp_path: Path) -> None:
    until = date(2025, 3, 15)
    lines = read_lines(generate(tmp_path, complaints=20_000, until=until).complaints_csv)
    told = {story.name: story for story in stories(until)}
    surge, action = told["billing_incident"], told["installation_action"]
    assert surge.end is not None
    assert same_days_last_year(concerned(lines, surge), surge.start, surge.end) > 2.2
    end = days_after(action.start, 300)
    year_on_year = [same_days_last_year(concerned(lines, told[n]), told[n].start, end) for n in told if "action" in n]
    assert year_on_year[0] < 0.8 < year_on_year[1]
    assert between(concerned(lines, told["silent_shop"]), told["silent_shop"].start, until).empty
