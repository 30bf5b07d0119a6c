"""A rule set: what is promised to whom, by when, on which calendar; versioned, dated, read from YAML."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kpi.calendars import Calendar
from kpi.errors import KpiError, unknown
from kpi.text import Text

FOLDER = Path(__file__).parent / "rules"
Start = Literal["received", "sent", "registered"]
Unit = Literal["ouvres", "ouvrables", "calendar", "weeks", "months"]
When = dict[str, tuple[str, ...]]


class Part(BaseModel):
    """Immutable, and strict about names: a misspelt key is an error, not a default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Deadline(Part):
    """`target` units after the milestone `start`; where the milestone is missing, after the reception."""

    target: int = Field(ge=0)
    unit: Unit
    start: Start = "received"


class Rule(Part):
    """One promise. It applies to complaints received within its validity that fit every condition of `when`."""

    id: str
    title: Text
    when: When = {}
    reply: Deadline
    acknowledgement: Deadline | None = None
    excluded: bool = False
    valid_from: date = date(1985, 1, 1)
    valid_to: date = date(2070, 12, 31)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Rule:
        if self.valid_to < self.valid_from:
            raise ValueError(f"rule {self.id}: valid_to {self.valid_to} is before valid_from {self.valid_from}")
        return self


class Place(Part):
    """The calendar `use` for complaints that fit `when`."""

    when: When
    use: str


class RuleSet(Part):
    """Rules in order: the first that fits a complaint gives its promised date.

    `promised` says what a promised date in the export means when nobody says when it was made: `initial`, it is
    the promise; `renewal`, only a promise with its own date counts, and as a new deadline beside the first.
    """

    name: str
    version: str
    title: Text
    source: str
    promised: Literal["initial", "renewal"] = "renewal"
    objectives: dict[str, float] = {}
    calendar: str = "FR"
    places: tuple[Place, ...] = ()
    closures: tuple[date, ...] = ()
    rules: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _objectives_are_shares(self) -> RuleSet:
        for metric, objective in self.objectives.items():
            if not 0 < objective <= 1:
                raise ValueError(f"the objective of {metric} is a share between 0 and 1, not {objective}")
        return self

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change with any word of the set."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]

    def calendars(self) -> tuple[Calendar, ...]:
        """Every calendar of the set, the default first."""
        names = dict.fromkeys([self.calendar, *(place.use for place in self.places)])
        return tuple(Calendar(id=name, closures=self.closures) for name in names)


def load_rules(name: str) -> RuleSet:
    """The shipped rule set of that name, or the one in the YAML file at that path. KpiError if it can't be read."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"
    if not path.is_file():
        raise unknown("rule set", name, rule_sets())
    try:
        found = RuleSet.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise KpiError(f"{path.name}: not a rule set: {_first(error)}") from error
    for calendar in found.calendars():
        calendar.ordinals("ouvres", np.empty(0, dtype=np.int64))
    return found


def rule_sets() -> tuple[str, ...]:
    """The names of the shipped rule sets."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        one = error.errors()[0]
        return f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
    return str(error).splitlines()[0]
