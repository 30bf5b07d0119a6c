"""The one door to figures: facts and a question in, one figure per metric, period and group out.

The engine (DuckDB, pandas, Spark) only counts; every division and estimate is made here, in Python, from whole
numbers, so that all engines give the same digits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

import narwhals as nw

from kpi import days, shapes
from kpi.actions import Action, action_figures
from kpi.as_of import DAY_UNITS, PAUSES, seen_on
from kpi.catalog import metric as find_metric
from kpi.definitions import definition
from kpi.errors import KpiError, unknown
from kpi.exposure import MEASURES, NONE_KNOWN, Exposures
from kpi.facts import GROUPS
from kpi.figure import Figure, Scope, Where
from kpi.metric import Acted, Metric, Part, Rate
from kpi.reasons import halves
from kpi.ruleset import RuleSet

PARTS = ("numerator", "denominator", "excluded")
SEEN = ("age_band",)  # known only as of a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts (`kpi.facts.build_facts`) on any engine, the rule set that they were judged by, and what goes with them."""

    frame: nw.LazyFrame[Any]
    rules: RuleSet
    exposures: Exposures = NONE_KNOWN
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked. Bounds are inclusive and apply to each metric's own cohort date; nothing after `as_of` counts.

    `pauses` judges by the rule, or with or without the days paused; `definition` says what counts as a complaint
    (the rule set's by default); `exposure` names the measure that rates are divided by (the first known by default).
    """

    metrics: tuple[str, ...]
    as_of: date
    by: tuple[str, ...] = ()
    period: days.Period = "all"
    start: date | None = None
    end: date | None = None
    where: Where = ()
    unit: str = "calendar"
    pauses: str = "rule"
    definition: str = ""
    exposure: str = ""


def measure(facts: Facts, query: Query) -> list[Figure]:
    """One figure per metric, period and group, in the order asked. Empty periods inside a series are there, too."""
    chosen = [find_metric(name) for name in dict.fromkeys(query.metrics)]
    frame = view(facts, query, _wanted(chosen, query))
    scope = scope_of(facts, query)
    if any(isinstance(metric.shape, Rate | Part) for metric in chosen):
        scope = replace(scope, earliest=_first_reception(facts))
    acted = [metric for metric in chosen if isinstance(metric.shape, Acted)]
    found = {metric.name: action_figures(facts, metric, query, scope) for metric in acted}
    counted = sorted((metric for metric in chosen if metric not in acted), key=shapes.scan_key)
    for _, same in groupby(counted, key=shapes.scan_key):
        found.update(shapes.figures(frame, list(same), scope))
    return [figure for metric in chosen for figure in found[metric.name]]


def lines(facts: Facts, metric: str, part: str, query: Query) -> nw.LazyFrame[Any]:
    """The facts behind a figure: exactly its `n` rows for `denominator`, those that hit for `numerator`."""
    if part not in PARTS:
        raise unknown("part", part, PARTS)
    return shapes.rows(view(facts, query), find_metric(metric), part, scope_of(facts, query))


def view(facts: Facts, query: Query, wanted: Collection[str] | None = None) -> nw.LazyFrame[Any]:
    """The facts as of the query's day, filtered; group columns as text. All columns, or at least the `wanted`."""
    _check(query)
    frame = facts.frame
    for name, values in query.where:
        frame = frame if name in SEEN else frame.filter(_condition(name, values))
    frame = seen_on(
        frame, days.to_day(query.as_of), facts.rules.calendars(),
        counts=definition(query.definition or facts.rules.definition), pauses=query.pauses, wanted=wanted,
    )  # fmt: skip
    for name, values in query.where:
        frame = frame.filter(_condition(name, values)) if name in SEEN else frame
    for name in query.by:
        frame = frame.with_columns(nw.col(name).cast(nw.String).alias(f"by_{name}"))
    return frame


def _wanted(chosen: Iterable[Metric], query: Query) -> set[str]:
    """Every name that the metrics and the query mention: their columns are among these."""
    told = " ".join(f"{one.shape!r} {one.excluded!r} {one.cohort} {halves(one)!r}" for one in chosen)
    names = {*re.findall(r"\w+", told.replace("{unit}", query.unit)), *query.by, *(name for name, _ in query.where)}
    cohorts = {metric.cohort for metric in chosen} | {"received", "out"}
    return names | {"currency"} | {f"{cohort}_month" for cohort in cohorts}


def conditions(asked: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """`Query.where` from texts such as `channel=letter`; the same dimension twice asks for either value."""
    found: dict[str, list[str]] = {}
    for text in asked:
        name, equals, value = text.partition("=")
        if not equals:
            raise KpiError(f"'{text}' is not a condition; write it as dimension=value, such as channel=letter.")
        if not value.isprintable():
            raise KpiError(f"the value of {name.strip()!r} holds characters that are no text; give it in UTF-8.")
        found.setdefault(name.strip(), []).append(value.strip())
    return tuple((name, tuple(values)) for name, values in found.items())


def scope_of(facts: Facts, query: Query) -> Scope:
    """The periods and groups that a query asks for; KpiError for a period that ends before it begins."""
    last = min(query.end or query.as_of, query.as_of)
    if query.start and query.end and query.start > query.end:
        raise KpiError(f"the period ends ({query.end}) before it begins ({query.start}).")
    return Scope(
        by=query.by, period=query.period, start=query.start, end=last, unit=query.unit, where=query.where,
        exposures=facts.exposures, exposure=query.exposure or None,
    )  # fmt: skip


def _first_reception(facts: Facts) -> date:
    """Of all complaints, whatever is filtered: a rate has the same denominator as a filter and as a group."""
    first = facts.frame.select(nw.col("received").min()).collect("pyarrow").to_native().column(0).to_pylist()[0]
    return date.max if first is None else days.to_date(first)


def _check(query: Query) -> None:
    days.check(query.period)
    named = (*query.by, *(name for name, _ in query.where))
    _known("dimension", named, (*GROUPS, *SEEN))
    _known("unit", (query.unit,), DAY_UNITS)
    _known("way to count pauses", (query.pauses,), PAUSES)
    _known("exposure measure", (query.exposure,) if query.exposure else (), tuple(MEASURES))
    if len(set(query.by)) < len(query.by):
        raise KpiError(f"'{','.join(query.by)}' names a dimension twice; name each once.")
    if query.period != "all" and set(named) & set(SEEN):
        raise KpiError("age_band is the age on the as-of day; ask for it with the period 'all'.")


def _known(kind: str, names: Iterable[str], known: tuple[str, ...]) -> None:
    for name in names:
        if name not in known:
            raise unknown(kind, name, known)


def _condition(name: str, values: tuple[str, ...]) -> nw.Expr:
    """Rows whose dimension reads as one of the values; an empty value asks for the rows that have none."""
    text = nw.col(name).cast(nw.String)
    chosen = text.is_in([value for value in values if value]).fill_null(False)
    return chosen | text.is_null() if "" in values else chosen
