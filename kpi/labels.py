"""What the label of a period says: 2024-03-05, 2024-W10, 2024-03, 2024-Q1, 2024. The way back from `kpi.days.label`."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date

from kpi import days
from kpi.errors import KpiError
from kpi.text import Text

_WRITTEN = {
    "day": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "week": re.compile(r"\d{4}-W\d{2}"),
    "month": re.compile(r"\d{4}-\d{2}"),
    "quarter": re.compile(r"\d{4}-Q[1-4]"),
    "year": re.compile(r"\d{4}"),
}
_NAMES = {
    "day": Text(fr="d MMMM yyyy", en="d MMMM yyyy"),
    "month": Text(fr="LLLL yyyy", en="LLLL yyyy"),
    "quarter": Text(fr="QQQQ yyyy", en="QQQ yyyy"),
    "year": Text(fr="yyyy", en="yyyy"),
}
_WEEK = Text(fr="semaine {week} de {year}", en="week {week} of {year}")
_ARTICLES = {"day": "le ", "week": "la ", "quarter": "le "}
_PLURALS = {
    "day": Text(fr="jours", en="days"),
    "week": Text(fr="semaines", en="weeks"),
    "month": Text(fr="mois", en="months"),
    "quarter": Text(fr="trimestres", en="quarters"),
    "year": Text(fr="années", en="years"),
}
POINTS = Text(fr="points", en="points")
LOCALES = {"fr": "fr", "en": "en_GB"}


def period_of(label: str) -> str | None:
    """Which period of `kpi.days` a label names; None for any other text."""
    return next((period for period, written in _WRITTEN.items() if written.fullmatch(label)), None)


def first_day(label: str) -> date:
    """The first day of the period; KpiError where the label names none, such as 2024-13."""
    try:
        return _parse(label)
    except ValueError as error:
        raise KpiError(
            f"'{label}' names no period; write it as 2024-03-05, 2024-W10, 2024-03, 2024-Q1 or 2024."
        ) from error


def _parse(label: str) -> date:
    period, year = period_of(label), int(label[:4])
    if period == "week":
        return date.fromisocalendar(year, int(label[6:]), 1)
    if period == "quarter":
        return date(year, int(label[6:]) * 3 - 2, 1)
    return date.fromisoformat({"month": f"{label}-01", "year": f"{label}-01-01"}.get(period or "", label))


def last_day(label: str) -> date:
    """The last day of the period."""
    first, period = first_day(label), period_of(label) or "day"
    return days.last_day(period, days.key_of(period, first))


def period_name(label: str | None, language: str, *, article: bool = False) -> str:
    """A period as people say it: « mars 2024 », "week 10 of 2024"; other labels as they read.

    `article`: in French with its article, as after « depuis ».
    """
    period = period_of(label or "")
    if label is None or period is None:
        return label or ""
    named = _week(label, language) if period == "week" else _formatted(label, period, language)
    return _ARTICLES.get(period, "") + named if article and language == "fr" else named


def _formatted(label: str, period: str, language: str) -> str:
    return str(format_date(first_day(label), _NAMES[period].in_(language), locale=LOCALES.get(language, "en_GB")))


def _week(label: str, language: str) -> str:
    """ISO's own numbers: a week belongs to the year of its Thursday."""
    return _WEEK.in_(language).format(week=int(label[6:]), year=label[:4])


def plural(label: str) -> Text:
    """What several of such periods are called: months, weeks; points where the label names no period."""
    return _PLURALS.get(period_of(label) or "", POINTS)
