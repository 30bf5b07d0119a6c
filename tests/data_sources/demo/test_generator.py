"""The files themselves: reproducible, complete, and nothing in them from after the extract."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_sources.canonical import COLUMNS as CANONICAL
from data_sources.canonical import ENUMS
from data_sources.demo import Generated, generate
from data_sources.demo.dirt import SHARES
from data_sources.demo.handling import MILESTONES
from tests.data_sources.demo.conftest import UNTIL
from tests.data_sources.demo.counting import HOLIDAYS, judged, open_on, read_lines, share_in_time

PAST = [name for name in MILESTONES if name != "promised_at"]
ORDERED = (
    "sent_at",
    "received_at",
    "registered_at",
    "owned_at",
    "replied_at",
    "resolved_at",
    "closed_at",
    "reopened_at",
)


def small(folder: Path, seed: int = 2026) -> list[bytes]:
    made = generate(folder, complaints=2_000, seed=seed, until=UNTIL)
    files = (made.complaints_csv, made.exposure_csv, made.actions_csv, made.annotations_csv)
    return [file.read_bytes() for file in files]


def test_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    assert small(tmp_path / "one") == small(tmp_path / "two")


def test_another_seed_gives_other_complaints(tmp_path: Path) -> None:
    assert small(tmp_path / "one")[0] != small(tmp_path / "two", seed=7)[0]


def test_every_line_asked_for_is_written(demo: Generated, lines: pd.DataFrame) -> None:
    assert demo.rows == len(lines) == 60_000


def test_headers_are_canonical_names(lines: pd.DataFrame) -> None:
    assert set(lines.columns) <= set(CANONICAL)
    assert {"complaint_id", "received_at"} <= set(lines.columns)


@pytest.mark.parametrize("column", sorted(ENUMS))
def test_coded_columns_hold_canonical_codes(lines: pd.DataFrame, column: str) -> None:
    assert set(lines[column]) - {""} <= set(ENUMS[column])


@pytest.mark.parametrize("until", [UNTIL, date(2024, 2, 29), date(2025, 10, 1), date(2026, 1, 1), date(2026, 7, 31)])
def test_nothing_happens_on_the_day_of_the_extract_or_later(tmp_path: Path, until: date) -> None:
    made = read_lines(generate(tmp_path, complaints=1_500, until=until).complaints_csv)
    assert made[PAST].max().max() < pd.Timestamp(until)
    assert made["received_at"].max() > pd.Timestamp(until) - pd.Timedelta(days=5)
    assert len(made) == 1_500


def test_a_handful_of_complaints_is_enough(tmp_path: Path) -> None:
    assert generate(tmp_path, complaints=40, until=UNTIL).rows == 40


def test_dates_promised_may_lie_some_weeks_ahead(lines: pd.DataFrame) -> None:
    ahead = lines["promised_at"] - pd.Timestamp(UNTIL)
    assert (ahead > pd.Timedelta(0)).sum() > 5
    assert ahead.max() < pd.Timedelta(days=40)


def test_three_years_begin_on_the_first_of_a_month(lines: pd.DataFrame) -> None:
    assert lines["received_at"].min().date() == date(2023, 11, 1)


def test_milestones_follow_each_other_but_for_the_rows_spoilt_on_purpose(lines: pd.DataFrame) -> None:
    sound = lines[~(lines["replied_at"] < lines["received_at"])]
    for position, before in enumerate(ORDERED):
        for after in ORDERED[position + 1 :]:
            assert not (sound[before] > sound[after]).any(), f"{before} after {after}"
    assert len(lines) - len(sound) == round(SHARES["reply_first"] * 60_000)


def test_a_new_date_is_announced_by_someone_in_charge_before_the_reply(lines: pd.DataFrame) -> None:
    promises = lines[lines["promise_made_at"].notna()]
    assert len(promises) > 2_000
    assert (promises["promise_made_at"] > promises["owned_at"]).all()
    assert not (promises["promise_made_at"] >= promises["replied_at"]).any()


def test_false_facts_are_few_and_all_there(lines: pd.DataFrame) -> None:
    ids, contents = lines["complaint_id"], lines.duplicated()
    found = {
        "duplicate": int(contents.sum()),
        "conflict": int((ids.duplicated() & ~contents).sum()),
        "reply_missing": int((lines["closed_at"].notna() & lines["replied_at"].isna()).sum()),
        "reply_first": int((lines["replied_at"] < lines["received_at"]).sum()),
        "region_missing": int((lines["region"] == "").sum()),
        "motive_missing": int((lines["motive"] == "").sum()),
    }
    assert found == {kind: round(share * 60_000) for kind, share in SHARES.items()}
    assert sum(found.values()) <= 0.003 * 60_000


def test_complaints_known_late_are_in_the_file_with_both_dates(lines: pd.DataFrame) -> None:
    late = (lines["registered_at"] - lines["received_at"]).dt.days
    assert 0.01 < (late >= 3).mean() < 0.04
    assert late.max() > 20


def test_few_complaints_come_in_on_weekends_and_holidays(lines: pd.DataFrame) -> None:
    daily = lines.groupby(lines["received_at"].dt.floor("D")).size()
    days = daily.index.to_numpy().astype("datetime64[D]")
    worked = np.is_busday(days, holidays=HOLIDAYS)
    sundays, feasts = daily.index.day_of_week == 6, np.isin(days, HOLIDAYS)
    assert daily[sundays | feasts].mean() < 0.2 * daily[worked].mean()
    assert 0.2 < daily[daily.index.day_of_week == 5].mean() / daily[worked].mean() < 0.5


def test_august_is_low_and_january_high_in_every_whole_year(lines: pd.DataFrame) -> None:
    monthly = lines.groupby([lines["received_at"].dt.year, lines["received_at"].dt.month]).size()
    for year in (2024, 2025):
        assert monthly[year, 8] < 0.9 * monthly[year].mean() < monthly[year, 1]


def test_the_app_takes_over_year_by_year(lines: pd.DataFrame) -> None:
    app = (lines["channel"] == "app").groupby(lines["received_at"].dt.year).mean()
    assert app.is_monotonic_increasing
    assert app[2026] > 1.5 * app[2024]


def test_most_answers_are_in_time_and_no_month_is_perfect(rows: pd.DataFrame) -> None:
    for month in pd.period_range("2023-12", "2026-10", freq="M"):
        share = share_in_time(rows, month.start_time.date(), (month + 1).start_time.date())
        assert 0.78 < share < 0.92, f"{month}: {share:.3f}"


def test_stock_stays_within_bounds_and_everything_gets_answered(rows: pd.DataFrame) -> None:
    for month in pd.period_range("2024-01", "2026-11", freq="M"):
        waiting = open_on(rows, month.start_time.date())
        overdue = waiting["due"] < month.start_time
        assert 300 < len(waiting) < 900, f"{month}: {len(waiting)} open"
        assert overdue.sum() < 200, f"{month}: {overdue.sum()} overdue"
    assert open_on(rows, UNTIL)["received_at"].min() > pd.Timestamp(UNTIL) - pd.Timedelta(days=150)


def test_second_and_third_level_name_the_complaint_they_come_from(lines: pd.DataFrame) -> None:
    known = lines.drop_duplicates("complaint_id").set_index("complaint_id")
    higher = known[known["level"] != "1"]
    parents = known.loc[higher["parent_id"]]
    assert (parents["level"].astype(int).to_numpy() == higher["level"].astype(int).to_numpy() - 1).all()
    assert (parents["customer_key"].to_numpy() == higher["customer_key"].to_numpy()).all()
    assert known.loc[known["level"] == "3", "mediator_at"].notna().all()
    assert 0.02 < (known["level"] == "2").mean() < 0.05


def test_answers_given_late_please_less_and_are_rated_less(rows: pd.DataFrame) -> None:
    rated = rows[rows["csat"] != ""]
    by_time = rated.groupby("in_time")["csat"].agg(lambda scores: scores.astype(int).mean())
    assert by_time[True] > by_time[False] + 0.5
    response = (rows["csat"] != "").groupby(rows["in_time"]).mean()
    assert response[True] > 1.3 * response[False]
    assert set(rated["csat_scale"]) == {"1-5"}


def test_both_causes_are_known_for_most_complaints_upheld(rows: pd.DataFrame) -> None:
    founded = rows[rows["outcome"].isin(["upheld", "partly"])]
    both = (founded["cause_occurrence"] != "") & (founded["cause_nondetection"] != "")
    assert 0.75 < both.mean() < 0.95
    assert (rows.loc[rows["outcome"] == "rejected", "cause_occurrence"] == "").all()


def test_what_is_open_has_no_outcome(lines: pd.DataFrame) -> None:
    assert (lines.loc[lines["replied_at"].isna() & lines["closed_at"].isna(), "outcome"] == "").all()


def test_one_customer_in_ten_complains_again_about_the_same(lines: pd.DataFrame) -> None:
    first = lines.drop_duplicates("complaint_id").sort_values("received_at")
    gap = first["received_at"] - first.groupby(["customer_key", "motive"])["received_at"].shift()
    assert 0.05 < (gap <= pd.Timedelta(days=90)).mean() < 0.15


def test_judging_waits_for_deadlines_ahead(lines: pd.DataFrame) -> None:
    undecided = judged(lines, UNTIL)["in_time"].isna()
    assert 200 < undecided.sum() < 700
