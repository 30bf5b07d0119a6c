"""What a committee on complaints looks at: whole months ranked twice, with what each severity weighs.

A severity is known by its own words (mineure, 3 - Moderate, critical); one that isn't has no weight, and is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kpi import days
from kpi.coverage import coverage
from kpi.measure import Facts, Query, measure
from kpi.overview import last_month_with_complaints
from kpi.pareto import METRIC, SEVERITY, Pareto, Place, pareto
from kpi.spans import Against, spans

Where = tuple[tuple[str, tuple[str, ...]], ...]
SCALES = {"1-3-9": (1.0, 3.0, 9.0), "1-2-3": (1.0, 2.0, 3.0), "1-5-25": (1.0, 5.0, 25.0)}
MINOR = ("mineure", "mineur", "minor", "faible", "basse", "bas", "low", "légère", "planning")
MAJOR = ("majeure", "majeur", "major", "moyenne", "moyen", "medium", "moderate", "modérée", "normal", "normale")
CRITICAL = ("critique", "critical", "grave", "élevée", "haute", "haut", "high", "severe", "bloquante", "urgent")
LEVELS = {word: level for level, words in enumerate((MINOR, MAJOR, CRITICAL)) for word in words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A value on the map: how often it is complained of, and what one such complaint weighs on average."""

    place: Place
    share: float
    weight: float
    part: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """`months` whole months ranked, against as many before; `compared`: the data reach back to these.

    `spots` lie around `mean_weight` and the share `even` that all values would have if they were alike.
    """

    query: Query
    pareto: Pareto
    compared: bool
    spots: tuple[Spot, ...]
    mean_weight: float | None
    even: float | None


def committee(facts: Facts, as_of: date, where: Where, dimension: str, months: int, scale: str) -> Committee:
    """The last whole months that hold complaints, by the values of a dimension."""
    query = whole_months(facts, as_of, where, months)
    figures = measure(facts, replace(query, by=(SEVERITY,)))
    weights = weights_of((figure.by[0][1] for figure in figures if figure.n), scale)
    found = pareto(facts, query, dimension, weights=weights or None, against=Against.PREVIOUS)
    known = coverage(facts)
    spots = _spots(found)
    return Committee(
        query=query, pareto=found, spots=spots,
        compared=known is not None and known.covers(spans(query, Against.PREVIOUS).earlier),
        mean_weight=_mean_weight(found), even=1 / len(spots) if spots else None,
    )  # fmt: skip


def whole_months(facts: Facts, as_of: date, where: Where, months: int) -> Query:
    """The last months that are over, until the newest one that holds a complaint."""
    first, last = last_month_with_complaints(facts, as_of, where)
    start = days.first_day("month", days.month_of(first) - months + 1)
    return Query(metrics=(METRIC,), as_of=as_of, start=start, end=last, where=where)


def weights_of(severities: Iterable[str | None], scale: str) -> dict[str, float]:
    """The weight of each severity whose words are known, from the lightest."""
    found = {name: level for name in severities if name and (level := _level(name)) is not None}
    return {name: SCALES[scale][level] for name, level in sorted(found.items(), key=lambda one: (one[1], one[0]))}


def _level(severity: str) -> int | None:
    """The first word that is known: `3 - Moderate` is a moderate one."""
    words = re.findall(r"[^\W\d_]+", severity.lower())
    return next((LEVELS[word] for word in words if word in LEVELS), None)


def _spots(found: Pareto) -> tuple[Spot, ...]:
    if found.criticality is None or not found.criticality.total:
        return ()
    shares = {place.name: place.share.value for place in found.frequency.places}
    total = found.criticality.total
    return tuple(
        Spot(
            place=one,
            share=shares[one.name] or 0.0,
            weight=one.score / (one.figure.n - one.unweighted),
            part=one.score / total,
        )
        for one in found.criticality.places
        if one.figure.n > one.unweighted
    )


def _mean_weight(found: Pareto) -> float | None:
    if found.criticality is None:
        return None
    every = [*found.criticality.places, *([w] if (w := found.criticality.without_value) else [])]
    weighed = sum(place.figure.n - place.unweighted for place in every)
    return found.criticality.total / weighed if weighed else None
