"""Limits around a centre, and how far each value lies towards them. Which centre and which spread: the charts say.

Two things that every chart here shares, because complaints are counted and delays are whole days:
a value within half a unit of the centre lies on it (no whole number could be closer), and limits are never closer than
one and a half units, three times the spread of a measure that wavers between two neighbouring whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import copysign, inf
from statistics import fmean

from kpi.spc.chart import Kind

SIGMAS, SCREEN = 3, 3.267
HALF, NARROWEST = 0.5, 1.5
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """An amount in a period, of a size (cases, customers; 1 where only the amount counts)."""

    period: str
    amount: float
    size: float = 1.0

    @property
    def value(self) -> float:
        """The amount per unit of size."""
        return self.amount / self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """A value, its limits, and `away`: the signed part of the way from the centre (0) to the limit (1 or -1)."""

    value: float
    center: float
    lower: float
    upper: float
    away: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The limits of one segment, and the kind of chart they belong to."""

    kind: Kind
    limits: tuple[Limits, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Where the measure can be at all."""

    floor: float = -inf
    cap: float = inf

    def within(self, value: float) -> float:
        """The value, or the bound that it would cross."""
        return min(self.cap, max(self.floor, value))


def around(value: float, center: float, sigma: float, *, step: float = 0.0, bounds: Bounds = Bounds()) -> Limits:
    """Three sigmas around a centre; `step` is the unit in which the value moves, 0 where it may be any number."""
    reach = max(SIGMAS * sigma, NARROWEST * step)
    return Limits(
        value=value,
        center=center,
        lower=bounds.within(center - reach),
        upper=bounds.within(center + reach),
        away=away(value, center, reach, step),
    )


def away(value: float, center: float, reach: float, step: float = 0.0) -> float:
    """The signed part of the way to the limit, before the measure's own bounds cut the limit short."""
    distance = value - center
    if abs(distance) <= HALF * step + ROUNDING * abs(center):
        return 0.0
    return distance / reach if reach else copysign(inf, distance)


def none(observation: Observation) -> Limits:
    """A value that has no limits: it stands alone."""
    return Limits(value=observation.value, center=observation.value, lower=-inf, upper=inf, away=0.0)


def usual_range(values: Iterable[float]) -> float:
    """The mean moving range without the ranges above 3.267 times it (Nelson 1982), unless only zeros would be left."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    mean = fmean(ranges)
    return fmean([r for r in ranges if r < SCREEN * mean] or ranges) or mean


def pooled(rows: Sequence[Observation]) -> float:
    """Sum of amounts over sum of sizes, never a mean of ratios."""
    return sum(row.amount for row in rows) / sum(row.size for row in rows)
