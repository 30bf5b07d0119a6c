"""What complaints are compared with: known by month, of a believable size, and steady."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_sources.demo import generate
from data_sources.demo.catalogue import CHANNELS
from data_sources.demo.network import REGIONS
from kpi.exposure import MEASURES

MONTHS = [str(period) for period in pd.period_range("2023-11", "2026-11", freq="M")]


@pytest.fixture(scope="session")
def monthly(exposure: pd.DataFrame) -> pd.DataFrame:
    """One column per measure, one row per month that is over."""
    whole = exposure.pivot_table(index="period", columns="measure", values="count", aggfunc="sum")
    return whole.loc["2023-11":"2026-10"]


def test_customers_are_known_in_every_region_and_month(customers: pd.DataFrame) -> None:
    assert sorted(customers["period"].unique()) == MONTHS
    assert len(customers) == len(customers[["period", "region"]].drop_duplicates()) == 37 * len(REGIONS) == 37 * 13
    total = customers.groupby("period")["count"].sum()
    assert 1.05 < total["2026-11"] / total["2023-11"] < 1.15


def test_every_measure_is_one_that_figures_know(exposure: pd.DataFrame) -> None:
    assert set(exposure["measure"]) == set(MEASURES) - {"accounts", "contracts", "invoices"}
    assert exposure["count"].min() > 0
    assert not exposure.duplicated(["period", "measure", "region", "channel"]).any()


def test_what_is_done_in_a_month_is_known_once_it_is_over(exposure: pd.DataFrame) -> None:
    flows = exposure[~exposure["measure"].isin(["customers", "subscribers"])]
    assert {tuple(sorted(months)) for _, months in flows.groupby("measure")["period"].unique().items()} == {
        tuple(MONTHS[:-1])
    }


def test_a_month_that_is_just_over_is_known(tmp_path: Path) -> None:
    made = pd.read_csv(generate(tmp_path, complaints=300, until=date(2026, 7, 1)).exposure_csv)
    assert set(made.groupby("measure")["period"].max()) == {"2026-06"}


def test_contacts_are_known_by_channel_and_move_to_the_app(exposure: pd.DataFrame) -> None:
    contacts = exposure[exposure["measure"] == "contacts"].pivot(index="period", columns="channel", values="count")
    assert set(contacts.columns) == set(CHANNELS) and contacts.notna().all(axis=None)
    share = contacts["app"] / contacts.sum(axis=1)
    assert share["2026-10"] > 1.8 * share["2023-11"]


def test_defects_and_errors_are_a_steady_part_of_what_was_sold_and_shipped(monthly: pd.DataFrame) -> None:
    defective, wrong = monthly["defective"] / monthly["sold"], monthly["shipping_errors"] / monthly["shipped"]
    assert 0.0025 < defective.min() < defective.max() < 0.0060
    assert 0.0008 < wrong.min() < wrong.max() < 0.0026
    assert (monthly["subscribers"] < monthly["customers"]).all()
    assert monthly["sold"].loc["2025-12"] > 1.2 * monthly["sold"].loc["2025-08"]


def test_a_handful_of_complaints_has_its_activity_too(tmp_path: Path) -> None:
    made = pd.read_csv(generate(tmp_path, complaints=40, until=date(2026, 11, 21)).exposure_csv)
    assert made["count"].min() >= 0 and len(made) == 37 * 13 * 2 + 36 * (6 + 6)
