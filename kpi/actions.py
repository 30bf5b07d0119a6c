"""Corrective actions as figures: done by the day they were due, and whether they worked (`kpi.effect`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from kpi.effect import NO_TARGET, NOTHING_AIMED_AT, Effect, Judged, judge
from kpi.errors import KpiError, unknown
from kpi.facts import GROUPS
from kpi.figure import Figure, Scope, Value
from kpi.intervals import wilson
from kpi.metric import Acted, Metric
from kpi.shapes import figure
from kpi.text import Text

if TYPE_CHECKING:
    from kpi.measure import Facts, Query

KINDS = ("product", "procedure", "process")
Hit = bool | Text  # whether it did what it should; or why nobody can tell
NO_ACTION = Text(fr="aucune action corrective enregistrée", en="no corrective action is recorded")
NONE_HERE = Text(fr="aucune action dans cette période", en="no action in this period")
NOT_YET = Text(
    fr="aucune action de cette période ne peut encore être jugée : trop récente, ou sans cible",
    en="no action of this period can be judged yet: too recent, or without a target",
)
TOO_RECENT = Text(
    fr="aucune action de cette période ne peut encore être jugée : trop récente",
    en="no action of this period can be judged yet: too recent",
)
AIMLESS = Text(
    fr="aucune action de cette période ne peut être jugée : sans cible",
    en="no action of this period can be judged: without a target",
)
MISSED = Text(
    fr="aucune action de cette période ne peut être jugée : leurs cibles ne visent aucune réclamation",
    en="no action of this period can be judged: their targets are of no complaint",
)
OF_COMPLAINTS = Text(
    fr="les actions ne se répartissent pas par dimension de réclamation",
    en="actions are not split by a dimension of complaints",
)


class Timing(Enum):
    """Where an action stands against the day it is due."""

    ON_TIME = "on time"
    LATE = "late"
    OVERDUE = "overdue"
    RUNNING = "not due yet"


TIMING_WORDS = {
    Timing.ON_TIME: Text(fr="réalisée à temps", en="done on time"),
    Timing.LATE: Text(fr="réalisée en retard", en="done late"),
    Timing.OVERDUE: Text(fr="échue et non réalisée", en="overdue, not done"),
    Timing.RUNNING: Text(fr="pas encore échue", en="not due yet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What was decided, by whom, until when, and which complaints (`dimension` = `value`) should become fewer.

    Its effect is expected from the day it was `done`, or from `checked`, the day set for the check, if that is later.
    """

    reference: str
    title: str
    kind: str
    owner: str
    decided: date
    due: date
    done: date | None = None
    checked: date | None = None
    dimension: str | None = None
    value: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise KpiError(f"action {self.reference}: '{self.kind}' is no kind of action; {', '.join(KINDS)}.")
        for name, day in (("due", self.due), ("done", self.done)):
            if day is not None and day < self.decided:
                raise KpiError(f"action {self.reference}: {name} {day}, before it was decided on {self.decided}.")
        if (self.dimension is None) != (self.value is None):
            raise KpiError(f"action {self.reference}: a target is a dimension and a value; give both, or neither.")
        if self.dimension is not None and self.dimension not in GROUPS:
            raise KpiError(f"action {self.reference}: {unknown('dimension', self.dimension, GROUPS)}")

    @property
    def effective_from(self) -> date | None:
        """The day from which complaints should be fewer; None before the action is done."""
        return max(self.done, self.checked or self.done) if self.done else None

    def timing(self, as_of: date) -> Timing:
        """Where it stands at the end of a day, as K21 counts: done by the due day, after it, or not yet."""
        if self.done is not None and self.done <= as_of:
            return Timing.ON_TIME if self.done <= self.due else Timing.LATE
        return Timing.OVERDUE if self.due < as_of else Timing.RUNNING


def actions(rows: Iterable[Mapping[str, Any]]) -> tuple[Action, ...]:
    """From mappings with the fields of Action; dates as ISO text or dates. KpiError for what can't be read."""
    return tuple(_action(row) for row in rows)


def by_kind(known: Iterable[Action]) -> dict[str, tuple[Action, ...]]:
    """The actions of each kind; facts that hold those of one kind alone give the figures of that kind."""
    known = tuple(known)
    return {kind: tuple(action for action in known if action.kind == kind) for kind in KINDS}


def due_between(known: Iterable[Action], as_of: date, start: date | None, end: date | None) -> tuple[Action, ...]:
    """The actions decided by the end of `as_of` that are due from `start` to `end` (inclusive), by due day."""
    chosen = (
        one for one in known
        if one.decided <= as_of and (start or date.min) <= one.due <= (end or date.max)
    )  # fmt: skip
    return tuple(sorted(chosen, key=lambda one: (one.due, one.reference)))


def _action(row: Mapping[str, Any]) -> Action:
    reference = row.get("reference") or "without a reference"
    given = {name: None if value == "" else value for name, value in row.items()}
    for name in given.keys() - {field.name for field in fields(Action)}:
        raise KpiError(f"action {reference}: {unknown('field', name, (field.name for field in fields(Action)))}")
    lacking = [f.name for f in fields(Action) if f.default is MISSING and given.get(f.name) is None]
    if lacking:
        raise KpiError(f"action {reference}: no {', '.join(lacking)}; an action needs every one of them.")
    dated = {name: _day(reference, name, given.get(name)) for name in ("decided", "due", "done", "checked")}
    return Action(**{**given, **dated})  # type: ignore[arg-type]


def action_figures(facts: Facts, metric: Metric, query: Query, scope: Scope) -> list[Figure]:
    """The figures of a metric on actions; a reason where none is recorded, or where they are asked for by dimension."""
    if not isinstance(metric.shape, Acted):
        raise TypeError(f"{metric.name} counts no actions")
    why = NO_ACTION if not facts.actions else OF_COMPLAINTS if query.by or query.where else None
    key = scope.key(scope.start or scope.end)
    if why:
        return [] if query.by else [figure(metric, scope, key, (), _nothing(why))]
    judged = _effects(facts, query) if metric.shape.effective else _due(facts, query)
    cells: dict[int, list[Hit]] = defaultdict(list)
    for day, hit in judged:
        if (scope.start is None or day >= scope.start) and day <= scope.end:
            cells[scope.key(day)].append(hit)
    keys = range(min(cells), max(cells) + 1) if cells else [key]
    return [figure(metric, scope, k, (), _value(cells.get(k, []))) for k in keys]


def _due(facts: Facts, query: Query) -> list[tuple[date, Hit]]:
    """The due day of each action due by the as-of day, and whether it was done by then; if due today, once it is."""
    return [
        (action.due, action.done is not None and action.done <= action.due)
        for action in facts.actions
        if action.due < query.as_of or (action.done or date.max) <= action.due <= query.as_of
    ]


def _effects(facts: Facts, query: Query) -> list[tuple[date, Hit]]:
    """The day from which each action done should have worked, and whether it did; where nobody can tell, why not."""
    judged = ((action, judge(facts, action, query.as_of)) for action in facts.actions)
    return [(action.effective_from, _hit(found)) for action, found in judged if action.effective_from]


def _hit(found: Judged) -> Hit:
    if found.effect is not Effect.TOO_EARLY:
        return found.effect is Effect.EFFECTIVE
    return {NO_TARGET: AIMLESS, NOTHING_AIMED_AT: MISSED}.get(found.sentence, TOO_RECENT)


def _value(hits: list[Hit]) -> Value:
    judged = [hit for hit in hits if isinstance(hit, bool)]
    excluded = len(hits) - len(judged)
    if not judged:
        reasons = {hit for hit in hits if isinstance(hit, Text)}
        return _nothing(NONE_HERE if not reasons else reasons.pop() if len(reasons) == 1 else NOT_YET, excluded)
    low, high = wilson(sum(judged), len(judged))
    return Value(
        value=sum(judged) / len(judged), n=len(judged), numerator=sum(judged), denominator=len(judged),
        low=low, high=high, excluded=excluded,
    )  # fmt: skip


def _nothing(reason: Text, excluded: int = 0) -> Value:
    return Value(value=None, n=0, numerator=0, denominator=0, excluded=excluded, reason=reason)


def _day(reference: str, name: str, value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise KpiError(f"action {reference}: {name} '{value}' is no date; write it as 2024-03-31.") from None
