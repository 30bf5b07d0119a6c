"""What is hidden in the demo data, as data: the generator draws from it and docs/demo.md is tested against it.

Every date is a calendar position relative to the day of the extract, so the stories exist whenever it is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from data_sources.demo.draws import Bools, Ints

INSTALLATION = "Rendez-vous d'installation"
DELIVERY = "Livraison"
BILLING = "Facturation"
ADVICE = "Conseil et information"
BILLING_TEAM = "Back-office facturation"
SLOW_TEAM = "Relation client Toulouse"
SILENT_SITE = "Rouen Saint-Sever"
QUIET_REGION = "Bretagne"


class Kind(StrEnum):
    SURGE = "surge"
    SLOWER = "slower"
    ACTION = "action"
    SILENCE = "silence"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`volume` and `delay` multiply what `column` = `value` would have had from `start` up to, not including, `end`."""

    name: str
    kind: Kind
    column: str
    value: str
    start: date
    end: date | None = None
    volume: float = 1.0
    delay: float = 1.0
    title: str


def first_day(until: date) -> date:
    """The first day of the demo: three whole years, begun on the first of a month."""
    return date(until.year - 3, until.month, 1)


def month_before(until: date, months: int) -> date:
    """The first of the month that lies `months` before the month of `until`."""
    index = until.year * 12 + until.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def next_monday(day: date) -> date:
    """`day` itself when it is a Monday."""
    return day + timedelta(days=-day.weekday() % 7)


def last_september(until: date) -> int:
    """The year of the last September that was over on `until`."""
    return until.year if until >= date(until.year, 10, 1) else until.year - 1


def last_march(until: date) -> int:
    """The year of the last March with three months or more after it: an effect needs time to show."""
    return until.year if until >= date(until.year, 7, 1) else until.year - 1


def day_span(story: Story, days: Ints) -> Bools:
    """Which of the days (since 1970-01-01) lie in the story."""
    inside: Bools = days >= (story.start - date(1970, 1, 1)).days
    return inside if story.end is None else inside & (days < (story.end - date(1970, 1, 1)).days)


def stories(until: date) -> tuple[Story, ...]:
    """All stories of an extract taken on `until`."""
    return (*billing(until), *actions(until), *places(until), *quiet(until))


def billing(until: date) -> tuple[Story, ...]:
    year = last_september(until)
    surge = next_monday(date(year, 9, 3))
    return (
        Story(
            name="billing_incident", kind=Kind.SURGE, column="motive", value=BILLING, volume=3.0,
            start=surge, end=surge + timedelta(days=21),
            title="A billing run goes wrong: billing complaints triple for three weeks",
        ),
        Story(
            name="billing_backlog", kind=Kind.SLOWER, column="handler_team", value=BILLING_TEAM, delay=1.75,
            start=surge + timedelta(days=10), end=date(year, 10, 24),
            title="The billing back office works the wave off: its answers come late, most of all in October",
        ),
    )  # fmt: skip


def actions(until: date) -> tuple[Story, ...]:
    march = next_monday(date(last_march(until), 3, 1))
    return (
        Story(
            name="installation_action", kind=Kind.ACTION, column="motive", value=INSTALLATION, volume=2 / 3,
            start=march, title="Appointments confirmed by text message the day before: complaints fall by a third",
        ),
        Story(
            name="delivery_action", kind=Kind.ACTION, column="motive", value=DELIVERY,
            start=march, title="A call-back script for delivery complaints: no change",
        ),
    )  # fmt: skip


def places(until: date) -> tuple[Story, ...]:
    return (
        Story(
            name="region_behind", kind=Kind.SLOWER, column="handler_team", value=SLOW_TEAM, delay=1.95,
            start=month_before(until, 18),
            title="Occitanie falls behind: its team is understaffed and has not recovered",
        ),
        Story(
            name="silent_shop", kind=Kind.SILENCE, column="site", value=SILENT_SITE, volume=0.0,
            start=month_before(until, 7),
            title="A shop stops recording complaints, although its region keeps its customers",
        ),
    )  # fmt: skip


def quiet(until: date) -> tuple[Story, ...]:
    start = first_day(until)
    return (
        Story(
            name="quiet_motive", kind=Kind.QUIET, column="motive", value=ADVICE, start=start,
            title="Advice and information: seasons and chance, nothing else",
        ),
        Story(
            name="quiet_region", kind=Kind.QUIET, column="region", value=QUIET_REGION, start=start,
            title="Bretagne: as good in the third year as in the first",
        ),
    )  # fmt: skip
