"""Delays with open complaints counted for what they are: at least this long (Kaplan-Meier, Greenwood)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from kpi.intervals import Z


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The survival estimate after a day with answers, and Greenwood's band around it (log-log, 95 %)."""

    day: int
    survival: float
    low: float
    high: float


def kaplan_meier(answered: Mapping[int, int], waiting: Mapping[int, int]) -> list[Step]:
    """Steps of the estimate from histograms of whole days: answered after, and still waiting after, so many days.

    A complaint still waiting at day d was at risk on day d.
    """
    at_risk = sum(answered.values()) + sum(waiting.values())
    survival, variance, steps = 1.0, 0.0, []
    for day in sorted({*answered, *waiting}):
        events = answered.get(day, 0)
        if events:
            survival *= (at_risk - events) / at_risk
            variance += events / (at_risk * (at_risk - events)) if at_risk > events else 0.0
            low, high = _band(survival, variance)
            steps.append(Step(day=day, survival=survival, low=low, high=high))
        at_risk -= events + waiting.get(day, 0)
    return steps


def quantile(steps: list[Step], q: float) -> tuple[int | None, int | None, int | None]:
    """The first day at which the estimate is at most 1 - q, and the same of its band (low, high); None: not reached."""
    level = 1 - q + 1e-12
    value = next((s.day for s in steps if s.survival <= level), None)
    low = next((s.day for s in steps if s.low <= level), None)
    high = next((s.day for s in steps if s.high <= level), None)
    return value, low, high


def _band(survival: float, variance: float) -> tuple[float, float]:
    if survival <= 0.0 or survival >= 1.0:
        return survival, survival
    half = Z * sqrt(variance) / log(survival)
    return survival ** exp(-half), survival ** exp(half)
