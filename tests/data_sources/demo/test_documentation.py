"""docs/demo.md says only what is true of the generated data: every row of its tables is counted again here."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_sources.demo import Story
from data_sources.demo.dirt import SHARES
from data_sources.demo.stories import ADVICE, BILLING, BILLING_TEAM, DELIVERY, INSTALLATION, QUIET_REGION
from tests.data_sources.demo.conftest import UNTIL
from tests.data_sources.demo.counting import between, open_on, share_in_time

PAGE = Path(__file__).resolve().parents[3] / "docs" / "demo.md"
ROW = re.compile(r"^\| (?P<name>[^|]+?) \| (?P<value>[\d,.]+ ?%?) \|$", re.MULTILINE)
YEARS = [(date(year - 1, 11, 1), date(year, 11, 1)) for year in (2024, 2025, 2026)]


def received(rows: pd.DataFrame, start: date, end: date, **where: str) -> str:
    inside = between(rows, start, end)
    for column, value in where.items():
        inside = inside[inside[column] == value]
    return f"{len(inside):,}"


def in_time(rows: pd.DataFrame, start: date, end: date, **where: str) -> str:
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return f"{100 * share_in_time(rows, start, end):.1f} %"


def counted(
    rows: pd.DataFrame, lines: pd.DataFrame, exposure: pd.DataFrame, decided: pd.DataFrame, told: dict[str, Story]
) -> dict[str, str]:
    """The tables of the page, by the first cell of the row."""
    stories = billing(rows) | region(rows, told) | actions(rows) | register(decided) | shop(rows, exposure)
    return ground(rows, lines) | stories | quiet(rows) | record(rows) | activity(exposure)


def ground(rows: pd.DataFrame, lines: pd.DataFrame) -> dict[str, str]:
    waiting = open_on(rows, UNTIL)
    return {
        "Lines in complaints.csv": f"{len(lines):,}",
        "Complaints, without remarks, requests and second lines": f"{len(rows):,}",
        "Answered within 10 working days, due from December 2023 to October 2026": in_time(
            rows, date(2023, 12, 1), date(2026, 11, 1)
        ),
        "Open on the day of the extract": f"{len(waiting):,}",
        "Of these, past their deadline": f"{int((waiting['due'] < pd.Timestamp(UNTIL)).sum()):,}",
        "False facts": f"{sum(round(share * 60_000) for share in SHARES.values()):,}",
    }


def billing(rows: pd.DataFrame) -> dict[str, str]:
    return {
        "Billing complaints received in September 2025": received(
            rows, date(2025, 9, 1), date(2025, 10, 1), motive=BILLING
        ),
        "Billing complaints received in September 2026": received(
            rows, date(2026, 9, 1), date(2026, 10, 1), motive=BILLING
        ),
        "In time, billing back office, due in August 2026": in_time(
            rows, date(2026, 8, 1), date(2026, 9, 1), handler_team=BILLING_TEAM
        ),
        "In time, billing back office, due in October 2026": in_time(
            rows, date(2026, 10, 1), date(2026, 11, 1), handler_team=BILLING_TEAM
        ),
        "In time, all, due in October 2026": in_time(rows, date(2026, 10, 1), date(2026, 11, 1)),
    }


def region(rows: pd.DataFrame, told: dict[str, Story]) -> dict[str, str]:
    rest = rows[~rows["region"].isin(["Occitanie", ""])]
    start = told["region_behind"].start
    assert start == date(2025, 5, 1)
    return {
        "In time, Occitanie, due from November 2024 to April 2025": in_time(
            rows, date(2024, 11, 1), start, region="Occitanie"
        ),
        "In time, Occitanie, due from June 2025 to October 2026": in_time(
            rows, date(2025, 6, 1), date(2026, 11, 1), region="Occitanie"
        ),
        "In time, all other regions, due from June 2025 to October 2026": in_time(
            rest, date(2025, 6, 1), date(2026, 11, 1)
        ),
        "In time, all, due from June 2025 to October 2026": in_time(rows, date(2025, 6, 1), date(2026, 11, 1)),
    }


def actions(rows: pd.DataFrame) -> dict[str, str]:
    named = {"Installation appointments": INSTALLATION, "Deliveries": DELIVERY}
    return {
        f"{name}, received from April to October {year}": received(
            rows, date(year, 4, 1), date(year, 11, 1), motive=motive
        )
        for name, motive in named.items()
        for year in (2025, 2026)
    }


def register(decided: pd.DataFrame) -> dict[str, str]:
    done, due = decided["done"], decided["due"]
    return {
        "Actions decided": f"{len(decided)}",
        "Done by the day they were due": f"{int((done <= due).sum())}",
        "Done late": f"{int((done > due).sum())}",
        "Overdue on the day of the extract": f"{int((done.isna() & (due < pd.Timestamp(UNTIL))).sum())}",
    }


def record(rows: pd.DataFrame) -> dict[str, str]:
    closed, upheld = rows[rows["closed_at"].notna()], rows[rows["outcome"].isin(["upheld", "partly"])]
    shares = {
        "Complaints whose customer can be reached": rows["has_contact"] == "true",
        "Complaints in which the customer suggests something": rows["has_suggestion"] == "true",
        "Closed complaints that changed hands more than twice": closed["handoffs"].astype(int) > 2,
        "Closed complaints whose priority was changed": closed["reprioritised"] == "true",
        "Upheld complaints with an outside provider at the origin": upheld["external_provider"] == "true",
    }
    return {name: f"{100 * share.mean():.1f} %" for name, share in shares.items()}


def activity(exposure: pd.DataFrame) -> dict[str, str]:
    october = exposure[exposure["period"] == "2026-10"]
    by_measure, by_channel = (october.groupby(name)["count"].sum() for name in ("measure", "channel"))
    measures = ("subscribers", "deliveries", "sold", "defective", "shipped", "shipping_errors", "internal_defects")
    counts = {f"{name}, October 2026": f"{by_measure[name]:,}" for name in measures}
    return {**counts, "contacts by telephone, October 2026": f"{by_channel['phone']:,}"}


def shop(rows: pd.DataFrame, exposure: pd.DataFrame) -> dict[str, str]:
    there = exposure[(exposure["region"] == "Normandie") & (exposure["measure"] == "customers")]
    customers = there.set_index("period")["count"]
    site = "Rouen Saint-Sever"
    return {
        "Rouen Saint-Sever, received from April to October 2025": received(
            rows, date(2025, 4, 1), date(2025, 11, 1), site=site
        ),
        "Rouen Saint-Sever, received from April to October 2026": received(
            rows, date(2026, 4, 1), date(2026, 11, 1), site=site
        ),
        "Customers in Normandie, March 2026": f"{customers['2026-03']:,}",
        "Customers in Normandie, October 2026": f"{customers['2026-10']:,}",
    }


def quiet(rows: pd.DataFrame) -> dict[str, str]:
    years = {f"year to October {end.year}": (start, end) for start, end in YEARS}
    advice = {f"Advice and information, {name}": received(rows, *span, motive=ADVICE) for name, span in years.items()}
    share = {f"In time, Bretagne, {name}": in_time(rows, *span, region=QUIET_REGION) for name, span in years.items()}
    return advice | share


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_every_figure_of_the_page_is_the_one_counted(
    page: str,
    rows: pd.DataFrame,
    lines: pd.DataFrame,
    exposure: pd.DataFrame,
    decided: pd.DataFrame,
    told: dict[str, Story],
) -> None:
    written = {match["name"]: match["value"] for match in ROW.finditer(page)}
    assert written == counted(rows, lines, exposure, decided, told)


def test_no_month_reaches_the_objective_as_the_page_says(page: str, rows: pd.DataFrame) -> None:
    months = pd.period_range("2023-12", "2026-10", freq="M")
    spans = [(month.start_time.date(), (month + 1).start_time.date()) for month in months]
    assert "month after month" in page
    assert max(share_in_time(rows, *span) for span in spans) < 0.90


def test_the_rate_of_normandie_seems_to_improve_as_the_page_says(
    page: str, rows: pd.DataFrame, customers: pd.DataFrame
) -> None:
    there = rows[rows["region"] == "Normandie"]
    of_region = customers[customers["region"] == "Normandie"].set_index("period")["count"]
    rates = [
        len(between(there, date(year, 4, 1), date(year, 9, 1))) / of_region[f"{year}-04" : f"{year}-08"].mean()
        for year in (2025, 2026)
    ]
    assert "seems to improve" in page
    assert rates[1] < 0.75 * rates[0]


def test_the_page_names_where_and_when_each_story_is(page: str, told: dict[str, Story]) -> None:
    for story in told.values():
        assert story.title in page, story.name
        assert story.value in page, story.name
    for name in ("billing_incident", "region_behind", "installation_action", "delivery_action", "silent_shop"):
        start = told[name].start
        assert f"{start.day} {start:%B %Y}" in page, name


def test_the_share_registered_late_is_the_one_counted(rows: pd.DataFrame) -> None:
    days = (rows["registered_at"].dt.normalize() - rows["received_at"].dt.normalize()).dt.days
    late = float((days >= 3).mean())
    told = re.search(r"one complaint in (\w+) \(([\d.]+ %)\) was registered three days", PAGE.read_text("utf-8"))
    assert told and told.groups() == ("thirty", f"{100 * late:.1f} %")
    assert round(1 / late, -1) == 30
