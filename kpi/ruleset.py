"""A rule set: what is promised to whom, by when, on which calendar; versioned and dated. `kpi.rule_files` reads it.

A set refuses what contradicts itself. What it says about complaints, metrics, calendars and definitions is checked
where it is read.
"""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import combinations
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from kpi.calendars import Calendar
from kpi.clock import MINUTES_IN, UNITS
from kpi.errors import KpiError, unknown
from kpi.hours import Week, read_week
from kpi.text import Text

Start = Literal["received", "sent", "registered"]
Sector = Literal["bank", "car", "hotel", "telecom", "tourism", "training", "water"]
When = dict[str, tuple[str, ...]]

LONGEST_DAYS = 3660
NOMINAL_DAYS = {
    "calendar": 1.0,
    "weeks": 7.0,
    "months": 31.0,
    "ouvres": 7 / 5,
    "ouvrables": 7 / 6,
    "hours": 1 / 24,
    "minutes": 1 / 1440,
    "business_hours": 7 / 40,
    "business_minutes": 7 / 2400,
}


def _in_both(text: object) -> object:
    """One sentence given for both languages is that sentence in each."""
    return Text(fr=text, en=text) if isinstance(text, str) else text


def _unit(name: str) -> str:
    if name not in UNITS:
        raise unknown("unit", name, UNITS)
    return name


class Part(BaseModel):
    """Immutable, and strict about names: a misspelt key is an error, not a default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Deadline(Part):
    """`target` units after the milestone `start`; where the milestone is missing, after the reception."""

    target: int = Field(ge=0)
    unit: Annotated[str, AfterValidator(_unit)]
    start: Start = "received"

    @model_validator(mode="after")
    def _within_ten_years(self) -> Deadline:
        if self.target * NOMINAL_DAYS[self.unit] > LONGEST_DAYS:
            raise KpiError(f"a target of {self.target} {self.unit} is more than {LONGEST_DAYS} days.")
        return self

    @property
    def timed(self) -> bool:
        """It ends at a minute, not with a day."""
        return self.unit in MINUTES_IN


class Rule(Part):
    """One promise. It applies to complaints received within its validity that fit every condition of `when`.

    Without `reply` no delay is promised. `limit` is the last day that a renewed promise can reach, whatever it says.
    `pauses`: days during which the clock stood still are added to the promised day.
    """

    id: str
    title: Text
    when: When = {}
    reply: Deadline | None = None
    acknowledgement: Deadline | None = None
    limit: Deadline | None = None
    pauses: bool = False
    excluded: bool = False
    valid_from: date = date(1985, 1, 1)
    valid_to: date = date(2070, 12, 31)

    @model_validator(mode="after")
    def _is_possible(self) -> Rule:
        if self.valid_to < self.valid_from:
            raise KpiError(f"rule {self.id}: valid_to {self.valid_to} is before valid_from {self.valid_from}")
        if self.limit and not self.reply:
            raise KpiError(f"rule {self.id}: a limit needs a reply that it limits")
        if self.limit and self.limit.timed:
            raise KpiError(f"rule {self.id}: the limit of a renewed promise is a day, not {self.limit.unit}")
        return self

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Everything it promises."""
        return tuple(one for one in (self.reply, self.acknowledgement, self.limit) if one)

    def meets(self, other: Rule) -> bool:
        """Both are valid on some day."""
        return self.valid_from <= other.valid_to and other.valid_from <= self.valid_to

    def covers(self, other: Rule) -> bool:
        """Every complaint that fits the other's conditions fits these."""
        return all(set(other.when.get(name, ())) - set(values) == set() for name, values in self.when.items()) and (
            self.when.keys() <= other.when.keys()
        )

    def leaves_nothing_to(self, other: Rule) -> bool:
        """Coming first, it takes whatever the other could have judged on a day when both are valid."""
        longer = self.valid_from <= other.valid_from and other.valid_to <= self.valid_to
        return self.meets(other) and self.covers(other) and (longer or other.covers(self))


class Place(Part):
    """The calendar `use` for complaints that fit `when`."""

    when: When
    use: str


class RuleSet(Part):
    """Rules in order: the first that fits a complaint gives its promised date.

    `promised` says what a promised date in the export means when nobody says when it was made: `initial`, it is
    the promise; `renewal`, only a promise with its own date counts, and as a new deadline beside the first.
    `definition` names what counts as a complaint, `sectors` whom the set suits; `hours` are the opening hours.
    """

    name: str
    version: str
    title: Text
    source: Annotated[Text, BeforeValidator(_in_both)]
    note: Text | None = None
    sectors: tuple[Sector, ...] = ()
    definition: str = "any"
    promised: Literal["initial", "renewal"] = "renewal"
    objectives: dict[str, float] = {}
    calendar: str = "FR"
    places: tuple[Place, ...] = ()
    closures: tuple[date, ...] = ()
    hours: dict[str, tuple[str, ...]] = {}
    rules: tuple[Rule, ...] = Field(min_length=1)

    @field_validator("objectives")
    @classmethod
    def _objectives_are_shares(cls, objectives: dict[str, float]) -> dict[str, float]:
        for metric, objective in objectives.items():
            if not 0 < objective <= 1:
                raise KpiError(f"the objective of {metric} is a share between 0 and 1, not {objective}")
        return objectives

    @field_validator("hours")
    @classmethod
    def _hours_can_be_read(cls, hours: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        read_week(hours)
        return hours

    @model_validator(mode="after")
    def _every_rule_can_apply(self) -> RuleSet:
        for first, second in combinations(self.rules, 2):
            if first.id == second.id and first.meets(second):
                raise KpiError(f"rule {first.id} is there twice on {max(first.valid_from, second.valid_from)}")
            if first.leaves_nothing_to(second):
                raise KpiError(f"rule {second.id} can't apply: {first.id}, before it, takes all of its complaints")
        return self

    @model_validator(mode="after")
    def _business_hours_are_known(self) -> RuleSet:
        asking = [rule.id for rule in self.rules if any(one.unit.startswith("business") for one in rule.deadlines)]
        if asking and not any(self.week):
            raise KpiError(f"rule {asking[0]} counts business hours; give the set hours: {{mon: ['09:00-18:00'], ...}}")
        return self

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change with any word of the set."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]

    @property
    def week(self) -> Week:
        """The opening hours in minutes, Monday first; all closed where the set gives none."""
        return read_week(self.hours)

    def calendars(self) -> tuple[Calendar, ...]:
        """Every calendar of the set, the default first."""
        names = dict.fromkeys([self.calendar, *(place.use for place in self.places)])
        return tuple(Calendar(id=name, closures=self.closures) for name in names)
