"""Plain counting on the generated files, with a calendar of its own: nothing here comes from the generator."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays
import numpy as np
import pandas as pd

HOLIDAYS = np.array(sorted(holidays.country_holidays("FR", years=range(2018, 2031))), dtype="datetime64[D]")


def read_lines(path: Path) -> pd.DataFrame:
    """Every line, as text but for the dates."""
    lines = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column in lines.columns[lines.columns.str.endswith("_at")]:
        lines[column] = pd.to_datetime(lines[column], format="%Y-%m-%d %H:%M:%S")
    return lines


def judged(lines: pd.DataFrame, until: date) -> pd.DataFrame:
    """One row per complaint, remarks apart, with the house deadline of 10 working days and whether it was met.

    `in_time` is missing while a complaint is open and its deadline ahead.
    """
    rows = lines[lines["kind"] == "complaint"].drop_duplicates("complaint_id").copy()
    received = rows["received_at"].to_numpy().astype("datetime64[D]")
    due = np.busday_offset(received, 10, roll="backward", holidays=HOLIDAYS)
    replied = rows["replied_at"].to_numpy().astype("datetime64[D]")
    met = ~np.isnat(replied) & (replied <= due)
    waiting = np.isnat(replied) & (due >= np.datetime64(until))
    rows["due"] = due
    rows["in_time"] = pd.Series(met, index=rows.index, dtype="boolean").mask(waiting)
    return rows


def between(rows: pd.DataFrame, start: date, end: date, on: str = "received_at") -> pd.DataFrame:
    """From `start` up to, not including, `end`."""
    return rows[(rows[on] >= pd.Timestamp(start)) & (rows[on] < pd.Timestamp(end))]


def share_in_time(rows: pd.DataFrame, start: date, end: date) -> float:
    """By the date due."""
    return float(between(rows, start, end, on="due")["in_time"].dropna().mean())


def per_day(rows: pd.DataFrame, start: date, end: date) -> float:
    """Complaints received per calendar day."""
    return len(between(rows, start, end)) / (end - start).days


def open_on(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Received before the day and not answered before it; closed without a reply noted is not open."""
    moment = pd.Timestamp(day)
    ended = rows["replied_at"].fillna(rows["closed_at"])
    return rows[(rows["received_at"] < moment) & ~(ended < moment)]


def years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years)


def days_after(day: date, days: int) -> date:
    return day + timedelta(days=days)
