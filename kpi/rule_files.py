"""Reads rule sets from YAML: those that ship, and one's own. Refuses names that nothing else knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from pydantic import ValidationError

from kpi.calendars import Calendar
from kpi.catalog import metrics
from kpi.clock import due_moments
from kpi.days import to_day
from kpi.definitions import definition
from kpi.errors import KpiError, unknown
from kpi.facts import DIMENSIONS
from kpi.ruleset import Deadline, Rule, RuleSet

FOLDER = Path(__file__).parent / "rules"
FOUR_YEARS = np.arange(to_day(date(2023, 1, 1)), to_day(date(2027, 1, 1)))


def rule_sets() -> tuple[str, ...]:
    """The names of the shipped rule sets."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def load_rules(name: str) -> RuleSet:
    """The shipped rule set of that name, or the one in the YAML file at that path. KpiError if it can't be used."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"
    if not path.is_file():
        raise unknown("rule set", name, rule_sets())
    return _read(path.name, path.read_bytes())


@lru_cache(maxsize=64)
def _read(file: str, content: bytes) -> RuleSet:
    try:
        found = RuleSet.model_validate(yaml.safe_load(content.decode("utf-8-sig")))
        check_names(found)
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError, KpiError) as error:
        raise KpiError(f"{file}: not a rule set: {first_error(error)}") from error
    return found


def check_names(rules: RuleSet) -> None:
    """KpiError for an unknown calendar, dimension, metric or definition, with the nearest; or a limit too short."""
    for calendar in rules.calendars():
        calendar.days_off()
    definition(rules.definition)
    _known("metric", rules.objectives)
    for rule in rules.rules:
        _known("dimension", rule.when, f"rule {rule.id}: ")
        _check_limit(rule, rules)
    for place in rules.places:
        _known("dimension", place.when, f"place {place.use}: ")


def _known(kind: str, names: Iterable[str], where: str = "objectives: ") -> None:
    known = DIMENSIONS if kind == "dimension" else tuple(metrics())
    for name in names:
        if name not in known:
            raise KpiError(f"{where}{unknown(kind, name, known)}")


def _check_limit(rule: Rule, rules: RuleSet) -> None:
    if not (rule.reply and rule.limit):
        return
    reply, limit = (_due(deadline, rules, rules.calendars()[0]) for deadline in (rule.reply, rule.limit))
    if (limit < reply).any():
        raise KpiError(
            f"rule {rule.id}: a limit of {rule.limit.target} {rule.limit.unit} is shorter than the reply's "
            f"{rule.reply.target} {rule.reply.unit}."
        )


def _due(deadline: Deadline, rules: RuleSet, calendar: Calendar) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    midnight = np.zeros(len(FOUR_YEARS), dtype=np.int64)
    due, _ = due_moments(FOUR_YEARS, midnight, deadline.target, deadline.unit, calendar, rules.week)
    return due


def first_error(error: Exception) -> str:
    """What is wrong first, and where, in one line."""
    if isinstance(error, ValidationError):
        one = error.errors()[0]
        where = ".".join(map(str, one["loc"]))
        return f"{where}: {one['msg']}".removeprefix(": ").replace("Value error, ", "")
    return str(error).splitlines()[0]
