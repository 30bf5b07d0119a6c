"""What a period's label says, and how people say it."""

from __future__ import annotations

from datetime import date

import pytest

from kpi import days
from kpi.errors import KpiError
from kpi.labels import first_day, last_day, period_name, period_of, plural


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2020, 12, 31), date(2025, 1, 1), date(2023, 11, 30)])
def test_a_label_leads_back_to_its_period(period: str, day: date) -> None:
    key = days.key_of(period, day)
    label = days.label(period, key)
    assert period_of(label) == period
    assert (first_day(label), last_day(label)) == (days.first_day(period, key), days.last_day(period, key))


@pytest.mark.parametrize("label", ["2024-13", "2023-W53", "2024-02-30", "2024-Q5", "all", "C17", ""])
def test_what_names_no_period_is_refused(label: str) -> None:
    with pytest.raises(KpiError, match="names no period"):
        first_day(label)


def test_a_fifth_quarter_is_no_period() -> None:
    assert period_of("2024-Q5") is None


@pytest.mark.parametrize(
    ("label", "french", "english"),
    [
        ("2024-08", "août 2024", "August 2024"),
        ("2024-Q1", "le 1er trimestre 2024", "Q1 2024"),
        ("2024-W05", "la semaine 5 de 2024", "week 5 of 2024"),
        ("2020-W53", "la semaine 53 de 2020", "week 53 of 2020"),
        ("2024-03-05", "le 5 mars 2024", "5 March 2024"),
        ("2024", "2024", "2024"),
        ("C17", "C17", "C17"),
    ],
)
def test_periods_are_named_as_people_say_them(label: str, french: str, english: str) -> None:
    assert period_name(label, "fr", article=True) == french
    assert period_name(label, "en", article=True) == english


def test_without_a_preposition_there_is_no_article() -> None:
    assert period_name("2024-Q1", "fr") == "1er trimestre 2024"
    assert period_name(None, "fr") == ""


@pytest.mark.parametrize(
    ("label", "french", "english"),
    [
        ("2024-03", "mois", "months"),
        ("2024-W10", "semaines", "weeks"),
        ("2024-Q1", "trimestres", "quarters"),
        ("C17", "points", "points"),
    ],
)
def test_several_periods_have_a_name(label: str, french: str, english: str) -> None:
    assert (plural(label).fr, plural(label).en) == (french, english)
