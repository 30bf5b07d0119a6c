"""Corrective actions as figures: done by the day they were due, and whether they worked (`kpi.effect`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kpi.effect import Effect, judge
from kpi.errors import KpiError
from kpi.figure import Figure, Scope, Value
from kpi.intervals import wilson
from kpi.metric import Acted, Metric
from kpi.shapes import figure
from kpi.text import Text

if TYPE_CHECKING:
    from kpi.measure import Facts, Query

KINDS = ("product", "procedure", "process")
NO_ACTION = Text(fr="aucune action corrective enregistrée", en="no corrective action is recorded")
NONE_HERE = Text(fr="aucune action dans cette période", en="no action in this period")
OF_COMPLAINTS = Text(
    fr="les actions ne se répartissent pas par dimension de réclamation",
    en="actions are not split by a dimension of complaints",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What was decided, by whom, until when, and which complaints (`dimension` = `value`) should become fewer.

    `checked` is the day from which its effect can be judged; without it, the day it was done.
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
        if self.due < self.decided:
            raise KpiError(f"action {self.reference}: due {self.due}, before it was decided on {self.decided}.")

    @property
    def effective_from(self) -> date | None:
        """The day from which complaints should be fewer."""
        return self.checked or self.done


def actions(rows: Iterable[Mapping[str, Any]]) -> tuple[Action, ...]:
    """From mappings with the fields of Action; dates as ISO text or dates."""
    return tuple(_action(row) for row in rows)


def _action(row: Mapping[str, Any]) -> Action:
    dated: dict[str, Any] = {name: _day(row.get(name)) for name in ("decided", "due", "done", "checked")}
    return Action(**{**row, **dated})


def action_figures(facts: Facts, metric: Metric, query: Query, scope: Scope) -> list[Figure]:
    """The figures of a metric on actions; a reason where none is recorded, or where they are asked for by dimension."""
    if not isinstance(metric.shape, Acted):
        raise TypeError(f"{metric.name} counts no actions")
    why = NO_ACTION if not facts.actions else OF_COMPLAINTS if query.by or query.where else None
    key = scope.key(scope.start or scope.end)
    if why:
        return [] if query.by else [figure(metric, scope, key, (), _nothing(why))]
    judged = _effects(facts, query) if metric.shape.effective else _due(facts, query)
    cells: dict[int, list[bool]] = defaultdict(list)
    for day, hit in judged:
        if (scope.start is None or day >= scope.start) and day <= scope.end:
            cells[scope.key(day)].append(hit)
    keys = range(min(cells), max(cells) + 1) if cells else [key]
    return [figure(metric, scope, k, (), _value(cells.get(k, []))) for k in keys]


def _due(facts: Facts, query: Query) -> list[tuple[date, bool]]:
    """The due day of each action whose due day is not after the as-of day, and whether it was done by then."""
    return [
        (action.due, action.done is not None and action.done <= action.due)
        for action in facts.actions
        if action.due < query.as_of or (action.done or date.max) <= action.due <= query.as_of
    ]


def _effects(facts: Facts, query: Query) -> list[tuple[date, bool]]:
    """The day from which each action that can be judged should have worked, and whether it did."""
    effects = [(action, judge(facts, action, query.as_of)) for action in facts.actions]
    return [
        (action.effective_from, found.effect is Effect.EFFECTIVE)
        for action, found in effects
        if action.effective_from and found.effect is not Effect.TOO_EARLY
    ]


def _value(hits: list[bool]) -> Value:
    if not hits:
        return _nothing(NONE_HERE)
    low, high = wilson(sum(hits), len(hits))
    return Value(
        value=sum(hits) / len(hits), n=len(hits), numerator=sum(hits), denominator=len(hits), low=low, high=high
    )


def _nothing(reason: Text) -> Value:
    return Value(value=None, n=0, numerator=0, denominator=0, reason=reason)


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
